"""Values of a row: which of the tokens after a label are its cells."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

from extractors.blanks import (
    Shape,
    agreed_starts,
    is_whole,
    possible_starts,
    printed_row,
    usual_lengths,
    window,
)
from extractors.labels import Found
from extractors.options import (
    Block,
    Options,
    lost_options,
    run_options,
    surplus_options,
)
from extractors.tokens import VALUES, Kind, Token


class RowReading(NamedTuple):
    """Tokens of a row's cells, in order, or the reason why they could not be told.

    ``cells`` is empty where the row is printed without any content; a null among them is a
    cell left open. ``spare`` holds values next to the row that no cell used, ``options`` the
    readings of a row in doubt; a row chosen among them is ``settled``.
    """

    found: Found
    cells: tuple[Token | None, ...]
    doubt: str | None = None
    spare: tuple[Token, ...] = ()
    options: Options | None = None
    settled: bool = False


class _Slots(NamedTuple):
    """Tokens after a label: runs of values and blanks, separated by label text.

    ``words`` is text that stands in cells of the row's own line, where values should be.
    """

    runs: list[list[Token]]
    words: tuple[Token, ...] = ()

    @property
    def all(self) -> list[Token]:
        return [token for run in self.runs for token in run]


class RowSpec(NamedTuple):
    """What the form says of a row: the digits of its number, and its cells in blocks."""

    number: str
    blocks: tuple[Block, ...]

    @property
    def width(self) -> int:
        """Number of cells."""
        return sum(size for size, _ in self.blocks)


def read_rows(
    folded: str, tokens: Sequence[Token], found: Sequence[Found], specs: Sequence[RowSpec]
) -> list[RowReading]:
    """Give each found row its tokens; ``specs`` describes the rows of the table.

    A row whose values are all printed is read directly. Where some are blank, the first
    column stands where it can stand in all rows that are laid out alike. What is still in
    doubt comes back with its options.
    """
    if not found:
        return []
    stops = [*(label.first for label in found[1:]), len(tokens)]
    slots = [_slots(tokens, label, stop) for label, stop in zip(found, stops, strict=True)]
    for index, label in enumerate(found[1:]):
        slots[index] = _without_number(folded, slots[index], specs[label.row].number)
    widths = [specs[label.row].width for label in found]
    direct = [_complete(*row) for row in zip(found, slots, widths, strict=True)]
    layout = _Layout(tokens, found, slots, widths, direct)
    together = _run_together(tokens, slots, widths)
    readings = []
    for label, slot, reading in zip(found, slots, direct, strict=True):
        done = reading or _with_blanks(label, slot, specs[label.row].width, layout)
        if done.doubt and not slot.words:
            blocks = specs[label.row].blocks
            done = done._replace(options=_options(folded, slot, blocks, layout, label, together))
        readings.append(done)
    return readings


class _Layout:
    """How the rows of a table are laid out, learnt from all of them."""

    def __init__(
        self,
        tokens: Sequence[Token],
        found: Sequence[Found],
        slots: Sequence[_Slots],
        widths: Sequence[int],
        direct: Sequence[RowReading | None],
    ) -> None:
        self._tokens = tokens
        self._widths = {label.row: width for label, width in zip(found, widths, strict=True)}
        lines = [*(tokens[label.first].line for label in found), sys.maxsize]
        self.rows = {
            label.row: printed_row(slot.runs[0], stop)
            for label, slot, stop in zip(found, slots, lines[1:], strict=True)
            if slot.runs and _single(slot)
        }
        shaped = [
            (self.shape(label), label, reading)
            for label, reading in zip(found, direct, strict=True)
            if label.row in self.rows
        ]
        self._starts = agreed_starts(
            [(shape, self._own_starts(label, reading)) for shape, label, reading in shaped]
        )
        self._usual = usual_lengths([(shape, self.rows[row.row]) for shape, row, _ in shaped])
        # Rows that all have just as many cells as columns begin with their first column.
        exact = {shape: {0} for shape, length in self._usual.items() if length == shape[0]}
        self._starts |= exact

    def shape(self, label: Found) -> Shape:
        """What a row shares with those laid out alike."""
        row = self.rows[label.row]
        return self._widths[label.row], self._tokens[label.last].cell, row.grid

    def _own_starts(self, label: Found, reading: RowReading | None) -> set[int]:
        row = self.rows[label.row]
        if reading is None:
            return possible_starts(row, self._widths[label.row])
        first = next(iter(reading.cells), None)
        if first is None or first.kind not in VALUES:
            return set()
        return {row.cells.index(first)} if first in row.cells else set()

    def starts(self, label: Found) -> set[int]:
        """Places where the row's first column may stand."""
        return self._starts.get(self.shape(label), set()) if label.row in self.rows else set()

    def cells(self, label: Found) -> tuple[Token, ...] | None:
        """The row's cells where the layout leaves no choice; null where it does."""
        starts, width = self.starts(label), self._widths[label.row]
        if len(starts) != 1:
            return None
        (start,) = starts
        row = self.rows[label.row]
        whole = is_whole(row, width, start, self._usual.get(self.shape(label)))
        return window(row, width, start) if whole else None


