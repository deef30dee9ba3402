"""Cells on lines of their own, of which empty lines are the blank ones."""

from __future__ import annotations

import re
from functools import lru_cache

_WIDTH = 7
"""Cells of a row of section three."""
_PAIR = 2
"""Cells of the shortest rows; where both print a number, their lines do not matter."""
_WIDTHS = (_PAIR, 3, _WIDTH, 15)
_FEWEST = 15
_WORDS, _VALUE, _EMPTY = "w", "v", "e"
_WHOLE = re.compile(rf"{_WORDS}[{_VALUE}{_EMPTY}]{{{_WIDTH}}}(?={_EMPTY}*{_WORDS})")
_LONG = re.compile(rf"[{_VALUE}{_EMPTY}]{{{_WIDTH - 3},}}")
_CELL = re.compile(r"[-+]?\d[\d.,]*(?:万?元|件|条|项|个)?|[-/]{1,2}")
_ROW = re.compile(
    r"(?<=\n)[^\n]*[\u4e00-\u9fff][^\n]*(?:\n[^\S\n]*+(?:[-+]?\d[\d.,]*+(?:万?元|件|条|项|个)?|[-/]{1,2}+)?[^\S\n]*+(?=\n))++"
)
"""A line with words, and all lines behind it that hold a number, a mark, or nothing."""


def with_blank_lines(folded: str) -> str:
    """``folded``, of the same length, with the cells of such rows on the lines of their labels.

    Nearly all rows have one line for each cell, and some of these are empty.
    """
    shown = "\n\n" in folded or "\n \n" in folded
    if not shown or folded.count("\n") < _FEWEST * _WIDTH:
        return folded
    kinds = "".join(map(_kind, folded.split("\n")))
    whole = _WHOLE.findall(kinds)
    if len(whole) < _FEWEST or 10 * len(whole) < 8 * len(_LONG.findall(kinds)):
        return folded
    if not any(_EMPTY in row for row in whole):
        return folded
    return _ROW.sub(_on_one_line, folded)


@lru_cache(maxsize=4096)
def _kind(line: str) -> str:
    """What a line prints: words, a number or a mark alone, or nothing; a tab shows a blank
    cell itself."""
    line = line.strip(" ")
    if not line:
        return _EMPTY
    return _VALUE if line[0] in "0123456789-+/" and _CELL.fullmatch(line) else _WORDS


def _on_one_line(row: re.Match[str]) -> str:
    """A row on one line; empty lines behind its cells, as below a table, stay."""
    label, *cells = row[0].split("\n")
    width = max((width for width in _WIDTHS if width <= len(cells)), default=0)
    plain = width == _PAIR and all(map(str.strip, cells))
    if not width or plain or any(map(str.strip, cells[width:])):
        return row[0]
    return "\n".join(["\t".join([label, *cells[:width]]), *cells[width:]])
