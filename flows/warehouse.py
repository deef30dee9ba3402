"""The DuckDB database: its tables, its views, and the load of spooled frames."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import duckdb
import polars as pl

from extractors.frames import TABLES
from flows.errors import OgiError
from schema import form
from schema.projections import duckdb_statements, polars_schema, sql_literal
from schema.tables import TABLE

Connection = duckdb.DuckDBPyConnection


class View(NamedTuple):
    """A view of ``sql/views``: its comment, its columns' comments and its query."""

    name: str
    comment: str
    columns: dict[str, str]
    query: str


def read_views() -> Iterator[View]:
    """The views in order of creation.

    A file's leading comment lines are the view's comment; ``-- @column name: text`` comments
    a column; the rest is the query.
    """
    folder = files("sql").joinpath("views")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".sql"):
            continue
        lines = file.read_text(encoding="utf-8").splitlines()
        head = 0
        while head < len(lines) and lines[head].startswith("--"):
            head += 1
        comments = [line[2:].strip() for line in lines[:head]]
        columns = [_column_comment(c) for c in comments if c[:1] == "@"]
        yield View(
            name=file.name.removesuffix(".sql").split("_", 1)[1],
            comment=" ".join(c for c in comments if c[:1] != "@"),
            columns=dict(columns),
            query="\n".join(lines[head:]),
        )


def _column_comment(line: str) -> tuple[str, str]:
    name, _, text = line.removeprefix("@column ").partition(": ")
    return name, text


def create(con: Connection) -> None:
    """Create all declared tables with their comments, and the form's own tables and views."""
    con.execute("BEGIN")
    for table in TABLE.values():
        for statement in duckdb_statements(table):
            con.execute(statement)
    _refresh(con)
    con.execute("COMMIT")


def refresh(con: Connection) -> None:
    """Bring the form's tables and the views to the state of this installation."""
    con.execute("BEGIN")
    _refresh(con)
    con.execute("COMMIT")


def _refresh(con: Connection) -> None:
    for view in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
        con.execute(f'DROP VIEW IF EXISTS "{view[0]}"')
    for table, rows in _form_rows().items():
        frame = pl.DataFrame(rows, schema=polars_schema(TABLE[table]))
        con.execute(f"DELETE FROM {table}")
        append(con, table, frame)
    for view in read_views():
        create_view(con, view)


def create_view(con: Connection, view: View) -> None:
    """Create a view with its comments."""
    con.execute(f'CREATE VIEW "{view.name}" AS {view.query}')
    con.execute(f'COMMENT ON VIEW "{view.name}" IS {sql_literal(view.comment)}')
    for column, text in view.columns.items():
        con.execute(f'COMMENT ON COLUMN "{view.name}"."{column}" IS {sql_literal(text)}')


def _form_rows() -> dict[str, list[dict[str, Any]]]:
    cells = [
        cell.model_dump(exclude={"name", "order", "other_units"})
        | {"edition": edition.edition, "cell": cell.name, "position": cell.order}
        | {"is_total": cell.is_total}
        for edition in form.editions()
        for cell in edition.cells
    ]
    identities = [
        {"edition": edition.edition, **term.model_dump()}
        for edition in form.editions()
        for term in edition.identity_terms
    ]
    infos = [info.model_dump() for info in form.edition_infos()]
    return {"form_edition": infos, "form_cell": cells, "form_identity": identities}


def append(con: Connection, table: str, frame: pl.DataFrame) -> None:
    """Insert a frame by column names."""
    con.register("incoming", frame)
    con.execute(f'INSERT INTO "{table}" BY NAME SELECT * FROM incoming')
    con.unregister("incoming")


_SHAPE = """
SELECT table_name, list((column_name, data_type) ORDER BY column_index)::VARCHAR
FROM duckdb_columns() WHERE table_name IN (SELECT table_name FROM duckdb_tables())
GROUP BY table_name ORDER BY table_name
"""
_VIEWS = """
SELECT view_name, sql, comment FROM duckdb_views() WHERE NOT internal ORDER BY view_name
"""


def has_declared_shape(con: Connection) -> bool:
    """Whether the stored tables have the declared columns and types."""
    return _same(con, _SHAPE)


def is_current(con: Connection) -> bool:
    """Whether tables and views are those that this installation makes."""
    return _same(con, _SHAPE, _VIEWS)


def _same(con: Connection, *questions: str) -> bool:
    with duckdb.connect() as fresh:
        create(fresh)
        return all(
            con.execute(question).fetchall() == fresh.execute(question).fetchall()
            for question in questions
        )


class Loaded(NamedTuple):
    """What a load added: reports, findings by severity, refused rows, documents set aside."""

    reports: int
    findings: tuple[tuple[str, int], ...]
    quarantined: int
    set_aside: dict[str, str]


