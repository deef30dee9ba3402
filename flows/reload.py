"""Documents that were read anew take the place of what was read of them before.

A new build is filled with what stays of the published database and with what was read anew. All
that rests on several documents is then made as for an ingest.
"""

from __future__ import annotations

import glob
from pathlib import Path

from flows import publish, warehouse
from flows.corrections import Corrections
from flows.files import Problem
from flows.load import append, carry_over, settle, view_spooled
from flows.publish import open_build
from flows.published import Connection, connect_published, in_a_sentence
from flows.records import Change, Compared
from flows.rules import comparing
from flows.whereabouts import Stored
from flows.workspace import Workspace
from schema.fields import FIELDS
from schema.projections import sql_literal
from schema.tables import TABLE

SHOWN = 200
"""How many changes a summary names; a file has all of them."""
_DOCUMENTS = "*/document/*.parquet"
_FOUND = "document_id, source_uri, retrieved_at"
_FACTS = (
    ("fact_proactive_disclosure", "cell", "value"),
    ("fact_application", "cell", '"count"'),
    ("fact_review_litigation", "cell", '"count"'),
    ("fact_indicator", "position", "value"),
    ("fact_indicator", "position", "cumulative"),
)
_OF_REPORT = (
    *("agency_id", "agency_name", "region_code", "scope", "year", "edition", "title"),
    *("period_start", "period_end", "method", "published_on"),
)


def choose(db: Path, version: str | None) -> tuple[int, list[Stored]]:
    """How many documents a database holds, and those to read anew, by their identifiers: all, or
    those that another version than this one read, and others on the same bodies: what is stored of
    a body may be from any of its documents."""
    with in_a_sentence(db), connect_published(db) as con:
        (total,) = con.execute("SELECT count(*) FROM document").fetchall()[0]
        rows = con.execute(_CHOSEN, [version]).fetchall()
    return int(total), [Stored(*row) for row in rows]


def knows(db: Path, folder: Path) -> bool:
    """Whether all documents that a folder holds as read are in a database, found at the same
    addresses at the same times; else they were read for another one of its name."""
    if not any(folder.glob(_DOCUMENTS)):
        return True
    files = sql_literal(f"{glob.escape(str(folder))}/{_DOCUMENTS}")
    with in_a_sentence(db), connect_published(db) as con:
        rest = f"FROM read_parquet({files}) ANTI JOIN document USING ({_FOUND}) LIMIT 1"
        return not con.execute(rest).fetchall()


def load_again(
    space: Workspace, folder: Path, corrections: Corrections, changes: Path | None, *, dry: bool
) -> Compared:
    """Publish a database in which what was read anew takes its place; says what differs.

    ``changes`` is a file for all that differs, in csv. ``dry``: nothing is published.
    """
    publish.refuse_log(space)
    with open_build(space) as con:
        warehouse.create(con)
        view_spooled(con, folder, "*/")
        con.execute("CREATE TEMP TABLE reread AS SELECT document_id FROM new_document")
        for table in TABLE:
            con.execute(f'CREATE TEMP TABLE was_{table} AS FROM "{table}" LIMIT 0')
        carry_over(con, space.db, _GOES, "was_")
        _compare(con)
        findings = _findings(con)
        carry_over(con, space.db, _STAYS)
        for table in TABLE:
            if table != "agency":
                append(con, table)
        settle(con, corrections)
        compared = _compared(con, findings)
        if changes:
            con.execute(f"COPY ({_CHANGES}) TO {sql_literal(str(changes))} (HEADER)")
        if not dry:
            publish.publish(con, space)
    return compared


def _compare(con: Connection) -> None:
    """Note what differs in reports that were read before and are now, and reports that came or
    went."""
    columns = ", ".join(f'"{name}" VARCHAR' for name in _COLUMNS)
    con.execute(f"CREATE TEMP TABLE reading_change (position INTEGER, {columns})")
    con.execute(_REPORTS)
    for name in _OF_REPORT:
        label = sql_literal(FIELDS[name].description)
        con.execute(_ATTRIBUTE.format(name=name, label=label))
    for fact, key, value in _FACTS:
        named = "coalesce(n.label, o.label)" if fact == "fact_indicator" else "NULL"
        suffix = "'.cumulative'" if value == "cumulative" else "''"
        raw = "NULL" if value == "cumulative" else "{}.raw"
        sides = {"old_raw": raw.format("o"), "new_raw": raw.format("n")}
        statement = _CELLS.format(
            fact=fact, key=key, value=value, label=named, suffix=suffix, **sides
        )
        con.execute(statement)


def _findings(con: Connection) -> tuple[int, int]:
    """Numbers of findings on one report alone that came, and that went."""
    con.execute("DELETE FROM was_finding WHERE list_contains($1, rule)", [comparing()])
    sides = ("new_finding", "was_finding")
    return _without(con, *sides), _without(con, *sides[::-1])


def _without(con: Connection, one: str, other: str) -> int:
    """How many findings of ``one`` are not in ``other``."""
    rest = f"SELECT {_FINDING} FROM {one} EXCEPT ALL SELECT {_FINDING} FROM {other}"
    return int(con.execute(f"SELECT count(*) FROM ({rest})").fetchall()[0][0])


