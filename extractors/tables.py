"""The statistical tables of a report: what each of their cells says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from extractors.compact import Compact
from extractors.heads import check_head
from extractors.labels import (
    find_labels,
    head_keys,
    label_key,
    label_text,
    row_keys,
    row_words,
)
from extractors.ledger import (
    Groups,
    Printed,
    doubtful_cell,
    doubtful_row,
    extra_rows,
    ledger,
)
from extractors.line import (
    end_of_line,
    find_line,
    head_spans,
    head_words,
    is_interleaved,
    resolve_by_sums,
)
from extractors.model import Cell, ExtraRow, Finding, Span, Status
from extractors.options import Block
from extractors.rows import (
    RowReading,
    Rows,
    RowSpec,
    doubtful_rows,
    plain_rows,
    run_together,
)
from extractors.settle import settle
from extractors.tokens import Token, scan, tokenize
from extractors.values import read_cell
from schema import form
from schema.form import Edition, FormCell, FormRow, TableName


_MIN_ROWS = 3


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table as read: its span in the source, all cells that the form gives it, rows that the
    form lacks, and what is doubtful. Three of its rows, or its line, make it a table."""

    table: TableName
    span: Span
    cells: tuple[Cell, ...]
    extra_rows: tuple[ExtraRow, ...]
    findings: tuple[Finding, ...]
    is_table: bool


class _Table(NamedTuple):
    """A located table: its span in the source, its label text, and its rows."""

    name: TableName
    span: Span
    labels: str
    groups: Groups
    rows: Rows

    @property
    def is_line(self) -> bool:
        """Whether it is one line of figures under a stacked head."""
        return len(self.groups) == 1


def read_tables(
    text: str, compact: Compact, edition: Edition, located: Mapping[TableName, Span]
) -> list[TableReading]:
    """Read the located tables, whose spans are in compact text.

    Every cell of a table is returned; those that are not printed are ``absent``.
    """
    folded = compact.folded
    spans = [Span(compact.line_start(s.start), compact.source(s.end)) for s in located.values()]
    tokens = tokenize([scan(folded, *span) for span in spans])
    tables = [
        _align(folded, edition, name, span, found)
        for name, span, found in zip(located, spans, tokens, strict=True)
    ]
    plain = [plain_rows(folded, table.rows) for table in tables]
    together = [False] * len(tables)
    if None in plain:
        together = run_together([table.rows for table in tables])
    readings = []
    for table, rows, cut in zip(tables, plain, together, strict=True):
        read = doubtful_rows(folded, table.rows, together=cut) if rows is None else rows
        head = compact.text[slice(*located[table.name])]
        prose = compact.text if rows is None else ""
        readings.append(_read(text, folded, edition, table, read, head, prose))
    return readings


def _align(
    folded: str, edition: Edition, name: TableName, span: Span, tokens: list[Token]
) -> _Table:
    """Find the rows' labels among a table's tokens."""
    labels = label_text(folded, tokens)
    groups, specs = _layout_of(edition, name)
    if len(groups) == 1:
        words = specs[0].words
        line = find_line(folded, tokens, words)
        if line:
            tokens = tokens[: end_of_line(folded, tokens, line, words)]
        found = [line] if line else []
    else:
        found = find_labels(labels, tokens, row_keys(edition, name), head_keys(edition, name))
    return _Table(name, span, labels.text, groups, Rows(tokens, found, specs))


def _read(
    text: str,
    folded: str,
    edition: Edition,
    table: _Table,
    rows: Sequence[RowReading],
    head: str,
    prose: str,
) -> TableReading:
    """Settle what is in doubt, and make cells of the rows' tokens."""
    groups = table.groups
    readings, settled = settle(folded, edition, groups, rows, prose)
    printed = Printed(text, folded, table.rows.tokens, table.span)
    cells, end, findings = _cells(printed, groups, readings)
    findings += ledger(printed, groups, readings, cells)
    findings += settled
    if table.is_line and any(is_interleaved(printed.tokens, reading) for reading in readings):
        cells, finding = resolve_by_sums(edition, cells)
        findings.append(finding)
    cells, doubts = check_head(edition, table.name, head, table.labels, cells)
    extras = extra_rows(printed, table.name, groups, readings)
    span = Span(table.span.start, end)
    return TableReading(
        table.name,
        span,
        tuple(cells.values()),
        extras,
        (*findings, *doubts),
        is_table=len(readings) >= min(_MIN_ROWS, len(groups)),
    )


