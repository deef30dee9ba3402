"""Rows in doubt: every reading that a row's printed digits allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations, count, islice

from extractors.tokens import Kind, Token

Reading = tuple[int | None, ...]
"""Values of a row's cells in order; null where a cell is blank."""
Block = tuple[int, bool]
"""Neighbouring cells of a row: how many, and whether the last is the sum of the others."""

MAX_READINGS = 20_000
"""Readings of one row that are considered; a row with more is left in doubt."""
MAX_STEPS = 20_000
"""Steps spent on the readings of one row: some hundredths of a second."""
Steps = Iterator[int]
"""Counts down to the end of what may be spent."""
_MAX_LOST = 3
_MAX_DIGITS = 15
_MAX_RUN = 7
"""Digits per cell, on the average of a row, beyond which a run is left in doubt."""


class Options:
    """Readings of one row, with the tokens of each.

    ``shows_blanks`` is true where the text shows that cells are blank, if not which.
    """

    def __init__(
        self, folded: str, cells: Sequence[tuple[Token, ...]], *, shows_blanks: bool = False
    ) -> None:
        self._folded = folded
        self._cells = cells
        self.shows_blanks = shows_blanks

    @cached_property
    def readings(self) -> list[Reading]:
        """All readings, in a fixed order."""
        return [tuple(map(self._value, cells)) for cells in self._cells]

    def cells(self, index: int) -> tuple[Token, ...]:
        """The tokens of one reading."""
        return self._cells[index]

    def _value(self, token: Token) -> int | None:
        printed = self._folded[token.start : token.end]
        plain = token.kind is Kind.VALUE and printed.isdecimal() and len(printed) <= _MAX_DIGITS
        return int(printed) if plain else None


class RunOptions(Options):
    """Readings of a run of digits without separators: every way to cut it."""

    def __init__(self, offsets: Sequence[int], readings: Sequence[Reading], like: Token) -> None:
        self._offsets = offsets
        self._readings = list(readings)
        self._like = like
        self.shows_blanks = False

    @cached_property
    def readings(self) -> list[Reading]:
        """All readings, in a fixed order."""
        return self._readings

    def cells(self, index: int) -> tuple[Token, ...]:
        """The tokens of one reading, cut out of the run."""
        tokens, position = [], 0
        for value in self._readings[index]:
            last = position + len(str(value)) - 1
            start, end = self._offsets[position], self._offsets[last] + 1
            tokens.append(Token(Kind.VALUE, start, end, self._like.line, self._like.cell))
            position = last + 1
        return tuple(tokens)


def run_options(folded: str, values: Sequence[Token], blocks: Sequence[Block]) -> Options | None:
    """Ways to cut digits printed without separators."""
    offsets = [
        place
        for token in values
        for place in range(token.start, token.end)
        if folded[place].isdecimal()
    ]
    width = sum(size for size, _ in blocks)
    if len(offsets) > _MAX_RUN * width or len(offsets) != sum(
        token.end - token.start for token in values
    ):
        return None
    digits = "".join(folded[place] for place in offsets)
    try:
        readings = list(islice(_cut(digits, blocks, count(MAX_STEPS, -1)), MAX_READINGS + 1))
    except OverflowError:
        return None
    if not readings or len(readings) > MAX_READINGS:
        return None
    return RunOptions(offsets, readings, values[0])


def surplus_options(folded: str, values: Sequence[Token], width: int) -> Options | None:
    """Ways to leave out numbers that stand in a row without belonging to it."""
    if len(values) > width + 2:
        return None
    return Options(folded, list(combinations(values, width)))


def lost_options(folded: str, values: Sequence[Token], width: int) -> Options | None:
    """Ways to put back blank cells that a text lost between the values of a row."""
    if not values or width - len(values) > _MAX_LOST:
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


def _cut_block(digits: str, width: int, summed: bool, steps: Steps) -> Iterator[Reading]:
    """Ways to cut a run into ``width`` numbers without leading zeros."""
    length = len(digits)
    if not summed:
        for cuts in combinations(range(1, length), width - 1):
            texts = [digits[a:b] for a, b in zip((0, *cuts), (*cuts, length), strict=True)]
            if all(len(part) == 1 or part[0] != "0" for part in texts):
                yield tuple(map(int, texts))
        return
    for cut in range(width - 1, length):
        if digits[cut] == "0" and cut < length - 1:
            continue
        total = int(digits[cut:])
        for parts in _parts(digits, 0, cut, width - 1, total, steps):
            yield (*parts, total)


def _parts(
    digits: str, start: int, stop: int, width: int, total: int, steps: Steps
) -> Iterator[Reading]:
    """Ways to cut ``digits[start:stop]`` into ``width`` numbers that add to ``total``."""
    if next(steps) <= 0:
        raise OverflowError
    room = stop - start - (width - 1)
    size_of_total = len(str(total))
    if room < 1 or size_of_total > room + 1:
        return
    if width == 1:
        if room == 1 or digits[start] != "0":
            value = int(digits[start:stop])
            if value == total:
                yield (value,)
        return
    longest = 1 if digits[start] == "0" else min(room, size_of_total)
    for size in range(1, longest + 1):
        value = int(digits[start : start + size])
        if value > total:
            break
        for rest in _parts(digits, start + size, stop, width - 1, total - value, steps):
            yield (value, *rest)
