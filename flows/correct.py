"""Reviewed corrections in the tables: values replaced, and put back when they are withdrawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from extractors.checks.confirm import as_doubts
from extractors.model import Cell, Finding, Section, Span
from extractors.report import check_report
from flows.corrections import COLUMNS, Correction, Corrections
from flows.published import Connection
from flows.warehouse import insert_columns
from schema import form
from schema.form import Edition, TableName

_FACTS = (
    ("fact_proactive_disclosure", "value"),
    ("fact_application", "count"),
    ("fact_review_litigation", "count"),
)
_Read = Mapping[tuple[str, str], list[tuple[float | None, str]]]
"""Value and status by document and cell, of each report that the document holds."""


def apply_corrections(con: Connection, corrections: Corrections) -> None:
    """Bring the stored values to what the file of corrections says, also where it says less.

    What a cell's text and place are stays as it was. Findings of the reports concerned that
    rest on their cells alone are made anew. Raises ``OgiError`` where an entry for a document
    of this database expects another value than was read, or names an unknown cell.
    """
    read = _documents(con, [entry.document_id for entry in corrections.entries])
    stored = frozenset(con.execute(f"SELECT {', '.join(COLUMNS)} FROM correction").fetchall())
    if stored == corrections.of(read):
        return
    wanted = [entry for entry in corrections.entries if entry.document_id in read]
    concerned = sorted({row[0] for row in stored} | {entry.document_id for entry in wanted})
    before = _findings(con, concerned)
    for fact, value in _FACTS:
        con.execute(_UNDO.format(fact=fact, value=value))
    con.execute("DELETE FROM correction")
    _replace(con, corrections, wanted)
    _exchange(con, before, _findings(con, concerned))


def _documents(con: Connection, named: Collection[str]) -> frozenset[str]:
    """Those of some documents that are stored and were read."""
    query = (
        "SELECT document_id FROM document"
        " WHERE status = 'extracted' AND document_id IN (SELECT unnest($1))"
    )
    return frozenset(row[0] for row in con.execute(query, [list(named)]).fetchall())


def _replace(con: Connection, corrections: Corrections, wanted: Collection[Correction]) -> None:
    """Replace values that are as the entries expect."""
    if not wanted:
        return
    read = _values(con, wanted)
    rows = [(*entry[:-1], _status(read, corrections, entry)) for entry in wanted]
    columns = zip((*COLUMNS, "old_status"), zip(*rows, strict=True), strict=True)
    insert_columns(con, "correction", {name: list(column) for name, column in columns})
    for fact, value in _FACTS:
        con.execute(_CORRECT.format(fact=fact, value=value))


def _values(con: Connection, wanted: Collection[Correction]) -> _Read:
    rows = con.execute(
        " UNION ALL ".join(
            f"SELECT document_id, cell, {value}::DOUBLE, status"
            f" FROM report JOIN {fact} USING (report_id)"
            " WHERE document_id IN (SELECT unnest($1)) AND cell IN (SELECT unnest($2))"
            for fact, value in _FACTS
        ),
        [[entry.document_id for entry in wanted], [entry.cell for entry in wanted]],
    ).fetchall()
    read = defaultdict(list)
    for document, cell, number, status in rows:
        read[document, cell].append((number, status))
    return read


def _status(read: _Read, corrections: Corrections, entry: Correction) -> str:
    """The status of the cell of an entry, whose value must be what the entry expects."""
    where = f"{entry.cell} of document {entry.document_id[:12]}"
    found = read.get((entry.document_id, entry.cell), [])
    if len(found) != 1:
        what = "no such cell" if not found else f"{len(found)} reports with it"
        raise corrections.error(entry.line, f"{where}: the document has {what}")
    value, status = found[0]
    if value != entry.old_value:
        raise corrections.error(
            entry.line,
            f"{where}: old_value is {_shown(entry.old_value)}, but {_shown(value)} was read"
            f" ({status})",
        )
    if (entry.new_value or 0) % 1 and not entry.cell.startswith("proactive."):
        raise corrections.error(entry.line, f"{where}: new_value is no whole number")
    return status


def _shown(value: float | None) -> str:
    return "no value" if value is None else f"{value:.15g}"


class _Row(NamedTuple):
    """A row of ``finding``."""

    report_id: str
    rule: str
    severity: str
    cells: tuple[str, ...]
    message: str
    message_zh: str
    expected: str | None
    found: str | None


def _findings(con: Connection, documents: Collection[str]) -> dict[_Row, None]:
    """What the checks on one report's cells say of the reports of some documents."""
    cells, sections = _cells(con, documents), _sections(con, documents)
    reports = con.execute(
        "SELECT report_id, year, method FROM report WHERE document_id IN (SELECT unnest($1))"
        " ORDER BY report_id",
        [documents],
    ).fetchall()
    rows: dict[_Row, None] = {}
    for report, year, method in reports:
        if report in cells:
            found = check_report(_form(cells[report]), cells[report], sections[report], year)
            for finding in as_doubts(found) if _is_recognised(method) else found:
                rows[_row(report, finding)] = None
    return rows


