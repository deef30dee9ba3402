"""Values of a row: which of the tokens after a label are its cells."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from functools import partial

from extractors.tables.deferred import deferred_rows
from extractors.tables.grid import GridRow, first_columns, grid_row, whole_rows, window
from extractors.tables.labels import Found
from extractors.tables.merged import unmerge
from extractors.tables.options import Block, Options, has_sums, lost_options, surplus_options
from extractors.tables.positions import Columns
from extractors.tables.rectangle import marked_blanks, rectangle
from extractors.tables.row import RowReading, Rows
from extractors.tables.slots import OwnWords, Slots, is_own, slots_of
from extractors.tables.together import cut_rows
from extractors.tables.tokens import VALUES, Kind, Token
from extractors.tables.torn import TAIL, TORN, is_tail, may_be_next
from schema.messages import Words, words

_STRAY = words("doubt.stray")


def plain_rows(folded: str, rows: Rows) -> list[RowReading] | None:
    """Rows of a table that prints all values plainly; null where any row leaves a doubt."""
    readings = []
    foreign = rows.foreign
    for label, stop in zip(rows.found, rows.stops, strict=True):
        spec = rows.specs[label.row]
        own = OwnWords(spec.words, foreign)
        reading = _plain(folded, rows.tokens, label, stop, spec.width, own)
        torn = may_be_next(folded, rows, label) or is_tail(folded, rows, label)
        if reading is None or torn or (len(rows.specs) == 1 and _skips(rows.tokens, reading)):
            return None
        readings.append(reading)
    return readings


def _plain(
    folded: str,
    tokens: Sequence[Token],
    label: Found,
    stop: int,
    width: int,
    own: OwnWords,
) -> RowReading | None:
    """Read a row behind whose label all its values are printed, and no other number."""
    if label.first < label.last and any(
        token.kind in VALUES for token in tokens[label.first : label.last]
    ):
        return None
    cells: list[Token] = []
    ended = blanks = False
    for token in tokens[label.last + 1 : stop]:
        kind = token.kind
        if kind is Kind.TEXT:
            ended = ended or bool(cells) or not is_own(folded, token, own, likely=not blanks)
        elif kind is Kind.BLANK:
            blanks = True
        else:
            if ended or kind is Kind.GLUED:
                return None
            cells.append(token)
    return RowReading(label, tuple(cells)) if len(cells) == width else None


def doubtful_rows(
    text: str, folded: str, rows: Rows, *, together: bool, blanks: bool = False
) -> list[RowReading]:
    """Rows of a table that does not print all values plainly.

    A row with as many values as cells is read directly. Where some are blank, the first
    column stands where it can stand in all rows that are laid out alike. What is still in
    doubt comes back with its options. ``together``: values have no separators; ``blanks``:
    some of their cells are blank.
    """
    tokens, found, specs = rows
    foreign = rows.foreign
    slots = [
        slots_of(folded, tokens, label, stop, OwnWords(specs[label.row].words, foreign))
        for label, stop in zip(found, rows.stops, strict=True)
    ]
    for index, label in enumerate(found[1:]):
        slots[index] = _without_number(folded, slots[index], specs[label.row].number)
    if together:
        return cut_rows(folded, rows, slots, blanks=blanks)
    widths = [specs[label.row].width for label in found]
    direct = [
        RowReading(label, once) if once else _complete(label, slot, width)
        for label, slot, width, once in zip(
            found, slots, widths, unmerge(folded, slots, widths), strict=True
        )
    ]
    blank = any(0 < len(s.values) < width for s, width in zip(slots, widths, strict=True))
    marked = marked_blanks(text, rows, slots)
    kept: dict[int, tuple[Token, ...]] | None = None
    deferred = deferred_rows(folded, found, slots, specs)
    layout = _Layout(text, rows, slots, direct, cut_off=not folded[tokens[-1].end :].strip())
    readings = []
    for place, (label, slot, reading) in enumerate(zip(found, slots, direct, strict=True)):
        if place in deferred:
            readings.append(deferred[place]._replace(extras=slot.extras))
            continue
        if slot.values and may_be_next(folded, rows, label):
            readings.append(RowReading(label, (), TORN, slot.values, extras=slot.extras))
            continue
        if slot.values and is_tail(folded, rows, label):
            readings.append(RowReading(label, (), TAIL, slot.values, extras=slot.extras))
            continue
        blocks = specs[label.row].blocks
        own = RowReading(label, marked[place]) if place in marked else reading
        unclear = own is None and (marked or _has_glued(folded, slot.values))
        done = own or _with_blanks(folded, label, slot, blocks, layout)
        one_more = (blank or len(specs) == 1) and _has_one_more(folded, slot, done, blocks)
        if unclear or one_more or _adds_up_otherwise(folded, slot, done, blocks, layout):
            done = RowReading(label, (), _count(slot.values, widths[place]), slot.values)
        if done.doubt:
            kept = rectangle(rows) if kept is None else kept
            done = RowReading(label, kept[place]) if place in kept else done
        if done.doubt and not slot.words:
            done = done._replace(options=_options(folded, slot, blocks, layout, label))
        readings.append(done._replace(extras=slot.extras))
    return _without_strays(tokens, readings)


def _has_glued(folded: str, values: Sequence[Token]) -> bool:
    """Whether a number begins with a zero: there, values have run together, and fewer numbers
    than cells do not tell that others are blank."""
    return any(
        folded[t.start] == "0" and folded[t.start : t.end].isdecimal() and t.end - t.start > 1
        for t in values
    )


def _skips(tokens: Sequence[Token], reading: RowReading) -> bool:
    """Whether a blank cell stands between the cells of a reading that are none: where a table
    prints more cells than the form has, one of its numbers is none of its own."""
    cells = [token for token in reading.cells if token]
    first, last = cells[0].start, cells[-1].end
    return any(
        token.kind is Kind.BLANK and first < token.start < last and token not in cells
        for token in tokens
    )


def _has_one_more(folded: str, slots: Slots, reading: RowReading, blocks: Sequence[Block]) -> bool:
    """Whether one of a row's values may be none of its own, which nothing but zeros confirms."""
    cells = tuple(token for token in reading.cells if token)
    if not cells or not _skips(slots.all, reading):
        return False
    values = Options(folded, [cells]).readings[0]
    return not (has_sums(values, blocks) and any(values))


