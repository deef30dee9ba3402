"""Tables that no lines rule: their columns are told by where the numbers of rows stand.

Rows keep a column that is blank in them. The lines of a label stand apart from those of the
next one; where they do not, each line stays a row of its own, as it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.readers.glyphs import TextLine, around

_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(?:[%件项个次元]|万元)?")
_MARK = re.compile(r"[-/—－–]+|&nbsp;")
"""What stands for no number."""
_MANY = 3
_CLOSE = 1.15
"""Lines of one label stand no further apart than this, against the closest of its table."""
_LEADING = 2.0
"""The same against the height of a line."""
_REACH = 4
"""Lines of a label have no more lines between them: those of other columns."""
_SHARED = 0.6
"""Of the columns of two rows of one table, those of the row with fewer, so many are the same."""
_HEAD = 8
_ALIGNED = 0.4
"""Of lines of one label the left sides or the middles differ by less of a line's height."""

Cells = list[TextLine | None]
_Line = Sequence[TextLine]
_Spot = tuple[int, TextLine]
"""A piece, and the number of its line."""
_Column = tuple[float, float]


@dataclass(slots=True)
class Unruled:
    """Lines of one table, ``first`` to the one before ``last``, and the stretches from left
    to right that its numbers fill."""

    first: int
    last: int
    columns: list[_Column]

    def rows(self, lines: Sequence[_Line]) -> list[Cells]:
        """The pieces of its rows, by column: words first, null where nothing stands."""
        parts = [_parted(line, self.columns) for line in lines[self.first : self.last] if line]
        width = max(len(words) for words, _ in parts)
        return [[*words, *[None] * (width - len(words)), *values] for words, values in parts]


def find_unruled(lines: Sequence[_Line]) -> list[Unruled]:
    """Tables among lines of text, each line given as its pieces that stand apart."""
    runs: list[Unruled] = []
    for number, line in enumerate(lines):
        columns = [(value.box[0], value.box[2]) for value in _values(line)]
        if not columns:
            continue
        last = runs[-1] if runs else None
        joined = last and _matched(last.columns, columns)
        between = lines[last.last : number] if last else ()
        if last and joined and all(_is_beside(line, joined[0][0]) for line in between):
            last.last, last.columns = number + 1, joined
        else:
            runs.append(Unruled(number, number + 1, columns))
    return [run for run in runs if run.last - run.first > 1 or len(run.columns) >= _MANY]


def _values(line: _Line) -> list[TextLine]:
    """The numbers and marks of a row: those behind its words, or several without any."""
    count = len(line)
    while count and _is_value(line[count - 1]):
        count -= 1
    values = list(line[count:])
    is_row = any(_NUMBER.fullmatch(piece.text) for piece in values)
    return values if is_row and (count or len(values) > 1) else []


def _is_value(piece: TextLine) -> bool:
    return bool(_NUMBER.fullmatch(piece.text) or _MARK.fullmatch(piece.text))


def _is_beside(line: _Line, left: float) -> bool:
    """Whether a line without numbers has nothing but words and marks left of the columns."""
    return all(piece.box[2] <= left or _MARK.fullmatch(piece.text) for piece in line)


def _parted(line: _Line, columns: Sequence[_Column]) -> tuple[list[TextLine], Cells]:
    """The words of a row, and for each column what stands there."""
    words: list[TextLine] = []
    values: Cells = [None] * len(columns)
    for piece in line:
        left, _, right, _ = piece.box
        over = [index for index, one in enumerate(columns) if one[0] < right and left < one[1]]
        if len(over) == 1 and values[over[0]] is None:
            values[over[0]] = piece
        else:
            words.append(piece)
    return words, values


