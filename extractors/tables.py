"""The statistical tables of a report: where they stand, and what each of their cells says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.compact import Compact
from extractors.labels import Found, find_labels, label_key, label_text, row_keys
from extractors.model import Cell, Finding, Span, Status
from extractors.rows import RowReading, read_rows
from extractors.sections import Heading
from extractors.tokens import Kind, Token, tokenize
from extractors.values import read_cell
from schema import form
from schema.form import Edition, FormCell, FormTable

_VALUES = (Kind.VALUE, Kind.NOT_APPLICABLE, Kind.GLUED)


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table as read: its span in the source, the cells it prints, and what is doubtful."""

    table: str
    span: Span
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]


def locate_tables(compact: Compact, headings: Sequence[Heading]) -> dict[str, Span]:
    """Compact span of each table: from its head to the next table or section.

    A table's head is looked for in its own section; in a text without headings, anywhere.
    """
    heads: dict[str, int] = {}
    limits: dict[str, int] = {}
    for table, opening in _openings():
        start, end = _section_bounds(table, headings, len(compact.text))
        match = opening.search(compact.text, start, end)
        if match:
            heads[table.table] = match.start()
            limits[table.table] = end
    return {
        name: Span(head, min([limits[name], *(h for h in heads.values() if h > head)]))
        for name, head in heads.items()
    }


@cache
def _openings() -> tuple[tuple[FormTable, re.Pattern[str]], ...]:
    return tuple((table, re.compile(table.opening)) for table in form.form_tables())


def _section_bounds(table: FormTable, headings: Sequence[Heading], length: int) -> tuple[int, int]:
    before = [h.end for h in headings if h.number <= table.section]
    after = [h.start for h in headings if h.number > table.section]
    return max(before, default=0), min(after, default=length)


def read_table(
    text: str, compact: Compact, edition: Edition, name: str, span: Span
) -> TableReading:
    """Read one located table; ``span`` is in compact text.

    Every cell of the table is returned; those that are not printed are ``absent``.
    """
    folded = compact.folded
    start, end = compact.source(span.start), compact.source(span.end)
    tokens = tokenize(folded, start, end)
    arrangement = next(t.arrangement for t in form.form_tables() if t.table == name)
    groups = _cell_groups(edition, name, arrangement)
    if arrangement == "line":
        found = _find_line(folded, tokens)
        if found:
            tokens = tokens[: _end_of_line(folded, tokens, found[0])]
    else:
        found = find_labels(label_text(folded, tokens), tokens, row_keys(edition.edition, name))
    readings = read_rows(tokens, found, [len(group) for group in groups])
    return _assemble(text, folded, tokens, groups, readings, name, Span(start, end))


@cache
def _cell_groups(
    edition: Edition, table: str, arrangement: str
) -> tuple[tuple[FormCell, ...], ...]:
    """Cells of a table by printed row; a table of one line is one row."""
    cells = tuple(cell for cell in edition.cells if cell.table == table)
    if arrangement == "line":
        return (cells,)
    rows = dict.fromkeys(cell.row for cell in cells)
    return tuple(tuple(cell for cell in cells if cell.row == row) for row in rows)


_HEAD_WORDS = "行政复议行政诉讼未经复议直接起诉复议后起诉结果维持结果纠正其他结果尚未审结总计"


def _find_line(folded: str, tokens: Sequence[Token]) -> list[Found]:
    """The last word of a stacked head stands for the label of the line of figures."""
    last = -1
    for index, token in enumerate(tokens):
        if token.kind in _VALUES and last >= 0:
            break
        if token.kind is Kind.TEXT and _is_head(folded, token):
            last = index
    return [Found(0, last, last, 0, 0)] if last >= 0 else []


def _is_head(folded: str, token: Token) -> bool:
    key = label_key(folded[token.start : token.end])
    return not key or key in _HEAD_WORDS or key in _HEAD_WORDS * 2