def _run_together(tokens: Sequence[Token], slots: Sequence[_Slots], widths: Sequence[int]) -> bool:
    """Whether a table prints its values without separators: no row of several cells shows
    them apart."""
    if any(token.kind is Kind.BLANK for token in tokens):
        return False
    wide = [(slot, width) for slot, width in zip(slots, widths, strict=True) if width > 1]
    apart = sum(len(_values(slot)) * 2 > width for slot, width in wide)
    return apart * 4 < len(wide)


def _options(
    folded: str,
    slots: _Slots,
    blocks: Sequence[Block],
    layout: _Layout,
    label: Found,
    together: bool,
) -> Options | None:
    """Readings of a row in doubt."""
    values = _values(slots)
    width = sum(size for size, _ in blocks)
    if any(token.kind is Kind.GLUED for token in values):
        return None
    if together:
        return run_options(folded, values, blocks)
    if len(values) > width:
        return surplus_options(folded, values, width)
    starts = layout.starts(label)
    if starts:
        row = layout.rows[label.row]
        windows = [window(row, width, start) for start in sorted(starts)]
        whole = [cells for cells in windows if len(cells) == width]
        trimmed = row.grid and len(whole) < len(windows)
        return Options(folded, whole, shows_blanks=True) if whole and not trimmed else None
    if any(token.kind is Kind.BLANK for token in slots.all):
        return None
    # Sums within a row alone would let a number that is missing pass for a blank cell.
    return lost_options(folded, values, width) if blocks == ((width, True),) else None


def _without_number(folded: str, slots: _Slots, number: str) -> _Slots:
    """Slots whose last value has lost the number of the next row that had run into it."""
    if not number or not slots.runs:
        return slots
    *before, last = slots.runs[-1]
    if last.kind is Kind.GLUED and last.end - last.start > len(number):
        end = last.end - len(number)
        if folded[end : last.end] == number and folded[last.start : end].isdecimal():
            shortened = [*before, last._replace(kind=Kind.VALUE, end=end)]
            return slots._replace(runs=[*slots.runs[:-1], shortened])
    return slots


def _slots(tokens: Sequence[Token], label: Found, stop: int) -> _Slots:
    runs: list[list[Token]] = [[]]
    for index in range(label.first + 1, stop):
        token = tokens[index]
        if token.kind is not Kind.TEXT:
            runs[-1].append(token)
        elif index > label.last and runs[-1]:
            runs.append([])
    end = tokens[label.last]
    words = tuple(
        token
        for token in tokens[label.last + 1 : stop]
        if token.kind is Kind.TEXT and token.line == end.line and token.cell > end.cell
    )
    return _Slots([run for run in runs if run], words)


def _complete(label: Found, slots: _Slots, width: int) -> RowReading | None:
    """Read a row whose number of printed values is that of its cells, or that has none."""
    runs = [[t for t in run if t.kind in VALUES] for run in slots.runs]
    runs = [run for run in runs if run]
    values = [token for run in runs for token in run]
    if any(token.kind is Kind.GLUED for token in values):
        return RowReading(label, (), "digits are printed without separators", tuple(values))
    if not values and slots.words:
        return RowReading(label, (), "words are printed in place of values", slots.words)
    if not values:
        blanks = tuple(slots.runs[0][:width]) if slots.runs else ()
        return RowReading(label, blanks if len(blanks) == width else ())
    if len(runs[0]) == width:
        spare = tuple(values[width:])
        return RowReading(label, tuple(runs[0]), spare=spare)
    if len(values) == width:
        return RowReading(label, tuple(values))
    if len(values) > width:
        doubt = f"{len(values)} values are printed for {width} cells"
        return RowReading(label, (), doubt, tuple(values))
    return None


def _single(slots: _Slots) -> bool:
    return all(token.kind is Kind.BLANK for run in slots.runs[1:] for token in run)


def _with_blanks(label: Found, slots: _Slots, width: int, layout: _Layout) -> RowReading:
    """Read a row with fewer values than cells, where blank cells show which are empty."""
    values = _values(slots)
    cells = layout.cells(label)
    if cells is not None and sum(token.kind in VALUES for token in cells) == len(values):
        return RowReading(label, cells)
    return RowReading(label, (), f"{len(values)} values are printed for {width} cells", values)


def _values(slots: _Slots) -> tuple[Token, ...]:
    return tuple(token for token in slots.all if token.kind in VALUES)
