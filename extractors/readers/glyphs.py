"""Characters with boxes become lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from extractors.document import UNKNOWN, Box
from extractors.readers.pdf_page import Glyph

_WIDE = 0.6
"""A gap that is a space even where none is drawn, as a share of the height of a line."""
_NARROW = 0.12
"""A gap too small for a space, even where one is drawn."""
_SET_APART = 0.3
"""A gap between digits that are two numbers, on a line that sets others close."""
_BASE, _LEFT = attrgetter("base"), attrgetter("left")
_DIGITS = "0123456789.,"
_OVERPRINTED = 0.3
_RISE = 0.35
"""Characters of a line stand higher or lower by no more than this share of their size."""


class TextLine(NamedTuple):
    """A line of text, its box and the number of its page.

    ``glyphs`` are its characters, where they are known one by one.
    """

    text: str
    box: Box
    page: int
    glyphs: Sequence[Glyph] = ()


def text_lines(glyphs: Iterable[Glyph], page: int) -> list[list[TextLine]]:
    """Characters of a page as lines from top to bottom, each as its pieces that stand apart."""
    return [_apart(row, page) for row in _rows(glyphs)]


def line_of(glyphs: Sequence[Glyph], page: int) -> TextLine:
    """Characters that stand side by side as a line of text."""
    return TextLine(_joined(glyphs), box_of(glyphs), page, glyphs)


def _apart(row: Sequence[Glyph], page: int) -> list[TextLine]:
    gaps = [glyph.left - before.right for before, glyph in pairwise(row)]
    digits = [
        gap / _size(glyph)
        for gap, (before, glyph) in zip(gaps, pairwise(row), strict=True)
        if before.text.isdigit() and glyph.text.isdigit()
    ]
    close = bool(digits) and min(digits) < _SET_APART / 3
    begins = [
        index
        for index, (gap, (before, glyph)) in enumerate(zip(gaps, pairwise(row), strict=True), 1)
        if gap > _WIDE * _size(glyph)
        or (
            close
            and gap > _SET_APART * _size(glyph)
            and before.text.isdigit()
            and glyph.text.isdigit()
        )
    ]
    return [line_of(row[start:end], page) for start, end in pairwise([0, *begins, len(row)])]


def cell_text(glyphs: Sequence[Glyph], width: float) -> str:
    """The text of a cell so wide, without the line breaks that its width made.

    A line that leaves room for the next character was broken on purpose: whether digits of two
    such lines are one number cannot be told.
    """
    if sum(glyph.turned for glyph in glyphs) * 2 > len(glyphs):
        return "".join(glyph.text for glyph in glyphs)
    rows = _rows(glyphs)
    text = ""
    for number, row in enumerate(rows):
        own = _joined(row)
        if number and text[-1:].isdigit() and own[:1].isdigit():
            before = rows[number - 1]
            room = width - (before[-1].right - before[0].left)
            if room > 2 * (row[0].right - row[0].left) + _size(row[0]) / 2:
                text += UNKNOWN
        text += own
    return text


def follows(before: Glyph, glyph: Glyph) -> bool:
    """Whether two characters are of one number: digits side by side without a gap."""
    return (
        before.text[-1] in _DIGITS
        and glyph.text in _DIGITS
        and not glyph.spaced
        and abs(glyph.base - before.base) < 1
        and abs(glyph.left - before.right) < _NARROW * _size(glyph)
    )


def box_of(glyphs: Iterable[Glyph]) -> Box:
    """The box around characters."""
    return around(glyph[1:5] for glyph in glyphs)


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    box = (min(lefts), min(tops), max(rights), max(bottoms))
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters by the lines they stand on."""
    rows: list[list[Glyph]] = []
    last_base = last_size = 0.0
    for glyph in sorted(glyphs, key=_BASE):
        size = _size(glyph)
        if rows and glyph.base - last_base <= _RISE * min(size, last_size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
        last_base, last_size = glyph.base, size
    for row in rows:
        row.sort(key=_LEFT)
    return [_without_shadows(row) for row in rows]


def _without_shadows(row: list[Glyph]) -> list[Glyph]:
    """Characters of a line without those printed twice to look bold.

    A number over which another one is printed cannot be told.
    """
    kept: list[Glyph] = []
    for glyph in row:
        near = glyph.left - _OVERPRINTED * (glyph.right - glyph.left)
        under = [one for one in kept[-2:] if one.left > near]
        if not under:
            kept.append(glyph)
        elif all(one.text != glyph.text for one in under):
            doubtful = under[-1].text.isdigit() and glyph.text.isdigit()
            kept.append(glyph._replace(text=UNKNOWN) if doubtful else glyph)
    return kept


def _joined(row: Sequence[Glyph]) -> str:
    """The text of a line, with spaces where its characters stand apart."""
    parts = [row[0].text]
    for before, glyph in pairwise(row):
        gap, height = glyph.left - before.right, _size(glyph)
        if gap > _WIDE * height or (glyph.spaced and gap > _NARROW * height):
            parts.append(" ")
        parts.append(glyph.text)
    return "".join(parts)


def _size(glyph: Glyph) -> float:
    """The size of a character: that of a dash is told by its width."""
    return max(glyph.bottom - glyph.top, glyph.right - glyph.left, 1.0)
