"""The ledger of a table: rows that are missing or doubtful, and numbers that no cell took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from extractors.findings import finding
from extractors.model import Cell, ExtraRow, Finding, Span
from extractors.tables.row import RowReading
from extractors.tables.slots import Extra, is_row
from extractors.tables.tokens import Kind, Token
from extractors.tables.values import parse_value
from schema.form import FormCell
from schema.messages import Words

_PAGE_DIGITS = 3
Groups = Sequence[tuple[FormCell, ...]]
"""Cells of a table by row."""


class Printed(NamedTuple):
    """A table's text: as stored, folded, in tokens, and its span in the source."""

    text: str
    folded: str
    tokens: Sequence[Token]
    span: Span

    def words(self, tokens: Iterable[Token]) -> str:
        """What tokens print, with a space between."""
        return " ".join(self.text[token.start : token.end] for token in tokens)


def ledger(
    printed: Printed,
    groups: Groups,
    readings: Sequence[RowReading],
    cells: Mapping[str, Cell],
) -> list[Finding]:
    """Rows that are absent or print only their label, extra rows, and unread numbers."""
    absent = [group for group in groups if cells[group[0].name].status == "absent"]
    findings = []
    if absent:
        about = _about_rows("absent_rows", absent, len(groups))
        names = (*about.cells, *_before_absent(groups, cells))
        findings.append(replace(about, cells=tuple(dict.fromkeys(names))))
    empty = _empty(groups, readings, cells)
    if empty:
        findings.append(_about_rows("empty_rows", empty, len(groups)))
    return findings + _extra(printed, groups, readings) + _unread(printed, readings, groups)


def _before_absent(groups: Groups, cells: Mapping[str, Cell]) -> list[str]:
    """Cells of rows above one that is not printed, where no sum of the row covers them: a stretch
    that is lost may have left them the values of the other."""
    statuses = [cells[group[0].name].status for group in groups]
    return [
        spec.name
        for group, own, below in zip(groups, statuses, statuses[1:], strict=False)
        for spec in group
        if own != "absent" == below and len(group) > 1 and spec.table == "proactive"
    ]


def doubtful_row(printed: Printed, group: Sequence[FormCell], reading: RowReading) -> Finding:
    """A row whose values could not all be told."""
    one_row = group[0].row == group[-1].row
    label = group[0].row_label if one_row else "行政复议、行政诉讼"
    return finding(
        "doubtful_reading.row",
        (spec.name for spec in group),
        label=label,
        doubt=reading.doubt,
        expected=f"{len(group)} values" if len(group) > 1 else None,
        found=printed.words(reading.spare),
    )


def doubtful_cell(spec: FormCell, doubt: Words, cell: Cell) -> Finding:
    """A printed cell that is no value."""
    return finding(
        "doubtful_reading.cell",
        (spec.name,),
        row=spec.row_label,
        column=spec.column_label,
        doubt=doubt,
        found=cell.raw,
    )


def extra_rows(
    printed: Printed, table: str, groups: Groups, readings: Sequence[RowReading]
) -> tuple[ExtraRow, ...]:
    """Rows that the form lacks, as printed."""
    return tuple(
        _extra_row(printed, table, extra)
        for reading in readings
        for extra in _rows(printed, groups, reading)
    )


def _extra_row(printed: Printed, table: str, extra: Extra) -> ExtraRow:
    label = Span(extra.label[0].start, extra.label[-1].end)
    values = []
    for token in extra.values:
        raw = printed.text[token.start : token.end]
        sure = token.kind is Kind.VALUE and len(extra.values) > 1
        value = parse_value(printed.folded[token.start : token.end], "件")[0] if sure else None
        values.append((value, raw, Span(token.start, token.end)))
    return ExtraRow(table, printed.words(extra.label), label, tuple(values))


def _rows(printed: Printed, groups: Groups, reading: RowReading) -> list[Extra]:
    """Extra rows behind a row; behind the last one of a table there may be prose."""
    extras = [extra for extra in reading.extras if extra.values]
    if reading.found.row < len(groups) - 1:
        return extras
    return [extra for extra in extras if is_row(printed.folded, extra)]


def _extra(printed: Printed, groups: Groups, readings: Sequence[RowReading]) -> list[Finding]:
    extras = [extra for reading in readings for extra in _rows(printed, groups, reading)]
    if not extras:
        return []
    labels = "、".join(printed.words(extra.label) for extra in extras)
    found = "; ".join(printed.words(extra.values) for extra in extras)
    return [finding("extra_rows", n=len(extras), labels=labels, found=found)]


def _about_rows(rule: str, rows: Sequence[Sequence[FormCell]], total: int) -> Finding:
    """One finding that names several rows of a table and all of their cells."""
    labels = "、".join(row[0].row_label for row in rows)
    names = (spec.name for row in rows for spec in row)
    return finding(rule, names, n=len(rows), total=total, labels=labels)


def _empty(
    groups: Groups, readings: Sequence[RowReading], cells: Mapping[str, Cell]
) -> list[tuple[FormCell, ...]]:
    """Rows of which only the label is printed, in a text that does not show blank cells; a
    table printed empty as a whole leaves no doubt."""
    empty = [
        group
        for group in (groups[r.found.row] for r in readings if not r.cells and not r.doubt)
        if cells[group[0].name].status == "blank"
    ]
    return empty if len(empty) < len(readings) else []


def _left_over(reading: RowReading) -> list[Token]:
    """Printed values of a settled row that no cell took; a run of digits is cut, not left."""
    used = [(token.start, token.end) for token in reading.cells if token]
    return [
        token
        for token in reading.spare
        if not any(token.start <= start and end <= token.end for start, end in used)
    ]


def _unread(printed: Printed, readings: Sequence[RowReading], groups: Groups) -> list[Finding]:
    """Numbers inside the table that no cell used; those after its last row are prose."""
    spare: list[Token] = []
    beside: list[str] = []
    if readings:
        head = printed.tokens[: readings[0].found.first]
        spare += [t for t in head if t.kind in (Kind.VALUE, Kind.GLUED)]
    for reading in readings:
        left: list[Token] = []
        if reading.settled:
            left = _left_over(reading)
        elif reading.cells and (reading.found.row < len(groups) - 1 or len(groups) == 1):
            left = list(reading.spare)
        if not any(token and token.kind is Kind.VALUE for token in reading.cells):
            left = [token for token in left if token.kind is not Kind.NOT_APPLICABLE]
        if left:
            spare += left
            beside += [spec.name for spec in groups[reading.found.row]]
    if not spare:
        return []
    first = printed.text[spare[0].start : spare[0].end]
    pages = all(_may_be_page_number(printed.tokens, token) for token in spare)
    return [
        finding(
            "unread_number.table",
            beside,
            severity="info" if pages else "warning",
            n=len(spare),
            first=first,
            place=spare[0].start,
            found=printed.words(spare[:20]),
        )
    ]


def _may_be_page_number(tokens: Sequence[Token], token: Token) -> bool:
    """Whether a short number stands alone on its line, in a table with several cells a line."""
    lines = [other.line for other in tokens]
    alone = lines.count(token.line) == 1 and token.end - token.start <= _PAGE_DIGITS
    return alone and len(set(lines)) * 2 < len(lines)
