"""What a page of a PDF file draws: its characters with their boxes, and its ruling lines.

All coordinates are points from the top left corner of the page as it is shown.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from ctypes import byref, c_double
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from extractors.document import UNKNOWN, Box
from extractors.readers.pdf_drawn import Drawn, TooMuchError, Turn

MAX_CHARACTERS = 60_000
"""Characters of a page; a full page of a report has less than two thousand."""
_NO_WIDTH = "\u200b\ufeff"
_SAMPLE = 60
_TALL = 40.0
_STRIKE_HEIGHT, _STRIKE_WIDTH = 2.0, 100.0
"""A line that may strike a number out; those of tables are longer, or beside numbers."""
_UPPER, _LOWER = 0.3, 0.7
"""Where the middle of a character is, as shares of its height."""
_QUARTER = math.pi / 2
_ASLANT = 0.05
"""Characters that stand more aslant than this, in quarter turns, belong to a watermark."""


class Glyph(NamedTuple):
    """A character and its box: as wide as it advances, as high as its font's line.

    ``base`` is the height of the line it stands on. ``spaced`` tells that a space is drawn
    before it, ``turned`` that it does not stand upright.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    spaced: bool = False
    turned: bool = False


class Page(NamedTuple):
    """A page: its size, characters in the order drawn, and boxes of lines.

    ``unmapped`` counts characters whose font does not say which they are, ``hidden`` pieces
    of invisible text. ``pictures`` is the share of the page that images cover.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    lines: list[Box]
    unmapped: int = 0
    hidden: int = 0
    pictures: float = 0.0


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """All that a page draws. Raises ``TooMuchError``."""
    textpage = page.get_textpage()
    try:
        box = page.get_bbox()
        upright = _turns_of_most(textpage.raw)
        quarters = -upright % 4
        turn = _turned(box, quarters)
        size = (box[2] - box[0], box[3] - box[1])
        width, height = size if quarters % 2 == 0 else size[::-1]
        glyphs = _glyphs(textpage.raw, turn, upright, (width, height))
        drawn = Drawn(turn, (width, height))
        drawn.collect(page.raw)
        unmapped = sum(glyph.text == UNKNOWN for glyph in glyphs)
        glyphs = _without_struck(glyphs, drawn.lines)
        covered = drawn.covered / max(1.0, width * height)
        return Page(number, width, height, glyphs, drawn.lines, unmapped, drawn.hidden, covered)
    finally:
        textpage.close()


def _turned(box: Box, quarters: int) -> Turn:
    """What takes a point of a page to where it stands after quarter turns clockwise."""
    left, bottom, right, top = box
    return (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )[quarters]


def _turns_of_most(raw: Any) -> int:
    """Quarter turns clockwise by which most characters are drawn.

    Whether a viewer is told to turn the page does not matter: what it turns was drawn so.
    """
    total = c.FPDFText_CountChars(raw)
    own = (_turns(raw, index) for index in range(0, total, max(1, total // _SAMPLE)))
    counted = Counter(turns for turns in own if turns is not None)
    return counted.most_common(1)[0][0] if counted else 0


def _turns(raw: Any, index: int) -> int | None:
    if c.FPDFText_IsGenerated(raw, index) == 1 or _is_space(_character(raw, index)):
        return None
    return round(float(c.FPDFText_GetCharAngle(raw, index)) / _QUARTER) % 4


def _glyphs(raw: Any, turn: Turn, upright: int, size: tuple[float, float]) -> list[Glyph]:
    """The characters that can be seen: those aslant and those beyond the page are left out."""
    total = c.FPDFText_CountChars(raw)
    if total > MAX_CHARACTERS:
        raise TooMuchError(f"more than {MAX_CHARACTERS} characters")
    width, height = size
    glyphs: list[Glyph] = []
    spaced = False
    x, y = c_double(), c_double()
    at = byref(x), byref(y)
    rect = c.FS_RECTF()
    for index in range(total):
        text = _character(raw, index)
        if _is_space(text):
            spaced = spaced or c.FPDFText_IsGenerated(raw, index) != 1
            continue
        turns = c.FPDFText_GetCharAngle(raw, index) / _QUARTER
        if abs(turns - round(turns)) > _ASLANT:
            continue
        left, bottom, right, top = _char_box(raw, index, rect)
        (x0, y0), (x1, y1) = turn(left, top), turn(right, bottom)
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        c.FPDFText_GetCharOrigin(raw, index, *at)
        base = turn(x.value, y.value)[1]
        if 0 <= x0 + x1 <= 2 * width and 0 <= y0 + y1 <= 2 * height:
            turned = (round(turns) - upright) % 4 != 0
            glyphs.append(Glyph(text, x0, y0, x1, y1, base, spaced, turned))
        spaced = False
    return glyphs


def _without_struck(glyphs: list[Glyph], lines: list[Box]) -> list[Glyph]:
    """Characters of which digits with a short line through their middle cannot be told."""
    by_height: dict[int, list[Box]] = defaultdict(list)
    for line in lines:
        left, top, right, bottom = line
        if bottom - top < _STRIKE_HEIGHT and right - left < _STRIKE_WIDTH:
            by_height[int(top + bottom) // 2].append(line)
    if not by_height:
        return glyphs
    return [
        glyph._replace(text=UNKNOWN)
        if glyph.text.isdigit() and _is_struck(glyph, by_height)
        else glyph
        for glyph in glyphs
    ]


def _is_struck(glyph: Glyph, by_height: dict[int, list[Box]]) -> bool:
    size, width = glyph.bottom - glyph.top, glyph.right - glyph.left
    highest, lowest = glyph.top + _UPPER * size, glyph.top + _LOWER * size
    return any(
        left <= glyph.left + width / 4
        and glyph.right - width / 4 <= right
        and highest <= (top + bottom) / 2 <= lowest
        for height in range(int(highest), int(lowest) + 1)
        for left, top, right, bottom in by_height.get(height, ())
    )


def _character(raw: Any, index: int) -> str:
    """A character, ``UNKNOWN`` where the font does not tell it: a guess is none."""
    code = c.FPDFText_GetUnicode(raw, index)
    if not 0x20 <= code < 0x7F and _is_unknown(code):
        return "-" if c.FPDFText_IsHyphen(raw, index) == 1 else UNKNOWN
    return UNKNOWN if c.FPDFText_HasUnicodeMapError(raw, index) == 1 else chr(code)


def _is_space(text: str) -> bool:
    return text.isspace() or text in _NO_WIDTH


def _char_box(raw: Any, index: int, rect: Any) -> Box:
    """The box of a character in the coordinates of the page.

    The one of a font's line is nonsense for text set vertically; its ink is taken instead.
    """
    c.FPDFText_GetLooseCharBox(raw, index, byref(rect))
    loose = rect.left, rect.bottom, rect.right, rect.top
    if loose[3] - loose[1] < _TALL:
        return loose
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    refs = byref(left), byref(right), byref(bottom), byref(top)
    if not c.FPDFText_GetCharBox(raw, index, *refs):
        return loose
    ink = left.value, bottom.value, right.value, top.value
    return ink if loose[3] - loose[1] > 4 * max(ink[2] - ink[0], ink[3] - ink[1]) else loose


def _is_unknown(code: int) -> bool:
    """Whether a character is none: a control, a surrogate, or one of private use."""
    return (
        (code < 0x20 and code not in (0x09, 0x0A, 0x0D))
        or 0x7F <= code < 0xA0
        or 0xD800 <= code < 0xF900
        or code in (0xFFFD, 0xFFFE, 0xFFFF)
        or code >= 0xF0000
    )
