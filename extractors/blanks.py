"""Blank cells: where a row's columns stand when some of its cells are printed empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.tokens import VALUES, Kind, Token


class PrintedRow(NamedTuple):
    """The cells printed after a label, up to the end of the row where it can be told.

    ``grid`` is true where the cells stand on one line; ``ends`` where the row's end shows.
    """

    cells: tuple[Token, ...]
    grid: bool
    ends: bool


Shape = tuple[int, int, bool]
"""Number of cells, place of the label on its line, and whether the cells stand on one line:
rows of one shape are laid out alike."""


def printed_row(run: Sequence[Token], next_line: int) -> PrintedRow:
    """The row that a run of values and blanks begins with; ``next_line`` is that of the text
    after the run."""
    first = next((t for t in run if t.kind in VALUES), run[0])
    line = [token for token in run if token.line == first.line]
    if len(line) > 1:
        return PrintedRow(tuple(line), grid=True, ends=True)
    lines = [*(token.line for token in run), next_line]
    gaps = [after - before for before, after in pairwise(lines)]
    usual = min(gaps)
    for place, gap in enumerate(gaps):
        if gap > usual:
            return PrintedRow(tuple(run[: place + 1]), grid=False, ends=True)
    return PrintedRow(tuple(run), grid=False, ends=False)


def possible_starts(row: PrintedRow, width: int) -> set[int]:
    """Places among a row's cells where its first column may stand, all values being inside."""
    filled = [place for place, token in enumerate(row.cells) if token.kind in VALUES]
    if not filled or all(token.kind is not Kind.BLANK for token in row.cells):
        return set()
    if row.ends and not row.grid and len(row.cells) <= width:
        return {0} if len(row.cells) == width else set()
    return set(range(max(0, filled[-1] - width + 1), filled[0] + 1))


def agreed_starts(rows: Sequence[tuple[Shape, set[int]]]) -> dict[Shape, set[int]]:
    """For each shape the places that all of its rows allow."""
    agreed: dict[Shape, set[int]] = {}
    for shape, starts in rows:
        if starts:
            agreed[shape] = agreed.get(shape, starts) & starts
    return agreed


def usual_lengths(rows: Sequence[tuple[Shape, PrintedRow]]) -> dict[Shape, int]:
    """For each shape the number of cells that at least two rows, and most of them, have."""
    lengths: dict[Shape, Counter[int]] = {}
    for shape, row in rows:
        lengths.setdefault(shape, Counter())[len(row.cells)] += 1
    usual = {shape: counter.most_common(1)[0] for shape, counter in lengths.items()}
    return {shape: length for shape, (length, rows_of_it) in usual.items() if rows_of_it > 1}


def window(row: PrintedRow, width: int, start: int) -> tuple[Token, ...]:
    """The cells of a row whose first column stands at ``start``; too few where some are lost."""
    return row.cells[start : start + width]


def is_whole(row: PrintedRow, width: int, start: int, usual: int | None) -> bool:
    """Whether no cell of a row can have been lost: on a line it is as long as its like,
    below each other its end shows right after the last column."""
    if row.grid:
        return usual == len(row.cells) and start + width <= usual
    return row.ends and start + width == len(row.cells)
