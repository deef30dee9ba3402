"""Tables drawn with characters: a line of dashes and corners above and below each row.

A row between two such lines may take several lines, because labels are wrapped in their cells.
"""

from __future__ import annotations

import re

from extractors.document import UNKNOWN

_BARS = "|│┃║"
_JOINTS = "+┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╭╮╰╯╞╪╡"
_DASHES = r"\-=─━═"
_DRAWN = re.compile(rf"[{_JOINTS}][{_DASHES}]{{2}}|(?<![{_DASHES}])[{_DASHES}]{{2,}}+[{_JOINTS}]")
_ANY = ("--", "──", "━━", "══", "==")
_STROKES = re.compile(rf"[{_JOINTS}{_DASHES}:]{{3,}}")
_BORDER = re.compile(rf"[\s{_BARS}{_JOINTS}{_DASHES}:]+")
_BAR = re.compile(rf"[{_BARS}{_JOINTS[1:]}]")
_NUMBER = re.compile(rf"[{_BARS}]\s*[-+]?\d[\d,.]*\s*(?=[{_BARS}])")
_FEWEST = 3
"""Lines of dashes of a table that is drawn: above and below it, and below its head. Where there
are more, they stand around each row."""


def undrawn(text: str) -> str:
    """``text``, of the same length, without the lines around cells that are drawn with
    characters: pipes are left between the cells of a row, on one of its lines."""
    if not any(stroke in text for stroke in _ANY):
        return text
    lines = text.split("\n")
    places = [number for number, line in enumerate(lines) if _DRAWN.search(line)]
    if len(places) < _FEWEST:
        return text
    tables: list[list[int]] = []
    for number in places:
        if tables and _end_of_bars(lines, tables[-1][-1] + 1) == number:
            tables[-1].append(number)
        else:
            tables.append([number])
    for table in tables:
        for number in table:
            end = _end_of_bars(lines, number + 1)
            whole = len(table) > _FEWEST
            lines[number + 1 : end] = _one_row(lines[number + 1 : end], whole=whole)
        for number in table:
            lines[number] = _without_strokes(lines[number])
    return "\n".join(lines)


def _end_of_bars(lines: list[str], start: int) -> int:
    """Where lines with bars end that follow a line of dashes."""
    end = start
    while end < len(lines) and _BAR.search(lines[end]) and not _DRAWN.search(lines[end]):
        end += 1
    return end


def _without_strokes(line: str) -> str:
    """A line of dashes as spaces; words of a cell that goes on beside them stay."""
    if _BORDER.fullmatch(line):
        return " " * len(line)
    return _BAR.sub(" ", _STROKES.sub(_spaces, line))


def _one_row(lines: list[str], *, whole: bool) -> list[str]:
    """Lines between two lines of dashes: with bars on all of them where they are rows of their
    own, else, where they are one ``whole`` row, on that with most numbers. A number on another
    line of it may go on there, and cannot be told."""
    numbers = [len(_NUMBER.findall(line)) for line in lines]
    kept = numbers.index(max(numbers)) if whole and lines else None
    return [
        _BAR.sub("|", line)
        if kept in (None, number)
        else _BAR.sub(" ", _NUMBER.sub(_unknown, line))
        for number, line in enumerate(lines)
    ]


def _unknown(match: re.Match[str]) -> str:
    return re.sub(r"\d", UNKNOWN, match[0])


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])