def _compared(con: Connection, findings: tuple[int, int]) -> Compared:
    rows = con.execute(f"{_CHANGES} LIMIT {SHOWN}").fetchall()
    cells, reports = con.execute(_COUNTS).fetchall()[0]
    aside = con.execute(
        "SELECT source_uri, reason FROM new_document WHERE status = 'set_aside' ORDER BY ALL"
    ).fetchall()
    return Compared(
        tuple(Change(*row) for row in rows),
        cells,
        reports,
        *findings,
        tuple(Problem(*row) for row in aside),
    )


_CHOSEN = """
WITH read_before AS (
    SELECT document_id FROM document WHERE extractor_version IS DISTINCT FROM $1
),
body AS (
    SELECT DISTINCT agency_id FROM report SEMI JOIN read_before USING (document_id)
),
given AS (
    SELECT document_id, list(DISTINCT source_uri ORDER BY source_uri) AS addresses
    FROM retrieval GROUP BY document_id
)
SELECT document_id, source_uri, retrieved_at, extractor_version, coalesce(addresses, [])
FROM document LEFT JOIN given USING (document_id)
WHERE document_id IN (FROM read_before)
    OR document_id IN (SELECT document_id FROM report SEMI JOIN body USING (agency_id))
ORDER BY document_id
"""
_COLUMNS = (
    *("agency_name", "year", "source_uri", "report_id", "cell", "label"),
    *("old", "old_raw", "old_status", "new", "new_raw", "new_status"),
)
_REPORTS = """
INSERT INTO reading_change BY NAME
SELECT 0 AS position, coalesce(n.agency_name, o.agency_name) AS agency_name,
    coalesce(n.year, o.year) AS year, coalesce(n.source_uri, o.source_uri) AS source_uri,
    report_id, 'report' AS cell, 'the report' AS label,
    if(o.document_id IS NULL, NULL, 'read') AS old, if(n.document_id IS NULL, NULL, 'read') AS new
FROM was_report o FULL JOIN new_report n USING (report_id)
WHERE o.document_id IS NULL OR n.document_id IS NULL
"""
_ATTRIBUTE = """
INSERT INTO reading_change BY NAME
SELECT 1 AS position, n.agency_name, n.year, n.source_uri, report_id, 'report.{name}' AS cell,
    {label} AS label, o."{name}"::VARCHAR AS old, n."{name}"::VARCHAR AS new
FROM was_report o JOIN new_report n USING (report_id)
WHERE o."{name}" IS DISTINCT FROM n."{name}"
"""
# What a correction replaced is compared as it was read.
_CELLS = """
INSERT INTO reading_change BY NAME
WITH both_times AS (
    SELECT report_id, document_id FROM was_report SEMI JOIN new_report USING (report_id)
),
was AS (
    SELECT f.* REPLACE (
        coalesce(c.old_status, f.status) AS status,
        if(c.cell IS NULL, f.{value}, c.old_value) AS {value}
    )
    FROM was_{fact} f JOIN both_times USING (report_id)
        LEFT JOIN was_correction c ON c.document_id = both_times.document_id AND c.cell = f.cell
),
now AS (FROM new_{fact} SEMI JOIN both_times USING (report_id))
SELECT coalesce(f.position, 1000) + 2 AS position,
    r.agency_name, r.year, r.source_uri, report_id, coalesce(n.cell, o.cell) || {suffix} AS cell,
    coalesce({label}, f.row_label || ' × ' || f.column_label) AS label,
    printf('%.15g', o.{value}::DOUBLE) AS old, {old_raw} AS old_raw, o.status AS old_status,
    printf('%.15g', n.{value}::DOUBLE) AS new, {new_raw} AS new_raw, n.status AS new_status
FROM was o FULL JOIN now n USING (report_id, {key}) JOIN new_report r USING (report_id)
    LEFT JOIN form_cell f ON f.cell = coalesce(n.cell, o.cell) AND f.edition = r.edition
WHERE o.{value} IS DISTINCT FROM n.{value} OR o.status IS DISTINCT FROM n.status
    OR o.raw IS DISTINCT FROM n.raw
"""
_CHANGES = f"""
SELECT {", ".join(_COLUMNS)} FROM reading_change
ORDER BY agency_name NULLS FIRST, year NULLS FIRST, source_uri, report_id,
    reading_change.position, cell
"""
_COUNTS = """
SELECT count(*) FILTER (position > 0), count(DISTINCT report_id) FROM reading_change
"""
_FINDING = "report_id, rule, severity, cells, message, message_zh, expected, found"
_REPORT = "SELECT report_id FROM old.report SEMI JOIN reread USING (document_id)"
_GOES = {
    **dict.fromkeys(("retrieval", "agency", "agency_evidence", "narrative", "extra_row"), "false"),
    "document_id": "document_id IN (SELECT document_id FROM reread)",
    "report_id": f"report_id IN ({_REPORT})",
}
"""Which rows of the published database are replaced, as far as they are compared."""
_STAYS = {
    "document_id": "document_id NOT IN (SELECT document_id FROM reread)",
    "report_id": "report_id IN (SELECT report_id FROM old.report ANTI JOIN reread"
    " USING (document_id))",
    "retrieval": "true",
    "agency": """
        agency_id IN (
            SELECT agency_id FROM old.report ANTI JOIN was_report USING (report_id)
            WHERE agency_id IS NOT NULL
        )
        AND (agency_id, name) NOT IN (SELECT (agency_id, name) FROM new_agency)
    """,
}
"""Which rows of the published database stay, by table or by the column that tells it."""
