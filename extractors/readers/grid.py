"""Merged cells: the rows of a table as a rectangle in which each position knows its cell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

from extractors.document import UNKNOWN, Place

MAX_POSITIONS = 200_000
"""Positions of an expanded table; a report's longest table has a few hundred."""
MAX_COLUMNS = 200
"""Columns that a cell may span: more are taken for this many."""
_REACH = 60
"""Rows of a table above a value among which its heads are looked for."""
_MAX_STEPS = 4 * MAX_POSITIONS
_BETWEEN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_FIGURES = re.compile(r"(?=[^\d/—–-]*[\d/—–-])[\d\s.,，/%+＋－−—–万元件条项个次-]+")
_ONE_WORD = re.compile(r"[^\u4e00-\u9fff]{1,12}")
"""As much as the engine takes for one thing that is no number."""


class GridCell(NamedTuple):
    """A cell as a document stores it: in the row where it begins, with what it covers."""

    text: str
    rows: int = 1
    columns: int = 1
    place: Place | None = None


class Spanning(Protocol):
    """A cell of any kind that spans rows and columns."""

    @property
    def rows(self) -> int:
        """Rows that it covers."""
        ...

    @property
    def columns(self) -> int:
        """Columns that it covers."""
        ...


class GridTooLargeError(ValueError):
    """A table that expands to more than ``MAX_POSITIONS`` positions."""


def in_one_line(text: str) -> str:
    """The text of a cell without its line breaks: within Chinese they stand for no space.

    Lines of nothing but figures may be several numbers or one that is broken: ``UNKNOWN``
    between them says so.
    """
    if "\n" not in text:
        return text
    parts = []
    shown = filter(str.strip, text.split("\n"))
    for figures, group in groupby(shown, lambda line: bool(_FIGURES.fullmatch(line))):
        lines = list(group)
        parts.append(_in_doubt(lines) if figures and len(lines) > 1 else "\n".join(lines))
    joined = _BETWEEN_CHINESE.sub(lambda gap: "" if "\n" in gap[0] else " ", "\n".join(parts))
    return joined.replace("\n", " ")


def _in_doubt(figures: list[str]) -> str:
    """Lines of figures as one word that is no number."""
    word = UNKNOWN.join("".join(figure.split()) for figure in figures)
    return word if _ONE_WORD.fullmatch(word) else UNKNOWN


def expand(rows: Iterable[Sequence[GridCell]]) -> list[list[GridCell | None]]:
    """The rectangle that rows of cells fill, each cell at the position where it begins.

    A position that is covered, or that no cell fills, is None. All rows come out equally long,
    one for each row given; the rest is as ``positions`` tells. Raises ``GridTooLargeError``.
    """
    rows = list(rows)
    begins, columns = positions(rows)
    places = [
        dict(zip(begun, cells, strict=True)) for begun, cells in zip(begins, rows, strict=True)
    ]
    return _told([[begun.get(column) for column in columns] for begun in places], columns)


def positions(rows: Iterable[Sequence[Spanning]]) -> tuple[list[list[int]], list[int]]:
    """For each row the columns in which its cells begin, and all these columns in order.

    Each row lists the cells that begin in it, from left to right; they take the first columns
    that no cell from above covers. A column in which no cell begins is the same cells as its
    neighbour, and is left out. A span below 1 counts as 1, one beyond the end of the table
    ends there. Raises ``GridTooLargeError``.
    """
    begins: list[list[int]] = []
    covered_until: dict[int, int] = {}  # for each column the first row that is free again
    steps = 0
    for number, cells in enumerate(rows):
        column = 0
        begun: list[int] = []
        for cell in cells:
            while column in covered_until and covered_until[column] > number:
                column += 1
                steps += 1
            begun.append(column)
            span = cell.columns
            end = column + 1 if span <= 1 else column + min(span, MAX_COLUMNS)
            steps += end - column
            if steps > _MAX_STEPS:
                raise GridTooLargeError(f"a table of more than {MAX_POSITIONS} positions")
            if cell.rows > 1:
                until = number + cell.rows
                for inner in range(column, end):
                    covered_until[inner] = max(until, covered_until.get(inner, 0))
            column = end
        begins.append(begun)
    columns = sorted(set().union(*begins))
    if len(columns) * len(begins) > MAX_POSITIONS:
        raise GridTooLargeError(f"a table of more than {MAX_POSITIONS} positions")
    return begins, columns


def stands_below_several(
    rows: Sequence[Sequence[str | None]], row: int, first: int, last: int
) -> bool:
    """Whether a cell over the columns ``first`` to ``last``, with others behind it in its row,
    stands below heads of several columns: which of them its value is for cannot be told.

    ``rows`` are the texts of cells where they begin.
    """
    if not any(rows[row][last + 1 :]):
        return False
    for number in range(row - 1, max(0, row - _REACH) - 1, -1):
        heads = [c for c in range(first, last + 1) if _is_words(rows[number][c])]
        if heads:
            return heads != [first] and _are_parted(rows[number + 1 :], first, last)
    return False


def _are_parted(rows: Sequence[Sequence[str | None]], first: int, last: int) -> bool:
    """Whether any of the rows below a head has a value of its own behind the first column:
    where all are merged alike, it is the head that is set aslant."""
    for row in rows[:_REACH]:
        if any(map(_is_words, row[first:])):
            return False
        if any(row[first + 1 : last + 1]):
            return True
    return False


def _is_words(text: str | None) -> bool:
    return bool(text) and not _FIGURES.fullmatch(text or "")


def _told(rows: list[list[GridCell | None]], columns: Sequence[int]) -> list[list[GridCell | None]]:
    """Rows whose values that stand below several heads are not told."""
    texts: list[list[str | None]] | None = None
    for number, row in enumerate(rows):
        for first, cell in enumerate(row):
            if cell is None or cell.columns < 2 or not _FIGURES.fullmatch(cell.text):
                continue
            last = bisect_left(columns, columns[first] + cell.columns) - 1
            texts = texts or [[one and one.text for one in cells] for cells in rows]
            if last > first and stands_below_several(texts, number, first, last):
                row[first] = cell._replace(text=UNKNOWN)
    return rows
