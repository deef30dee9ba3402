"""From bytes to a report, or to the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.checks import check_cells
from extractors.compact import Compact, compact
from extractors.decode import Decoded, decode
from extractors.edition import printed_form, untabled_edition
from extractors.fold import fold
from extractors.identify import identify
from extractors.locate import locate_tables
from extractors.model import Cell, Finding, Report, SetAside
from extractors.narrative import check_narrative
from extractors.sections import Heading, find_headings, read_sections
from extractors.tables import TableReading, read_table
from schema import form
from schema.form import Edition

_TITLE = re.compile(r"政府信息公开(?:工作)?(?:情况)?的?(?:年度|年报|工作报告)")
_FIRST_ROWS = re.compile(r"本年新收政府信息公开申请(?:数量)?[^\u4e00-\u9fff]{0,80}二、上年结转")
_MIN_SECTIONS = 3
_MIN_ROWS = 3


def read_document(data: bytes) -> Report | SetAside:
    """Read a document: its report, or why it is set aside."""
    decoded = decode(data)
    return decoded if isinstance(decoded, SetAside) else read_text(decoded)


def read_text(decoded: Decoded) -> Report | SetAside:
    """Read a decoded text."""
    flat = compact(fold(decoded.text))
    if len(_FIRST_ROWS.findall(flat.text)) > 1:
        reason = "the text holds more than one report: the table of section three occurs twice"
        return SetAside(reason, decoded.media_type, decoded.encoding)
    headings = find_headings(flat)
    located = locate_tables(flat, headings)
    printed = printed_form(flat.text, located)
    readings = [read_table(decoded.text, flat, printed, *place) for place in located.items()]
    readings = [reading for reading in readings if _is_table(reading)]
    if not readings and not _is_narrative(flat.text, headings):
        return SetAside(_why_not(flat.text), decoded.media_type, decoded.encoding)
    return _report(decoded, flat, headings, printed if readings else None, readings)


def _is_table(reading: TableReading) -> bool:
    """Whether a table is really there: three of its rows, or a line of figures."""
    rows = {cell.name.rsplit(".", 1)[0] for cell in reading.cells if cell.status != "absent"}
    return len(rows) >= _MIN_ROWS


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
) -> Report:
    spans = [reading.span for reading in readings]
    sections = read_sections(decoded.text, flat, list(headings), spans)
    identity, findings = identify(flat)
    cells: tuple[Cell, ...] = ()
    if printed:
        cells, doubts = _all_cells(printed, readings, len(decoded.text))
        findings += doubts
        findings += check_cells(printed, cells)
        findings += check_narrative(sections, cells, identity.year)
    edition = printed.edition if printed else untabled_edition(flat.text)
    if not printed and edition != "prose":
        findings.append(_unread_tables(edition))
    return Report(
        identity=identity,
        edition=edition,
        form=printed,
        cells=cells,
        sections=sections,
        findings=tuple(findings),
        text=decoded.text,
        encoding=decoded.encoding,
    )


def _all_cells(
    edition: Edition, readings: Sequence[TableReading], length: int
) -> tuple[tuple[Cell, ...], list[Finding]]:
    """Every cell of the form in its order, with the doubts met while reading."""
    by_name = {cell.name: cell for reading in readings for cell in reading.cells}
    findings = [finding for reading in readings for finding in reading.findings]
    read = {reading.table for reading in readings}
    for table in form.form_tables():
        if table.table not in read:
            findings.append(
                Finding(
                    "absent_table",
                    "warning",
                    f"the table of section {table.section}, {table.title}, is not printed",
                    tuple(cell.name for cell in edition.cells if cell.table == table.table),
                )
            )
    last = max(by_name.values(), key=lambda cell: cell.span.end if cell.span else -1)
    if last.span and last.span.end == length and not _confirmed(edition, last, by_name):
        by_name[last.name] = last._replace(status="conflict", value=None)
        findings.append(_cut_value(last))
    cells = (by_name.get(cell.name, Cell(cell.name, "absent")) for cell in edition.cells)
    return tuple(cells), findings


def _confirmed(edition: Edition, cell: Cell, by_name: Mapping[str, Cell]) -> bool:
    """Whether a sum of the form confirms a cell's value."""
    for terms in edition.identities.values():
        operands = [(by_name.get(name), weight) for name, weight in terms]
        if cell in (operand for operand, _ in operands):
            values = [o.value * w for o, w in operands if o is not None and o.value is not None]
            if len(values) == len(operands) and sum(values) == 0:
                return True
    return False


def _cut_value(cell: Cell) -> Finding:
    return Finding(
        "cut_off",
        "warning",
        f"the text ends right after {cell.raw}: its last digits may be missing",
        (cell.name,),
        found=cell.raw,
    )


def _unread_tables(edition: str) -> Finding:
    info = next(info for info in form.edition_infos() if info.edition == edition)
    return Finding(
        "tables_not_read",
        "warning",
        f"the tables are of an earlier edition ({info.description}) and are not read",
    )
