"""The statistical tables of a report: what each of their cells says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import compress
from typing import NamedTuple

from extractors.compact import Compact
from extractors.model import Cell, ExtraRow, Finding, Span, Status
from extractors.tables.channels import rows_by_channel, stand_below_names
from extractors.tables.columns import read_by_labels
from extractors.tables.heads import check_head
from extractors.tables.labels import (
    SHORT,
    LabelText,
    find_labels,
    head_keys,
    label_key,
    label_text,
    row_keys,
    row_words,
)
from extractors.tables.ledger import (
    Groups,
    Printed,
    doubtful_cell,
    doubtful_row,
    extra_rows,
    ledger,
)
from extractors.tables.line import (
    end_of_line,
    find_line,
    head_spans,
    head_words,
    is_interleaved,
    resolve_by_sums,
)
from extractors.tables.misplaced import open_beside_totals
from extractors.tables.options import Block
from extractors.tables.plain import PlainTable, read_plain
from extractors.tables.rectangle import keeps_places
from extractors.tables.repeated import open_repeated
from extractors.tables.row import RowReading, Rows, RowSpec
from extractors.tables.rows import doubtful_rows, plain_rows
from extractors.tables.settle import settle
from extractors.tables.together import has_blanks, run_together
from extractors.tables.tokens import (
    VALUES,
    Token,
    scan,
    shows_places,
    tokenize,
    without_blanks,
    without_page_numbers,
)
from extractors.tables.torn import before_labels, with_whole_amounts
from extractors.tables.values import read_cells
from schema import form
from schema.form import Edition, FormCell, FormRow, TableName

_MIN_ROWS = 3
_CHANGE = "change"
_CAPTION = 30
"""Characters above a table in which its caption may name a unit."""


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
    labels: LabelText
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
    spans = {
        name: Span(compact.line_start(span.start), compact.source(span.end))
        for name, span in located.items()
    }
    plain: dict[TableName, PlainTable] = {}
    for name, span in spans.items():
        table = read_plain(text, compact.folded, span, edition, name)
        if table:
            plain[name] = table
    others = _aligned(compact.folded, edition, spans, plain)
    read = [plain_rows(compact.folded, table.rows) for table in others]
    together, blanks = [False] * len(others), False
    if None in read:
        rows = [table.rows for table in others]
        together = run_together(compact.folded, rows, plain=bool(plain))
        blanks = has_blanks(compact.folded, list(compress(rows, together)))
    heads = {
        name: compact.text[max(0, span.start - _CAPTION) : span.end]
        for name, span in located.items()
    }
    readings = [
        _read(text, compact, edition, table, own, heads[table.name], (cut, blanks))
        for table, own, cut in zip(others, read, together, strict=True)
    ]
    return readings + [
        _plain_reading(text, compact.folded, edition, name, spans[name], table, heads[name])
        for name, table in plain.items()
    ]


def _plain_reading(
    text: str,
    folded: str,
    edition: Edition,
    name: TableName,
    span: Span,
    table: PlainTable,
    head: str,
) -> TableReading:
    cells, moved = _under_heads(text, folded, name, span.start, table.cells, certain=True)
    cells, doubts = check_head(edition, name, head, table.heads, cells)
    findings = (*moved, *doubts)
    return TableReading(name, Span(span.start, table.end), cells, (), findings, is_table=True)


def _under_heads(
    text: str, folded: str, name: TableName, start: int, cells: tuple[Cell, ...], *, certain: bool
) -> tuple[tuple[Cell, ...], list[Finding]]:
    """Cells under the columns that the head prints; in section two each row has columns of
    its own, whose heads are only compared."""
    if name == "proactive":
        return cells, []
    return read_by_labels(text, folded, name, start, cells, certain=certain)


def _aligned(
    folded: str,
    edition: Edition,
    spans: Mapping[TableName, Span],
    plain: Mapping[TableName, PlainTable],
) -> list[_Table]:
    """The tables that are not plain, with the labels found among their tokens."""
    names = [name for name in spans if name not in plain]
    scans = [scan(folded, *spans[name]) for name in names]
    found = tokenize(scans, sum(len(table.cells) for table in plain.values()))
    found = [
        without_page_numbers(tokens)
        if _is_summed(edition, name)
        else with_whole_amounts(folded, tokens)
        for name, tokens in zip(names, found, strict=True)
    ]
    rows = [t for n, t in zip(names, found, strict=True) if len(_layout_of(edition, n)[0]) > 1]
    filled = any(token.kind in VALUES for tokens in rows for token in tokens)
    pads = any(table.pads if filled else table.filled_up for table in scans)
    align = partial(_align, folded, edition)
    tables = [align(name, spans[name], tokens) for name, tokens in zip(names, found, strict=True)]
    shown = not pads or any(map(shows_places, rows))
    if shown or any(keeps_places(table.rows) for table in tables):
        return tables
    return [align(t.name, t.span, without_blanks(t.rows.tokens)) for t in tables]


@cache
def _is_summed(edition: Edition, table: TableName) -> bool:
    """Whether sums within the rows cover all cells of a table."""
    return all(summed for spec in _layout_of(edition, table)[1] for _, summed in spec.blocks)


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
    return _Table(name, span, labels, groups, Rows(tokens, found, specs))


def _read(
    text: str,
    compact: Compact,
    edition: Edition,
    table: _Table,
    plain: Sequence[RowReading] | None,
    head: str,
    layout: tuple[bool, bool],
) -> TableReading:
    """Settle what is in doubt, and make cells of the rows' tokens.

    ``layout`` tells that values have no separators, and that some of such cells are blank.
    """
    folded, groups = compact.folded, table.groups
    rows, settled = plain or (), list[Finding]()
    if plain is None:
        together, blanks = layout
        doubtful = doubtful_rows(text, folded, table.rows, together=together, blanks=blanks)
        rows, settled = settle(folded, edition, groups, doubtful, compact.text)
    if rows:
        rows = before_labels(table.rows.tokens, rows)
    printed = Printed(text, folded, table.rows.tokens, table.span)
    cells, end, findings = _cells(printed, groups, rows)
    findings += ledger(printed, groups, rows, cells)
    findings += settled
    if not table.is_line:
        findings += open_repeated(printed, table.labels, groups, rows, cells)
        findings += open_beside_totals(edition, cells)
    if table.is_line and any(is_interleaved(printed.tokens, reading) for reading in rows):
        named = rows_by_channel(folded, printed.tokens, tuple(cells.values()))
        by_name = {cell.name: cell for cell in named or cells.values()}
        below = stand_below_names(folded, printed.tokens)
        in_order = named is not None
        cells, finding = resolve_by_sums(edition, by_name, in_order=in_order, below_names=below)
        findings.append(finding)
    moved, doubts = _under_heads(
        text,
        folded,
        table.name,
        table.span.start,
        tuple(cells.values()),
        certain=plain is not None,
    )
    findings += doubts
    checked, doubts = check_head(edition, table.name, head, table.labels.text, moved)
    return TableReading(
        table.name,
        Span(table.span.start, end),
        checked,
        extra_rows(printed, table.name, groups, rows),
        (*findings, *doubts),
        is_table=len(rows) >= min(_MIN_ROWS, len(groups)),
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
            label_key(row.label) if len(label_key(row.label)) <= SHORT else "",
            _depth(row),
            _lead(row, before),
            next((at for at, cell in enumerate(group) if cell.column == _CHANGE), None),
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
    ends = [printed.span.start]
    for index, reading in enumerate(readings):
        at_end = index == len(readings) - 1 and printed.span.end == len(printed.folded)
        cells, doubts = _row_cells(printed, groups[reading.found.row], reading, at_end)
        by_row[reading.found.row] = cells
        findings += doubts
        last = next((token for token in reversed(reading.cells) if token), None)
        ends.append((last or printed.tokens[reading.found.last]).end)
        if reading.doubt:
            ends += [token.end for token in reading.spare]
    rows = [by_row.get(row) or _absent(group) for row, group in enumerate(groups)]
    return {cell[0]: cell for cells in rows for cell in cells}, max(ends), findings


@cache
def _absent(group: tuple[FormCell, ...]) -> tuple[Cell, ...]:
    return tuple(Cell(spec.name, "absent") for spec in group)


def _row_cells(
    printed: Printed, group: Sequence[FormCell], reading: RowReading, at_end: bool
) -> tuple[list[Cell], list[Finding]]:
    """Cells of one row; ``at_end`` tells that the text ends with it."""
    first, last = printed.tokens[reading.found.first], printed.tokens[reading.found.last]
    heads = [Span(first.start, last.end)] * len(group)
    if group[0].row != group[-1].row:
        heads = head_spans(printed.folded, printed.tokens, reading.found, group)
    findings = [doubtful_row(printed, group, reading)] if reading.doubt else []
    status: Status = "conflict" if reading.doubt else "absent" if at_end else "blank"
    raw = None if status == "absent" else printed.words(reading.spare) if reading.doubt else ""
    tokens = reading.cells or (None,) * len(group)
    cells, doubts = read_cells(group, tokens, printed.text, printed.folded, heads, (status, raw))
    findings += (doubtful_cell(spec, doubt, cell) for spec, cell, doubt in doubts)
    if reading.settled:
        cells = [c._replace(status="resolved") if c.status == "read" else c for c in cells]
    return cells, findings
