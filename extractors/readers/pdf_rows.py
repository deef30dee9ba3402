"""Lines of a table that no lines rule: which of their pieces are numbers, and their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.readers.glyphs import TextLine

_NUMBER = re.compile(r"[-+－＋]?\d[\d,，]*(?:[.．]\d+)?(?:[%％件项个次元条篇人场份部]|万元|人次)?")
_MARK = re.compile(r"[-/—－–]+|&nbsp;")
"""What stands for no number."""
_MANY = 3
_ALIGNED = 0.4
"""Of lines of one label the left sides differ by less of a line's height, the middles by half
of that."""

MAX_PIECES = 200
"""Pieces of a line; one with more is of no table that is looked for."""
TIGHT = 0.5
"""Lines of one number stand closer than this share of their height."""
Line = Sequence[TextLine]
"""A line of text as its pieces that stand apart."""
Column = tuple[float, float]
"""The stretch from left to right that numbers of a column fill."""


@dataclass(slots=True)
class Unruled:
    """Lines of one table, ``first`` to the one before ``last``, and the stretches from left
    to right that its numbers fill."""

    first: int
    last: int
    columns: list[Column]
    named: bool = False
    """Whether its head names columns that are blank in all rows."""

    @property
    def is_one(self) -> bool:
        """Whether it is a table, and no single number beside some words."""
        return self.named or self.last - self.first > 1 or len(self.columns) >= _MANY


def over(piece: TextLine, columns: Sequence[Column]) -> list[int]:
    """The columns in which a piece stands, by their number."""
    left, _, right, _ = piece.box
    return [index for index, one in enumerate(columns) if one[0] < right and left < one[1]]


def numbers_of(lines: Sequence[Line], number: int) -> list[TextLine]:
    """The numbers and marks of a row, of whose label nothing may stand on the same line; with
    those right above and below that are too wide for their column."""
    line = lines[number]
    around = [lines[n] for n in (number - 1, number + 1) if 0 <= n < len(lines)]
    if values := values_of(line):
        alone = [other[0] for other in around if len(other) == 1]
        return values + [value for value in alone if _is_torn_off(value, line)]
    if len(line) != 1 or not _NUMBER.fullmatch(line[0].text):
        return []
    torn = any(_is_torn_off(line[0], other) for other in around)
    few = len(around) > 1 and max(map(len, around)) <= MAX_PIECES
    return list(line) if torn or (few and _is_amid(line[0], *around)) else []


def values_of(line: Line) -> list[TextLine]:
    """The numbers and marks of a row: those behind its words, or several without any."""
    if len(line) > MAX_PIECES:
        return []
    count = len(line)
    while count and is_value(line[count - 1]):
        count -= 1
    values = list(line[count:])
    is_row = any(_NUMBER.fullmatch(piece.text) for piece in values)
    return values if is_row and (count or len(values) > 1) else []


def _is_amid(value: TextLine, before: Line, behind: Line) -> bool:
    """Whether a number stands beside a label of which a part is above and a part below it."""
    return any(
        above.page == value.page == below.page
        and below.box[1] - above.box[3] < value.box[3] - value.box[1]
        and not is_value(above)
        and not is_value(below)
        and is_below(above, below)
        for above in before
        for below in behind
    )


def _is_torn_off(value: TextLine, row: Line) -> bool:
    """Whether a number is a part of one that is too wide for its column: it stands as close
    to a row as lines of one cell do, where nothing else stands in that row."""
    left, top, right, bottom = value.box
    return bool(_NUMBER.fullmatch(value.text) and values_of(row)) and all(
        piece.page == value.page
        and (piece.box[2] <= left or right <= piece.box[0])
        and max(top - piece.box[3], piece.box[1] - bottom) <= TIGHT * (bottom - top)
        for piece in row
    )


def is_value(piece: TextLine) -> bool:
    """Whether it is a number, or what stands for none."""
    return _NUMBER.fullmatch(piece.text) is not None or is_mark(piece)


def is_mark(piece: TextLine) -> bool:
    """Whether it is what stands for no number."""
    return _MARK.fullmatch(piece.text) is not None


def is_below(above: TextLine, piece: TextLine) -> bool:
    """Whether two pieces are set one below the other, as lines of one label are."""
    left, top, right, bottom = piece.box
    close = _ALIGNED * (bottom - top)
    aligned = abs(above.box[0] - left) <= close
    return aligned or abs(above.box[0] + above.box[2] - left - right) <= close
