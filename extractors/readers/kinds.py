"""Kinds of documents, told by their first bytes and, for containers, by what these hold."""

from __future__ import annotations

import re

from extractors.readers.container import Container, UnreadableError

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OLD_EXCEL = "application/vnd.ms-excel"
OLD_WORD = "application/msword"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
OFD = "application/ofd"
HTML, MHT, PDF, TEXT = "text/html", "multipart/related", "application/pdf", "text/plain"
ZIP = "application/zip"
PNG, JPEG, GIF, BITMAP, TIFF = "image/png", "image/jpeg", "image/gif", "image/bmp", "image/tiff"
IMAGES = (PNG, JPEG, GIF, BITMAP, TIFF)
_OLE = "application/x-ole-storage"
_MAGIC = (
    (b"%PDF", PDF, "a PDF document"),
    (b"\x89PNG", PNG, "a PNG image"),
    (b"\xff\xd8\xff", JPEG, "a JPEG image"),
    (b"GIF8", GIF, "a GIF image"),
    (b"BM", BITMAP, "a bitmap image"),
    (b"II*\x00", TIFF, "a TIFF image"),
    (b"MM\x00*", TIFF, "a TIFF image"),
    (b"PK\x03\x04", ZIP, "a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", _OLE, "an old Office document"),
    (b"{\\rtf", RTF, "an RTF document"),
    (b"\x1f\x8b", "application/gzip", "a gzip archive"),
    (b"Rar!", "application/vnd.rar", "a RAR archive"),
)
_IN_ZIP = (
    (re.compile(r"word/document\d*\.xml"), WORD, "a Word document"),
    (re.compile(r"xl/workbook\.(?:xml|bin)"), EXCEL, "an Excel workbook"),
    (re.compile(r"OFD\.xml"), OFD, "an OFD document"),
)
"""Names of parts that tell what a ZIP container holds."""
_IN_OLE = (
    ("EncryptedPackage", "application/x-encrypted-office", "an Office document with a password"),
    ("WordDocument", OLD_WORD, "an old Word document"),
    ("Workbook", OLD_EXCEL, "an old Excel workbook"),
    ("Book", OLD_EXCEL, "an old Excel workbook"),
)
_IN_ROOT = {
    b"\x06\x09\x02\x00": (OLD_WORD, "an old Word document"),
    b"\x20\x08\x02\x00": (OLD_EXCEL, "an old Excel workbook"),
}
"""How the class of a container's root begins, where its program is one that writes it."""
_BEGINNINGS = (
    (b"word/", "a Word document (ZIP container) that is broken or cut off"),
    (b"xl/", "an Excel workbook (ZIP container) that is broken or cut off"),
)
"""How names of parts begin that tell what a ZIP container held whose directory is lost."""
_IS_ODT = re.compile(rb"PK\x03\x04.{26}mimetype" + ODT.encode() + rb"(?!-)", re.S)
"""The first part of an OpenDocument says what it is."""
_TAGS = (
    r"html|head|body|meta|title|link|base|script|style|table|tbody|tr|div|center|section|article"
    r"|main|p|span|font|h[1-6]|ul|ol|br|img|iframe|frameset"
)
_PAGE = re.compile(
    r"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]{0,200}>\s*)?"
    rf"<(?:!--|!doctype\s+html|(?:{_TAGS})[\s/>])".encode("latin-1"),
    re.I,
)
_CELL_ENDS = (b"</td", b"</TD")
_FEW_CELLS = 3
"""A text with as many ends of cells is markup, even where it begins as text."""
_SAVED = re.compile(rb"\s*(?:[a-z-]+:.*^mime-version:|mime-version:)", re.I | re.M | re.S)
_SAVED_CONTENT = re.compile(rb"^content-type:\s*(?:multipart/|text/html)", re.I | re.M)
_HEAD = 4096
"""Bytes that tell a page."""
_OLE_HEAD = 52
FIRST = 80
"""First bytes of a file that ``may_be_converted`` needs."""


def kind_of(data: bytes) -> tuple[str, str]:
    """The media type of a content, and what it is called."""
    for magic, media_type, words in _MAGIC:
        if data.startswith(magic):
            return _inside(data, media_type) or (media_type, words)
    head = data[:_HEAD].replace(b"\x00", b"")  # as if UTF-16 were ASCII
    if _SAVED.match(head) and _SAVED_CONTENT.search(head):
        return MHT, "a saved web page"
    if _PAGE.match(head) or sum(map(data.count, _CELL_ENDS)) >= _FEW_CELLS:
        return HTML, "an HTML page"
    return TEXT, "a text"


def may_be_converted(head: bytes) -> bool:
    """Whether a content may be of a kind that LibreOffice converts, by its first bytes."""
    return head.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")) or bool(_IS_ODT.match(head))


def _inside(data: bytes, media_type: str) -> tuple[str, str] | None:
    """What a container holds, by the names of its parts."""
    if media_type == _OLE and len(data) > _OLE_HEAD:
        # The root is the first entry of the directory; the header says in which sector that is.
        root = (int.from_bytes(data[48:52], "little") + 1) << (data[30] & 15)
        if known := _IN_ROOT.get(data[root + 80 : root + 84]):
            return known
        for name, inner, words in _IN_OLE:
            if name.encode("utf-16-le") in data:
                return inner, words
    if media_type == ZIP:
        if _IS_ODT.match(data):
            return ODT, "an OpenDocument text"
        try:
            names = Container(data).names
        except UnreadableError:
            return ZIP, _broken(data)
        for pattern, inner, words in _IN_ZIP:
            if any(map(pattern.fullmatch, names)):
                return inner, words
    return None


def _broken(data: bytes) -> str:
    """What a ZIP container without a directory is called, by the names ahead of its parts."""
    for beginning, words in _BEGINNINGS:
        if re.search(rb"PK\x03\x04.{26}" + beginning, data, re.S):
            return words
    return "a ZIP archive that is broken, cut off or has too many parts"
