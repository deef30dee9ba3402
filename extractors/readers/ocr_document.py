"""The pages of a scan become the text of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic

import pypdfium2 as pdfium

from extractors.document import Decoded
from extractors.model import Finding, SetAside
from extractors.readers.ocr_image import ImageError, PageImage, images_of, pages_of
from extractors.readers.ocr_page import read_page
from extractors.readers.pdf import written
from extractors.readers.pdf_drawn import TooMuchError
from extractors.readers.pdf_layout import Block
from extractors.readers.pdf_page import UNKNOWN

MAX_PAGES = 30
MAX_SECONDS = 240.0
"""Looked at between pages; a page takes about four seconds."""
_KINDS = {b"\x89P": "image/png", b"\xff\xd8": "image/jpeg", b"GI": "image/gif", b"BM": "image/bmp"}


def read_image(data: bytes) -> list[Decoded] | SetAside:
    """The text of an image; a TIFF may hold several pages."""
    return _read(data, images_of, _KINDS.get(data[:2], "image/tiff"), "the image")


def read_pdf(data: bytes) -> list[Decoded] | SetAside:
    """The text of a PDF file as its pages show it."""
    return _read(data, pages_of, "application/pdf", "the PDF")


def _read(
    data: bytes, pages_in: Callable[[bytes], Iterator[PageImage]], media_type: str, what: str
) -> list[Decoded] | SetAside:
    pages: list[tuple[float, list[Block]]] = []
    deadline = monotonic() + MAX_SECONDS
    try:
        for number, page in enumerate(pages_in(data), 1):
            if number > MAX_PAGES:
                reason = f"{what} has more than {MAX_PAGES} pages, too many to recognise"
                return SetAside(reason, media_type)
            if monotonic() > deadline:
                limit = f"the limit of {MAX_SECONDS:.0f} seconds"
                reason = f"recognising {what} takes longer than {limit}: page {number} not reached"
                return SetAside(reason, media_type)
            pages.append((page.grey.shape[0] * page.scale, read_page(page, number)))
    except ImageError as error:
        return SetAside(f"{what} {error}", media_type)
    except pdfium.PdfiumError:
        return SetAside(f"{what} is damaged: a page of it cannot be drawn", media_type)
    except TooMuchError as error:
        return SetAside(f"a page of {what} shows {error}: it is no page of a report", media_type)
    return _decoded(pages, media_type, what)


def _decoded(
    pages: list[tuple[float, list[Block]]], media_type: str, what: str
) -> list[Decoded] | SetAside:
    writer = written(pages)
    if not writer.text.strip():
        return SetAside(f"{what} shows no text", media_type)
    message = "the text was recognised from images: characters of names and prose may be wrong"
    findings = [Finding("read_by_ocr", "warning", message)]
    if doubts := writer.text.count(UNKNOWN):
        message = f"{doubts} cells were recognised twice, and not alike"
        findings.append(Finding("doubtful_recognition", "warning", message))
    return [
        Decoded(
            writer.text,
            None,
            media_type=media_type,
            method="ocr",
            places=writer.places,
            findings=tuple(findings),
        )
    ]
