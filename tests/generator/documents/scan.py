"""Generated reports as scans: printed with a font of the machine, and then put on a scanner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from .model import Part
from .pdf_report import Setting, sheets_of

_SIMPLIFIED = 2
"""The place of the simplified Chinese typeface in the collections of the Noto fonts."""
FONTS = tuple(
    (path, _SIMPLIFIED)
    for folder in ("/usr/share/fonts/opentype/noto", "/usr/share/fonts/noto-cjk")
    for name in ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc")
    if (path := Path(folder, name)).exists()
)
"""Fonts to print with; without any no scan can be made."""


@dataclass(frozen=True)
class Scanner:
    """How a page is scanned: ``degrees`` it lies aslant, standard deviations of ``noise`` (of
    256 greys) and ``blur`` (pixels), how much darker its worst corner is (``shade``, a share),
    the ``quality`` of its JPEG, and which of the fonts is printed."""

    dpi: int = 200
    degrees: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    shade: float = 0.0
    quality: int = 90
    font: int = 0


def random_scanner(rng: Random) -> Scanner:
    """A scanner as an office has."""
    return Scanner(
        dpi=rng.choice((150, 200)),
        degrees=rng.uniform(-1, 1),
        noise=rng.choice((0, 4, 10)),
        blur=rng.choice((0, 0.4, 0.7)),
        shade=rng.choice((0, 0.1, 0.25)),
        quality=rng.choice((95, 80, 60)),
        font=rng.randrange(len(FONTS)),
    )


def scanned(
    parts: Sequence[Part], setting: Setting, scanner: Scanner, rng: Random
) -> list[Image.Image]:
    """The pages of a report as a scanner sees them."""
    sheets = sheets_of(parts, setting, lambda size: Page(size, scanner))
    return [_seen(sheet.image, scanner, rng) for sheet in sheets]


def as_pdf(pages: Sequence[Image.Image], scanner: Scanner) -> bytes:
    """Images as a PDF file of a page each."""
    out = BytesIO()
    rest = list(pages[1:])
    pages[0].save(out, "PDF", save_all=True, append_images=rest, resolution=scanner.dpi)
    return out.getvalue()


def as_image(page: Image.Image, kind: str, scanner: Scanner) -> bytes:
    """An image as a file of a kind that Pillow writes."""
    out = BytesIO()
    page.save(out, kind, dpi=(scanner.dpi, scanner.dpi))
    return out.getvalue()


class Page:
    """A page to draw on, as that of a PDF file; lengths are in points."""

    def __init__(self, size: tuple[float, float], scanner: Scanner) -> None:
        self.scale = scanner.dpi / 72
        self.font = FONTS[scanner.font]
        pixels = (round(size[0] * self.scale), round(size[1] * self.scale))
        self.image = Image.new("L", pixels, 255)
        self.pen = ImageDraw.Draw(self.image)
        self.fill = 0

    def text(self, x: float, y: float, text: str, *, size: float = 10.0) -> None:
        path, index = self.font
        font = ImageFont.truetype(path, size * self.scale, index=index)
        for char in text:
            self.pen.text((x * self.scale, y * self.scale), char, 0, font, anchor="ls")
            x += size / 2 if char.isascii() else size

    def line(self, x0: float, y0: float, x1: float, y1: float, **_: str) -> None:
        ends = [value * self.scale for value in (x0, y0, x1, y1)]
        self.pen.line(ends, fill=0, width=max(1, round(0.5 * self.scale)))

    def box(self, x: float, y: float, width: float, height: float, paint: str = "f") -> None:
        corners = [value * self.scale for value in (x, y, x + width, y + height)]
        if paint == "f":
            self.pen.rectangle(corners, fill=self.fill)
        else:
            self.pen.rectangle(corners, outline=0, width=max(1, round(0.5 * self.scale)))

    def grey(self, share: float) -> None:
        self.fill = round(255 * share)


def _seen(page: Image.Image, scanner: Scanner, rng: Random) -> Image.Image:
    page = page.rotate(scanner.degrees, Image.Resampling.BICUBIC, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(scanner.blur)) if scanner.blur else page
    grey: Any = np.asarray(page, dtype=np.float32)
    down = np.linspace(0, 1, grey.shape[0])[:, None]
    across = np.linspace(0, 1, grey.shape[1])[None]
    grey = grey * (1 - scanner.shade * down * across)
    noise = np.random.default_rng(rng.randrange(2**32)).normal(0, scanner.noise, grey.shape)
    page = Image.fromarray(np.clip(grey + noise, 0, 255).astype(np.uint8))
    out = BytesIO()
    page.save(out, "JPEG", quality=scanner.quality)
    return Image.open(out).convert("L")
