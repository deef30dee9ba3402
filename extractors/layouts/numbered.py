"""Numbers of rows before a table's own first column: 序号, or those of a spreadsheet's screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_NUMBER = re.compile(r"[ |]*+(\d{1,3})(?: *+([\t|])| )[\s|]*+([^\s|]*+)")
"""A line's first cell where it is a number, what stands behind it, and the next word."""
_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?|[-/]*")
_HEAD = re.compile(r"[ |]*+(序号|行次|编号)[ \t|]")
_HEADING = re.compile(r"[#* ]*[二三四五六]、(?!本年|上年|结转)")
_LETTERS = re.compile(r"^[ \t|]*+A[ \t|]++B(?:[ \t|]++[C-Z])*+[ \t|]*+$", re.M)
"""The names that a spreadsheet gives to its columns."""
_HEADS = ("序号", "行次", "编号")
_FIRST = re.compile(r"1[ \t|]++[^\s\d|]")
_MAY_BE = re.compile(rf"^[ |]*+(?:{_FIRST.pattern}|{'|'.join(_HEADS)})", re.M)
_OF_INDICATORS = "指标"
"""A word of the tables whose own numbers of rows are read with them."""
_GAP = 4
"""Lines without a number, such as those of a head, that may stand between two of them."""
_SKIPPED = 3
"""By how much a number may be more than that before, where rows are missing."""
_FEWEST, _FEWEST_SPACED = 3, 6


class _Member(NamedTuple):
    """A number at the start of a line: its span with the separator behind it, and whether words
    and a separator follow; or a blank cell above the next number."""

    start: int
    end: int
    before_words: bool = True
    apart: bool = True
    blank: bool = False


def without_row_numbers(folded: str) -> str:
    """``folded``, of the same length, in which the numbers of rows are blank.

    They begin lines and count from 1, and most stand before words.
    """
    likely = _FIRST.search(folded) or any(head in folded for head in _HEADS)
    if not likely or _OF_INDICATORS in folded or _MAY_BE.search(folded) is None:
        return folded
    folded = _LETTERS.sub(lambda match: " " * len(match[0]), folded)
    struck = [member for run, headed in _runs(folded) if _counts(run, headed) for member in run]
    parts, done = [], 0
    for member in struck:
        parts += [folded[done : member.start], " " * (member.end - member.start)]
        done = member.end
    return "".join([*parts, folded[done:]])


def _runs(folded: str) -> Iterator[tuple[list[_Member], bool]]:
    """Numbers that count the lines from 1 on, and whether a head names their column."""
    run: list[_Member] = []
    blanks: list[_Member] = []
    headed, offset, gap, last = False, 0, 0, 0
    for line in folded.split("\n"):
        match = _NUMBER.match(line)
        head = _HEAD.match(line)
        number = int(match[1]) if match else 0
        if head or (number == 1 and last) or _HEADING.match(line):
            yield run, headed
            run, blanks, headed, last, gap = [], [], head is not None, 0, 0
        if head:
            run.append(_Member(offset + head.start(1), offset + head.end()))
        elif match and (number == last + 1 or _goes_on(match, number, last)):
            words = _FIGURE.fullmatch(match[3]) is None
            end = match.end(2) if match[2] else match.end(1)
            run += blanks
            run.append(_Member(offset + match.start(1), offset + end, words, match[2] is not None))
            blanks, last, gap = [], max(last, number), 0
        elif line and not line.isspace():
            gap += 1
            if line[0] == "\t":
                blanks.append(_Member(offset, offset + 1, blank=True))
            if gap > _GAP:
                yield run, headed
                run, blanks, headed, last, gap = [], [], False, 0, 0
        offset += len(line) + 1
    yield run, headed


def _goes_on(match: re.Match[str], number: int, last: int) -> bool:
    """Whether a number before words counts on where rows are missing or exchanged."""
    near = last > 0 and max(1, last - 1) <= number <= last + _SKIPPED
    return near and _FIGURE.fullmatch(match[3]) is None


def _counts(run: list[_Member], headed: bool) -> bool:
    """Whether a run numbers the rows of a table: numbers alone may be its values."""
    run = [member for member in run if not member.blank]
    words = sum(member.before_words for member in run)
    if headed:
        return len(run) > 1
    if len(run) < _FEWEST or words < len(run) - 1:
        return False
    apart = all(member.apart for member in run)
    return words >= _FEWEST if apart else words == len(run) >= _FEWEST_SPACED
