"""Rows in doubt: every reading that a row's printed digits allow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, combinations, count, islice

from extractors.model import Number
from extractors.tables.tokens import Kind, Token

Reading = tuple[Number | None, ...]
"""Values of a row's cells in order; null where a cell is blank."""
Block = tuple[int, bool]
"""Neighbouring cells of a row: how many, and whether the last is the sum of the others."""

MAX_READINGS = 20_000
"""Readings of one row that are considered; a row with more is left in doubt."""
MAX_STEPS = 20_000
"""Steps spent on the readings of one row: some hundredths of a second."""
Steps = Iterator[int]
"""Counts down to the end of what may be spent."""
_MAX_LOST = 6
_MAX_SURPLUS = 2
_MAX_DIGITS = 15
_IN_RUN = frozenset("0123456789,./+-万元件项")
_STROKES = ("/", "-")
_SIGNED = re.compile(r"[+-]?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)")
_LAST = re.compile(rf"({_SIGNED.pattern}(?:\.\d{{1,6}})?)(?:万?元|件|项)?")
_PLAIN = re.compile(r"0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+")
_USUAL_RUN = 2
"""Digits per cell up to which the readings of a run are remembered: they are few."""
_MAX_RUN = 7
"""Digits per cell, on the average of a row, beyond which a run is left in doubt."""


class Options:
    """Readings of one row, with the tokens of each.

    ``by_sums`` tells that sums within the row have excluded other readings already,
    ``certain`` that one of the readings is right.
    """

    by_sums = False
    certain = False

    def __init__(
        self, folded: str, cells: Sequence[tuple[Token, ...]], *, certain: bool = False
    ) -> None:
        self._folded = folded
        self._cells = cells
        self.certain = certain

    @cached_property
    def readings(self) -> list[Reading]:
        """All readings, in a fixed order."""
        return [tuple(map(self._value, cells)) for cells in self._cells]

    def cells(self, index: int) -> tuple[Token, ...]:
        """The tokens of one reading."""
        return self._cells[index]

    def _value(self, token: Token) -> int | None:
        printed = "".join(self._folded[token.start : token.end].split())
        plain = token.kind is Kind.VALUE and printed.isdecimal() and len(printed) <= _MAX_DIGITS
        return int(printed) if plain else None


class RunOptions(Options):
    """Readings of a run of characters without separators: every way to cut it.

    ``by_sums`` tells that the readings are those that meet the sums within the row, and that
    there are others.
    """

    def __init__(
        self,
        run: str,
        offsets: Sequence[int],
        readings: list[Reading],
        blocks: Sequence[Block],
        *,
        by_sums: bool,
    ) -> None:
        self._run = run
        self._offsets = offsets
        self._readings = readings
        self._blocks = blocks
        self.certain = True
        self.by_sums = by_sums

    @cached_property
    def readings(self) -> list[Reading]:
        """All readings, in a fixed order."""
        return self._readings

    @property
    def is_summed(self) -> bool:
        """Whether all cells are in sums of the row."""
        return all(summed for _, summed in self._blocks)

    @property
    def adds_up(self) -> bool:
        """Whether all cells are in sums of the row, and the readings meet them."""
        first, *others = self._readings
        met = self.by_sums or (not others and not _breaks(first, self._blocks))
        return self.is_summed and met

    @property
    def fails(self) -> bool:
        """Whether all cells hold numbers and are in sums of the row, and no reading meets them."""
        return self.is_summed and not self.adds_up and None not in self._readings[0]

    def cells(self, index: int) -> tuple[Token, ...]:
        """The tokens of one reading, cut out of the run."""
        tokens, position = [], 0
        reading = self._readings[index]
        for place, value in enumerate(reading, 1):
            after = position + _length(value, self._run, position)
            if place == len(reading):
                after = len(self._run)
            start, end = self._offsets[position], self._offsets[after - 1] + 1
            kind = Kind.NOT_APPLICABLE if value is None else Kind.VALUE
            tokens.append(Token(kind, start, end, 0, 0))
            position = after
        return tuple(tokens)


def has_sums(reading: Reading, blocks: Sequence[Block]) -> bool:
    """Whether all cells of a row are in sums that are printed and hold."""
    ends = list(accumulate(size for size, _ in blocks))
    printed = all(reading[end - 1] is not None for end in ends)
    return printed and all(summed for _, summed in blocks) and not _breaks(reading, blocks)