def _end_of_line(folded: str, tokens: Sequence[Token], label: Found) -> int:
    """Index of the first text after the head that is no part of it: prose below the table."""
    for index in range(label.last + 1, len(tokens)):
        if tokens[index].kind is Kind.TEXT and not _is_head(folded, tokens[index]):
            return index
    return len(tokens)


def _assemble(
    text: str,
    folded: str,
    tokens: Sequence[Token],
    groups: Sequence[Sequence[FormCell]],
    readings: Sequence[RowReading],
    name: str,
    span: Span,
) -> TableReading:
    cells: dict[str, Cell] = {}
    findings: list[Finding] = []
    ends = [span.start]
    for index, reading in enumerate(readings):
        group = groups[reading.found.row]
        label = Span(tokens[reading.found.first].start, tokens[reading.found.last].end)
        at_end = index == len(readings) - 1 and label.end >= len(folded.rstrip())
        ends.append(label.end)
        if reading.cells:
            ends.append(reading.cells[-1].end)
            for spec, token in zip(group, reading.cells, strict=True):
                cells[spec.name], doubt = read_cell(spec, token, text, folded, label)
                if doubt:
                    findings.append(_doubt([spec], doubt, text[token.start : token.end]))
        else:
            printed = [text[token.start : token.end] for token in reading.spare]
            status: Status = "conflict" if reading.doubt else "absent" if at_end else "blank"
            for spec in group:
                raw = None if status == "absent" else " ".join(printed)
                cells[spec.name] = Cell(spec.name, status, None, raw, None, label)
            if reading.doubt:
                findings.append(_doubt(group, reading.doubt, " ".join(printed)))
                ends.extend(token.end for token in reading.spare)
    specs = [spec for group in groups for spec in group]
    findings += _absent_rows(groups, cells)
    findings += _unread(text, tokens, readings, groups)
    return TableReading(
        name,
        Span(span.start, max(ends)),
        tuple(cells.get(spec.name, Cell(spec.name, "absent")) for spec in specs),
        tuple(findings),
    )


def _doubt(group: Sequence[FormCell], doubt: str, printed: str) -> Finding:
    label = group[0].row_label if len({spec.row for spec in group}) == 1 else "行政复议、行政诉讼"
    return Finding(
        "doubtful_reading",
        "warning",
        f"{label}: {doubt}; the cells are left without a value",
        tuple(spec.name for spec in group),
        expected=f"{len(group)} values" if len(group) > 1 else None,
        found=printed,
    )


def _absent_rows(groups: Sequence[Sequence[FormCell]], cells: dict[str, Cell]) -> list[Finding]:
    missing = [group for group in groups if group[0].name not in cells]
    if not missing:
        return []
    labels = "、".join(group[0].row_label for group in missing)
    return [
        Finding(
            "absent_rows",
            "warning",
            f"{len(missing)} of {len(groups)} rows of the table are not printed: {labels}",
            tuple(spec.name for group in missing for spec in group),
        )
    ]


def _unread(
    text: str,
    tokens: Sequence[Token],
    readings: Sequence[RowReading],
    groups: Sequence[Sequence[FormCell]],
) -> list[Finding]:
    """Numbers inside the table that no cell used; what follows its last row is prose."""
    spare: list[Token] = []
    if readings:
        head = tokens[: readings[0].found.first]
        spare += [t for t in head if t.kind in (Kind.VALUE, Kind.GLUED)]
    for reading in readings:
        if reading.cells and reading.found.row < len(groups) - 1:
            spare += reading.spare
    if not spare:
        return []
    numbers = [text[token.start : token.end] for token in spare]
    return [
        Finding(
            "unread_number",
            "warning",
            f"{len(spare)} numbers in the table belong to no cell, the first of them"
            f" {numbers[0]} at character {spare[0].start}",
            found=" ".join(numbers[:20]),
        )
    ]
