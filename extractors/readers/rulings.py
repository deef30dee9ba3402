"""Ruling lines of a page become the grids of its tables."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from extractors.document import Box
from extractors.readers.pdf_drawn import TooMuchError

TOUCHING = 3.0
"""Lines nearer than this belong together: borders of neighbours, corners not quite closed."""
_SAME_LINE = 1.0
_SHORTEST = 6.0
MAX_LINES = 2_000
"""Lines of a page, put together from their pieces."""
MAX_CELLS = 20_000
"""Positions of a grid; the longest page of a report has a few hundred."""


class Line(NamedTuple):
    """A line at ``at`` from ``start`` to ``end``: at a height from left to right, or at a
    distance from the left from top to bottom."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the positions of its lines, and the cell of each position between them.

    ``cells`` holds for each row and column the number of a cell, in reading order of where
    the cells begin. ``bottom_ruled`` tells whether a line closes it below.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]
    bottom_ruled: bool

    @property
    def box(self) -> Box:
        """The rectangle it fills."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def area(self) -> float:
        """The area it fills."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def cell_at(self, x: float, y: float) -> int | None:
        """The cell that holds a point; null outside the table."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        row = min(bisect_right(self.ys, y), len(self.ys) - 1) - 1
        return self.cells[row][column]


def find_grids(lines: Sequence[Box]) -> list[Grid]:
    """The tables that lines draw, from top to bottom. Raises ``TooMuchError``."""
    across = _joined(
        Line((top + bottom) / 2, left, right)
        for left, top, right, bottom in lines
        if right - left >= bottom - top or right - left <= TOUCHING
    )
    down = _joined(
        Line((left + right) / 2, top, bottom)
        for left, top, right, bottom in lines
        if bottom - top > right - left or bottom - top <= TOUCHING
    )
    if len(across) + len(down) > MAX_LINES:
        raise TooMuchError(f"more than {MAX_LINES} lines")
    grids = [_grid(*group) for group in _connected(across, down)]
    return sorted((grid for grid in grids if grid), key=lambda grid: (grid.ys[0], grid.xs[0]))


def _joined(pieces: Iterable[Line]) -> list[Line]:
    """Lines put together from their pieces; dots of dotted lines are pieces too."""
    joined: list[Line] = []
    for level in _levels(sorted(pieces)):
        level.sort(key=lambda line: line.start)
        at = sum(line.at for line in level) / len(level)
        start, end = level[0].start, level[0].end
        for piece in level[1:]:
            if piece.start > end + TOUCHING:
                joined.append(Line(at, start, end))
                start = piece.start
                end = piece.end
            end = max(end, piece.end)
        joined.append(Line(at, start, end))
    return [line for line in joined if line.end - line.start >= _SHORTEST]


def _levels(pieces: Sequence[Line]) -> list[list[Line]]:
    """Pieces at about the same height, or the same distance from the left."""
    levels: list[list[Line]] = []
    for piece in pieces:
        if levels and piece.at - levels[-1][0].at <= _SAME_LINE:
            levels[-1].append(piece)
        else:
            levels.append([piece])
    return levels


def _connected(across: Sequence[Line], down: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Groups of lines that touch one another."""
    leader = list(range(len(across) + len(down)))
    find = partial(_find, leader)
    heights = [line.at for line in across]
    for number, line in enumerate(down, len(across)):
        first = bisect_right(heights, line.start - TOUCHING)
        for other in range(first, bisect_right(heights, line.end + TOUCHING)):
            if across[other].start - TOUCHING <= line.at <= across[other].end + TOUCHING:
                leader[find(number)] = find(other)
    groups: dict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for number, line in enumerate((*across, *down)):
        groups[find(number)][number >= len(across)].append(line)
    return _with_lone(list(groups.values()))


def _find(leader: list[int], one: int) -> int:
    """The leader of the group that one belongs to; ways to it are shortened."""
    while leader[one] != one:
        leader[one] = leader[leader[one]]
        one = leader[one]
    return one


def _with_lone(groups: list[tuple[list[Line], list[Line]]]) -> list[tuple[list[Line], list[Line]]]:
    """Upright lines that touch nothing join the table that reaches as far up and down.

    They bound a merged cell as high as the table is on its page.
    """
    tables = [group for group in groups if all(group)]
    for across, down in groups:
        for line in down if not across else ():
            for table in tables:
                start = min(other.start for other in table[1])
                end = max(other.end for other in table[1])
                if max(abs(line.start - start), abs(line.end - end)) <= TOUCHING:
                    table[1].append(line)
                    break
    return tables


def _grid(across: Sequence[Line], down: Sequence[Line]) -> Grid | None:
    """The grid of lines that touch one another; null where they part nothing."""
    if not across or not down:
        return None
    sides = (min(line.start for line in across), max(line.end for line in across))
    ends = (min(line.start for line in down), max(line.end for line in down))
    xs = _positions([*(line.at for line in down), *sides])
    ys = _positions([*(line.at for line in across), *ends])
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1 or columns * rows > MAX_CELLS:
        return None
    walls = _parted(down, xs, ys)
    floors = _parted(across, ys, xs)
    cells = _cells(walls, floors)
    if max(map(max, cells)) == 0:
        return None
    return Grid(xs, ys, cells, len(floors[rows]) > columns / 2)


def _positions(values: Iterable[float]) -> tuple[float, ...]:
    """The distinct positions among those of lines: the first of each that stand close."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= TOUCHING:
            groups[-1].append(value)
        else:
            groups.append([value])
    return tuple((group[0] + group[-1]) / 2 for group in groups)


def _parted(lines: Iterable[Line], at: Sequence[float], along: Sequence[float]) -> list[set[int]]:
    """For each position the stretches between ``along`` that lines there cover."""
    covered: list[set[int]] = [set() for _ in at]
    middles = [(one + two) / 2 for one, two in pairwise(along)]
    for line in lines:
        nearest = min(range(len(at)), key=lambda index: abs(at[index] - line.at))
        first, last = bisect_right(middles, line.start), bisect_right(middles, line.end)
        covered[nearest].update(range(first, last))
    return covered


def _cells(walls: Sequence[set[int]], floors: Sequence[set[int]]) -> tuple[tuple[int, ...], ...]:
    """Number the cells of a grid: positions without a line between them are one.

    ``walls`` holds for each upright line the rows that it parts, ``floors`` for each level one
    the columns.
    """
    rows, columns = len(floors) - 1, len(walls) - 1
    leader = list(range(rows * columns))
    find = partial(_find, leader)
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column and row not in walls[column]:
                leader[find(here)] = find(here - 1)
            if row and column not in floors[row]:
                leader[find(here)] = find(here - columns)
    numbers: dict[int, int] = {}
    return tuple(
        tuple(
            numbers.setdefault(find(row * columns + column), len(numbers))
            for column in range(columns)
        )
        for row in range(rows)
    )