def _matched(columns: Sequence[_Column], more: Sequence[_Column]) -> list[_Column] | None:
    """The columns of a table with those of a further row; null where that is of another one.

    Both share most columns of the one that has fewer: each may be blank where the other is not.
    """
    joined: list[_Column] = []
    shared = 0
    rest = list(columns)
    for left, right in more:
        over = [one for one in rest if one[0] < right and left < one[1]]
        if len(over) > 1:
            return None
        shared += len(over)
        rest = [one for one in rest if one not in over]
        joined.append((min([left, *(a for a, _ in over)]), max([right, *(b for _, b in over)])))
    joined = sorted(joined + rest)
    if shared < _SHARED * min(len(columns), len(more)):
        return None
    return None if any(one[1] > two[0] for one, two in pairwise(joined)) else joined


def mended(lines: Sequence[_Line], tables: Sequence[Unruled]) -> list[_Line]:
    """The same lines, labels that are torn over several in one piece on the line of their row.

    Lines of which nothing is left are empty.
    """
    result: list[_Line] = [list(line) for line in lines]
    behind = 0
    for table in tables:
        start, end = max(behind, table.first - _HEAD), min(table.last + _REACH, len(lines))
        rows = [n for n in range(table.first, table.last) if _values(lines[n])]
        for chain in _chains(lines, start, end):
            target = _target(chain, table.first, rows, lines)
            if target is not None:
                _put(result, chain, target)
        behind = table.last
    return result


def _chains(lines: Sequence[_Line], start: int, end: int) -> list[list[_Spot]]:
    """Pieces that stand below one another as the lines of one label do."""
    pairs: list[tuple[_Spot, _Spot, float]] = []
    for number in range(start, end):
        for piece in lines[number]:
            above = _above(lines, max(start, number - _REACH), number, piece)
            if above and not _is_value(piece):
                pairs.append((above, (number, piece), piece.box[3] - above[1].box[3]))
    closest = min((gap for *_, gap in pairs), default=0.0)
    chains: dict[int, list[_Spot]] = {}
    for above, spot, gap in pairs:
        height = spot[1].box[3] - spot[1].box[1]
        if gap <= _CLOSE * closest and gap <= _LEADING * height:
            chain = chains.get(id(above[1]), [above])
            chain.append(spot)
            chains[id(spot[1])] = chain
    return list({id(chain): chain for chain in chains.values()}.values())


def _above(lines: Sequence[_Line], start: int, number: int, piece: TextLine) -> _Spot | None:
    """The words right above a piece, if both are set one below the other."""
    left, _, right, _ = piece.box
    for n in range(number - 1, start - 1, -1):
        for other in lines[n]:
            if other.box[0] < right and left < other.box[2]:
                close = _ALIGNED * (piece.box[3] - piece.box[1])
                aligned = abs(other.box[0] - left) <= close
                centred = abs(other.box[0] + other.box[2] - left - right) <= 2 * close
                return (n, other) if (aligned or centred) and not _is_value(other) else None
    return None


def _target(
    chain: Sequence[_Spot], first: int, rows: Sequence[int], lines: Sequence[_Line]
) -> int | None:
    """The line that a label belongs to: that of its row, for one of the head its middle."""
    start, end = chain[0][0], chain[-1][0]
    middle = chain[0][1].box[1] + chain[-1][1].box[3]

    def off(number: int) -> float:
        _, top, _, bottom = lines[number][0].box
        return abs(middle - top - bottom) / (bottom - top)

    if end < first:
        return min(range(start, end + 1), key=off)
    touched = {number for number, _ in chain} & set(rows)
    if len(touched) == 1:
        return touched.pop()
    between = [number for number in rows if start < number < end]
    return between[0] if not touched and len(between) == 1 and off(between[0]) < 1 else None


def _put(lines: list[_Line], chain: Sequence[_Spot], target: int) -> None:
    """Take the pieces of a label from their lines and put it in one piece on one of them."""
    for number, piece in chain:
        lines[number] = [other for other in lines[number] if other is not piece]
    text = "".join(piece.text for _, piece in chain)
    whole = TextLine(text, around(piece.box for _, piece in chain))
    lines[target] = sorted([*lines[target], whole], key=lambda piece: piece.box[0])
