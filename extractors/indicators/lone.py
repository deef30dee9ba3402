"""Numbers that stand alone on a line below their label: values, or the numbers of pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from extractors.indicators.labels import Label
from extractors.indicators.scan import Piece, RawRow

_LONE = re.compile(r"[ \t|]*([1-9]\d?)[ \t|]*")
"""What a line prints that may be the number of a page."""
_LONE_LINE = re.compile(rf"^{_LONE.pattern}$", re.M)
_MANY = 40
"""Rows of a table from which on their habit counts."""
_TORN = 5
"""One label in so many is torn where lines end anywhere."""


class LoneNumbers:
    """The numbers alone on their lines in a table whose rows print them beside their labels."""

    def __init__(
        self, folded: str, rows: Sequence[RawRow], labels: Sequence[Sequence[Label]]
    ) -> None:
        self._folded = folded
        self._rows = [row for row in rows if row.texts and row.values]
        self._labels = labels

    def is_elsewhere(self, row: RawRow) -> bool:
        """Whether the one number of a row stands alone below its label, as that of a page would,
        where the numbers of other rows stand beside theirs."""
        if not row.texts or len(row.values) > 1 or row.values[0].line == row.texts[-1].line:
            return False
        if not self._are_beside:
            return False
        lone = _LONE.fullmatch(self._folded, *_line_of(self._folded, row.values[0]))
        return lone is not None and not (self._are_filled and self._is_no_page(int(lone[1])))

    @cached_property
    def _are_beside(self) -> bool:
        beside = [row for row in self._rows if row.texts[-1].line == row.values[0].line]
        return len(beside) * 10 > 9 * len(self._rows) > _MANY

    @cached_property
    def _are_filled(self) -> bool:
        """Whether lines end anywhere, within labels too, and no row is blank, so that a number
        below a label is the row's own."""
        torn = [row for row in self._rows if row.texts[0].line < row.texts[-1].line]
        blank = any(label.unit for group in self._labels for label in group[:-1])
        return len(torn) * _TORN > len(self._rows) and not blank

    def _is_no_page(self, number: int) -> bool:
        """Whether neither the page before nor the one behind has its number on a line."""
        return not {number - 1, number + 1} & self._numbers

    @cached_property
    def _numbers(self) -> set[int]:
        return {int(found[1]) for found in _LONE_LINE.finditer(self._folded)}


def _line_of(folded: str, piece: Piece) -> tuple[int, int]:
    """From where to where the line of a piece goes."""
    end = folded.find("\n", piece.end)
    return folded.rfind("\n", 0, piece.start) + 1, end if end >= 0 else len(folded)
