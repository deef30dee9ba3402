"""From bytes to a report, or to the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.checks.cells import check_cells
from extractors.checks.confirm import (
    as_doubts,
    confirmed_cells,
    confirmed_indicators,
    without_values,
)
from extractors.checks.mend import mends
from extractors.checks.misuse import check_form
from extractors.checks.unfilled import check_unfilled
from extractors.compact import Compact, compact
from extractors.document import Decoded
from extractors.edition import printed_form
from extractors.findings import finding
from extractors.fold import fold
from extractors.identify import identify
from extractors.indicators.reading import IndicatorReading, read_indicators, unread_table
from extractors.model import Cell, Finding, Report, Section, SetAside
from extractors.narrative import check_narrative
from extractors.parts import in_one
from extractors.readers import read_source
from extractors.sections import Heading, find_headings, read_sections
from extractors.several import are_apart, copies, holds_several, split
from extractors.tables.locate import locate_tables
from extractors.tables.reading import TableReading, read_tables
from schema import form
from schema.form import Edition

_TITLE = re.compile(r"政府信息公开(?:工作)?(?:情况)?的?(?:年度|年报|工作报告)")
_TABLE_WORDS = ("国家秘密", "三安全一稳定")
"""Words of rows of section three; few reports print both of them again."""
_MIN_SECTIONS = 3
_MIN_ROWS = 3


def read_document(data: bytes) -> list[Report] | SetAside:
    """Read a document: its reports, of which a workbook may hold one a sheet or one in all, or
    why it is set aside. Parts without a report are named in a finding of the first one."""
    texts = read_source(data)
    if isinstance(texts, SetAside):
        return texts
    if len(texts) == 1 and (several := _several(texts[0])):
        return several
    results = [read_text(text) for text in texts]
    reports = [result for result in results if isinstance(result, Report)]
    refused = [
        (text.part, result)
        for text, result in zip(texts, results, strict=True)
        if isinstance(result, SetAside)
    ]
    if not reports:
        return refused[0][1]
    if whole := in_one(texts, reports, read_text):
        return [whole]
    if refused:
        reports[0] = _with_finding(reports[0], _other_parts(refused))
    return reports


def _several(decoded: Decoded) -> list[Report]:
    """The reports of a text that holds more than one; none where it does not, or where they
    cannot be told apart."""
    if any(decoded.text.count(word) < 2 for word in _TABLE_WORDS):
        return []
    parts = split(decoded, compact(fold(decoded.text)))
    results = [read_text(part) for part in parts]
    reports = [result for result in results if isinstance(result, Report)]
    return reports if len(reports) == len(parts) and are_apart(reports) else []


def _with_finding(report: Report, further: Finding) -> Report:
    return replace(report, findings=(*report.findings, further))


def _other_parts(refused: Sequence[tuple[str | None, SetAside]]) -> Finding:
    """The record of the parts of a document that hold no report."""
    names = "、".join(part or "?" for part, _ in refused)
    reason = refused[0][1].reason
    return finding("parts_without_report", n=len(refused), names=names, found=reason)


def read_text(decoded: Decoded) -> Report | SetAside:
    """Read a decoded text."""
    flat = compact(fold(decoded.text))
    if holds_several(flat.text):
        flat = flat.without(copies(flat))
        if holds_several(flat.text):
            reason = "the text holds more than one report: the table of section three occurs twice"
            return SetAside(reason, decoded.media_type, decoded.encoding)
    indicators = read_indicators(decoded.text, flat)
    rest = flat.without(indicators.spans)
    headings = find_headings(rest)
    located = locate_tables(rest, headings)
    printed = printed_form(rest.text, located)
    readings = read_tables(decoded.text, rest, printed, located)
    readings = [reading for reading in readings if reading.is_table]
    tables = len(readings) + (len(indicators.indicators) >= _MIN_ROWS)
    if not tables and not _is_narrative(flat.text, headings):
        return SetAside(_why_not(flat.text), decoded.media_type, decoded.encoding)
    return _report(decoded, rest, headings, printed if readings else None, readings, indicators)


def _is_narrative(text: str, headings: Sequence[Heading]) -> bool:
    return len(headings) >= _MIN_SECTIONS and _TITLE.search(text) is not None


def _why_not(text: str) -> str:
    if _TITLE.search(text):
        return (
            "it mentions such a report, but has neither the tables nor the sections of one:"
            " it is not a 政府信息公开工作年度报告"
        )
    return "it is not a 政府信息公开工作年度报告: no title, section or table of one is found"


def _report(
    decoded: Decoded,
    flat: Compact,
    headings: Sequence[Heading],
    printed: Edition | None,
    readings: Sequence[TableReading],
    indicators: IndicatorReading,
) -> Report:
    spans = [reading.span for reading in readings]
    spans += [flat.source_span(span) for span in indicators.spans]
    sections = read_sections(decoded.text, flat, list(headings), spans)
    identity, findings = identify(flat, decoded.text, decoded.metadata)
    cells: tuple[Cell, ...] = ()
    recognised = decoded.method == "ocr" or bool(decoded.recognised)
    if printed:
        cells, doubts = _all_cells(printed, readings, decoded.text)
        findings += doubts
        if recognised:
            told = {c.name for c in cells if c.span and not decoded.is_recognised(*c.span)}
            cells, doubts = confirmed_cells(printed, cells, told)
            findings += doubts
        findings += check_report(printed, cells, sections, identity.year)
        findings += check_unfilled(printed, [table.cells for table in readings], flat.folded)
    findings += indicators.findings
    rows = indicators.indicators
    extra = tuple(row for reading in readings for row in reading.extra_rows)
    if recognised:
        findings = [*as_doubts(findings)]
        extra = tuple(
            without_values(row) if decoded.is_recognised(*row.span) else row for row in extra
        )
        if any(row.span and decoded.is_recognised(*row.span) for row in rows):
            rows, doubts = confirmed_indicators(rows)
            findings += doubts
    edition = printed.edition if printed else indicators.edition or "prose"
    if edition == "prose":
        findings += unread_table(flat)
    return Report(
        identity=identity,
        edition=edition,
        form=printed,
        cells=cells,
        sections=sections,
        findings=(*decoded.findings, *findings),
        source=decoded,
        indicators=rows,
        extra_rows=extra,
    )


def check_report(
    edition: Edition, cells: Sequence[Cell], sections: Sequence[Section], year: int | None
) -> list[Finding]:
    """Findings that rest on the values of one report's cells, and on its prose beside them."""
    broken = check_cells(edition, cells)
    return [
        *broken,
        *mends(edition, cells, broken),
        *check_form(edition, year),
        *check_narrative(sections, cells, year),
    ]


