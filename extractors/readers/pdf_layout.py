"""A page's characters and lines become its blocks: lines of prose, and tables."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from extractors.document import UNKNOWN, Box
from extractors.readers.glyphs import TextLine, around, box_of, cell_text, follows, text_lines
from extractors.readers.pdf_page import Glyph, Page
from extractors.readers.rulings import Grid, find_grids

_VALUE = re.compile(r"[-+]?\d(?:[\d,. ]*\d)?%?[\u4e00-\u9fff]{0,2}")


@dataclass(slots=True)
class Piece:
    """A cell of a table as one page shows it: its text, where that stands, and its sides.

    ``tall`` tells that it covers several rows.
    """

    text: str
    left: float
    right: float
    page: int
    box: Box | None = None
    tall: bool = False

    @property
    def is_value(self) -> bool:
        """Whether it holds a number, and perhaps its unit."""
        return _VALUE.fullmatch(self.text) is not None


@dataclass(slots=True)
class TableBlock:
    """A table, or what one page shows of it: for each row the cells that begin in it.

    ``foot`` are the cells that stand at its lower end. ``open_below`` tells that no line
    closes it there.
    """

    rows: list[list[Piece]]
    xs: tuple[float, ...]
    box: Box
    foot: list[Piece] = field(default_factory=list)
    open_below: bool = False


@dataclass(slots=True)
class LineBlock:
    """A line of prose, or of a table that no lines rule: its pieces that stand apart."""

    pieces: Sequence[TextLine]

    @property
    def text(self) -> str:
        """What it prints."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def box(self) -> Box:
        """The box around it."""
        return around(piece.box for piece in self.pieces)


Block = TableBlock | LineBlock
Printed = Callable[[int, float], tuple[str, Box | None]]
"""Gives what a cell of a grid prints, and where, by its number and its width."""


def blocks_of(page: Page) -> list[Block]:
    """The blocks of a page, from top to bottom."""
    grids = find_grids(page.lines)
    inside, outside = _sorted_into(grids, page.glyphs)
    tables = [
        table_of(grid, _printed(cells), page.number)
        for grid, cells in zip(grids, inside, strict=True)
        if cells
    ]
    return ordered(tables, text_lines(outside, page.number))


def ordered(tables: Iterable[TableBlock], lines: Iterable[Sequence[TextLine]]) -> list[Block]:
    """Ruled tables, and lines of prose between them, from top to bottom."""
    tables = sorted(tables, key=lambda table: table.box[1])
    tops = [table.box[1] for table in tables]
    between: list[list[Block]] = [[] for _ in range(len(tops) + 1)]
    for line in lines:
        between[bisect_right(tops, line[0].box[1])].append(LineBlock(line))
    blocks = between[0]
    for table, behind in zip(tables, between[1:], strict=True):
        blocks += [table, *behind]
    return blocks


def _sorted_into(
    grids: Sequence[Grid], glyphs: Sequence[Glyph]
) -> tuple[list[dict[int, list[Glyph]]], list[Glyph]]:
    """Characters by the cell of each grid that they stand in, and those outside of all.

    A number that is drawn as one and stands in two cells is marked in both as one that cannot
    be told: it is too wide for its cell, or two numbers touch.
    """
    inside: list[dict[int, list[Glyph]]] = [defaultdict(list) for _ in grids]
    outside: list[Glyph] = []
    smallest_first = sorted(range(len(grids)), key=lambda number: grids[number].area)
    last: list[Glyph] = outside
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        here = outside
        for number in smallest_first:
            cell = grids[number].cell_at(x, y)
            if cell is not None:
                here = inside[number][cell]
                break
        if here is not last and last and follows(last[-1], glyph):
            last[-1] = last[-1]._replace(text=last[-1].text + UNKNOWN)
            here.append(glyph._replace(text=UNKNOWN + glyph.text))
        else:
            here.append(glyph)
        last = here
    return inside, outside


def _printed(glyphs: dict[int, list[Glyph]]) -> Printed:
    def printed(cell: int, width: float) -> tuple[str, Box | None]:
        own = glyphs.get(cell, [])
        return cell_text(own, width), box_of(own) if own else None

    return printed


def table_of(grid: Grid, printed: Printed, page: int) -> TableBlock:
    """A ruled table as it stands on a page."""
    rows: list[list[Piece]] = []
    pieces: dict[int, Piece] = {}
    for row in grid.cells:
        begun: list[Piece] = []
        for column, cell in enumerate(row):
            if cell in pieces:
                pieces[cell].tall = pieces[cell].tall or pieces[cell] not in begun
                continue
            last = max(index for index, other in enumerate(row) if other == cell)
            left, right = grid.xs[column], grid.xs[last + 1]
            text, box = printed(cell, right - left)
            pieces[cell] = Piece(text, left, right, page, box)
            begun.append(pieces[cell])
        rows.append(begun)
    return TableBlock(
        rows,
        grid.xs,
        grid.box,
        foot=[pieces[cell] for cell in dict.fromkeys(grid.cells[-1])],
        open_below=not grid.bottom_ruled,
    )