def _breaks(reading: Reading, blocks: Sequence[Block]) -> bool:
    """Whether a reading breaks a sum of its row."""
    values = [value or 0 for value in reading]
    for size, summed in blocks:
        *parts, total = values[:size]
        if summed and sum(parts) != total:
            return True
        del values[:size]
    return False


def _length(value: Number | None, run: str, position: int) -> int:
    """Characters that print a value in a run: a sign or commas at thousands may be there."""
    if value is None or (0 <= value <= 9 and run[position] not in "+-"):
        return 1
    signed = run[position] in "+-"
    plain = str(abs(value))
    start = position + signed
    return signed + len(plain if run.startswith(plain, start) else f"{abs(value):,}")


def run_options(
    folded: str,
    values: Sequence[Token],
    blocks: Sequence[Block],
    *,
    commas: bool = True,
    signed: int | None = None,
) -> RunOptions | None:
    """Ways to cut digits printed without separators; a stroke among them is a cell, a sign
    begins one, and the last one may have decimals. ``commas`` may stand at the thousands. Only
    the cell at the place ``signed``, a change, may be negative.

    Where no cut meets the sums of the row, all are given: the publisher may have broken them.
    """
    offsets = [place for token in values for place in range(token.start, token.end)]
    offsets = [place for place in offsets if not folded[place].isspace()]
    width = sum(size for size, _ in blocks)
    run = "".join(folded[place] for place in offsets)
    allowed = _IN_RUN if commas else _IN_RUN - {","}
    if len(run) > _MAX_RUN * width or not set(run) <= allowed:
        return None
    cut = _cuts_of if len(run) <= _USUAL_RUN * width else _cuts_of.__wrapped__
    found, by_sums = cut(run, tuple(blocks))
    readings = [reading for reading in found or () if _is_counted(reading, signed)]
    return RunOptions(run, offsets, readings, blocks, by_sums=by_sums) if readings else None


def _is_counted(reading: Reading, signed: int | None) -> bool:
    """Whether no cell but a change is negative."""
    return all(value is None or value >= 0 or at == signed for at, value in enumerate(reading))


@lru_cache(maxsize=4096)
def _cuts_of(run: str, blocks: tuple[Block, ...]) -> tuple[list[Reading] | None, bool]:
    """Readings of a run, and whether sums have excluded others: rows of zeros come often."""
    width = sum(size for size, _ in blocks)
    summed = len(run) > width and any(summed for _, summed in blocks)
    readings = _readings(_cut(run, blocks, count(MAX_STEPS, -1))) if summed else None
    by_sums = bool(readings)
    if summed and not readings and len(blocks) > 1:
        steps = count(MAX_STEPS, -1)
        relaxed = (_relaxed(blocks, place) for place in range(len(blocks)))
        readings = _readings(r for some in relaxed for r in _cut(run, some, steps))
    elif not readings:
        readings = _readings(_cut(run, ((width, False),), count(MAX_STEPS, -1)))
    return readings, by_sums


def _relaxed(blocks: Sequence[Block], place: int) -> list[Block]:
    """Blocks of which one need not add up."""
    return [(size, summed and i != place) for i, (size, summed) in enumerate(blocks)]


def _readings(found: Iterator[Reading]) -> list[Reading] | None:
    """All readings, in order; null where there are none, or too many."""
    try:
        readings = list(islice(found, MAX_READINGS + 1))
    except OverflowError:
        return None
    return readings if 0 < len(readings) <= MAX_READINGS else None


def surplus_options(
    folded: str, values: Sequence[Token], width: int, lines: Mapping[int, int]
) -> Options | None:
    """Ways to make ``width`` cells of more numbers: a number in pieces is one, and a number
    alone on its line, of which ``lines`` counts the words, may be that of a page."""
    surplus = len(values) - width
    if surplus > _MAX_SURPLUS:
        return None
    readings: list[tuple[Token, ...]] = [tuple(values)]
    for _ in range(surplus):
        readings = [r for reading in readings for r in _one_less(folded, reading, lines)]
    return Options(folded, list(dict.fromkeys(readings))) if readings else None


