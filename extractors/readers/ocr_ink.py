"""What stands dark on a page: its ruling lines, and the ink between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from extractors.document import Box
from extractors.readers.ocr_image import PageImage
from extractors.readers.rulings import TOUCHING, Grid

cv2.setNumThreads(1)  # as many documents are read at once as there are processors
_MAX_SLOPE = 3.0
"""Degrees that a page may lie aslant."""
_WIDTH = 800
"""Pixels of the width to which a page is reduced to find its slope."""
_DARKER = 18
"""Greys by which ink is darker than the paper around it."""
_AROUND = 12.0
_ACROSS, _DOWN = 24.0, 12.0
"""Points that a run of ink is long at least to be a line: strokes of characters are not."""
_SPECK = 1.1
"""Points that a spot is high or wide at least to be ink."""
_TALLEST = 48.0
"""Points; what is higher is no character: an edge of the paper, a fold, a frame."""

Pixels = tuple[int, int, int, int]
"""Left, top, right, bottom."""


class Ink(NamedTuple):
    """A page made level: its grey, and where it is dark, in pixels; lines in points."""

    grey: Any
    dark: Any
    lines: list[Box]
    scale: float


def ink_of(page: PageImage) -> Ink:
    """Find the ink of a page and its ruling lines."""
    grey = _level(page.grey)
    side = round(_AROUND / page.scale) | 1
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    dark = cv2.adaptiveThreshold(
        smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, _DARKER
    )
    across = _runs(dark, (round(_ACROSS / page.scale), 1))
    down = _runs(dark, (1, round(_DOWN / page.scale)))
    lines = [_scaled(box, page.scale) for box in (*across, *down)]
    return Ink(grey, dark, lines, page.scale)


def without_lines(ink: Ink, grids: Sequence[Grid]) -> Ink:
    """The same page without the lines of its tables."""
    dark, grey = ink.dark.copy(), ink.grey.copy()
    paper = int(np.percentile(grey, 80))
    for line in ink.lines:
        if any(_is_of(line, grid) for grid in grids):
            left, top, right, bottom = (round(value / ink.scale) for value in line)
            area = np.s_[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1]
            dark[area] = 0
            grey[area] = max(paper, int(grey[area].max()))
    return ink._replace(dark=_sized(dark, ink.scale, np.inf), grey=grey)


def outside_of(ink: Ink, grids: Sequence[Grid]) -> Ink:
    """The page without its tables."""
    dark = ink.dark.copy()
    for grid in grids:
        left, top, right, bottom = (round(value / ink.scale) for value in grid.box)
        dark[max(0, top - 1) : bottom + 2, max(0, left - 1) : right + 2] = 0
    return ink._replace(dark=_sized(dark, ink.scale, _TALLEST))


def _level(grey: Any) -> Any:
    """The page turned so that its lines are level: then rows of it are dark or light."""
    height, width = grey.shape
    small = cv2.resize(
        grey, (_WIDTH, max(1, height * _WIDTH // width)), interpolation=cv2.INTER_AREA
    )
    around = cv2.blur(small, (31, 31))
    dark = np.clip(around.astype(np.int16) - small - 8, 0, 60).astype(np.uint8)
    best = 0.0
    for reach, step in ((_MAX_SLOPE, 0.25), (0.25, 0.05), (0.05, 0.01)):
        slopes = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(slopes, key=lambda slope: _levelness(dark, slope)))
    if abs(best) < 0.02:
        return grey
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), best, 1.0)
    return cv2.warpAffine(
        grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def _levelness(dark: Any, slope: float) -> float:
    height, width = dark.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), slope, 1.0)
    sums = cv2.warpAffine(dark, turn, (width, height)).sum(axis=1, dtype=np.float64)
    return float((np.diff(sums) ** 2).sum())


def _runs(dark: Any, size: tuple[int, int]) -> list[Pixels]:
    """Boxes of long dark runs; one that is not quite level is a run all the same."""
    thick = cv2.dilate(dark, np.ones((3, 1) if size[1] == 1 else (1, 3), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(size[::-1], np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(runs)
    return [(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:].tolist()]


def _scaled(box: Pixels, scale: float) -> Box:
    left, top, right, bottom = box
    return left * scale, top * scale, right * scale, bottom * scale


def _is_of(line: Box, grid: Grid) -> bool:
    """Whether a line is one of those that rule a table."""
    left, top, right, bottom = line
    x, y = (left + right) / 2, (top + bottom) / 2
    inside = (
        grid.xs[0] - TOUCHING <= x <= grid.xs[-1] + TOUCHING
        and grid.ys[0] - TOUCHING <= y <= grid.ys[-1] + TOUCHING
    )
    if right - left > bottom - top:
        return inside and any(abs(y - at) <= TOUCHING for at in grid.ys)
    return inside and any(abs(x - at) <= TOUCHING for at in grid.xs)


def _sized(dark: Any, scale: float, tallest: float) -> Any:
    """Ink without specks, and without spots higher than so many points."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH] * scale, stats[:, cv2.CC_STAT_HEIGHT] * scale
    keep = (np.maximum(width, height) >= _SPECK) & (height <= tallest)
    keep[0] = False
    return np.where(keep[labels], np.uint8(255), np.uint8(0))