def load(con: Connection, spool: Path, held: pl.DataFrame, retrieved_at: datetime) -> Loaded:
    """Load a run's spooled frames in one transaction.

    ``held`` has the columns ``source_uri`` and ``document_id``: what each source of the run
    gave. Then versions are numbered; the current one of an agency and year is the one that
    was retrieved last.
    """
    con.execute("BEGIN")
    for table in (*TABLES, "quarantine"):
        con.execute(f'CREATE TEMP TABLE "new_{table}" AS FROM "{table}" LIMIT 0')
        if any((spool / table).glob("*.parquet")):
            con.execute(
                f'INSERT INTO "new_{table}" BY NAME'
                f" FROM read_parquet({sql_literal(f'{glob.escape(str(spool / table))}/*.parquet')})"
            )
            con.execute(f'INSERT INTO "{table}" FROM "new_{table}"')
    con.register("held", held)
    con.execute(_RETRIEVALS, [retrieved_at])
    con.execute(_VERSIONS)
    con.execute(_AGENCIES)
    _check_keys(con)
    con.execute("COMMIT")
    return Loaded(
        con.execute("SELECT count(*) FROM new_report").fetchall()[0][0],
        tuple(con.execute(_FINDINGS).fetchall()),
        con.execute("SELECT count(*) FROM new_quarantine").fetchall()[0][0],
        dict(con.execute(_SET_ASIDE).fetchall()),
    )


_LATEST = """
SELECT source_uri, arg_max(document_id, retrieved_at) AS document_id
FROM retrieval GROUP BY source_uri
"""
_RETRIEVALS = f"""
INSERT INTO retrieval BY NAME
WITH latest AS ({_LATEST})
SELECT source_uri, document_id, $1 AS retrieved_at
FROM (FROM held UNION SELECT source_uri, document_id FROM new_document)
WHERE document_id IN (SELECT document_id FROM document)
    AND (source_uri, document_id) NOT IN (SELECT (source_uri, document_id) FROM latest)
ORDER BY source_uri, document_id
"""
_FINDINGS = "SELECT severity, count(*) FROM new_finding GROUP BY severity ORDER BY severity"
_SET_ASIDE = "SELECT document_id, reason FROM new_document WHERE status = 'set_aside'"
_VERSIONS = """
WITH retrieved AS (
    SELECT document_id, min(retrieved_at) AS first, max(retrieved_at) AS last
    FROM retrieval GROUP BY document_id
),
content AS (
    SELECT report_id, count(count) AS cells FROM fact_application GROUP BY report_id
),
ranked AS (
    SELECT
        report_id, agency_id, year,
        row_number() OVER (
            PARTITION BY agency_id, year ORDER BY first, coalesce(cells, 0), document_id
        ) AS version,
        row_number() OVER (
            PARTITION BY agency_id, year
            ORDER BY last DESC, coalesce(cells, 0) DESC, document_id DESC
        ) = 1 AS is_current
    FROM report JOIN retrieved USING (document_id) LEFT JOIN content USING (report_id)
),
decided AS (
    SELECT report_id,
        CASE WHEN agency_id IS NULL OR year IS NULL THEN 1 ELSE version END AS version,
        agency_id IS NULL OR year IS NULL OR is_current AS is_current
    FROM ranked
)
UPDATE report SET version = decided.version, is_current = decided.is_current
FROM decided
WHERE report.report_id = decided.report_id
    AND (report.version <> decided.version OR report.is_current <> decided.is_current)
"""


_AGENCIES = """
INSERT INTO agency BY NAME
SELECT agency_id, min(agency_name) AS name FROM report
WHERE agency_id IS NOT NULL AND agency_id NOT IN (SELECT agency_id FROM agency)
GROUP BY agency_id ORDER BY agency_id
"""


def _check_keys(con: Connection) -> None:
    """A document stored twice would count twice: refuse the load, nothing is published."""
    for table in ("document", "report"):
        (key,) = TABLE[table].key
        twice = con.execute(
            f"SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1 LIMIT 1"
        ).fetchall()
        if twice:
            raise OgiError(f"{table} {twice[0][0]} was read twice: a file changed during the run")


class Known(NamedTuple):
    """Documents that a database holds, why some were set aside, what each source last gave."""

    extracted: frozenset[str] = frozenset()
    set_aside: Mapping[str, str] = MappingProxyType({})
    latest: Mapping[str, str] = MappingProxyType({})

    def holds(self, document_id: str) -> bool:
        """Whether a document is stored."""
        return document_id in self.extracted or document_id in self.set_aside


def known(con: Connection) -> Known:
    """What a database holds."""
    rows = con.execute("SELECT document_id, reason FROM document").fetchall()
    latest = con.execute(f"SELECT source_uri, document_id FROM ({_LATEST})").fetchall()
    return Known(
        frozenset(document for document, reason in rows if reason is None),
        {document: reason for document, reason in rows if reason is not None},
        dict(latest),
    )


def carry_over(con: Connection, old: Path) -> None:
    """Copy the rows of an older database into the declared tables, by column names."""
    con.execute(f"ATTACH {sql_literal(str(old))} AS old (READ_ONLY)")
    stored = con.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns()"
        " WHERE database_name = 'old' GROUP BY table_name ORDER BY table_name"
    ).fetchall()
    for table, columns in stored:
        if table in TABLE and table not in _form_rows():
            lacking = [name for name in TABLE[table].required if name not in columns]
            if lacking:
                raise OgiError(
                    f"{old}: table {table} lacks {', '.join(lacking)}: the database was made by"
                    " another version; ingest into a new file"
                )
            shared = ", ".join(f'"{name}"' for name in columns if name in TABLE[table].columns)
            con.execute(f'INSERT INTO "{table}" BY NAME SELECT {shared} FROM old."{table}"')
    con.execute("DETACH old")
