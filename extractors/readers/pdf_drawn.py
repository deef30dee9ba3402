"""Ruling lines, images and hidden text among the objects that a page of a PDF file draws.

All coordinates are points from the top left corner of the page as it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ctypes import byref, c_float, c_int
from itertools import pairwise
from typing import Any

import pypdfium2.raw as c

from extractors.document import Box

MAX_OBJECTS = 60_000
"""Objects and line segments of a page; a ruled page has some hundreds."""
THIN = 3.0
"""A filled shape that is no wider than this is a line."""
_MAX_DEPTH = 3
_Matrix = tuple[float, float, float, float, float, float]
_UNIT: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Turn = Callable[[float, float], tuple[float, float]]
"""Takes a point of a page, from its lower left corner, to where it is shown."""


class TooMuchError(ValueError):
    """A page that draws more than is read."""


class Drawn:
    """Lines, images and hidden text among the objects of a page."""

    def __init__(self, turn: Turn, size: tuple[float, float]) -> None:
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
        xs, ys = [x for x, _ in shown], [y for _, y in shown]
        pairs = pairwise(shown) if stroked else [((min(xs), min(ys)), (max(xs), max(ys)))]
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
