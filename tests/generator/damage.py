"""Damage as it happens to texts on their way: for tests that nothing wrong goes unflagged."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from random import Random


def cut_end(text: str, rng: Random) -> str:
    """The text without its end, a tenth to seven tenths of it."""
    return text[: int(len(text) * rng.uniform(0.3, 0.9))]


def drop_line(text: str, rng: Random) -> str:
    """The text without one of the lines that stand in its tables."""
    lines = text.split("\n")
    del lines[rng.choice(_table_lines(lines))]
    return "\n".join(lines)


def lose_digit(text: str, rng: Random) -> str:
    """The text without one digit of its tables."""
    lines = text.split("\n")
    places = [
        (number, match.start())
        for number in _table_lines(lines)
        for match in re.finditer(r"\d", lines[number])
    ]
    if not places:
        return text
    number, at = rng.choice(places)
    lines[number] = lines[number][:at] + lines[number][at + 1 :]
    return "\n".join(lines)


def swap_rows(text: str, rng: Random) -> str:
    """The text with two different neighbouring lines of its tables exchanged."""
    lines = text.split("\n")
    numbers = _table_lines(lines)
    pairs = [(a, b) for a, b in pairwise(numbers) if lines[a] != lines[b]]
    if not pairs:
        return text
    first, second = rng.choice(pairs)
    lines[first], lines[second] = lines[second], lines[first]
    return "\n".join(lines)


def _table_lines(lines: list[str]) -> list[int]:
    """Numbers of the filled lines between the headings of sections two and five."""
    heading = re.compile(r"^[#\s]*(二|五)、")
    bounds = [number for number, line in enumerate(lines) if heading.match(line)]
    first, last = (bounds[0] + 1, bounds[-1]) if len(bounds) > 1 else (0, len(lines))
    filled = [number for number in range(first, last) if lines[number].strip()]
    return filled or list(range(len(lines)))


DAMAGES: dict[str, Callable[[str, Random], str]] = {
    "cut_end": cut_end,
    "drop_line": drop_line,
    "lose_digit": lose_digit,
    "swap_rows": swap_rows,
}
