"""What stands in the place of a row's numbers: which piece of print is in which column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from extractors.indicators.cuts import Reading, cuts
from extractors.indicators.head import Head
from extractors.indicators.labels import Label
from extractors.indicators.lone import LoneNumbers
from extractors.indicators.scan import Kind, Piece, RawRow
from schema.messages import Words, words

_CODE = re.compile(r"(\d{1,3})\**")
_BLANKS = words("doubt.short_runs")
_ELSEWHERE = words("doubt.elsewhere")
_APART = (Kind.NUMBER, Kind.MARK)
_ITEM = 3
"""Rank of a label numbered 1. within its list."""
_DEEPEST = 6
_FEW = 3
_MOST_READINGS = 400


class Slots(NamedTuple):
    """Readings of a row's numbers, the pieces in none of them, and why there is no reading.

    ``glued``: nothing separates the numbers. ``item`` is the number of the next row in its
    list, where its digits are the end of a run. ``marks``: nothing but marks is printed.
    """

    readings: tuple[Reading, ...]
    printed: Sequence[Piece]
    extras: tuple[Piece, ...] = ()
    doubt: Words | None = None
    glued: bool = False
    item: int | None = None
    marks: bool = False


@dataclass(slots=True)
class Counters:
    """The last number of a row and of its code, and the last in each list that is open; pages
    share them."""

    ordinal: int = 0
    code: int = 0
    items: list[int] = field(default_factory=list)

    def note(self, rank: int | None, item: int | None) -> None:
        """Note the number of a row: a chapter ends all lists, 1 begins one."""
        if rank in (1, 2):
            self.items.clear()
        if not item or rank != _ITEM:
            return
        while item > 1 and self.items and self.items[-1] + 1 != item:
            self.items.pop()
        if item > 1 and self.items:
            self.items.pop()
        self.items.append(item)
        del self.items[:-_DEEPEST]

    def following(self) -> set[int]:
        """Numbers that the next row of a list may have."""
        return {1, *(item + 1 for item in self.items)}


def read_values(
    folded: str,
    rows: Sequence[RawRow],
    head: Head,
    labels: Sequence[Sequence[Label]],
    counters: Counters,
) -> list[Slots]:
    """Slots of each scanned row, whose ``labels`` are those printed before its values.

    Where a run is too short for all columns, cells are left blank, and then no run of the
    table tells whether it is one number or several.
    """
    reader = _Reader(folded, rows, head, counters, LoneNumbers(folded, rows, labels))
    read = [reader.read(index, group) for index, group in enumerate(labels)]
    if len(head.columns) > 1 and any(slots.glued and not slots.readings for slots in read):
        return [
            slots._replace(doubt=slots.doubt or _BLANKS) if _open(folded, slots) else slots
            for slots in read
        ]
    return read


def _open(folded: str, slots: Slots) -> bool:
    """Whether a run could be one number as well: not where it begins with a zero."""
    return slots.glued and folded[slots.printed[0].start] != "0"


def is_numbered(folded: str, rows: Sequence[RawRow], columns: int) -> bool:
    """Whether rows are numbered before their label though the head does not say so: one
    number too many behind three rows or more, and each is one more than that before, or two
    more where the number of a heading stands between."""
    last = [row.values[-1] for row in rows if len(row.values) == columns + 1]
    numbers = [_whole(folded, piece) for piece in last if piece.kind is Kind.NUMBER]
    if len(numbers) < 3 or len(numbers) * 2 < len(rows):
        return False
    steps = Counter((right or 0) - (left or 0) for left, right in pairwise(numbers))
    return (steps[1] + steps[2]) * 10 >= 9 * (len(numbers) - 1) and steps[1] > steps[2]


class _Reader:
    """Reads rows in order; numbers of rows and codes go up by one."""

    def __init__(
        self,
        folded: str,
        rows: Sequence[RawRow],
        head: Head,
        counters: Counters,
        lone: LoneNumbers,
    ) -> None:
        self._folded = folded
        self._lone = lone
        self._rows = rows
        self._head = head
        self._count = len(head.columns)
        self._at = counters
        self._hidden: int | None = None
        self._unit = False
        self._is_plain = not (head.ordinal or head.coded) and not any(
            piece.kind is Kind.RUN for row in rows for piece in row.values
        )

    def read(self, index: int, labels: Sequence[Label]) -> Slots:
        """Slots of the row with this index."""
        printed = self._rows[index].values
        self._unit = bool(labels and labels[-1].unit)
        if self._is_plain:
            return self._read(printed, printed, index)
        for label in labels:
            self._at.note(label.shape.rank, label.shape.item)
        self._hidden = None
        values = self._without_ordinal(printed, index) if self._head.ordinal else printed
        self._at.note(_ITEM, self._hidden)
        if values is not None and self._head.coded:
            values = self._without_code(values)
        if values is None:
            return Slots((), printed, doubt=words("doubt.no_code"), glued=True)
        slots = self._read(values, printed, index)
        self._at.note(_ITEM, slots.item)
        return slots._replace(item=slots.item or self._hidden)

    def _read(self, values: Sequence[Piece], printed: Sequence[Piece], index: int) -> Slots:
        """Slots of the values of a row among all that is printed for it."""
        if not values:
            return Slots(((None,) * self._count,), printed)
        kinds = {piece.kind for piece in values}
        marks = Kind.NUMBER not in kinds and Kind.RUN not in kinds
        if len(values) == self._count and Kind.RUN not in kinds:
            doubt = _ELSEWHERE if self._lone.is_elsewhere(self._rows[index]) else None
            return Slots((tuple(values),), printed, (), doubt, marks=marks)
        slots = self._slots(values, self._rows[index])
        return slots._replace(printed=printed, marks=marks or slots.marks)

    @cached_property
    def _usual(self) -> tuple[tuple[int, ...], int] | None:
        """Cells of the numbers in most complete rows on one line, and how many it has."""
        seen: Counter[tuple[tuple[int, ...], int]] = Counter()
        for row in self._rows:
            lines = {piece.line for piece in row.values}
            if len(row.values) == self._count + self._head.coded and len(lines) == 1:
                cells = tuple(self._cell(piece) for piece in row.values)
                if len(set(cells)) == len(cells):
                    seen[cells, self._width(row.values[0])] += 1
        return seen.most_common(1)[0][0] if seen else None

    def _cell(self, piece: Piece) -> int:
        """Separators before a piece on its line."""
        return self._cell_at(piece.start)

    def _width(self, piece: Piece) -> int:
        """Separators on the line of a piece."""
        end = self._folded.find("\n", piece.end)
        rest = self._separators(piece.end, end if end >= 0 else len(self._folded))
        return self._cell(piece) + rest

    def _separators(self, start: int, end: int) -> int:
        return self._folded.count("|", start, end) + self._folded.count("\t", start, end)

    def _without_ordinal(self, values: Sequence[Piece], index: int) -> Sequence[Piece] | None:
        """Values without the number of the row that follows; null where a run hides it."""
        if not values:
            return values
        last, expected = values[-1], str(self._at.ordinal + 1)
        if index >= self._last:
            return self._before_words(values, index, expected)
        if last.kind is Kind.NUMBER:
            text = self._folded[last.start : last.end]
            below = self._rows[index + 1].texts[0].line
            beside = last.line == below != values[0].line
            own = any(last.line == piece.line != below for piece in self._rows[index].texts[-1:])
            if (text == expected and not own) or beside or len(values) > self._wanted(index):
                self._at.ordinal = _whole(self._folded, last) or self._at.ordinal + 1
                return values[:-1]
            return values
        for rest, item in self._tails(last):
            if rest.end == rest.start and len(values) > 1:  # the row's number stands apart
                self._hidden = item
                return self._without_ordinal(values[:-1], index)
            if self._folded[rest.start : rest.end].endswith(expected):
                self._at.ordinal += 1
                self._hidden = item
                left = rest._replace(end=rest.end - len(expected))
                return [*values[:-1], left] if left.end > left.start else values[:-1]
        return values if last.kind is Kind.MARK else None

    @cached_property
    def _last(self) -> int:
        """The last row with values."""
        return max((index for index, row in enumerate(self._rows) if row.values), default=0)

    def _before_words(
        self, values: Sequence[Piece], index: int, expected: str
    ) -> Sequence[Piece] | None:
        """Values before the words that a table ends with: of a page, or of a row cut off."""
        text = self._folded[values[-1].start : values[-1].end]
        if len(values) > self._wanted(index) and text == expected:
            return values[:-1]
        if index == len(self._rows) - 1:
            return values
        rests = (self._folded[rest.start : rest.end] for rest, _ in self._tails(values[-1]))
        return None if any(rest.endswith(expected) for rest in rests) else values

    def _wanted(self, index: int) -> int:
        return self._count + self._head.coded if self._rows[index].texts else 0

    def _without_code(self, values: Sequence[Piece]) -> Sequence[Piece] | None:
        """Values without the row's code, which stands before them; null where it may be
        missing or one of them."""
        if not values or values[0].kind is Kind.MARK:
            return values
        first, rest = values[0], values[1:]
        text = self._folded[first.start : first.end]
        if first.kind is Kind.NUMBER:
            code = _CODE.fullmatch(text)
            follows = code is not None and int(code[1]) == self._at.code + 1
            if code and (follows or len(rest) == self._count):
                self._at.code = int(code[1])
                return rest
            return values if len(values) == self._count else None
        for printed in (f"{self._at.code + 1:02}", str(self._at.code + 1)):
            if text.startswith(printed):
                self._at.code += 1
                left = first._replace(start=first.start + len(printed))
                return [left, *rest] if left.end > left.start else rest
        return None

    def _slots(self, values: Sequence[Piece], row: RawRow) -> Slots:
        """Slots of values that are not one for each column."""
        apart = all(piece.kind in _APART for piece in values)
        if apart and len(values) > self._count:
            if self._head.has_unit and not self._unit and self._is_unit(values):
                return Slots((tuple(values[1:]),), ())
            return self._on_one_line(values, row)
        if apart:
            if all(piece.kind is Kind.MARK for piece in values):
                return Slots(((*values, *(None,) * (self._count - len(values))),), ())
            placed = self._by_cell(values)
            if placed or not self._is_glued:
                missing = words("doubt.some_numbers", values=len(values), columns=self._count)
                return Slots((placed,), ()) if placed else Slots((), (), doubt=missing)
        return self._cut(values)

    @cached_property
    def _is_glued(self) -> bool:
        """Whether most rows have fewer numbers than columns: they may have run together.

        Numbers that stand apart from labels say so only where there are many of them.
        """
        rows = [row.values for row in self._rows if row.values and row.texts]
        inside = any(piece.kind is Kind.RUN for values in rows for piece in values)
        short = sum(len(values) < self._count for values in rows)
        return 2 * short > len(rows) and (inside or short > _FEW)

    def _is_unit(self, values: Sequence[Piece]) -> bool:
        """Whether a mark before the numbers stands in the column of units."""
        first, *rest = [piece.kind is Kind.MARK for piece in values]
        return first and len(rest) == self._count and not all(rest)

    def _on_one_line(self, values: Sequence[Piece], row: RawRow) -> Slots:
        """More numbers than columns: those on the label's line, if they are as many."""
        lines = {piece.line for piece in row.texts[-1:]}
        beside = [piece for piece in values if piece.line in lines]
        marks = all(piece.kind is Kind.MARK for piece in beside)
        if len(beside) == self._count or (marks and len(beside) > self._count):
            extras = tuple(piece for piece in values if piece.line not in lines)
            return Slots((tuple(beside[-self._count :]),), (), extras, marks=marks)
        return Slots((), (), doubt=words("doubt.numbers", values=len(values), columns=self._count))

    def _by_cell(self, values: Sequence[Piece]) -> Reading | None:
        """Fewer numbers than columns: by their cell, where the line has as many as others."""
        first = values[0]
        if self._usual is None or any(piece.line != first.line for piece in values):
            return None
        cells, width = self._usual
        if self._width(first) != width:
            return None
        by_cell = {self._cell(piece): piece for piece in values}
        places = cells[self._head.coded :]
        if len(by_cell) < len(values) or not by_cell.keys() <= set(places):
            return None
        if self._may_be_filled_up and max(by_cell) < places[-1]:
            return None
        return tuple(by_cell.get(cell) for cell in places)

    @cached_property
    def _may_be_filled_up(self) -> bool:
        """Whether separators at the end of a line may only fill it up, because blank cells were
        dropped: all lines end with one, none begins with one, and no row shows a blank cell
        before a number."""
        if self._usual is None:
            return False
        cells, width = self._usual
        shown = {piece.start for row in self._rows for piece in row.values[:1]}
        later = any(self._cell_at(start) in cells[self._head.coded + 1 :] for start in shown)
        return cells[-1] < width and not self._is_framed and not later

    def _cell_at(self, start: int) -> int:
        return self._separators(self._folded.rfind("\n", 0, start) + 1, start)

    @cached_property
    def _is_framed(self) -> bool:
        """Whether lines begin with a separator."""
        begins = [row.texts[0].start for row in self._rows if row.texts and row.values]
        return 2 * sum(self._cell_at(start) > 0 for start in begins) > len(begins)

    def _cut(self, values: Sequence[Piece]) -> Slots:
        """Every way to cut runs of digits into as many numbers as there are columns."""
        readings: dict[Reading, int | None] = {}
        items: set[int | None] = set()
        for pieces, item in self._without_item(values):
            items.add(item)
            for reading in self._readings(pieces):
                readings.setdefault(reading, item)
        items = set(readings.values()) or items
        item = items.pop() if len(items) == 1 else None
        if not readings or len(readings) > _MOST_READINGS:
            doubt = words("doubt.digits", columns=self._count)
            return Slots((), (), doubt=doubt, glued=True, item=item)
        return Slots(tuple(readings), (), glued=True, item=item)

    def _readings(self, pieces: Sequence[Piece]) -> Iterator[Reading]:
        """Readings of what is left where the number of the next row is taken away."""
        if not pieces:
            yield (None,) * self._count
            return
        apart = all(piece.kind in _APART for piece in pieces)
        placed = self._by_cell(pieces) if apart and len(pieces) < self._count else None
        if placed:
            yield placed
        elif self._is_glued or len(pieces) == self._count:
            yield from cuts(self._folded, pieces, self._count)

    def _without_item(
        self, values: Sequence[Piece]
    ) -> Iterator[tuple[Sequence[Piece], int | None]]:
        """Values without the digits that number the next row in its list."""
        for rest, item in self._tails(values[-1]):
            yield [*values[:-1], rest] if rest.end > rest.start else values[:-1], item

    def _tails(self, last: Piece) -> Iterator[tuple[Piece, int | None]]:
        """A run without the digits at its end that may number the next row in its list: one
        more than the last number, or 1."""
        if not last.numbered:
            yield last, None
            return
        text = self._folded[last.start : last.end]
        for item in self._at.following():
            if text.endswith(str(item)):
                yield last._replace(end=last.end - len(str(item)), numbered=False), item


def _whole(folded: str, piece: Piece) -> int | None:
    text = folded[piece.start : piece.end]
    return int(text) if text.isdecimal() and len(text) < 10 else None
