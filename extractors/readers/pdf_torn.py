"""Labels torn over several lines, in tables that no lines rule, put on the line of their row."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extractors.readers.glyphs import TextLine, around
from extractors.readers.pdf_rows import (
    MAX_PIECES,
    Line,
    Unruled,
    is_below,
    is_mark,
    is_value,
    numbers_of,
    over,
    values_of,
)
from extractors.readers.pdf_upright import UNITS, is_upright

_CLOSE = 1.15
"""Lines of one label stand no further apart than this, against the closest of its table."""
_LEADING = 1.8
"""The same against the height of a line."""
_WITHIN = 0.95
"""The same against the closest rows: where those are as close, each line stays a row."""
_REACH = 4
"""Lines of a label have no more lines between them: those of other columns."""
HEAD = 8
"""Lines above its first row to which the head of a table reaches at most."""
_Spot = tuple[int, TextLine]
"""A piece, and the number of its line."""


def mended(lines: Sequence[Line], tables: Sequence[Unruled]) -> list[Line]:
    """The same lines, labels that are torn over several in one piece on the line of their row."""
    result: list[Line] = [list(line) for line in lines]
    behind = 0
    for table in tables:
        start, end = max(behind, table.first - HEAD), min(table.last + _REACH, len(lines))
        start = max([start, *(n + 1 for n in range(start, table.first) if values_of(lines[n]))])
        rows = [n for n in range(table.first, table.last) if _is_row(lines, n, table)]
        step = _step(lines, table)
        for chain in _without_group_heads(_chains(lines, start, end, step), table):
            target = _target(chain, table.first, rows, lines)
            if target is not None:
                _put(result, chain, target)
        behind = table.last
    return result


def _step(lines: Sequence[Line], table: Unruled) -> float:
    """How close the closest rows of a table stand that print words and numbers on one line."""
    bottoms = [
        (lines[n][0].page, lines[n][0].box[3])
        for n in range(table.first, table.last)
        if len(lines[n]) <= MAX_PIECES and len(lines[n]) > len(values_of(lines[n])) > 0
    ]
    steps = (low - high for (one, high), (two, low) in pairwise(bottoms) if one == two)
    return min(steps, default=math.inf)


def _chains(lines: Sequence[Line], start: int, end: int, step: float) -> list[list[_Spot]]:
    """Pieces that stand below one another as the lines of one label do, closer than rows."""
    pairs: list[tuple[_Spot, _Spot, float]] = []
    for number in range(start, end):
        for piece in lines[number] if len(lines[number]) <= MAX_PIECES else ():
            above = _above(lines, max(start, number - _REACH), number, piece)
            if above and not is_value(piece) and not is_upright(piece):
                pairs.append((above, (number, piece), piece.box[3] - above[1].box[3]))
    closest = min((gap for *_, gap in pairs), default=0.0)
    chains: dict[int, list[_Spot]] = {}
    for above, spot, gap in pairs:
        height = spot[1].box[3] - spot[1].box[1]
        if gap <= min(_CLOSE * closest, _LEADING * height, _WITHIN * step):
            chain = chains.get(id(above[1]), [above])
            chain.append(spot)
            chains[id(spot[1])] = chain
    return list({id(chain): chain for chain in chains.values()}.values())


def _without_group_heads(chains: Sequence[list[_Spot]], table: Unruled) -> list[list[_Spot]]:
    """Chains without the head of several columns that stands right above the one in their
    middle: it reaches over columns, or the heads beside begin and end below it."""
    spans = Counter((chain[0][0], chain[-1][0]) for chain in chains)
    parted: list[list[_Spot]] = []
    for chain in chains:
        end = chain[-1][0]
        wide = [len(over(piece, table.columns)) > 1 for _, piece in chain]
        own = [
            k
            for k in range(1, len(chain))
            if (wide[k - 1] and not wide[k]) or spans[chain[k][0], end] > 1
        ]
        parted.append(chain[own[-1] :] if own and end < table.first else chain)
    return [chain for chain in parted if len(chain) > 1]


def _above(lines: Sequence[Line], start: int, number: int, piece: TextLine) -> _Spot | None:
    """The words right above a piece, if both are set one below the other."""
    left, _, right, _ = piece.box
    for n in range(number - 1, start - 1, -1):
        for other in lines[n]:
            if other.page != piece.page:
                return None
            if other.box[0] < right and left < other.box[2]:
                return (n, other) if is_below(other, piece) and not is_value(other) else None
    return None


def _target(
    chain: Sequence[_Spot], first: int, rows: Sequence[int], lines: Sequence[Line]
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
    if len(touched | {number for number, _ in chain if _has_unit(lines[number])}) > 1:
        return None
    if len(touched) == 1:
        return touched.pop()
    between = [number for number in rows if start < number < end]
    return between[0] if not touched and len(between) == 1 and off(between[0]) < 1 else None


def _put(lines: list[Line], chain: Sequence[_Spot], target: int) -> None:
    """Take the pieces of a label from their lines and put it in one piece on one of them."""
    for number, piece in chain:
        lines[number] = [other for other in lines[number] if other is not piece]
    text = "".join(piece.text for _, piece in chain)
    whole = TextLine(text, around(piece.box for _, piece in chain), chain[0][1].page)
    lines[target] = sorted([*lines[target], whole], key=lambda piece: piece.box[0])


def _is_row(lines: Sequence[Line], number: int, table: Unruled) -> bool:
    """Whether numbers stand on a line of a table, or marks for such in its columns."""
    marks = (piece for piece in lines[number] if is_mark(piece))
    return bool(numbers_of(lines, number)) or any(over(piece, table.columns) for piece in marks)


def _has_unit(line: Line) -> bool:
    """Whether a unit stands on a line behind a label: there is one in a row."""
    return any(piece.text in UNITS for piece in line[1:])