def _all_cells(
    edition: Edition, readings: Sequence[TableReading], text: str
) -> tuple[tuple[Cell, ...], list[Finding]]:
    """Every cell of the form in its order, with the doubts met while reading."""
    by_table = {reading.table: reading.cells for reading in readings}
    findings = [finding for reading in readings for finding in reading.findings]
    for table in form.form_tables():
        if table.table not in by_table:
            names = tuple(cell.name for cell in edition.cells if cell.table == table.table)
            by_table[table.table] = tuple(Cell(name, "absent") for name in names)
            where, title = table.section, table.title
            findings.append(finding("absent_table", names, section=where, title=title))
    cells = [cell for table in form.form_tables() for cell in by_table[table.table]]
    for place, cell in enumerate(cells if text[-1:].strip() else ()):
        if cell.span and cell.span.end == len(text) and not _confirmed(edition, cell, cells):
            cells[place] = cell._replace(status="conflict", value=None)
            findings.append(_cut_value(cell))
    return tuple(cells), findings


def _confirmed(edition: Edition, cell: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a sum of the form confirms a cell's value."""
    by_name = {cell.name: cell for cell in cells}
    for terms in edition.identities.values():
        operands = [(by_name.get(name), weight) for name, weight in terms]
        if cell in (operand for operand, _ in operands):
            values = [o.value * w for o, w in operands if o is not None and o.value is not None]
            if len(values) == len(operands) and sum(values) == 0:
                return True
    return False


def _cut_value(cell: Cell) -> Finding:
    return finding("cut_off", (cell.name,), found=cell.raw)
