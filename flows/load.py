"""Loading: spooled frames into the tables, versions numbered, older databases carried over."""

from __future__ import annotations

import glob
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from flows.agencies import merge_agencies
from flows.correct import apply_corrections
from flows.corrections import NO_CORRECTIONS, Corrections
from flows.errors import OgiError
from flows.published import LATEST, Connection
from flows.records import Held, Loaded
from flows.rules import judge
from flows.versions import number_versions
from flows.warehouse import insert_columns, read_views, reference_tables
from schema.projections import sql_literal
from schema.tables import TABLE

_ALL: Mapping[str, str] = MappingProxyType({})


def load_spool(
    con: Connection,
    spool: Path,
    held: tuple[Held, ...],
    retrieved_at: datetime,
    corrections: Corrections = NO_CORRECTIONS,
) -> Loaded:
    """Load a run's spooled frames; the database is a private file until it is published.

    ``held`` is what each source of the run gave. Values are corrected as a reviewed file says.
    Then the versions of each agency and year are numbered, and reports compared with others by
    the rules of ``sql/rules``. Raises ``OgiError`` where not every spooled row is stored.
    """
    view_spooled(con, spool)
    for table in TABLE:
        if table != "agency":  # many reports have one body
            append(con, table)
    _note_held(con, held, retrieved_at)
    settle(con, corrections)
    return Loaded(
        _count(con, "new_report"),
        tuple(con.execute(_FINDINGS).fetchall()),
        _count(con, "new_quarantine"),
        dict(con.execute(_SET_ASIDE).fetchall()),
    )


def view_spooled(con: Connection, folder: Path, inside: str = "") -> None:
    """Make a view ``new_TABLE`` of the rows of each table that are spooled in a folder, or in
    those ``inside`` it, as ``*/``."""
    for table in TABLE:
        pattern = f"{inside}{table}/*.parquet"
        files = sql_literal(f"{glob.escape(str(folder))}/{pattern}")
        rows = f"read_parquet({files})" if any(folder.glob(pattern)) else f'"{table}" LIMIT 0'
        con.execute(f"CREATE TEMP VIEW new_{table} AS FROM {rows}")


def settle(con: Connection, corrections: Corrections) -> None:
    """Make what rests on the rows of several documents, correct values as a reviewed file says,
    and fill the stored views from all that. Raises ``OgiError`` where a key is stored twice."""
    apply_corrections(con, corrections)
    number_versions(con)
    merge_agencies(con)
    _check_keys(con)
    judge(con)
    store(con)


def store(con: Connection) -> None:
    """Fill the tables of the stored views anew. Raises ``OgiError`` where not every row is there:
    see ``_copy``."""
    for view in read_views():
        if view.stored:
            con.execute(f'DELETE FROM "{view.name}"')
            made = con.execute(f'INSERT INTO "{view.name}" BY NAME {view.query}').fetchall()[0][0]
            _check_count(view.name, _count(con, f'"{view.name}"'), made)


def _note_held(con: Connection, held: tuple[Held, ...], now: datetime) -> None:
    """Note what sources give that gave something else before, and whose pages are gone."""
    con.execute(
        "CREATE TEMP TABLE held (source_uri VARCHAR, document_id VARCHAR, retrieved_at TIMESTAMP,"
        " gone_at TIMESTAMP, is_last BOOLEAN)"
    )
    if held:
        columns = zip(Held._fields, zip(*held, strict=True), strict=True)
        insert_columns(con, "held", {name: list(column) for name, column in columns})
    con.execute(_EARLIER)
    con.execute(_LATEST, [now])
    con.execute(_GONE)


def append(con: Connection, table: str) -> None:
    """Store the new rows of a table, and make sure that they are there."""
    if table == "document":  # those that were set aside and can now be read
        con.execute(_READ_AGAIN)
    _copy(con, table, "*", f"new_{table}")


def _check_count(table: str, stored: int, expected: int) -> None:
    if stored != expected:
        raise OgiError(f"{table}: {stored} rows are stored, not {expected}; nothing was published")