@cache
def _layout_of(
    edition: Edition, table: TableName
) -> tuple[tuple[tuple[FormCell, ...], ...], tuple[RowSpec, ...]]:
    """Cells of a table by printed row, and what the form says of each of these rows; a table
    of one line is one row."""
    cells = tuple(cell for cell in edition.cells if cell.table == table)
    if next(t.arrangement for t in form.form_tables() if t.table == table) == "line":
        spec = RowSpec("", _blocks(edition, cells), len(cells), head_words(edition, table))
        return (cells,), (spec,)
    printed = edition.rows_of(table)
    groups = tuple(tuple(cell for cell in cells if cell.row == row.row) for row in printed)
    specs = tuple(
        RowSpec(
            "".join(filter(str.isascii, label_key(row.number))),
            _blocks(edition, group),
            len(group),
            row_words(edition, table, row),
            _depth(row),
            _lead(row, before),
        )
        for before, row, group in zip((None, *printed), printed, groups, strict=False)
    )
    return groups, specs


def _depth(row: FormRow) -> int:
    """Columns of labels before a row's own: 三、 is none, (一) has one, 1. has two."""
    return 1 if row.number.startswith("(") else 2 if row.number[:1].isdecimal() else 0


def _lead(row: FormRow, before: FormRow | None) -> int:
    """Blank cells before a row's own label, where the row above has printed its groups."""
    if before is None or not _depth(before):
        return 0
    return _depth(row) - (row.group != before.group and _depth(row) > 1)


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


def _cells(
    printed: Printed, groups: Groups, readings: Sequence[RowReading]
) -> tuple[dict[str, Cell], int, list[Finding]]:
    """All cells of a table by name, the end of what it prints, and doubts about values."""
    by_row: dict[int, list[Cell]] = {}
    findings: list[Finding] = []
    end = printed.span.start
    for index, reading in enumerate(readings):
        at_end = index == len(readings) - 1 and printed.span.end == len(printed.folded)
        cells, doubts = _row_cells(printed, groups[reading.found.row], reading, at_end)
        by_row[reading.found.row] = cells
        findings += doubts
        tokens = [printed.tokens[reading.found.last], *filter(None, reading.cells)]
        tokens += reading.spare if reading.doubt else ()
        end = max(end, *(token.end for token in tokens))
    return (
        {
            cell.name: cell
            for row, group in enumerate(groups)
            for cell in by_row.get(row) or _absent(group)
        },
        end,
        findings,
    )


@cache
def _absent(group: tuple[FormCell, ...]) -> tuple[Cell, ...]:
    return tuple(Cell(spec.name, "absent") for spec in group)


def _row_cells(
    printed: Printed, group: Sequence[FormCell], reading: RowReading, at_end: bool
) -> tuple[list[Cell], list[Finding]]:
    """Cells of one row; ``at_end`` tells that the text ends with it."""
    tokens, found = printed.tokens, reading.found
    label = Span(tokens[found.first].start, tokens[found.last].end)
    one_row = group[0].row == group[-1].row
    heads = [label] * len(group)
    if not one_row:
        heads = head_spans(printed.folded, tokens, found, group)
    findings = [doubtful_row(printed, group, reading)] if reading.doubt else []
    cells: list[Cell] = []
    raw = printed.words(reading.spare) if reading.doubt else ""
    for spec, token, head in zip(group, reading.cells or [None] * len(group), heads, strict=True):
        if token is None:
            status: Status = "conflict" if reading.doubt else "absent" if at_end else "blank"
            text = None if status == "absent" else raw
            cells.append(Cell(spec.name, status, None, text, None, head))
            continue
        cell, doubt = read_cell(spec, token, printed.text, printed.folded, head)
        if reading.settled and cell.status == "read":
            cell = cell._replace(status="resolved")
        cells.append(cell)
        if doubt:
            findings.append(doubtful_cell(spec, doubt, cell))
    return cells, findings
