"""Reading a published database: opening it, what it holds, whether it is up to date.

This module loads DuckDB and no frames, so that verbs which only read start quickly.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from flows import disk
from flows.corrections import COLUMNS
from flows.errors import OgiError
from flows.records import Known
from flows.resources import contents
from flows.version import VERSION
from schema.tables import TABLE

Connection = duckdb.DuckDBPyConnection


def connect_published(db: Path) -> Connection:
    """Open a published database for reading.

    Raises ``OgiError`` where another process has it open for writing, or where it is no
    database of this program.
    """
    if not _is_duckdb(db):
        raise OgiError(f"{db}: it is not a DuckDB database")
    try:
        con = duckdb.connect(str(db), read_only=True)
    except duckdb.Error as error:
        raise OgiError(f"{db}: {_why_not_open(str(error))}") from error
    tables = {row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not {"document", "report", "retrieval"} <= tables:
        con.close()
        raise OgiError(f"{db}: it is a DuckDB database, but not one of ogi")
    return con


def _is_duckdb(db: Path) -> bool:
    try:
        with db.open("rb") as handle:
            return handle.read(12)[8:] == b"DUCK"
    except OSError as error:
        raise OgiError(f"{db}: it cannot be read: {disk.reason(error)}") from error


def _why_not_open(message: str) -> str:
    if "lock" in message.lower():
        holder = re.search(r"PID (\d+)", message)
        who = f"process {holder[1]}" if holder else "another process"
        return f"{who} has the database open for writing"
    return f"it cannot be opened: {message.splitlines()[0]}"


@contextlib.contextmanager
def in_a_sentence(db: Path) -> Iterator[None]:
    """DuckDB's own errors become an ``OgiError`` that names the database."""
    try:
        yield
    except duckdb.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise OgiError(f"{db}: {reason}; nothing was published") from error


def look_up(db: Path) -> Known:
    """What a published database holds; raises ``OgiError`` where it cannot be read."""
    with in_a_sentence(db), connect_published(db) as con:
        return known(con)


def rows(con: Connection, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The rows of a query, each with its values by the names of their columns."""
    query = con.execute(sql, values)
    columns = [column[0] for column in query.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in query.fetchall()]


LATEST = """
SELECT source_uri, arg_max(document_id, retrieved_at) AS document_id
FROM retrieval GROUP BY source_uri
"""
"""What each source last gave."""
_EARLIER = """
SELECT source_uri, document_id, retrieved_at FROM retrieval r
JOIN (SELECT source_uri, max(retrieved_at) AS last FROM retrieval GROUP BY source_uri) l
    USING (source_uri)
WHERE r.retrieved_at < l.last
"""
_GONE = "SELECT source_uri, gone_at FROM retrieval WHERE gone_at IS NOT NULL"


def known(con: Connection) -> Known:
    """What a database holds, and whether it is as this installation makes it."""
    rows = con.execute("SELECT document_id, reason FROM document").fetchall()
    lacking = "SELECT document_id, needs FROM document WHERE needs IS NOT NULL"
    needs = con.execute(lacking).fetchall() if _has(con, "document", "needs") else []
    gone = con.execute(_GONE).fetchall() if _has(con, "retrieval", "gone_at") else []
    latest = con.execute(f"SELECT source_uri, document_id FROM ({LATEST})").fetchall()
    return Known(
        frozenset(document for document, reason in rows if reason is None),
        {document: reason for document, reason in rows if reason is not None},
        dict(needs),
        dict(latest),
        is_current(con),
        _corrections(con),
        dict(gone),
        frozenset(con.execute(_EARLIER).fetchall()),
    )


def _has(con: Connection, table: str, column: str) -> bool:
    """Whether a table has a column, which one of an older version may lack."""
    return column in {row[0] for row in con.execute(f"DESCRIBE {table}").fetchall()}


def _corrections(con: Connection) -> frozenset[tuple[Any, ...]]:
    try:
        rows = con.execute(f"SELECT {', '.join(COLUMNS)} FROM correction").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):  # made by an older version
        return frozenset()
    return frozenset(rows)


_CATALOG = """
SELECT table_name, sql, comment FROM duckdb_tables() WHERE NOT temporary
UNION ALL
SELECT view_name, sql, comment FROM duckdb_views() WHERE NOT internal AND NOT temporary
UNION ALL
SELECT function_name, macro_definition, comment FROM duckdb_functions()
WHERE function_type = 'table_macro' AND NOT internal
ORDER BY ALL
"""


def is_current(con: Connection) -> bool:
    """Whether tables, form and views are those that this installation makes."""
    try:
        (stored,) = con.execute("SELECT made_as()").fetchall()
    except duckdb.CatalogException:
        return False
    return bool(stored[0] == fingerprint(con))


def require_current(con: Connection, db: Path) -> None:
    """Raise ``OgiError`` where tables and views are not those that this installation makes."""
    if not is_current(con):
        raise OgiError(f"{db}: it was made by another version; run `ogi ingest` once")


def fingerprint(con: Connection) -> str:
    """A digest of what this installation declares and of what the database in fact has.

    It is stored in the database; making both anew for a comparison would take longer than
    finding out that no document is new.
    """
    catalog = con.execute(_CATALOG).fetchall()
    declared = [(repr(table), repr(table.columns)) for table in TABLE.values()]
    digest = hashlib.sha256(repr((VERSION, declared, catalog)).encode())
    for package in ("schema", "sql"):
        for text in contents(package, (".csv", ".csv.gz", ".sql")):
            digest.update(text)
    return digest.hexdigest()