def _is_recognised(method: str | None) -> bool:
    """Whether a report, or a part of it, was recognised from images."""
    return method is not None and method.split("+")[-1] == "ocr"


def _row(report: str, one: Finding) -> _Row:
    said = (one.message, one.message_zh)
    return _Row(report, one.rule, one.severity, one.cells, *said, one.expected, one.found)


def _cells(con: Connection, documents: Collection[str]) -> dict[str, list[Cell]]:
    """The cells of the reports of some documents."""
    rows = con.execute(
        " UNION ALL ".join(
            f"SELECT report_id, cell, status, {value}::DOUBLE, raw"
            f" FROM report JOIN {fact} USING (report_id)"
            " WHERE document_id IN (SELECT unnest($1))"
            for fact, value in _FACTS
        ),
        [documents],
    ).fetchall()
    cells = defaultdict(list)
    for report, name, status, number, raw in rows:
        whole = number is not None and not number % 1
        cells[report].append(Cell(name, status, int(number) if whole else number, raw))
    return cells


def _form(cells: Collection[Cell]) -> Edition:
    """The form that a report prints: for each table the edition that has just its cells."""
    names = {cell.name for cell in cells}
    parts: list[tuple[TableName, str]] = []
    for table in form.form_tables():
        own = {name for name in names if name.startswith(f"{table.table}.")}
        for edition in form.editions():
            if own == {cell.name for cell in edition.cells if cell.table == table.table}:
                parts.append((table.table, edition.edition))
                break
    return form.combined(tuple(parts))


def _sections(con: Connection, documents: Collection[str]) -> dict[str, list[Section]]:
    """The prose of the reports of some documents."""
    rows = con.execute(
        "SELECT report_id, section, coalesce(n.title, ''), source_start, source_end, text"
        " FROM report JOIN narrative n USING (report_id)"
        " WHERE document_id IN (SELECT unnest($1)) ORDER BY report_id, section",
        [documents],
    ).fetchall()
    sections = defaultdict(list)
    for report, number, title, start, end, text in rows:
        sections[report].append(Section(number, title, Span(start, end), text))
    return sections


def _exchange(con: Connection, before: dict[_Row, None], after: dict[_Row, None]) -> None:
    """Replace findings that no longer hold by those that do now."""
    for row in before:
        if row not in after:
            con.execute(_FORGET, [row.report_id, row.rule, list(row.cells)])
    new = [row._replace(cells=list(row.cells)) for row in after if row not in before]  # type: ignore[arg-type]
    if new:
        columns = zip(_Row._fields, zip(*new, strict=True), strict=True)
        insert_columns(con, "finding", {name: list(column) for name, column in columns})


_UNDO = """
UPDATE {fact} SET {value} = c.old_value, status = c.old_status
FROM (FROM correction JOIN report USING (document_id)) c
WHERE {fact}.report_id = c.report_id AND {fact}.cell = c.cell
"""
_CORRECT = """
UPDATE {fact}
SET {value} = c.new_value, status = if(c.new_value IS NULL, 'conflict', 'corrected')
FROM (FROM correction JOIN report USING (document_id)) c
WHERE {fact}.report_id = c.report_id AND {fact}.cell = c.cell
"""
_FORGET = "DELETE FROM finding WHERE report_id = $1 AND rule = $2 AND cells = $3::VARCHAR[]"