def _one_less(
    folded: str, values: tuple[Token, ...], lines: Mapping[int, int]
) -> Iterator[tuple[Token, ...]]:
    """Ways to make one number less of a row's numbers."""
    for place, token in enumerate(values):
        if lines[token.line] == 1:
            yield values[:place] + values[place + 1 :]
        after = values[place + 1] if place + 1 < len(values) else None
        if after and token.kind is after.kind is Kind.VALUE:
            gap = folded[token.end : after.start]
            if gap == " " or gap.strip(" ") == "\n":
                joined = token._replace(end=after.end)
                yield (*values[:place], joined, *values[place + 2 :])


def lost_options(folded: str, values: Sequence[Token], width: int) -> Options | None:
    """Ways to put back blank cells that a text lost between the values of a row."""
    if not values or width - len(values) > _MAX_LOST:
        return None
    if any(token.end - token.start > _MAX_DIGITS for token in values):
        return None
    blank = Token(Kind.BLANK, values[-1].end, values[-1].end, values[-1].line, values[-1].cell)
    options = []
    for places in combinations(range(width), len(values)):
        row = [blank] * width
        for place, token in zip(places, values, strict=True):
            row[place] = token
        options.append(tuple(row))
    return Options(folded, options)


def _cut(digits: str, blocks: Sequence[Block], steps: Steps) -> Iterator[Reading]:
    """Ways to cut a run into all of a row's blocks."""
    if not blocks:
        if not digits:
            yield ()
        return
    (width, summed), rest = blocks[0], blocks[1:]
    needed = sum(size for size, _ in rest)
    ends = range(width, len(digits) - needed + 1) if rest else [len(digits)]
    for end in ends:
        heads = list(_cut_block(digits[:end], width, summed, steps))
        if heads:
            for tail in _cut(digits[end:], rest, steps):
                for head in heads:
                    yield (*head, *tail)


def _cut_block(run: str, width: int, summed: bool, steps: Steps) -> Iterator[Reading]:
    """Ways to cut a run into ``width`` cells: numbers without leading zeros, and strokes."""
    if not summed:
        yield from _pieces(run, 0, width, steps)
        return
    for cut in range(width - 1, len(run)):
        total = _number(run, cut, len(run))
        if total is not None:
            for parts in _parts(run, 0, cut, width - 1, total, steps):
                yield (*parts, total)


def _number(run: str, start: int, end: int) -> int | None:
    """The number printed between two places, if it is one."""
    match = _PLAIN.fullmatch(run, start, end)
    return int(match[0].replace(",", "")) if match else None


def _pieces(run: str, start: int, width: int, steps: Steps) -> Iterator[Reading]:
    """Ways to cut the end of a run into ``width`` cells."""
    if next(steps) <= 0:
        raise OverflowError
    if width == 1:
        last = run[start:]
        if last in _STROKES:
            yield (None,)
        elif match := _LAST.fullmatch(last):
            digits = match[1].replace(",", "")
            yield (float(digits) if "." in digits else int(digits),)
        return
    for end in range(start + 1, len(run) - width + 2):
        if run[start:end] in _STROKES:
            for rest in _pieces(run, end, width - 1, steps):
                yield (None, *rest)
        elif match := _SIGNED.fullmatch(run, start, end):
            value = int(match[0].replace(",", ""))
            for rest in _pieces(run, end, width - 1, steps):
                yield (value, *rest)


def _parts(
    run: str, start: int, stop: int, width: int, total: int, steps: Steps
) -> Iterator[Reading]:
    """Ways to cut ``run[start:stop]`` into ``width`` cells that add to ``total``."""
    if next(steps) <= 0:
        raise OverflowError
    room = stop - start - (width - 1)
    size_of_total = len(f"{total:,}") if "," in run else len(str(total))
    if room < 1 or size_of_total > room + 1:
        return
    if width == 1:
        value = 0 if room == 1 and run[start] == "/" else _number(run, start, stop)
        if value == total:
            yield (None if run[start] == "/" else value,)
        return
    for size in range(1, min(room, size_of_total) + 1):
        if run[start] == "/":
            value = 0
        else:
            found = _number(run, start, start + size)
            if found is None:
                continue
            value = found
        if value > total:
            break
        for rest in _parts(run, start + size, stop, width - 1, total - value, steps):
            yield (None if run[start] == "/" else value, *rest)
        if run[start] in "0/":
            break
