"""Images and PDF files become pages in grey, upright but for a slight slope, of one scale."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 40_000_000
"""Pixels of an image as stored; a page of A4 has 35 million at 600 dots an inch."""
MAX_PAGES = 30
MAX_LONG = 6
"""A page is at most so many times as long as wide."""
DPI = 200
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF")
_SHORT, _LONG = 595.0, 842.0
_LEAST, _MOST = 0.75, 1.35
"""Pages that differ from A4 by more are taken for it: scanners often say nothing of the size."""
_POINTS = 72


class PageImage(NamedTuple):
    """A page in grey (rows of bytes, 0 is black), and the points that a pixel is wide."""

    grey: Any
    scale: float


class ImageError(ValueError):
    """Images that are not read; the text says why, as it goes on behind what they are."""


def images_of(data: bytes) -> Iterator[PageImage]:
    """The pages of an image file: frames of a TIFF, else one. Raises ``ImageError``."""
    try:
        with _opened(data) as image:
            frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            _check_count(frames)
            for number in range(frames):
                yield _page(_frame(image, number))
    except UnidentifiedImageError:
        raise ImageError("that is damaged") from None
    except Image.DecompressionBombError:
        raise ImageError(_too_many("more than that")) from None
    except ImageError:
        raise
    except Exception as error:  # Pillow's decoders raise whatever they happen to meet
        raise ImageError("that is damaged") from error


def pages_of(data: bytes, numbers: Sequence[int] | None = None) -> Iterator[PageImage]:
    """The pages of a PDF file, all or those of some numbers, from 1.

    Raises ``ImageError`` and ``pypdfium2.PdfiumError``.
    """
    document = pdfium.PdfDocument(data)
    try:
        chosen = numbers or range(1, len(document) + 1)
        _check_count(len(chosen))
        for number in chosen:
            page = document[number - 1]
            try:
                width, height = page.get_size()
                usual = _usual(width, height)
                points = width if _LEAST < width / usual < _MOST else usual
                grey = page.render(scale=points / width * DPI / _POINTS, grayscale=True).to_numpy()
                grey = np.ascontiguousarray(grey.reshape(grey.shape[:2]))
                yield PageImage(grey, points / grey.shape[1])
            finally:
                page.close()
    finally:
        document.close()


def _usual(width: float, height: float) -> float:
    """How many points a page of A4 is wide that stands or lies so. Raises ``ImageError``."""
    if max(width, height) > MAX_LONG * min(width, height):
        raise ImageError(f"of {width:.0f} x {height:.0f} pixels or points, which is no page")
    return _SHORT if height >= width else _LONG


def _opened(data: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of large images: they are refused by our own limit
        return Image.open(BytesIO(data), formats=_FORMATS)


def _frame(image: Any, number: int) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image.seek(number)
        return _grey(image)


def _grey(image: Any) -> Any:
    """An image as its viewer shows it, on white. Raises ``ImageError``."""
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise ImageError(_too_many(f"{width} x {height}"))
    shown = ImageOps.exif_transpose(image)
    if shown.mode in ("1", "L"):
        return np.asarray(shown.convert("L"))
    if shown.mode.startswith("I"):
        return np.asarray(shown.convert("I")).clip(0, 65535).astype(np.float32) / 257
    shown = shown.convert("RGBA")
    paper = Image.new("RGBA", shown.size, "white")
    return np.asarray(Image.alpha_composite(paper, shown).convert("L"))


def _check_count(pages: int) -> None:
    if pages > MAX_PAGES:
        raise ImageError(f"of {pages} pages, more than the limit of {MAX_PAGES} to be recognised")


def _too_many(size: str) -> str:
    return f"of {size} pixels, above the limit of {MAX_PIXELS // 10**6} million"


def _page(grey: Any) -> PageImage:
    """An image as a page of A4."""
    height, width = grey.shape
    points = _usual(width, height)
    ratio = points / _POINTS * DPI / width
    if not 0.7 < ratio < 1.1:
        method = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
        size = (round(width * ratio), round(height * ratio))
        grey = cv2.resize(np.asarray(grey, dtype=np.float32), size, interpolation=method)
    return PageImage(np.clip(grey, 0, 255).astype(np.uint8), points / grey.shape[1])
