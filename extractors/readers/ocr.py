"""Scans: images, and PDF files whose pages are images, are recognised character by character.

What recognises them is an extra; without it they are set aside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from extractors import needs, patience
from extractors.document import Decoded
from extractors.model import SetAside
from extractors.readers.kinds import kind_of
from extractors.readers.pdf_layout import Block

Recognised = tuple[float, list[Block]]
EXTRA = "pip install 'ogi[ocr]'"


def read(data: bytes) -> list[Decoded] | SetAside:
    """The text of an image."""
    return _read(data, "read_image", f"the content is {kind_of(data)[1]}")


def read_pdf(data: bytes, why: str) -> list[Decoded] | SetAside:
    """The text of a PDF file as its pages show it; ``why`` tells why they are looked at."""
    return _read(data, "read_pdf", why)


def pages_of_pdf(data: bytes, numbers: Sequence[int]) -> dict[int, Recognised]:
    """Some pages of a PDF file, counted from 1: the height of each in points and its blocks.

    Pages that cannot be recognised are left out; all are where the extra is not installed.
    """
    if not is_there():
        return {}
    patience.ask(patience.SCAN)
    function: Callable[[bytes, Sequence[int]], dict[int, Recognised]]
    function = import_module("extractors.readers.ocr_document").read_some
    return function(data, numbers)


def is_there() -> bool:
    """Whether what recognises is installed."""
    return needs.is_there(needs.RECOGNITION)


def _read(data: bytes, name: str, why: str) -> list[Decoded] | SetAside:
    if not is_there():
        reason = f"{why}, which needs optical character recognition: {EXTRA}"
        return SetAside(reason, kind_of(data)[0], needs=needs.RECOGNITION)
    patience.ask(patience.SCAN)
    function: Callable[[bytes], list[Decoded] | SetAside]
    function = getattr(import_module("extractors.readers.ocr_document"), name)
    return function(data)
