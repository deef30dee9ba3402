"""The pages of a scan become the text of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import monotonic

import pypdfium2 as pdfium

from extractors.document import UNKNOWN, Decoded
from extractors.findings import finding
from extractors.model import Finding, SetAside
from extractors.readers.kinds import kind_of
from extractors.readers.ocr_image import ImageError, PageImage, images_of, pages_of
from extractors.readers.ocr_page import read_page
from extractors.readers.pdf_drawn import TooMuchError
from extractors.readers.pdf_layout import Block
from extractors.readers.pdf_text import written

MAX_SECONDS = 200.0
"""Looked at between pages; a page takes about four seconds."""


def read_image(data: bytes) -> list[Decoded] | SetAside:
    """The text of an image; a TIFF may hold several pages."""
    return _read(data, images_of)


def read_pdf(data: bytes) -> list[Decoded] | SetAside:
    """The text of a PDF file as its pages show it."""
    return _read(data, pages_of)


def read_some(data: bytes, numbers: Sequence[int]) -> dict[int, tuple[float, list[Block]]]:
    """Some pages of a PDF file, from 1, as they show themselves: the height and blocks of each
    that can be read, by its number."""
    found: dict[int, tuple[float, list[Block]]] = {}
    deadline = monotonic() + MAX_SECONDS
    try:
        for number, page in zip(numbers, pages_of(data, numbers), strict=True):
            if monotonic() > deadline:
                break
            found[number] = (page.grey.shape[0] * page.scale, read_page(page, number))
    except (ImageError, TooMuchError, pdfium.PdfiumError):
        pass  # those that were read are kept
    return found


def _read(
    data: bytes, pages_in: Callable[[bytes], Iterator[PageImage]]
) -> list[Decoded] | SetAside:
    media_type, words = kind_of(data)
    try:
        pages = _pages(pages_in(data))
    except ImageError as error:
        return SetAside(f"the content is {words} {error}", media_type)
    except pdfium.PdfiumError:
        return SetAside(f"the content is {words} that is damaged", media_type)
    except TooMuchError as error:
        reason = f"the content is {words} that shows {error} on a page: it is no page of a report"
        return SetAside(reason, media_type)
    writer = written(pages)
    if not writer.text.strip():
        return SetAside(f"the content is {words} that shows no text", media_type)
    return [
        Decoded(
            writer.text,
            None,
            media_type=media_type,
            method="ocr",
            places=writer.places,
            findings=tuple(_findings(writer.text)),
        )
    ]


def _pages(images: Iterator[PageImage]) -> list[tuple[float, list[Block]]]:
    """The height of each page, and its blocks. Raises ``ImageError`` and ``TooMuchError``."""
    pages: list[tuple[float, list[Block]]] = []
    deadline = monotonic() + MAX_SECONDS
    for number, page in enumerate(images, 1):
        if monotonic() > deadline:
            limit = f"the limit of {MAX_SECONDS:.0f} seconds"
            raise ImageError(f"that takes longer than {limit}: page {number} is not reached")
        pages.append((page.grey.shape[0] * page.scale, read_page(page, number)))
    return pages


def _findings(text: str) -> Iterator[Finding]:
    yield finding("read_by_ocr")
    if doubts := text.count(UNKNOWN):
        yield finding("doubtful_recognition", n=doubts)
