"""Columns of aligned text: where a row leaves cells blank, the place of a number tells its own.

Columns are learnt from rows that print all of their values. They count only where the text
pads them: where numbers of different length stand before others that still stand in line.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from extractors.tables.tokens import VALUES, Kind, Token

_FEWEST = 2
"""Full rows that columns are learnt from."""
_WIDE_GAP = "  "
_FAR = 1 << 30
Measure = Callable[[str], int]
"""How wide a stretch of a line is printed."""
_REACH = 3
"""A number may stand outside its column by one part in so many of the gap beside it."""


class Column(NamedTuple):
    """The stretch of a printed line that a column's numbers stand in."""

    start: int
    end: int


class Columns:
    """The columns of a table, as each way to measure a line shows them."""

    def __init__(
        self, text: str, width: int, all_rows: Callable[[], Iterable[Sequence[Token]]]
    ) -> None:
        """``all_rows`` gives the values of rows of so many cells; few tables need it."""
        self._text = text
        self._width = width
        self._all_rows = all_rows

    @cached_property
    def _measured(self) -> list[tuple[Measure, tuple[Column, ...]]]:
        rows = [row for row in self._all_rows() if row and _is_on_one_line(row)]
        full = [row for row in rows if len(row) == self._width]
        learn = _learn if len(full) >= _FEWEST else partial(_gather, width=self._width)
        own = full if len(full) >= _FEWEST else rows
        return [
            (measure, columns)
            for measure in (_characters, _width)
            if (columns := learn(self._text, own, measure))
        ]

    def cells(self, values: Sequence[Token]) -> tuple[Token, ...] | None:
        """The row's cells by the places of its numbers; null where these do not tell."""
        if not values or not _is_on_one_line(values) or not _has_wide_gaps(self._text, values):
            return None
        placed = {
            found
            for measure, columns in self._measured
            if (found := _placed(self._text, values, columns, measure))
        }
        if len(placed) != 1:
            return None
        places = placed.pop()
        width = len(self._measured[0][1])
        end = values[-1].end
        row = [Token(Kind.BLANK, end, end, values[-1].line, values[-1].cell)] * width
        for place, token in zip(places, values, strict=True):
            row[place] = token
        return tuple(row)


def _is_on_one_line(row: Sequence[Token]) -> bool:
    return len({token.line for token in row}) == 1 and all(t.kind in VALUES for t in row)


def _has_wide_gaps(text: str, values: Sequence[Token]) -> bool:
    """Whether more than a space stands between the numbers of a row and before the first."""
    return all(text[: token.start].endswith(_WIDE_GAP) for token in values)


def _characters(text: str) -> int:
    return len(text)


@lru_cache(maxsize=1024)
def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _span(text: str, token: Token, measure: Measure) -> Column:
    line = text.rfind("\n", 0, token.start) + 1
    start = measure(text[line : token.start])
    return Column(start, start + token.end - token.start)


def _learn(
    text: str, rows: Sequence[Sequence[Token]], measure: Measure
) -> tuple[Column, ...] | None:
    """Columns in which the numbers of all full rows stand; null where they do not line up, or
    would without any padding."""
    if len(rows) < _FEWEST:
        return None
    spans = [[_span(text, token, measure) for token in row] for row in rows]
    columns = tuple(
        Column(min(span.start for span in column), max(span.end for span in column))
        for column in zip(*spans, strict=True)
    )
    apart = all(before.end < after.start for before, after in pairwise(columns))
    lengths = {tuple(span.end - span.start for span in row[:-1]) for row in spans}
    wide = all(_has_wide_gaps(text, row) for row in rows)
    padded = len(lengths) > 1 or _are_padded(text, rows)
    return columns if apart and wide and padded else None


def _are_padded(text: str, rows: Sequence[Sequence[Token]]) -> bool:
    """Whether labels of different length stand before the numbers on their lines."""
    return (
        len(
            {
                len(text[text.rfind("\n", 0, row[0].start) + 1 : row[0].start].rstrip())
                for row in rows
            }
        )
        > 1
    )


def _gather(
    text: str, rows: Sequence[Sequence[Token]], measure: Measure, *, width: int
) -> tuple[Column, ...] | None:
    """Columns in which the numbers of rows stand that each leave some blank; null where these
    are not as many as the table has, each filled several times."""
    spans = [[_span(text, token, measure) for token in row] for row in rows]
    columns: list[list[Column]] = []
    for span in sorted(span for row in spans for span in row):
        if columns and span.start <= max(one.end for one in columns[-1]):
            columns[-1].append(span)
        else:
            columns.append([span])
    wide = all(_has_wide_gaps(text, row) for row in rows)
    if len(columns) != width or not wide or any(len(own) < _FEWEST for own in columns):
        return None
    found = tuple(Column(own[0].start, max(one.end for one in own)) for own in columns)
    places = [[bisect_right(found, (span.start, _FAR)) for span in row] for row in spans]
    once = all(len(set(row)) == len(row) for row in places)
    lengths = {span.end - span.start for own in columns[:-1] for span in own}
    return found if once and (len(lengths) > 1 or _are_padded(text, rows)) else None


def _placed(
    text: str,
    values: Sequence[Token],
    columns: Sequence[Column],
    measure: Measure,
) -> tuple[int, ...] | None:
    """The column of each number, in order; null where one stands in none or between two."""
    places: list[int] = []
    for token in values:
        span = _span(text, token, measure)
        near = [place for place in range(len(columns)) if _is_in(span, place, columns)]
        if len(near) != 1 or (places and near[0] <= places[-1]):
            return None
        places += near
    return tuple(places)


def _is_in(span: Column, place: int, columns: Sequence[Column]) -> bool:
    """Whether a number stands in a column, or hardly outside of it."""
    column = columns[place]
    before = column.start - columns[place - 1].end if place else 2 * _REACH
    after = columns[place + 1].start - column.end if place + 1 < len(columns) else 2 * _REACH
    left, right = column.start - before // _REACH, column.end + after // _REACH
    return span.start >= left and span.end <= right