def _adds_up_otherwise(
    folded: str, slots: Slots, reading: RowReading, blocks: Sequence[Block], layout: _Layout
) -> bool:
    """Whether the cells of a row break its sums, and meet them with a number that stands behind
    words of a head in place of one among them, as that of a page is."""
    cells = tuple(token for token in reading.cells if token)
    if not cells or not reading.spare or has_sums(Options(folded, [cells]).readings[0], blocks):
        return False
    width = sum(size for size, _ in blocks)
    options = surplus_options(folded, slots.values, width, layout.lines)
    return options is not None and any(has_sums(one, blocks) for one in options.readings)


def _count(tokens: Sequence[Token], width: int) -> Words:
    return words("doubt.count", values=len(tokens), cells=width)


def _without_strays(tokens: Sequence[Token], readings: list[RowReading]) -> list[RowReading]:
    """Rows of a table of which most print nothing at all, not even blank cells: where values
    stand below their label, they may be those of any row, and are left open."""
    empty = sum(not (reading.cells or reading.doubt) for reading in readings)
    if 2 * empty <= len(readings):
        return readings
    return [
        reading._replace(cells=(), doubt=_STRAY, spare=tuple(filter(None, reading.cells)))
        if any(token and token.line > tokens[reading.found.last].line for token in reading.cells)
        else reading
        for reading in readings
    ]


class _Layout:
    """How the rows of a table are laid out, learnt from all of them."""

    def __init__(
        self,
        text: str,
        rows: Rows,
        slots: Sequence[Slots],
        direct: Sequence[RowReading | None],
        *,
        cut_off: bool,
    ) -> None:
        self._width = max(spec.width for spec in rows.specs)
        self._columns = Columns(text, self._width, partial(_all_rows, rows, slots, direct))
        self.lines = Counter(token.line for token in rows.tokens)
        self.rows: dict[int, GridRow] = {}
        for place, (label, slot, reading) in enumerate(zip(rows.found, slots, direct, strict=True)):
            if slot.runs and _single(slot):
                after = rows.found[place + 1] if place + 1 < len(rows.found) else None
                spec = rows.specs[label.row]
                self.rows[label.row] = grid_row(
                    slot.runs[0],
                    rows.tokens[after.first].line if after else sys.maxsize,
                    width=spec.width,
                    depth=spec.depth,
                    after=rows.specs[after.row].lead if after else 0,
                    full=reading is not None and bool(reading.cells),
                )
        self._starts, apart = first_columns(self.rows)
        if cut_off:  # the text may go on within the last row
            apart.add(rows.found[-1].row)
        self._whole = whole_rows(self.rows, self._starts, apart, rows.tokens)

    def starts(self, label: Found) -> set[int]:
        """Places where the row's first column may stand."""
        return self._starts.get(label.row, set())

    def cells(self, label: Found) -> tuple[Token, ...] | None:
        """The row's cells where the layout leaves no choice; null where it does."""
        starts = self.starts(label)
        if len(starts) != 1 or label.row not in self._whole:
            return None
        cells = window(self.rows[label.row], *starts)
        return cells if len(cells) == self.rows[label.row].width else None

    def by_position(
        self, folded: str, slots: Slots, blocks: Sequence[Block]
    ) -> tuple[Token, ...] | None:
        """The row's cells by the places of its numbers; null where these do not tell.

        The sums of the row must be printed and hold: a number that is missing, rather than a
        cell that is blank, has moved others.
        """
        width = sum(size for size, _ in blocks)
        if width != self._width or any(token.kind is Kind.BLANK for token in slots.all):
            return None
        cells = self._columns.cells(slots.values)
        if cells is None or not has_sums(Options(folded, [cells]).readings[0], blocks):
            return None
        return cells


