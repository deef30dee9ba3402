"""One file, or a member of an archive: its name, its content, and why it gave none."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, NamedTuple

from flows import archives, disk
from flows.sidecars import Told

SUFFIXES = frozenset(
    (
        ".txt", ".text", ".md", ".html", ".htm", ".shtml", ".mht", ".pdf", ".doc", ".docx", ".wps",
        ".rtf", ".odt", ".xls", ".xlsx", ".et", ".ofd", ".zip", ".png", ".jpg", ".jpeg", ".tif",
        ".tiff", ".bmp",
    )
)  # fmt: skip
"""Kinds of files taken from a folder; a file named outright is always taken."""
_PIECE = 1 << 16


class Problem(NamedTuple):
    """A source or a document that gave nothing, with the reason in one sentence."""

    source_uri: str
    reason: str


class Archived(NamedTuple):
    """A document of the raw archive: its path and content, where it came from, and when;
    whether it is the last that its address gave."""

    path: str
    document_id: str
    told: Told
    is_last: bool = True


class Loaded(NamedTuple):
    """A file: the sha256 and size of all of it, and its content up to a limit."""

    document_id: str
    size: int
    data: bytes


def is_taken(name: str) -> bool:
    """Whether a file of a folder is taken, by its name."""
    return os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122 - a path is ten times slower


def is_document(member: str) -> bool:
    """Whether a member of a ZIP archive is taken, by its name."""
    return is_taken(member) and not member.rpartition("/")[2].startswith((".", "__MACOSX"))


def cause(error: OSError, missing: str) -> str:
    """Why a file gave nothing, ``missing`` where it is not there."""
    if isinstance(error, FileNotFoundError):
        return missing
    return f"it cannot be read: {disk.reason(error)}"


def uri(path: str) -> str:
    """A file's address as text; bytes that are no UTF-8 are escaped."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "backslashreplace")


def read_beginning(path: str, size: int) -> bytes:
    """The first bytes of a document; none where it cannot be read, which its reader will tell."""
    with suppress(OSError, archives.ArchiveError), _open(path) as handle:
        return handle.read(size)
    return b""


@contextmanager
def _open(path: str) -> Iterator[IO[bytes]]:
    """A file, or a member of an archive. Raises ``OSError`` and ``ArchiveError``."""
    try:
        handle = open(path, "rb", buffering=0)  # noqa: SIM115 - closed below
    except (FileNotFoundError, NotADirectoryError):
        if not archives.is_member(path):
            raise
        with archives.open_member(path) as member:
            yield member
        return
    with handle:
        yield handle


def read_file(path: str, limit: int = 0) -> Loaded | Problem:
    """Hash a file or a member of an archive and keep up to ``limit`` bytes of it, or say why
    it gave none."""
    try:
        with _open(path) as handle:
            return _loaded(handle, limit)
    except archives.ArchiveError as error:
        return Problem(uri(path), str(error))
    except OSError as error:
        return Problem(uri(path), cause(error, "it vanished before it was read"))


def _loaded(handle: IO[bytes], limit: int) -> Loaded:
    kept: list[bytes] = []
    digest, size = hashlib.sha256(), 0
    while piece := handle.read(_PIECE):
        digest.update(piece)
        if size < limit:
            kept.append(piece)
        size += len(piece)
    return Loaded(digest.hexdigest(), size, b"".join(kept)[:limit])
