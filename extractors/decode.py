"""Bytes to text: kind by the first bytes, encoding by strict trial, never by a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from extractors.model import SetAside

MAX_BYTES = 16 * 1024 * 1024
"""Larger files are not read: the longest published reports are well under a megabyte."""

_MAGIC = (
    (b"%PDF", "application/pdf", "a PDF document"),
    (b"\x89PNG", "image/png", "a PNG image"),
    (b"\xff\xd8\xff", "image/jpeg", "a JPEG image"),
    (b"GIF8", "image/gif", "a GIF image"),
    (b"BM", "image/bmp", "a bitmap image"),
    (b"PK\x03\x04", "application/zip", "a ZIP container (DOCX, XLSX, OFD or an archive)"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage", "an old Office document (DOC, XLS, WPS)"),
    (b"{\\rtf", "application/rtf", "an RTF document"),
    (b"\x1f\x8b", "application/gzip", "a gzip archive"),
    (b"Rar!", "application/vnd.rar", "a RAR archive"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HTML = re.compile(rb"\s*(?:<!doctype html|<html|<head|<body|<table|<div|<p[ >])", re.I)
# The commonest characters of official prose: text decoded wrongly has next to none of them.
_COMMON = re.compile("[的年政府信息公开工作人民一不在有大会国和个行主发为办理]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was stored in; a byte order mark is left out."""

    text: str
    encoding: str
    media_type: str = "text/plain"


def decode(data: bytes) -> Decoded | SetAside:
    """Decode a text document, or say in one sentence why it cannot be read.

    Order: size, first bytes, byte order mark, strict UTF-8, strict GB18030.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        return SetAside("the file is empty", "application/x-empty")
    for magic, media_type, words in _MAGIC:
        if data.startswith(magic):
            return SetAside(f"the content is {words}, which is not read as text", media_type)
    if len(data) > MAX_BYTES:
        return too_large(len(data))
    if _HTML.match(data):
        return SetAside("the content is an HTML page, which is not read as text", "text/html")
    return _decode_text(data)


def too_large(size: int) -> SetAside:
    """The reason why a document of ``size`` bytes is not read."""
    limit = MAX_BYTES // 2**20
    return SetAside(
        f"the file has {size / 2**20:.1f} MiB, more than the limit of {limit} MiB",
        "application/octet-stream",
    )


def _decode_text(data: bytes) -> Decoded | SetAside:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return Decoded(data[len(bom) :].decode(encoding), encoding)
            except UnicodeDecodeError as error:
                return _unreadable(f"it is marked as {encoding}", error)
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as utf8_error:
        try:
            text, encoding = data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            return _unreadable("it is neither UTF-8 nor GB18030", utf8_error)
        if not _plausible(text):
            return _unreadable("it is neither UTF-8 nor meaningful GB18030", utf8_error)
    if len(_CONTROL.findall(text)) > len(text) // 100:
        return SetAside("the content is binary data, not text", "application/octet-stream")
    return Decoded(text, encoding)


def _plausible(text: str) -> bool:
    """Whether text reads like Chinese prose: about a tenth of its letters are common ones."""
    wide = sum(1 for char in text if char > "\u007f")
    return len(_COMMON.findall(text)) * 25 >= wide


def _unreadable(claim: str, error: UnicodeDecodeError) -> SetAside:
    byte = error.object[error.start]
    return SetAside(
        f"the text cannot be decoded: {claim} (byte 0x{byte:02x} at offset {error.start})",
        "application/octet-stream",
    )
