"""What pieces of ink read; numbers in cells are recognised twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from extractors.readers.ocr_ink import Ink, Pixels
from extractors.readers.ocr_words import recognise
from extractors.readers.pdf_page import UNKNOWN

_TEXT = 8.0
_VALUE = re.compile(r"[-+]?[\dOoQDlI|\]\[,.]+%?|[/\\一—ー-]|")


def readings(ink: Ink, pieces: Sequence[Pixels], in_cells: int) -> list[str]:
    """The text of each piece; the first ``in_cells`` of them stand in cells of tables."""
    found = recognise([_image(ink, piece, 0.25, 1.0) for piece in pieces])
    texts = [text for text, _ in found]
    values = [index for index in range(in_cells) if _VALUE.fullmatch(texts[index])]
    again = recognise([_image(ink, pieces[index], 0.45, 1.3) for index in values])
    for index, (text, score) in zip(values, again, strict=True):
        DEBUG.append((pieces[index], found[index], (text, score), ink))
        texts[index] = texts[index] if text == texts[index] else texts[index]+UNKNOWN
    return texts

DEBUG=[]

def _image(ink: Ink, piece: Pixels, pad: float, stretch: float) -> Any:
    left, top, right, bottom = piece
    size = max(bottom - top, round(_TEXT / ink.scale))
    above = (size - (bottom - top)) // 2
    around = round(pad * size)
    height, width = ink.grey.shape
    image = ink.grey[
        max(0, top - above - around) : min(height, bottom + above + around),
        max(0, left - around) : min(width, right + around),
    ]
    if stretch != 1.0:
        image = cv2.resize(image, None, fx=stretch, fy=1.0, interpolation=cv2.INTER_CUBIC)
        image = cv2.normalize(image, None, 0, 255, cv2.NORM_MINMAX)
    return image
