"""Blank cells told by the whole of a table: it prints every cell of its rectangle, or marks those
that it leaves blank."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.tables.row import Rows
from extractors.tables.slots import Slots
from extractors.tables.tokens import VALUES, Kind, Token

_NEARLY_ALL = 0.8
"""Share of the rows of a table that must show how it is laid out."""
_FEWEST = 3
_LINES_OF_HEAD = 2
_LAST_COLUMNS = 3
_NO_BREAK = ("\u00a0", "&nbsp")
"""What a blank cell holds where a program wrote it; cells that merges leave hold nothing."""

Cells = tuple[Token, ...]


def marked_blanks(text: str, rows: Rows, slots: Sequence[Slots]) -> dict[int, Cells]:
    """By place the cells of rows that mark blank cells with a no-break space, where nearly all
    rows of the table then have as many cells as in the form."""
    marked: dict[int, Cells] = {}
    first, last = rows.tokens[0].start, rows.tokens[-1].end
    if all(text.find(mark, first, last) < 0 for mark in _NO_BREAK):
        return marked
    shown = False
    for place, (label, slot) in enumerate(zip(rows.found, slots, strict=True)):
        cells = tuple(token for token in slot.all if _is_printed(text, token))
        if len(cells) == rows.specs[label.row].width and not slot.words:
            marked[place] = cells
            shown = shown or any(token.kind is Kind.BLANK for token in cells)
    fewest = min(_FEWEST, len(rows.specs))
    enough = len(marked) >= max(fewest, _NEARLY_ALL * len(rows.found))
    return marked if shown and enough else {}


def _is_printed(text: str, token: Token) -> bool:
    if token.kind is not Kind.BLANK:
        return token.kind in VALUES
    return any(text.find(mark, token.start, token.end) >= 0 for mark in _NO_BREAK)


class _Grid(NamedTuple):
    """A table as a rectangle: its cells in order with the tokens of each, the columns of a line,
    the cell that each row begins with, and the own cells of those that stand in step, by place."""

    cells: list[list[Token]]
    columns: int
    starts: Sequence[int | None]
    found: dict[int, Cells]


def rectangle(rows: Rows) -> dict[int, Cells]:
    """By place the cells of rows of a table that prints every cell of its rectangle in order:
    labels, values and blanks, those of merged cells too, which may be printed again.

    Each row begins as many cells behind the one above as the table has columns, or a multiple
    where lines of its head stand between. Nearly all rows must, and the neighbours of a row
    too: a cell that is lost or one too many moves all that follows.
    """
    if all(token.kind is not Kind.BLANK for token in rows.tokens):
        return {}
    grid = _grid(rows)
    return {place: own for place, own in grid.found.items() if _has_neighbours(grid, place)}


def keeps_places(rows: Rows) -> bool:
    """Whether a table prints every cell of its rectangle, and some blank ones before words:
    then blank cells at the end of its lines have their places too."""
    grid = _grid(rows)
    starts = [start for place, start in enumerate(grid.starts) if place in grid.found]
    first = min(filter(None, starts), default=0)
    starts = [*range(first % grid.columns, first, grid.columns), *starts]
    return any(
        start is not None and _has_blank_before_words(grid.cells[start : start + grid.columns])
        for start in starts
    )


def _has_blank_before_words(line: Sequence[Sequence[Token]]) -> bool:
    return any(
        before[0].kind is Kind.BLANK and after[0].kind is Kind.TEXT
        for before, after in pairwise(line)
    )


def _grid(rows: Rows) -> _Grid:
    """A table as a rectangle; no row stands in step where nearly all do not."""
    cells = _in_order(rows.tokens)
    width = max(spec.width for spec in rows.specs)
    if len(rows.specs) == 1:
        return _line(rows, cells, width)
    zone = max(spec.depth for spec in rows.specs) + 1
    columns = zone + width
    own = [rows.specs[label.row].depth for label in rows.found]
    for depths in (own, [zone - 1] * len(own)):
        starts = _starts(rows, cells, depths)
        grid = _Grid(cells, columns, starts, {})
        for place, start in enumerate(starts):
            if start is not None and _goes_on(grid, place, start):
                width = rows.specs[rows.found[place].row].width
                if found := _cells_of(grid, start, zone, width):
                    grid.found[place] = found
        if len(grid.found) >= max(_FEWEST, _NEARLY_ALL * len(rows.found)):
            return grid
    return _Grid(cells, columns, (), {})


def _line(rows: Rows, cells: list[list[Token]], width: int) -> _Grid:
    """A table of one line of values as a rectangle: the lines of its head are as long."""
    label = rows.tokens[rows.found[0].last] if rows.found else None
    start = next((place for place, own in enumerate(cells) if label in own), -1) + 1
    first = next((place for place, own in enumerate(cells) if _is_text(own)), start)
    lines, rest = divmod(start - first, width)
    if rest or lines < _LINES_OF_HEAD or not _ends(cells, start, start + width):
        return _Grid(cells, width, (), {})
    found = _cells_of(_Grid(cells, width, (), {}), start, 0, width)
    return _Grid(cells, width, (start,), {0: found} if found else {})


def _in_order(tokens: Sequence[Token]) -> list[list[Token]]:
    """The cells of a table as it prints them, each with its tokens."""
    cells: list[list[Token]] = []
    for token in tokens:
        if cells and (token.line, token.cell) == (cells[-1][0].line, cells[-1][0].cell):
            cells[-1].append(token)
        else:
            cells.append([token])
    return cells


def _starts(
    rows: Rows, cells: Sequence[Sequence[Token]], depths: Sequence[int]
) -> list[int | None]:
    """The cell that each row begins with, whose label stands behind so many others; null where
    the label stands in several cells."""
    place_of = {token: place for place, own in enumerate(cells) for token in own}
    starts: list[int | None] = []
    for label, depth in zip(rows.found, depths, strict=True):
        first, last = (place_of[rows.tokens[index]] for index in (label.first, label.last))
        starts.append(last - depth if first == last >= depth else None)
    return starts


def _goes_on(grid: _Grid, place: int, start: int) -> bool:
    """Whether what follows a row begins where the row must end."""
    cells, end = grid.cells, start + grid.columns
    if place + 1 == len(grid.starts):
        return _ends(cells, start, end)
    following = grid.starts[place + 1]
    if following is None or (following - start) % grid.columns or following < end:
        return False
    between = [token for own in cells[end:following] for token in own]
    return following == end or (
        any(token.kind is Kind.TEXT for token in between)
        and not any(token.kind in VALUES for token in between)
    )


def _ends(cells: Sequence[Sequence[Token]], start: int, end: int) -> bool:
    """Whether a table ends with the row between two cells.

    Where cells run on behind each other, a blank one behind the row is that of a last separator,
    and if the row's own last cell is blank it may be that one.
    """
    if end > len(cells):
        return False
    row = cells[start:end]
    own_line = row[0][0].cell == 0 and row[0][0].line == row[-1][0].line
    shown = own_line or all(one[0].cell == 0 for one in row)
    if end == len(cells) or _is_text(cells[end]):
        return shown or row[-1][0].kind is not Kind.BLANK
    return end + 1 == len(cells) and cells[end][0].kind is Kind.BLANK


def _cells_of(grid: _Grid, start: int, zone: int, width: int) -> Cells | None:
    """The cells of a row whose values all stand in its own columns; null where others do."""
    before = grid.cells[start : start + zone]
    own = grid.cells[start + zone : start + zone + width]
    behind = grid.cells[start + zone + width : start + grid.columns]
    if any(token.kind in VALUES for one in before for token in one):
        return None
    if any(len(one) > 1 or one[0].kind in (Kind.TEXT, Kind.GLUED) for one in own):
        return None
    if len(own) < width or any(one[0].kind is not Kind.BLANK for one in behind):
        return None
    return tuple(token for one in own for token in one)


def _has_neighbours(grid: _Grid, place: int) -> bool:
    """Whether the rows next to a row are laid out alike; behind a head another page may begin,
    which is laid out in its own way."""
    above = place == 0 or place - 1 in grid.found or _is_below_head(grid, place)
    return above and (place + 1 in grid.found or place + 1 == len(grid.starts))


def _is_below_head(grid: _Grid, place: int) -> bool:
    """Whether words of a head stand in the columns of values above a row."""
    start = grid.starts[place] or 0
    return any(_is_text(one) for one in grid.cells[max(0, start - _LAST_COLUMNS) : start])


def _is_text(cell: Sequence[Token]) -> bool:
    return any(token.kind is Kind.TEXT for token in cell)
