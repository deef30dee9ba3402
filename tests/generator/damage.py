"""Damage as it happens to texts on their way: for tests that nothing wrong goes unflagged."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from random import Random

# The text without white space, pipes, signs and pinyin is searched for these.
_FIRST = re.compile(
    "第二十[条條]第|信息[内內]容本年|[统統][计計]指[标標]|指[标標]名[称稱]|指[标標][单單]位"
)
_BEHIND = re.compile("五、(?:政府信息公[开開]工作)?存在|[单單]位[负負][责責]人|填[报報]日期")
_KEPT = re.compile("[一-鿿、]")
# Where the rows of a table begin that has no lines.
_ROW = re.compile(
    r"(?=(?<!第)[(（][一二三四五六七八九][)）]|\d[.、．] ?[^\d\s]|[一二三四]、|第二十|信息[内內]容"
    r"|行政[许許处處强強规規事])"
)
_UNIT = "[件条條次项項个個人元万萬篇]{0,2}"
# What stands between two cells, and no more.
_APART = r"(?:\n\|\n| ?\|\n|\n\t| *\| *|\t| +|\n+)"
_BEHIND_VALUE = r"(?:(?<=\d)|(?<=\d[件条條次项項个個人元篇])|(?<=\d[万萬]元))"
_NEIGHBOURS = re.compile(
    rf"{_BEHIND_VALUE}{_APART}(?=[+-]?\d)(?!\d+(?:[.、．] ?[^\d\s]|\s*[年月日]))"
)
_CELL = re.compile(rf"{_APART}[+-]?\d(?:[\d.,]*\d)?{_UNIT}(?!\s*[年月日])(?=[ \t|\n]|$)")
_FEW_LINES = 25


def cut_end(text: str, rng: Random) -> str:
    """The text without its end, a tenth to seven tenths of it."""
    return text[: int(len(text) * rng.uniform(0.3, 0.9))]


def drop_line(text: str, rng: Random) -> str:
    """The text without one of the lines that stand in its tables.

    Where the tables have no lines, this and the damage of two lines strike rows instead.
    """
    before, lines, behind = _lines(text)
    del lines[rng.choice(_filled(lines))]
    return before + "".join(lines) + behind


def duplicate_line(text: str, rng: Random) -> str:
    """The text with one line of its tables twice."""
    before, lines, behind = _lines(text)
    at = rng.choice(_filled(lines))
    lines.insert(at, lines[at])
    return before + "".join(lines) + behind


def swap_rows(text: str, rng: Random) -> str:
    """The text with two different neighbouring lines of its tables exchanged."""
    before, lines, behind = _lines(text)
    pairs = [(a, b) for a, b in pairwise(_filled(lines)) if lines[a] != lines[b]]
    if not pairs:
        return drop_line(text, rng)
    first, second = rng.choice(pairs)
    lines[first], lines[second] = lines[second], lines[first]
    return before + "".join(lines) + behind


def lose_digit(text: str, rng: Random) -> str:
    """The text without one digit of its tables."""
    start, end = _tables(text)
    places = [match.start() for match in re.finditer(r"\d", text[start:end])]
    if not places:
        return drop_line(text, rng)
    at = start + rng.choice(places)
    return text[:at] + text[at + 1 :]


def merge_columns(text: str, rng: Random) -> str:
    """The text with two neighbouring values glued; where nothing is between them, less a digit."""
    return _without(_NEIGHBOURS, text, rng)


def drop_cell(text: str, rng: Random) -> str:
    """The text without one value and what sets it apart; in a run of digits, without a digit."""
    return _without(_CELL, text, rng)


def shift_chunk(text: str, rng: Random) -> str:
    """The text with 5 to 60 characters torn out of its tables: gone, or found behind them."""
    start, end = _tables(text)
    places = [match.start() for match in re.finditer(r"\S", text[start : max(end - 5, start + 1)])]
    at = start + rng.choice(places or [0])
    till = min(at + rng.randint(5, 60), end)
    chunk, rest = text[at:till], text[:at] + text[till:]
    if rng.random() < 0.5:
        return rest
    back = rng.randint(end - len(chunk), len(rest))
    return rest[:back] + chunk + rest[back:]


def _without(pattern: re.Pattern[str], text: str, rng: Random) -> str:
    """The text without one match of the pattern in its tables, else without a digit."""
    start, end = _tables(text)
    spans = [match.span() for match in pattern.finditer(text, start, end)]
    if not spans:
        return lose_digit(text, rng)
    first, last = rng.choice(spans)
    return text[:first] + text[last:]


def _tables(text: str) -> tuple[int, int]:
    """From where to where the tables stand; the whole text where there are none."""
    places = [match.start() for match in _KEPT.finditer(text)]
    plain = "".join(text[place] for place in places)
    first = _FIRST.search(plain)
    if first is None:
        return 0, len(text)
    behind = [match.start() for match in _BEHIND.finditer(plain, first.end())]
    start = _line_start(text, places[first.start()])
    return start, _line_start(text, places[behind[0]]) if behind else len(text)


def _line_start(text: str, at: int) -> int:
    """The start of the line if nothing stands before this place but white space and marks."""
    start = text.rfind("\n", 0, at) + 1
    return at if _KEPT.search(text, start, at) else start


def _lines(text: str) -> tuple[str, list[str], str]:
    """What stands before the tables, their lines or else their rows, and what stands behind."""
    start, end = _tables(text)
    tables = text[start:end]
    lines = tables.splitlines(keepends=True)
    if len(_filled(lines)) < _FEW_LINES:
        lines = _ROW.split(tables)
    return text[:start], lines, text[end:]


def _filled(lines: list[str]) -> list[int]:
    """Numbers of the lines that hold a word or a value."""
    return [number for number, line in enumerate(lines) if re.search(r"\w", line)] or [0]


DAMAGES: dict[str, Callable[[str, Random], str]] = {
    "cut_end": cut_end,
    "drop_line": drop_line,
    "lose_digit": lose_digit,
    "swap_rows": swap_rows,
    "merge_columns": merge_columns,
    "drop_cell": drop_cell,
    "shift_chunk": shift_chunk,
    "duplicate_line": duplicate_line,
}
