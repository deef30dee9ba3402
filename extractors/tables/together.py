"""Tables that print the values of a row without anything between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractors.tables.labels import Found
from extractors.tables.options import RunOptions, run_options
from extractors.tables.row import RowReading, Rows, RowSpec
from extractors.tables.slots import Slots
from extractors.tables.tokens import VALUES, Kind, Token
from extractors.tables.torn import TORN, may_be_next
from schema.messages import words

_FEW_ROWS = 8

_COMMA = re.compile(r"\d,\d{1,2}(?!\d)")
"""A comma between two numbers, and not at the thousands of one."""


class _Shown(NamedTuple):
    """How rows with several cells print their values: rows that print any, those of them that
    show them apart, those whose label the first one touches, and rows with blank cells."""

    wide: int
    apart: int
    touching: int
    blank: int


def run_together(folded: str, tables: Sequence[Rows], *, plain: bool) -> list[bool]:
    """For each table whether it prints values without separators: of its rows with several
    cells, hardly any shows them apart. A table of few rows follows the others, or what stands
    between its labels and values; ``plain`` tells that there are others, with separators."""
    shown = [_shown(folded, table) for table in tables]
    large = [rows for rows in shown if rows.wide > _FEW_ROWS]
    apart, wide = sum(r.apart for r in large or shown), sum(r.wide for r in large or shown)
    touching = bool(large) or 2 * sum(rows.touching for rows in shown) > wide
    others = not plain and touching and 4 * apart < wide
    return [
        4 * rows.apart < rows.wide if rows.wide > _FEW_ROWS else others and rows.apart < rows.wide
        for rows in shown
    ]


def has_blanks(folded: str, tables: Sequence[Rows]) -> bool:
    """Whether tables without separators have blank cells: rows print too little or nothing."""
    return any(_shown(folded, table).blank for table in tables)


def _shown(folded: str, table: Rows) -> _Shown:
    """How a table prints the values of its rows.

    A row whose characters do not number its cells has blank cells, and its separators show.
    """
    wide = apart = touching = blank = 0
    for label, stop in zip(table.found, table.stops, strict=True):
        width = table.specs[label.row].width
        tokens = table.tokens[label.last + 1 : stop]
        values = [token for token in tokens if token.kind in VALUES]
        if width == 1:
            continue
        short = _characters(folded, values) < width
        blank += short
        if values:
            wide += 1
            spaced = len(values) * 2 > width or any(token.kind is Kind.BLANK for token in tokens)
            apart += spaced or short
            touching += values[0].start == table.tokens[label.last].end
    return _Shown(wide, apart, touching, blank)


def _characters(folded: str, values: Sequence[Token]) -> int:
    return sum(len(folded[token.start : token.end].replace(" ", "")) for token in values)


def cut_rows(folded: str, rows: Rows, slots: Sequence[Slots], *, blanks: bool) -> list[RowReading]:
    """Rows of a table whose values have no separators, with the ways to cut them; ``blanks``:
    some of their cells are blank."""
    between = _COMMA.search(folded, rows.tokens[0].start, rows.tokens[-1].end) is not None
    cut = [
        RowReading(label, (), TORN, slot.values, extras=slot.extras)
        if slot.values and _may_go_on(folded, rows, label)
        else _cut(folded, label, slot, rows.specs[label.row], commas=between)
        for label, slot in zip(rows.found, slots, strict=True)
    ]
    return _trusted(cut, blanks=blanks)


def _may_go_on(folded: str, rows: Rows, label: Found) -> bool:
    """Whether the digits behind a label may go on with those of the next row, whose label is
    missing; a sum tells where there is one."""
    alone = label.row + 1 in rows.missing and not any(s for _, s in rows.specs[label.row].blocks)
    return alone or may_be_next(folded, rows, label)


def _cut(folded: str, label: Found, slots: Slots, spec: RowSpec, *, commas: bool) -> RowReading:
    """A row whose values are printed without separators; a single value needs no cutting.
    Where ``commas`` stand between numbers, they do not tell thousands."""
    values = slots.values
    if not values or (spec.width == len(values) == 1 and values[0].kind is not Kind.GLUED):
        return RowReading(label, values, extras=slots.extras)
    return RowReading(
        label,
        (),
        words("doubt.glued_cells", cells=spec.width),
        values,
        run_options(folded, values, spec.blocks, commas=not commas, signed=spec.signed),
        extras=slots.extras,
    )


def _trusted(readings: Sequence[RowReading], *, blanks: bool) -> list[RowReading]:
    """Rows without separators, of which none is cut where its sum cannot tell.

    Where cells may be blank, only a sum tells that none of the row is; where the sums of many
    rows fail, they do not tell.
    """
    cut = [r.options for r in readings if isinstance(r.options, RunOptions)]
    doubted = [options for options in cut if blanks and not options.adds_up]
    if len(cut) > _FEW_ROWS and 4 * sum(options.fails for options in cut) > len(cut):
        doubted = cut
    return [
        reading._replace(options=None, doubt=words("doubt.blanks", doubt=reading.doubt))
        if reading.options in doubted
        else reading
        for reading in readings
    ]