def _all_rows(
    rows: Rows, slots: Sequence[Slots], direct: Sequence[RowReading | None]
) -> list[Sequence[Token]]:
    """The values of rows that have as many cells as the widest: of those that are read, theirs."""
    width = max(spec.width for spec in rows.specs)
    return [
        [token for token in reading.cells if token] if reading else slot.values
        for label, slot, reading in zip(rows.found, slots, direct, strict=True)
        if rows.specs[label.row].width == width > 1
    ]


def _options(
    folded: str,
    slots: Slots,
    blocks: Sequence[Block],
    layout: _Layout,
    label: Found,
) -> Options | None:
    """Readings of a row in doubt."""
    values = slots.values
    width = sum(size for size, _ in blocks)
    if any(token.kind is Kind.GLUED for token in values) or _has_glued(folded, values):
        return None
    if len(values) > width:
        # What no sum confirms may be two numbers as well as one in pieces; one that stands
        # alone on its line may be that of a page.
        told = any(summed for _, summed in blocks) or any(
            layout.lines[token.line] == 1 for token in values
        )
        return surplus_options(folded, values, width, layout.lines) if told else None
    starts = layout.starts(label)
    if starts:
        if not any(summed for _, summed in blocks):
            return None  # no sum tells whether a cell is lost
        row = layout.rows[label.row]
        windows = [window(row, start) for start in sorted(starts)]
        whole = [cells for cells in windows if len(cells) == width]
        trimmed = row.on_line and len(whole) < len(windows)
        return Options(folded, whole) if whole and not trimmed else None
    if any(token.kind is Kind.BLANK for token in slots.all):
        return None
    # Sums within a row alone would let a number that is missing pass for a blank cell.
    return lost_options(folded, values, width) if blocks == ((width, True),) else None


def _without_number(folded: str, slots: Slots, number: str) -> Slots:
    """Slots whose last value has lost the number of the next row that had run into it."""
    if not number or not slots.runs:
        return slots
    *before, last = slots.runs[-1]
    until = last.end
    while until > last.start and folded[until - 1] in ".、":
        until -= 1
    end = until - len(number)
    if last.kind is Kind.GLUED and end > last.start and folded[end:until] == number:
        kind = Kind.VALUE if folded[last.start : end].isdecimal() else Kind.GLUED
        shortened = [*before, last._replace(kind=kind, end=end)]
        return slots._replace(runs=[*slots.runs[:-1], shortened])
    return slots


def _complete(label: Found, slots: Slots, width: int) -> RowReading | None:
    """Read a row whose number of printed values is that of its cells, or that has none."""
    runs = [[t for t in run if t.kind in VALUES] for run in slots.runs]
    runs = [run for run in runs if run]
    values = [token for run in runs for token in run]
    glued = any(token.kind is Kind.GLUED for token in values)
    if glued and len(values) != width:
        return RowReading(label, (), words("doubt.glued"), tuple(values))
    if not values and slots.words:
        return RowReading(label, (), words("doubt.words"), slots.words)
    if not values:
        blanks = tuple(slots.runs[0][:width]) if slots.runs else ()
        return RowReading(label, blanks if len(blanks) == width else ())
    if len(runs[0]) == width:
        spare = tuple(values[width:])
        return RowReading(label, tuple(runs[0]), spare=spare)
    if len(values) == width:
        return RowReading(label, tuple(values))
    if len(values) > width:
        doubt = _count(values, width)
        return RowReading(label, (), doubt, tuple(values))
    return None


def _single(slots: Slots) -> bool:
    return all(token.kind is Kind.BLANK for run in slots.runs[1:] for token in run)


def _with_blanks(
    folded: str, label: Found, slots: Slots, blocks: Sequence[Block], layout: _Layout
) -> RowReading:
    """Read a row with fewer values than cells, where blank cells show which are empty."""
    values = slots.values
    cells = layout.cells(label)
    if cells is not None and sum(token.kind in VALUES for token in cells) == len(values):
        return RowReading(label, cells)
    cells = layout.by_position(folded, slots, blocks)
    if cells is not None:
        return RowReading(label, cells)
    width = sum(size for size, _ in blocks)
    return RowReading(label, (), _count(values, width), values)
