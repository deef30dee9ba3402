"""Documents of every kind become text.

A new kind is a module here with a function ``read``, a line in ``_READERS``, and what tells
it in ``kinds``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from extractors.document import Decoded
from extractors.model import SetAside
from extractors.readers.kinds import (
    EXCEL,
    HTML,
    IMAGES,
    MHT,
    ODT,
    OFD,
    OLD_EXCEL,
    OLD_WORD,
    PDF,
    RTF,
    TEXT,
    WORD,
    kind_of,
)

Reader = Callable[[bytes], list[Decoded] | SetAside]
"""Reads the content of a file: the texts of its reports, or why there are none."""


class _Kind(NamedTuple):
    """The module that reads a kind, imported when the first such document comes, and the
    largest size that it reads, in MiB."""

    module: str
    limit: int


_READERS = {
    EXCEL: _Kind("extractors.readers.excel", 64),
    HTML: _Kind("extractors.readers.html", 16),
    MHT: _Kind("extractors.readers.mht", 64),
    OLD_EXCEL: _Kind("extractors.readers.excel", 64),
    PDF: _Kind("extractors.readers.pdf", 64),
    TEXT: _Kind("extractors.readers.text", 16),
    WORD: _Kind("extractors.readers.docx", 64),
    **dict.fromkeys((ODT, OLD_WORD, RTF), _Kind("extractors.readers.office", 64)),
    **dict.fromkeys(IMAGES, _Kind("extractors.readers.ocr", 64)),
}
"""The longest published texts are well under a megabyte; documents may hold pictures."""
MAX_BYTES = max(kind.limit for kind in _READERS.values()) * 2**20
"""No kind is read beyond this size."""


def read_source(data: bytes) -> list[Decoded] | SetAside:
    """The texts of the reports in a file's content, or why it gives none."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        return SetAside("the file is empty", "application/x-empty")
    media_type, words = kind_of(data)
    kind = _READERS.get(media_type)
    if kind is None:
        how = ": convert it to PDF" if media_type == OFD else ""
        return SetAside(f"the file is {words}, which is not read{how}", media_type)
    if len(data) > kind.limit * 2**20:
        return too_large(len(data), kind.limit)
    read: Reader = import_module(kind.module).read
    return read(data)


def too_large(size: int, limit: int = MAX_BYTES // 2**20) -> SetAside:
    """The reason why a document of ``size`` bytes is not read; ``limit`` is in MiB."""
    return SetAside(
        f"the file has {size / 2**20:.1f} MiB, more than the limit of {limit} MiB",
        "application/octet-stream",
    )
