"""Scans: images, and PDF files whose pages are images, are recognised character by character.

What recognises them is an extra; without it they are set aside.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from extractors.document import Decoded
from extractors.model import SetAside

EXTRA = "pip install 'ogi[ocr]'"
_PACKAGES = ("rapidocr", "onnxruntime", "cv2", "PIL")


def is_installed() -> bool:
    """Whether the packages of the extra are there."""
    return all(find_spec(package) for package in _PACKAGES)


def read(data: bytes) -> list[Decoded] | SetAside:
    """The text of an image."""
    return _read(data, "read_image", "application/octet-stream")


def read_pdf(data: bytes) -> list[Decoded] | SetAside:
    """The text of a PDF file as its pages show it."""
    return _read(data, "read_pdf", "application/pdf")


def _read(data: bytes, name: str, media_type: str) -> list[Decoded] | SetAside:
    if not is_installed():
        reason = "it shows its text as images, which needs character recognition: "
        return SetAside(f"{reason}{EXTRA}", media_type)
    function: Callable[[bytes], list[Decoded] | SetAside]
    function = getattr(import_module("extractors.readers.ocr_document"), name)
    return function(data)
