"""Reviewed corrections in the tables: values replaced, and put back when they are withdrawn."""

from __future__ import annotations

from collections.abc import Collection

from extractors.confirm import as_doubts
from extractors.model import Cell, Finding, Section, Span
from extractors.report import check_report
from flows.corrections import COLUMNS, Correction, Corrections
from flows.published import Connection
from flows.warehouse import insert_columns
from schema import form
from schema.form import Edition, TableName

_FACTS = {
    "proactive": ("fact_proactive_disclosure", "value"),
    "applications": ("fact_application", "count"),
    "review": ("fact_review_litigation", "count"),
}
Known = tuple[str, float | None, str]
"""Report, value and status of a cell as it is stored."""


def apply_corrections(con: Connection, corrections: Corrections) -> None:
    """Bring the stored values to what the file of corrections says, also where it says less.

    What a cell's text and place are stays as it was. Findings of the reports concerned that
    rest on their cells alone are made anew. Raises ``OgiError`` where an entry for a document
    of this database expects another value than was read, or names an unknown cell.
    """
    read = frozenset(
        row[0]
        for row in con.execute(
            "SELECT document_id FROM document WHERE status = 'extracted' AND document_id IN"
            " (SELECT unnest($1))",
            [[entry.document_id for entry in corrections.entries]],
        ).fetchall()
    )
    stored = frozenset(con.execute(f"SELECT {', '.join(COLUMNS)} FROM correction").fetchall())
    if stored == corrections.of(read):
        return
    wanted = [entry for entry in corrections.entries if entry.document_id in read]
    concerned = {row[0] for row in stored} | {entry.document_id for entry in wanted}
    before = _findings(con, concerned)
    for fact, value in _FACTS.values():
        con.execute(_UNDO.format(fact=fact, value=value))
    con.execute("DELETE FROM correction")
    _replace(con, corrections, wanted)
    after = _findings(con, concerned)
    _exchange(con, before, after)


def _replace(con: Connection, corrections: Corrections, wanted: Collection[Correction]) -> None:
    rows = []
    for entry in wanted:
        _, _, status = _expected(con, corrections, entry)
        rows.append((*entry[:-1], status))
    if not rows:
        return
    names = (*COLUMNS, "old_status")
    columns = zip(names, zip(*rows, strict=True), strict=True)
    insert_columns(con, "correction", {name: list(column) for name, column in columns})
    for fact, value in _FACTS.values():
        con.execute(_CORRECT.format(fact=fact, value=value))


def _expected(con: Connection, corrections: Corrections, entry: Correction) -> Known:
    """What is stored for the cell of an entry, which must be what the entry expects."""
    table = entry.cell.partition(".")[0]
    where = f"{entry.cell} of document {entry.document_id[:12]}"
    found: list[Known] = []
    if table in _FACTS:
        fact, value = _FACTS[table]
        found = con.execute(
            f"SELECT report_id, {value}::DOUBLE, status FROM {fact} JOIN report USING (report_id)"
            " WHERE document_id = $1 AND cell = $2",
            [entry.document_id, entry.cell],
        ).fetchall()
    if len(found) != 1:
        what = "no such cell" if not found else f"{len(found)} reports with it"
        raise corrections.error(entry.line, f"{where}: the document has {what}")
    _, value_read, status = found[0]
    if value_read != entry.old_value:
        raise corrections.error(
            entry.line,
            f"{where}: old_value is {_shown(entry.old_value)}, but {_shown(value_read)} was read"
            f" ({status})",
        )
    if entry.new_value is not None and table != "proactive" and entry.new_value % 1:
        raise corrections.error(entry.line, f"{where}: new_value is no whole number")
    return found[0]


def _shown(value: float | None) -> str:
    return "no value" if value is None else f"{value:.15g}"


_Row = tuple[str, str, str, tuple[str, ...], str, str | None, str | None, str | None]
"""A row of ``finding``, in the order of its columns."""


def _findings(con: Connection, documents: Collection[str]) -> dict[_Row, None]:
    """What the checks on the cells of one report say of the reports of some documents."""
    reports = con.execute(
        "SELECT report_id, year, method FROM report WHERE document_id IN (SELECT unnest($1))"
        " ORDER BY report_id",
        [sorted(documents)],
    ).fetchall()
    rows: dict[_Row, None] = {}
    for report_id, year, method in reports:
        cells = _cells(con, report_id)
        if not cells:
            continue
        found = check_report(_form(cells), cells, _sections(con, report_id), year)
        for finding in as_doubts(found) if method == "ocr" else found:
            rows[_row(report_id, finding)] = None
    return rows


def _row(report_id: str, finding: Finding) -> _Row:
    return (
        report_id,
        finding.rule,
        finding.severity,
        finding.cells,
        finding.message,
        None,
        finding.expected,
        finding.found,
    )


def _cells(con: Connection, report_id: str) -> list[Cell]:
    rows = con.execute(
        " UNION ALL ".join(
            f"SELECT cell, status, {value}::DOUBLE, raw FROM {fact} WHERE report_id = $1"
            for fact, value in _FACTS.values()
        ),
        [report_id],
    ).fetchall()
    return [
        Cell(name, status, int(value) if value is not None and not value % 1 else value, raw)
        for name, status, value, raw in rows
    ]


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


def _sections(con: Connection, report_id: str) -> tuple[Section, ...]:
    rows = con.execute(
        "SELECT section, coalesce(title, ''), source_start, source_end, text FROM narrative"
        " WHERE report_id = $1 ORDER BY section",
        [report_id],
    ).fetchall()
    return tuple(
        Section(number, title, Span(start, end), text) for number, title, start, end, text in rows
    )


def _exchange(con: Connection, before: dict[_Row, None], after: dict[_Row, None]) -> None:
    """Replace findings that no longer hold by those that do now."""
    for row in before:
        if row not in after:
            con.execute(_FORGET, [row[0], row[1], list(row[3])])
    new = [row for row in after if row not in before]
    if new:
        names = [
            "report_id", "rule", "severity", "cells", "message", "message_zh", "expected", "found",
        ]  # fmt: skip
        lists = [list(column) for column in zip(*new, strict=True)]
        lists[3] = [list(cells) for cells in lists[3]]
        insert_columns(con, "finding", dict(zip(names, lists, strict=True)))


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