def _count(con: Connection, rows: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {rows}").fetchall()[0][0])


_EARLIER = """
INSERT INTO retrieval BY NAME
SELECT DISTINCT source_uri, document_id, retrieved_at FROM held
WHERE NOT is_last AND document_id IN (SELECT document_id FROM document)
    AND (source_uri, document_id, retrieved_at) NOT IN (
        SELECT (source_uri, document_id, retrieved_at) FROM retrieval
    )
ORDER BY ALL
"""
_LATEST = f"""
INSERT INTO retrieval BY NAME
WITH latest AS ({LATEST})
SELECT source_uri, document_id, coalesce(max(retrieved_at), $1) AS retrieved_at
FROM (
    SELECT source_uri, document_id, retrieved_at FROM held WHERE is_last
    UNION
    SELECT source_uri, document_id, retrieved_at FROM new_document
        ANTI JOIN (FROM held WHERE NOT is_last) USING (source_uri, document_id)
)
WHERE document_id IN (SELECT document_id FROM document)
    AND (source_uri, document_id) NOT IN (SELECT (source_uri, document_id) FROM latest)
GROUP BY source_uri, document_id
HAVING (source_uri, document_id, coalesce(max(retrieved_at), $1)) NOT IN (
    SELECT (source_uri, document_id, retrieved_at) FROM retrieval
)
ORDER BY source_uri, document_id
"""
_GONE = """
UPDATE retrieval SET gone_at = decided.gone_at
FROM (
    SELECT r.source_uri, r.retrieved_at, if(r.retrieved_at = l.last, h.gone_at, NULL) AS gone_at
    FROM retrieval r
        JOIN (SELECT source_uri, max(gone_at) AS gone_at FROM held GROUP BY source_uri) h
            USING (source_uri)
        JOIN (SELECT source_uri, max(retrieved_at) AS last FROM retrieval GROUP BY source_uri) l
            USING (source_uri)
) decided
WHERE retrieval.source_uri = decided.source_uri AND retrieval.retrieved_at = decided.retrieved_at
    AND retrieval.gone_at IS DISTINCT FROM decided.gone_at
"""
_READ_AGAIN = "DELETE FROM document WHERE document_id IN (SELECT document_id FROM new_document)"
_FINDINGS = """
SELECT severity, count(*) FROM finding WHERE report_id IN (SELECT report_id FROM new_report)
GROUP BY severity ORDER BY severity
"""
_SET_ASIDE = "SELECT document_id, reason FROM new_document WHERE status = 'set_aside'"


def _check_keys(con: Connection) -> None:
    """A document stored twice would count twice: refuse the load, nothing is published."""
    for table in ("document", "report"):
        (key,) = TABLE[table].key
        twice = con.execute(
            f"SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1 LIMIT 1"
        ).fetchall()
        if twice:
            raise OgiError(f"{table} {twice[0][0]} was read twice: a file changed during the run")


def _copy(con: Connection, table: str, columns: str, rows: str) -> None:
    """Copy rows, and make sure that they are there.

    DuckDB 2.0 loses rows without an error where a large insert follows the creation of a
    table in one transaction. So each statement here is one of its own, and rows are counted.
    """
    expected = _count(con, f'"{table}"') + _count(con, rows)
    con.execute(f'INSERT INTO "{table}" BY NAME SELECT {columns} FROM {rows}')
    _check_count(table, _count(con, f'"{table}"'), expected)


def carry_over(
    con: Connection, old: Path, which: Mapping[str, str] = _ALL, prefix: str = ""
) -> None:
    """Copy the rows of an older database into the declared tables, by column names, or into
    tables of the same shape whose names have a ``prefix``.

    ``which`` rows is a condition for a table, or else for all tables with a column.
    """
    con.execute(f"ATTACH {sql_literal(str(old))} AS old (READ_ONLY)")
    stored = con.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns()"
        " WHERE database_name = 'old' GROUP BY table_name ORDER BY table_name"
    ).fetchall()
    for table, columns in stored:
        if table in TABLE and table not in reference_tables():
            lacking = [name for name in TABLE[table].required if name not in columns]
            if lacking:
                raise OgiError(
                    f"{old}: table {table} lacks {', '.join(lacking)}: the database was made by"
                    " another version; ingest into a new file"
                )
            shared = ", ".join(f'"{name}"' for name in columns if name in TABLE[table].columns)
            told = (which[name] for name in (table, *columns) if name in which)
            _copy(con, f"{prefix}{table}", shared, f'old."{table}" WHERE {next(told, "true")}')
    con.execute("DETACH old")
