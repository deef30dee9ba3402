"""What a page of a PDF file draws: its characters with their boxes, and its ruling lines.

All coordinates are points from the top left corner of the page as it is shown.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from ctypes import byref, c_float, c_int
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from extractors.document import Box

MAX_CHARACTERS = 60_000
"""Characters of a page; a full page of a report has less than two thousand."""
MAX_OBJECTS = 60_000
"""Objects and line segments of a page; a ruled page has some hundreds."""
THIN = 3.0
"""A filled shape that is no wider than this is a line."""
_MAX_DEPTH = 3
_MAX_LENGTH = 20_000.0
"""Coordinates beyond this are nonsense: the largest page has 14,400 points."""
_SAMPLE = 60
_Matrix = tuple[float, float, float, float, float, float]
_UNIT: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Turn = Callable[[float, float], tuple[float, float]]


class TooMuchError(ValueError):
    """A page that draws more than is read."""


class Glyph(NamedTuple):
    """A character and its box: as wide as it advances, as high as its font's line.

    ``spaced`` tells that a space is drawn before it.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    spaced: bool = False


class Page(NamedTuple):
    """A page: its size, characters in the order drawn, and boxes of lines.

    ``unmapped`` counts characters whose font does not say which they are, ``hidden`` those
    of invisible text. ``pictures`` tells whether images cover much of the page.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    lines: list[Box]
    unmapped: int = 0
    hidden: int = 0
    pictures: bool = False


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """All that a page draws. Raises ``TooMuchError``."""
    textpage = page.get_textpage()
    try:
        box = page.get_bbox()
        quarters = (page.get_rotation() // 90 + _quarters_of_text(textpage)) % 4
        turn = _turned(box, quarters)
        size = (box[2] - box[0], box[3] - box[1])
        width, height = size if quarters % 2 == 0 else size[::-1]
        glyphs, unmapped = _glyphs(textpage, turn)
        drawn = _Drawn(turn, (width, height))
        drawn.collect(page.raw)
        return Page(
            number,
            width,
            height,
            glyphs,
            drawn.lines,
            unmapped,
            drawn.hidden,
            drawn.covered > width * height / 4,
        )
    finally:
        textpage.close()


def _turned(box: Box, quarters: int) -> _Turn:
    """What takes a point of a page to where it is shown after so many quarter turns."""
    left, bottom, right, top = box
    return (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )[quarters]


def _quarters_of_text(textpage: pdfium.PdfTextPage) -> int:
    """Quarter turns that most characters need to stand upright, beyond the page's own."""
    total = textpage.count_chars()
    own = (_turns(textpage, index) for index in range(0, total, max(1, total // _SAMPLE)))
    counted = Counter(turns for turns in own if turns is not None)
    return counted.most_common(1)[0][0] if counted else 0


def _turns(textpage: pdfium.PdfTextPage, index: int) -> int | None:
    code = c.FPDFText_GetUnicode(textpage, index)
    if c.FPDFText_IsGenerated(textpage, index) == 1 or chr(code).isspace():
        return None
    return round(c.FPDFText_GetCharAngle(textpage, index) / (math.pi / 2)) % 4


def _glyphs(textpage: pdfium.PdfTextPage, turn: _Turn) -> tuple[list[Glyph], int]:
    """The characters that can be seen, and how many of them the font does not tell."""
    total = textpage.count_chars()
    if total > MAX_CHARACTERS:
        raise TooMuchError(f"more than {MAX_CHARACTERS} characters")
    glyphs: list[Glyph] = []
    unmapped = 0
    spaced = False
    rect = c.FS_RECTF()
    code_of, box_of = c.FPDFText_GetUnicode, c.FPDFText_GetLooseCharBox
    for index in range(total):
        code = code_of(textpage, index)
        text = chr(code) if code < 0x110000 else "\ufffd"
        if text.isspace() or text in "\u200b\ufeff":
            spaced = spaced or c.FPDFText_IsGenerated(textpage, index) != 1
            continue
        if _is_unknown(code):
            if c.FPDFText_IsHyphen(textpage, index) == 1:
                text = "-"
            else:
                unmapped += 1
                text = "\ufffd"
        elif c.FPDFText_HasUnicodeMapError(textpage, index) == 1:
            unmapped += 1
        if not box_of(textpage, index, byref(rect)):
            continue
        corners = turn(rect.left, rect.top), turn(rect.right, rect.bottom)
        (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(*corners, strict=True))
        if -_MAX_LENGTH < x0 <= x1 < _MAX_LENGTH and -_MAX_LENGTH < y0 <= y1 < _MAX_LENGTH:
            glyphs.append(Glyph(text, x0, y0, x1, y1, spaced))
        spaced = False
    return glyphs, unmapped


def _is_unknown(code: int) -> bool:
    """Whether a character is none: a control, a surrogate, or one of private use."""
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0xD800 <= code < 0xF900
        or code in (0xFFFD, 0xFFFE, 0xFFFF)
        or code >= 0xF0000
    )


class _Drawn:
    """Lines, images and hidden text among the objects of a page."""

    def __init__(self, turn: _Turn, size: tuple[float, float]) -> None:
        self.lines: list[Box] = []
        self.hidden = 0
        self.covered = 0.0
        self._turn = turn
        self._size = size
        self._left = MAX_OBJECTS

    def collect(self, page: Any) -> None:
        """Look through a page."""
        for index in range(c.FPDFPage_CountObjects(page)):
            self._object(c.FPDFPage_GetObject(page, index), _UNIT, 0)

    def _spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise TooMuchError(f"more than {MAX_OBJECTS} lines and other objects")

    def _object(self, item: Any, matrix: _Matrix, depth: int) -> None:
        self._spend(1)
        kind = c.FPDFPageObj_GetType(item)
        if kind == c.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
        elif kind == c.FPDF_PAGEOBJ_IMAGE:
            left, top, right, bottom = self._shown(_bounds(item), matrix)
            self.covered += max(0.0, right - left) * max(0.0, bottom - top)
        elif kind == c.FPDF_PAGEOBJ_TEXT:
            self.hidden += c.FPDFTextObj_GetTextRenderMode(item) == c.FPDF_TEXTRENDERMODE_INVISIBLE
        elif kind == c.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = _product(_matrix(item), matrix)
            for index in range(c.FPDFFormObj_CountObjects(item)):
                self._object(c.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _path(self, item: Any, matrix: _Matrix) -> None:
        fill, stroke = c_int(), c_int()
        c.FPDFPath_GetDrawMode(item, byref(fill), byref(stroke))
        if not (fill.value or stroke.value):
            return
        bounds = self._shown(_bounds(item), matrix)
        left, top, right, bottom = bounds
        if min(right - left, bottom - top) <= THIN:
            self._add(bounds)
        elif stroke.value or c.FPDFPath_CountSegments(item) > 5:
            own = _product(_matrix(item), matrix)
            for points in self._strokes(item):
                self._edges([_applied(own, point) for point in points], bool(stroke.value))

    def _strokes(self, item: Any) -> Iterator[list[tuple[float, float]]]:
        """The polygons of a path; a curve is the chord between its ends."""
        count = c.FPDFPath_CountSegments(item)
        self._spend(count)
        points: list[tuple[float, float]] = []
        x, y = c_float(), c_float()
        for index in range(count):
            segment = c.FPDFPath_GetPathSegment(item, index)
            c.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            if c.FPDFPathSegment_GetType(segment) == c.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    yield points
                points = []
            points.append((x.value, y.value))
            if c.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if len(points) > 1:
            yield points

    def _edges(self, points: list[tuple[float, float]], stroked: bool) -> None:
        """Straight edges of a stroked polygon; a thin one that is only filled is a line."""
        shown = [self._turn(*point) for point in points]
        pairs = list(zip(shown, shown[1:], strict=False)) if stroked else []
        if not stroked:
            pairs = [((min(x for x, _ in shown), min(y for _, y in shown)),
                      (max(x for x, _ in shown), max(y for _, y in shown)))]  # fmt: skip
        for (x0, y0), (x1, y1) in pairs:
            if min(abs(x0 - x1), abs(y0 - y1)) <= (1 if stroked else THIN):
                self._add((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _add(self, box: Box) -> None:
        """Keep what of a line stands on the page."""
        left, top = max(box[0], 0.0), max(box[1], 0.0)
        right, bottom = min(box[2], self._size[0]), min(box[3], self._size[1])
        if left <= right and top <= bottom:
            self.lines.append((left, top, right, bottom))

    def _shown(self, bounds: Box, matrix: _Matrix) -> Box:
        left, bottom, right, top = bounds
        corners = [(left, bottom), (left, top), (right, bottom), (right, top)]
        if matrix is not _UNIT:
            corners = [_applied(matrix, corner) for corner in corners]
        shown = [self._turn(*corner) for corner in corners]
        xs, ys = [x for x, _ in shown], [y for _, y in shown]
        return min(xs), min(ys), max(xs), max(ys)


def _bounds(item: Any) -> Box:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    found = c.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top))
    return (left.value, bottom.value, right.value, top.value) if found else (0.0, 0.0, 0.0, 0.0)


def _matrix(item: Any) -> _Matrix:
    matrix = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(item, byref(matrix)):
        return _UNIT
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _product(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, d, e, g, h = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, d * p + e * r, d * q + e * s,
            g * p + h * r + t, g * q + h * s + u)  # fmt: skip


def _applied(matrix: _Matrix, point: tuple[float, float]) -> tuple[float, float]:
    a, b, d, e, g, h = matrix
    x, y = point
    return a * x + d * y + g, b * x + e * y + h
