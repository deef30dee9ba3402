"""Values of a row: which of the tokens after a label are its cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.labels import Found
from extractors.tokens import VALUES, Kind, Token


class RowReading(NamedTuple):
    """Tokens of a row's cells, in order, or the reason why they could not be told.

    ``cells`` is empty where the row is printed without any content, ``spare`` holds values
    next to the row that no cell used.
    """

    found: Found
    cells: tuple[Token, ...]
    doubt: str | None = None
    spare: tuple[Token, ...] = ()


class _Slots(NamedTuple):
    """Tokens after a label: runs of values and blanks, separated by label text."""

    runs: list[list[Token]]

    @property
    def all(self) -> list[Token]:
        return [token for run in self.runs for token in run]


def read_rows(
    tokens: Sequence[Token], found: Sequence[Found], widths: Sequence[int]
) -> list[RowReading]:
    """Give each found row its tokens; ``widths[row]`` is the number of its cells.

    A row whose values are all printed is read directly. Where some are blank, the first
    column stands where it can stand in all rows that are laid out alike.
    """
    slots = [
        _slots(tokens, label, found[i + 1].first if i + 1 < len(found) else len(tokens))
        for i, label in enumerate(found)
    ]
    direct = [
        _complete(label, slot, widths[label.row]) for label, slot in zip(found, slots, strict=True)
    ]
    starts: dict[tuple[int, int], set[int]] = {}
    for label, slot, reading in zip(found, slots, direct, strict=True):
        width = widths[label.row]
        possible = _starts(slot, width, reading)
        if possible:
            shape = _shape(tokens, label, width)
            starts[shape] = starts.get(shape, possible) & possible
    return [
        reading
        if reading is not None
        else _with_blanks(
            label,
            slot,
            widths[label.row],
            starts.get(_shape(tokens, label, widths[label.row]), set()),
        )
        for label, slot, reading in zip(found, slots, direct, strict=True)
    ]


def _shape(tokens: Sequence[Token], label: Found, width: int) -> tuple[int, int]:
    """Rows of one width whose label stands in the same cell of its line are laid out alike."""
    return width, tokens[label.last].cell


def _slots(tokens: Sequence[Token], label: Found, stop: int) -> _Slots:
    runs: list[list[Token]] = [[]]
    for index in range(label.first + 1, stop):
        token = tokens[index]
        if token.kind is not Kind.TEXT:
            runs[-1].append(token)
        elif index > label.last and runs[-1]:
            runs.append([])
    return _Slots([run for run in runs if run])


def _complete(label: Found, slots: _Slots, width: int) -> RowReading | None:
    """Read a row whose number of printed values is that of its cells, or that has none."""
    runs = [[t for t in run if t.kind in VALUES] for run in slots.runs]
    runs = [run for run in runs if run]
    values = [token for run in runs for token in run]
    if any(token.kind is Kind.GLUED for token in values):
        return RowReading(label, (), "digits are printed without separators", tuple(values))
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


def _starts(slots: _Slots, width: int, reading: RowReading | None) -> set[int]:
    """Where among the cells after its label a row's first column may stand.

    Blank cells at the end of a row may have been trimmed away.
    """
    if reading is not None:
        whole = reading.cells and not reading.doubt and reading.cells[0].kind in VALUES
        return {slots.runs[0].index(reading.cells[0])} if whole and _single(slots) else set()
    if not _single(slots) or not any(t.kind is Kind.BLANK for t in slots.runs[0]):
        return set()
    cells = _line_cells(slots.runs[0], width)
    filled = [index for index, token in enumerate(cells) if token.kind in VALUES]
    return set(range(max(0, filled[-1] - width + 1), filled[0] + 1))


def _single(slots: _Slots) -> bool:
    return all(token.kind is Kind.BLANK for run in slots.runs[1:] for token in run)


def _line_cells(run: list[Token], width: int) -> list[Token]:
    """Cells on the first line of values where it holds a whole row, else all of the run."""
    line = next(token.line for token in run if token.kind in VALUES)
    same = [token for token in run if token.line == line]
    return same if len(same) >= width and run[0] is same[0] else run


def _with_blanks(label: Found, slots: _Slots, width: int, starts: set[int]) -> RowReading:
    """Read a row with fewer values than cells, where blank cells show which are empty."""
    values = tuple(token for token in slots.all if token.kind in VALUES)
    if len(starts) == 1 and _single(slots):
        (start,) = starts
        cells = _line_cells(slots.runs[0], width)[start : start + width]
        if sum(token.kind in VALUES for token in cells) == len(values):
            return RowReading(label, tuple(cells + _trimmed(cells[-1], width - len(cells))))
    doubt = f"{len(values)} values are printed for {width} cells"
    if len(starts) > 1:
        doubt += f" and the blank cells allow {len(starts)} readings"
    return RowReading(label, (), doubt, values)


def _trimmed(last: Token, number: int) -> list[Token]:
    """Blank cells that a text lost at the end of a row."""
    return [Token(Kind.BLANK, last.end, last.end, last.line, last.cell)] * number
