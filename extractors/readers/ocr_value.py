"""What pieces of ink read; numbers in cells are recognised twice, and marks by their shape.

The recogniser takes a slash for a one and a dash for the character one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from extractors.document import UNKNOWN
from extractors.readers.ocr_ink import Ink, Pixels
from extractors.readers.ocr_words import recognise

TEXT = 8.0
"""Points of height that a line of text has: a dash and the character one have less."""
_VALUE = re.compile(r"[-+]?[\dOo〇lI|,. ]*(?:[%件条次元]|万元)?|[/\\丿一—ー_~-]{1,2}")
_TWO = re.compile(r"[-+]?0\d")
"""No number begins so: it is two, as where the line between two cells is too faint."""
_LIKE = str.maketrans("Oo〇lI|", "000111")
"""Characters that are digits where a cell holds nothing else."""
_ONES = frozenset("1/\\丿J")
_FIRST, _SECOND = (0.25, 1.0), (0.35, 1.15)
"""Paper around a line as a share of its height, and how its width is stretched."""
_SAMPLE = 5
_UPRIGHT, _ASLANT = 0.1, 0.18
"""How far a stroke runs to the left for each step down: less than a slash, and as a slash."""


def is_value(text: str) -> bool:
    """Whether text is a number or a mark, or what a recogniser takes one for."""
    return _VALUE.fullmatch(text) is not None


def readings(ink: Ink, pieces: Sequence[Pixels], in_cells: int) -> list[str]:
    """The text of each piece; the first ``in_cells`` of them stand in cells of tables.

    A number that is not told for sure ends in ``UNKNOWN``, as does ink that is not told.
    """
    texts = [text for text, _ in recognise([_image(ink, piece, *_FIRST) for piece in pieces])]
    values = [index for index in range(in_cells) if is_value(texts[index])]
    again = recognise([_image(ink, pieces[index], *_SECOND) for index in values])
    for index, (text, _) in zip(values, again, strict=True):
        left, top, right, bottom = pieces[index]
        shape = ink.dark[top:bottom, left:right] > 0
        texts[index] = _value(texts[index], text, shape, TEXT / ink.scale)
    return [text or UNKNOWN * (index < in_cells) for index, text in enumerate(texts)]


def legible(ink: Ink, pieces: Sequence[Pixels]) -> tuple[float, float]:
    """How much of the longest pieces the recogniser reads: how sure it is of a character, from
    0 to 1, and how many characters a piece has that it is sure of."""
    longest = sorted(pieces, key=lambda box: box[0] - box[2])[:_SAMPLE]
    found = recognise([_image(ink, one, *_FIRST) for one in longest])
    count = max(1, len(found))
    sure = sum(score for _, score in found) / count
    return sure, sum(score * len(text) for text, score in found) / count


def _value(one: str, two: str, shape: Any, size: float) -> str:
    """What a number or a mark in a cell reads by two recognitions and its shape."""
    height, width = shape.shape
    if height <= 0.35 * width and height <= size / 3 and shape.mean() > 0.6:
        return "—"
    first, second = one.translate(_LIKE).replace(" ", ""), two.translate(_LIKE).replace(" ", "")
    if first in _ONES or second in _ONES:
        slant = _slant(shape)
        if slant > _ASLANT:
            return "/"
        if slant > _UPRIGHT or "1" not in (first, second):
            return first + UNKNOWN
    doubtful = first != second or _TWO.match(first) or _gap(shape) > max(height, size)
    return first + UNKNOWN if doubtful else first


def _gap(shape: Any) -> int:
    """The widest stretch without ink between ink: numbers of two cells may stand in one."""
    return int(np.diff(np.flatnonzero(shape.any(axis=0))).max(initial=1)) - 1


def _slant(shape: Any) -> float:
    """How far a single straight stroke runs to the left for each step down; 0 for others."""
    height = shape.shape[0]
    rows = np.flatnonzero(shape.any(axis=1))
    widths = shape[rows].sum(axis=1)
    middles = (shape[rows] * np.arange(shape.shape[1])).sum(axis=1) / widths
    if len(rows) < 3 or widths.max() > 0.3 * height:
        return 0.0
    slope, start = np.polyfit(rows, middles, 1)
    off = np.abs(middles - start - slope * rows).max()
    return float(-slope) if off <= 0.08 * height else 0.0


def _image(ink: Ink, piece: Pixels, pad: float, stretch: float) -> Any:
    """The image of a piece with paper around it."""
    left, top, right, bottom = piece
    size = max(bottom - top, round(TEXT / ink.scale))
    around = round(pad * size)
    above = (size - (bottom - top)) // 2 + around
    image = ink.grey[max(0, top - above) : bottom + above, max(0, left - around) : right + around]
    if stretch != 1:
        width = max(1, round(image.shape[1] * stretch))
        image = cv2.resize(image, (width, image.shape[0]), interpolation=cv2.INTER_CUBIC)
        image = cv2.normalize(image, None, 0, 255, cv2.NORM_MINMAX)
    return image
