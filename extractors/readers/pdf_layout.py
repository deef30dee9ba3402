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
from extractors.readers.pdf_unruled import Cells, find_unruled, mended
from extractors.readers.rulings import Grid, find_grids

_APART = 100.0
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
    """A line of prose."""

    line: TextLine
    page: int


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
    return ordered(tables, text_lines(outside), page.number)


def ordered(
    tables: Sequence[TableBlock], lines: Iterable[Sequence[TextLine]], page: int
) -> list[Block]:
    """Ruled tables, and between them lines of prose and tables that no lines rule, from top to
    bottom."""
    tops = sorted(table.box[1] for table in tables)
    between: list[list[Sequence[TextLine]]] = [[] for _ in range(len(tops) + 1)]
    for line in lines:
        between[bisect_right(tops, line[0].box[1])].append(line)
    others = [block for stretch in between for block in _unruled(stretch, page)]
    return sorted([*tables, *others], key=_top)


def _unruled(lines: Sequence[Sequence[TextLine]], page: int) -> list[Block]:
    """Lines of prose, and the tables among them."""
    blocks: list[Block] = []
    behind = 0
    tables = find_unruled(lines)
    lines = mended(lines, tables)
    for table in tables:
        blocks += (_line(line, page) for line in lines[behind : table.first] if line)
        blocks.append(_rows(table.rows(lines), page))
        behind = table.last
    return [*blocks, *(_line(line, page) for line in lines[behind:] if line)]


def _line(pieces: Sequence[TextLine], page: int) -> LineBlock:
    text = " ".join(piece.text for piece in pieces)
    return LineBlock(TextLine(text, around(piece.box for piece in pieces)), page)


def _rows(rows: Sequence[Cells], page: int) -> TableBlock:
    """A table that no lines rule; where its columns begin is told by their number alone."""
    box = around(cell.box for cells in rows for cell in cells if cell)
    pieces = [
        [
            Piece(cell.text, _APART * column, _APART * column + 1, page, cell.box)
            for column, cell in enumerate(cells)
            if cell
        ]
        for cells in rows
    ]
    return TableBlock(pieces, (), box)


def _top(block: Block) -> float:
    return block.box[1] if isinstance(block, TableBlock) else block.line.box[1]


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
