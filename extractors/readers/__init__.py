"""Documents of every kind become text: the kind is told by the first bytes.

A new kind is a module here with a function ``read``, and a line in ``_READERS``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

from extractors.document import Decoded
from extractors.model import SetAside
from extractors.readers.container import Container, UnreadableError

MAX_BYTES = 16 * 1024 * 1024
"""Larger files are not read: the longest published reports are well under a megabyte."""


Reader = Callable[[bytes], list[Decoded] | SetAside]
"""Reads the content of a file: the texts of its reports, or why there are none."""

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_READERS = {
    "text/plain": "extractors.readers.text",
    _WORD: "extractors.readers.docx",
    _EXCEL: "extractors.readers.excel",
    "application/vnd.ms-excel": "extractors.readers.excel",
    "application/pdf": "extractors.readers.pdf",
    "image/png": "extractors.readers.ocr",
    "image/jpeg": "extractors.readers.ocr",
    "image/gif": "extractors.readers.ocr",
    "image/bmp": "extractors.readers.ocr",
    "image/tiff": "extractors.readers.ocr",
}
"""The module that reads each kind. It is imported when the first such document comes."""
_ZIP, _OLE = "application/zip", "application/x-ole-storage"
_MAGIC = (
    (b"%PDF", "application/pdf", "a PDF document"),
    (b"\x89PNG", "image/png", "a PNG image"),
    (b"\xff\xd8\xff", "image/jpeg", "a JPEG image"),
    (b"GIF8", "image/gif", "a GIF image"),
    (b"BM", "image/bmp", "a bitmap image"),
    (b"II*\0", "image/tiff", "a TIFF image"),
    (b"MM\0*", "image/tiff", "a TIFF image"),
    (b"PK\x03\x04", _ZIP, "a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", _OLE, "an old Office document"),
    (b"{\\rtf", "application/rtf", "an RTF document"),
    (b"\x1f\x8b", "application/gzip", "a gzip archive"),
    (b"Rar!", "application/vnd.rar", "a RAR archive"),
)
_IN_ZIP = (
    (re.compile(r"word/document\d*\.xml"), _WORD, "a Word document"),
    (re.compile(r"xl/workbook\.(?:xml|bin)"), _EXCEL, "an Excel workbook"),
    (re.compile(r"OFD\.xml"), "application/ofd", "an OFD document"),
)
"""Names of parts that tell what a ZIP container holds."""
_IN_OLE = (
    ("EncryptedPackage", "application/x-encrypted-office", "an Office document with a password"),
    ("WordDocument", "application/msword", "an old Word document"),
    ("Workbook", "application/vnd.ms-excel", "an old Excel workbook"),
    ("Book", "application/vnd.ms-excel", "an old Excel workbook"),
)
_HTML = re.compile(rb"\s*(?:<!doctype html|<html|<head|<body|<table|<div|<p[ >])", re.I)


def read_source(data: bytes) -> list[Decoded] | SetAside:
    """The texts of the reports in a file's content, or why it gives none."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        return SetAside("the file is empty", "application/x-empty")
    media_type, words = kind_of(data)
    module = _READERS.get(media_type)
    if module is None:
        return SetAside(f"the content is {words}, which is not read as text", media_type)
    if len(data) > MAX_BYTES:
        return too_large(len(data))
    read: Reader = import_module(module).read
    return read(data)


def kind_of(data: bytes) -> tuple[str, str]:
    """The media type of a content by its first bytes, and what it is called."""
    for magic, media_type, words in _MAGIC:
        if data.startswith(magic):
            return _inside(data, media_type) or (media_type, words)
    if _HTML.match(data):
        return "text/html", "an HTML page"
    return "text/plain", "a text"


def _inside(data: bytes, media_type: str) -> tuple[str, str] | None:
    """What a container holds, by the names of its parts."""
    if media_type == _OLE:
        for name, inner, words in _IN_OLE:
            if name.encode("utf-16-le") in data:
                return inner, words
    if media_type == _ZIP:
        try:
            names = Container(data).names
        except UnreadableError:
            return media_type, "a ZIP archive that is broken, cut off or has too many parts"
        for pattern, inner, words in _IN_ZIP:
            if any(map(pattern.fullmatch, names)):
                return inner, words
    return None


def too_large(size: int) -> SetAside:
    """The reason why a document of ``size`` bytes is not read."""
    limit = MAX_BYTES // 2**20
    return SetAside(
        f"the file has {size / 2**20:.1f} MiB, more than the limit of {limit} MiB",
        "application/octet-stream",
    )
