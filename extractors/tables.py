"""The statistical tables of a report: what each of their cells says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractors.compact import Compact
from extractors.heads import check_head
from extractors.labels import find_labels, head_keys, label_key, label_text, row_keys
from extractors.line import (
    end_of_line,
    find_line,
    head_spans,
    head_words,
    is_interleaved,
    resolve_by_sums,
)
from extractors.model import Cell, Finding, Span, Status
from extractors.options import Block
from extractors.rows import RowReading, RowSpec, read_rows
from extractors.settle import settle
from extractors.tokens import Kind, Token, tokenize
from extractors.values import read_cell
from schema import form
from schema.form import Edition, FormCell


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table as read: its span in the source, the cells it prints, and what is doubtful."""

    table: str
    span: Span
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]


def read_table(
    text: str, compact: Compact, edition: Edition, name: str, span: Span
) -> TableReading:
    """Read one located table; ``span`` is in compact text.

    Every cell of the table is returned; those that are not printed are ``absent``.
    """
    folded = compact.folded
    start, end = compact.line_start(span.start), compact.source(span.end)
    tokens = tokenize(folded, start, end)
    arrangement = next(t.arrangement for t in form.form_tables() if t.table == name)
    groups = _cell_groups(edition, name, arrangement)
    if arrangement == "line":
        words = head_words(edition, name)
        line = find_line(folded, tokens, words)
        found = [line] if line else []
        tokens = tokens[: end_of_line(folded, tokens, line, words)] if line else tokens
    else:
        found = find_labels(
            label_text(folded, tokens), tokens, row_keys(edition, name), head_keys(edition, name)
        )
    specs = _row_specs(edition, name, arrangement)
    readings, settled = settle(folded, edition, groups, read_rows(folded, tokens, found, specs))
    table = _assemble(text, folded, tokens, groups, readings, name, Span(start, end))
    table = replace(table, findings=(*table.findings, *settled))
    if arrangement == "line" and any(is_interleaved(tokens, reading) for reading in readings):
        cells, finding = resolve_by_sums(edition, {cell.name: cell for cell in table.cells})
        table = replace(table, cells=tuple(cells.values()), findings=(*table.findings, finding))
    head = compact.text[span.start : span.end]
    checked, doubts = check_head(edition, name, head, {cell.name: cell for cell in table.cells})
    return replace(table, cells=tuple(checked.values()), findings=(*table.findings, *doubts))


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


@cache
def _row_specs(edition: Edition, table: str, arrangement: str) -> tuple[RowSpec, ...]:
    """The number of each row and its blocks: neighbouring cells under one sum."""
    numbers = {
        row.row: "".join(filter(str.isascii, label_key(row.number)))
        for row in edition.rows_of(table)
    }
    return tuple(
        RowSpec("" if arrangement == "line" else numbers[group[0].row], _blocks(edition, group))
        for group in _cell_groups(edition, table, arrangement)
    )


def _blocks(edition: Edition, group: Sequence[FormCell]) -> tuple[Block, ...]:
    names = [spec.name for spec in group]
    blocks: list[Block] = []
    while names:
        summed = next(
            (
                len(terms)
                for terms in edition.identities.values()
                if [cell for cell, _ in terms] == names[: len(terms)] and terms[-1][1] < 0
            ),
            0,
        )
        blocks.append((summed or len(names), bool(summed)))
        del names[: blocks[-1][0]]
    return tuple(blocks)


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
        at_end = index == len(readings) - 1 and span.end == len(folded)
        ends.append(label.end)
        one_row = len({spec.row for spec in group}) == 1
        heads = (
            [label] * len(group) if one_row else head_spans(folded, tokens, reading.found, group)
        )
        printed = " ".join(text[token.start : token.end] for token in reading.spare)
        if reading.doubt:
            findings.append(_doubt(group, reading.doubt, printed))
        for spec, token, own in zip(
            group, reading.cells or [None] * len(group), heads, strict=True
        ):
            if token is None:
                open_cell: Status = "conflict" if reading.doubt else "absent" if at_end else "blank"
                raw = None if open_cell == "absent" else printed
                cells[spec.name] = Cell(spec.name, open_cell, None, raw, None, own)
                continue
            ends.append(token.end)
            cell, doubt = read_cell(spec, token, text, folded, own)
            if reading.settled and cell.status == "read":
                cell = cell._replace(status="resolved")
            cells[spec.name] = cell
            if doubt:
                findings.append(_doubt([spec], doubt, text[token.start : token.end]))
        if reading.doubt:
            ends.extend(token.end for token in reading.spare)
    specs = [spec for group in groups for spec in group]
    findings += _absent_rows(groups, cells)
    findings += _empty_rows(groups, readings, cells)
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
    missing = [
        group
        for group in groups
        if group[0].name not in cells or cells[group[0].name].status == "absent"
    ]
    return (
        _about_rows("absent_rows", missing, len(groups), "of the table are not printed")
        if missing
        else []
    )


def _about_rows(
    rule: str, rows: Sequence[Sequence[FormCell]], total: int, what: str
) -> list[Finding]:
    """One finding that names several rows of a table and all of their cells."""
    labels = "、".join(row[0].row_label for row in rows)
    return [
        Finding(
            rule,
            "warning",
            f"{len(rows)} of {total} rows {what}: {labels}",
            tuple(spec.name for row in rows for spec in row),
        )
    ]


def _empty_rows(
    groups: Sequence[Sequence[FormCell]], readings: Sequence[RowReading], cells: dict[str, Cell]
) -> list[Finding]:
    """Rows of which only the label is printed, in a text that does not show blank cells."""
    empty = [
        group
        for group in (groups[r.found.row] for r in readings if not r.cells and not r.doubt)
        if cells[group[0].name].status == "blank"
    ]
    if not empty or len(empty) == len(readings):
        return []  # a table printed empty as a whole leaves no doubt
    return _about_rows("empty_rows", empty, len(groups), "print a label and no value")


def _left_over(reading: RowReading) -> list[Token]:
    """Printed values of a settled row that no cell took; a run of digits is cut, not left."""
    used = [(token.start, token.end) for token in reading.cells if token]
    return [
        token
        for token in reading.spare
        if not any(token.start <= start and end <= token.end for start, end in used)
    ]


def _unread(
    text: str,
    tokens: Sequence[Token],
    readings: Sequence[RowReading],
    groups: Sequence[Sequence[FormCell]],
) -> list[Finding]:
    """Numbers inside the table that no cell used; those after its last row are prose."""
    spare: list[Token] = []
    if readings:
        head = tokens[: readings[0].found.first]
        spare += [t for t in head if t.kind in (Kind.VALUE, Kind.GLUED)]
    for reading in readings:
        if reading.settled:
            spare += _left_over(reading)
        elif reading.cells and (reading.found.row < len(groups) - 1 or len(groups) == 1):
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
