"""Tables drawn with characters: a line of dashes and corners above and below each row.

A row between two such lines may take several lines, because labels are wrapped in their cells.
"""

from __future__ import annotations

import re

_BARS = "|│┃║"
_JOINTS = "+┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╭╮╰╯╞╪╡"
_DASHES = r"\-=─━═"
_DRAWN = re.compile(rf"[{_JOINTS}][{_DASHES}]{{2,}}|[{_DASHES}]{{2,}}[{_JOINTS}]")
_STROKES = re.compile(rf"[{_JOINTS}{_DASHES}:]{{3,}}")
_BORDER = re.compile(rf"[\s{_BARS}{_JOINTS}{_DASHES}:]+")
_BAR = re.compile(rf"[{_BARS}{_JOINTS[1:]}]")
_NUMBER = re.compile(rf"[{_BARS}]\s*[-+]?\d[\d,.]*\s*(?=[{_BARS}])")
_FEWEST = 3
"""Lines of dashes from which on a table is taken for drawn with them."""


def undrawn(text: str) -> str:
    """``text``, of the same length, without the lines around cells that are drawn with
    characters: pipes are left between the cells of a row, on one of its lines."""
    lines = text.split("\n")
    places = [number for number, line in enumerate(lines) if _DRAWN.search(line)]
    if len(places) < _FEWEST:
        return text
    for first, last in zip(places, [*places[1:], len(lines)], strict=True):
        lines[first] = _without_strokes(lines[first])
        _one_row(lines, first + 1, last)
    return "\n".join(lines)


def _without_strokes(line: str) -> str:
    """A line of dashes as spaces; words of a cell that goes on beside them stay."""
    if _BORDER.fullmatch(line):
        return " " * len(line)
    return _BAR.sub(" ", _STROKES.sub(_spaces, line))


def _one_row(lines: list[str], start: int, end: int) -> None:
    """Leave the bars of a row on the line of its numbers alone; lines that each hold numbers
    are rows of their own."""
    own = []
    for number in range(start, end):
        if not _BAR.search(lines[number]):
            break
        own.append(number)
    filled = [number for number in own if _NUMBER.search(lines[number])]
    kept = filled if len(filled) > 1 else filled or own[:1]
    for number in own:
        whole = number in kept or len(filled) > 1
        lines[number] = _BAR.sub("|" if whole else " ", lines[number])


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])
