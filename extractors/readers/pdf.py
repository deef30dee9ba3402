"""PDF files: characters are put into the cells that ruling lines draw.

A file that needs a password and a damaged one are set aside with the reason. A scan without a
text layer, and a file whose fonts do not tell their characters, are for ``ocr``.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

import pypdfium2 as pdfium
import pypdfium2.raw as c

from extractors.document import Decoded
from extractors.findings import finding
from extractors.model import Finding, SetAside, Severity
from extractors.readers import ocr
from extractors.readers.kinds import PDF
from extractors.readers.pdf_drawn import TooMuchError
from extractors.readers.pdf_layout import Block, TableBlock, blocks_of
from extractors.readers.pdf_page import Page, read_page
from extractors.readers.pdf_scanned import FEW, LARGE, Scanned, with_scanned
from extractors.readers.pdf_text import written

MAX_PAGES = 300
MAX_SECONDS = 30.0
"""Looked at between pages; whoever runs the reader stops one that hangs within a page."""
_UNMAPPED = 0.2


def read(data: bytes) -> list[Decoded] | SetAside:
    """The text of a PDF file, its tables row by row."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return _aside(_why_closed(error))
    try:
        pages = _pages(document)
    except pdfium.PdfiumError:
        return _aside("the PDF is damaged: a page of it cannot be read")
    except TooMuchError as error:
        return _aside(f"a page of the PDF draws {error}: it is no page of a report")
    finally:
        document.close()
    if isinstance(pages, SetAside):
        return pages
    why = _why_unread(pages)
    return ocr.read_pdf(data, why) if why else _decoded(with_scanned(data, pages))


def _why_unread(pages: Sequence[tuple[Page, list[Block]]]) -> str | None:
    """Why the text that pages show must be recognised, if the file does not tell it."""
    characters = sum(len(page.glyphs) for page, _ in pages)
    if characters < FEW:
        drawn = any(page.pictures > LARGE for page, _ in pages)
        return "the PDF holds only images of pages" if drawn else None
    if sum(page.unmapped for page, _ in pages) > _UNMAPPED * characters:
        return "the fonts of the PDF do not tell which characters they show"
    return None


def _aside(reason: str) -> SetAside:
    return SetAside(reason, PDF)


def _why_closed(error: pdfium.PdfiumError) -> str:
    if error.err_code == c.FPDF_ERR_PASSWORD:
        return "the PDF is encrypted: it needs a password"
    if error.err_code == c.FPDF_ERR_SECURITY:
        return "the PDF is encrypted in a way that is not known"
    return "the PDF is damaged: it cannot be opened"


def _pages(document: pdfium.PdfDocument) -> list[tuple[Page, list[Block]]] | SetAside:
    """The pages with their blocks, or why they are not read."""
    count = len(document)
    if count > MAX_PAGES:
        return _aside(f"the PDF has {count} pages, more than the limit of {MAX_PAGES}")
    deadline = monotonic() + MAX_SECONDS
    pages: list[tuple[Page, list[Block]]] = []
    for index in range(count):
        if monotonic() > deadline:
            limit = f"the limit of {MAX_SECONDS:.0f} seconds"
            return _aside(f"reading the PDF takes longer than {limit}: page {index + 1} of {count}")
        raw = document[index]
        try:
            page = read_page(raw, index + 1)
        finally:
            raw.close()
        pages.append((page, blocks_of(page)))
    return pages


def _decoded(scanned: Scanned) -> list[Decoded] | SetAside:
    """The text of pages, or why they have none."""
    pages = scanned.pages
    characters = sum(len(page.glyphs) for page, _ in pages)
    unmapped = sum(page.unmapped for page, _ in pages)
    if characters < FEW:
        return _aside("the PDF has no text")
    findings = _findings(scanned, unmapped)
    recognised = any(page.hidden and page.pictures > LARGE for page, _ in pages)
    writer = written([(page.height, blocks) for page, blocks in pages])
    return [
        Decoded(
            writer.text,
            None,
            media_type=PDF,
            method="ocr" if recognised else "pdf+ocr" if scanned.pieces else "pdf",
            places=writer.places,
            findings=tuple(findings),
            recognised=tuple(
                (placed.start, placed.end)
                for placed in (writer.places if scanned.pieces else ())
                if (placed.place.page, placed.place.box) in scanned.pieces
            ),
        )
    ]


def _findings(scanned: Scanned, unmapped: int) -> list[Finding]:
    """Doubts about the text as a whole."""
    pages = scanned.pages
    findings = []
    if unmapped:
        findings.append(finding("unmapped_characters", n=unmapped))
    drawn = [(page, blocks) for page, blocks in pages if page.number in scanned.unread]
    if any(page.hidden for page, _ in pages):
        findings.append(finding("hidden_text"))
    elif drawn:
        numbers = ", ".join(str(page.number) for page, _ in drawn)
        bare = any(not any(isinstance(b, TableBlock) for b in blocks) for _, blocks in drawn)
        severity: Severity = "warning" if bare else "info"
        key = "image_tables.pdf" if ocr.is_there() else "image_tables.unrecognised"
        findings.append(finding(key, severity=severity, pages=numbers, extra=ocr.EXTRA))
    if scanned.pieces:
        numbers = ", ".join(map(str, sorted({number for number, _ in scanned.pieces})))
        findings.append(finding("read_by_ocr.pages", pages=numbers))
    return findings
