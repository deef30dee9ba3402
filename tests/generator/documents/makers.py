"""Every kind of document that needs no other program to be made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from .docx import docx_of
from .html import PAGES, page_of
from .model import Part
from .pdf_report import Setting, drawn_report
from .xlsx import xlsx_of

Maker = Callable[[Sequence[Part], Random], bytes]


def _page(kind: str) -> Maker:
    return lambda parts, rng: page_of(parts, rng, kind)


def _pdf(ruling: str) -> Maker:
    return lambda parts, _: drawn_report(parts, Setting(ruling))


MAKERS: dict[str, Maker] = {
    **{f"html {kind}": _page(kind) for kind in PAGES},
    "docx": docx_of,
    "xlsx": lambda parts, rng: xlsx_of([parts], rng),
    "pdf": _pdf("lines"),
    "pdf, lines across only": _pdf("across"),
}
"""How a report becomes a document, by the name of its kind."""
