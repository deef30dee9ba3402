"""ZIP archives of documents: their members are documents of their own, read one at a time.

A member is named ``ARCHIVE!/NAME``. Nothing is unpacked to disk, so that names of members
can do no harm.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import IO, NamedTuple

from flows import disk

MARK = "!/"
MAX_MEMBERS = 200_000
MAX_TOTAL = 8 * 2**30
"""Bytes that all members of an archive may take when expanded."""
MAX_MEMBER = 256 * 2**20
"""Bytes that a member may take: larger than any document that is read."""
MAX_RATIO = 1_000
_SMALL = 2**20
"""Members below this size may be compressed at any ratio."""
_HEAD = 4096
_OFFICE = ("word/", "xl/", "ppt/", "OFD.xml")
_ENCRYPTED, _UTF8 = 0x1, 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


class ArchiveError(ValueError):
    """An archive, or a member of one, that is not read; the message says why."""


class _Archive(NamedTuple):
    file: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]


def is_member(path: str) -> bool:
    """Whether a path names a member of an archive."""
    return MARK in path


def is_archive(path: str) -> bool:
    """Whether a file is a ZIP archive of documents, and not a document that is one inside.

    Raises ``ArchiveError`` where it is damaged. A damaged document is left to its reader.
    """
    with open(path, "rb") as file:
        head = file.read(_HEAD)
    if not _is_zip(head):
        return False
    try:
        names = _open(*_version(path)).members
    except ArchiveError:
        if _is_office(head):
            return False
        raise
    return not any(name.startswith(_OFFICE) for name in names)


def _is_zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _is_office(head: bytes) -> bool:
    """Whether a container begins as those of Office documents do."""
    return any(name.encode() in head for name in (*_OFFICE, "[Content_Types].xml"))


def members(path: str) -> Iterator[str]:
    """Paths of an archive's files, in the order of the archive. Raises ``ArchiveError``."""
    for name in _open(*_version(path)).members:
        yield f"{path}{MARK}{name}"


@contextmanager
def open_member(path: str) -> Iterator[IO[bytes]]:
    """The expanded content of a member, as a stream. Raises ``ArchiveError``."""
    archive, _, name = path.partition(MARK)
    opened = _open(*_version(archive))
    info = opened.members.get(name)
    if info is None:
        raise ArchiveError("the archive has no such member")
    _check(info)
    try:
        with opened.file.open(info) as stream:
            if name.lower().endswith(".zip"):
                _refuse_archive(stream)
            yield stream
    except ArchiveError:
        raise
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError) as error:
        raise ArchiveError(f"the archive is damaged at this member: {error}") from error
    except Exception as error:  # errors of the decompressors share no class
        raise ArchiveError(f"the archive is damaged at this member: {error}") from error


def _refuse_archive(member: IO[bytes]) -> None:
    head = member.read(_HEAD)
    if _is_zip(head) and not _is_office(head):
        raise ArchiveError("an archive within an archive is not read")
    member.seek(0)


def _check(info: zipfile.ZipInfo) -> None:
    """Refuse what an archive says of a member that could not be a document's."""
    if info.flag_bits & _ENCRYPTED:
        raise ArchiveError("it needs a password")
    if info.compress_type not in _METHODS:
        raise ArchiveError(f"it is compressed by method {info.compress_type}, which is not read")
    if info.file_size > MAX_MEMBER:
        size, limit = info.file_size / 2**20, MAX_MEMBER // 2**20
        raise ArchiveError(f"it expands to {size:.0f} MiB, more than the limit of {limit} MiB")
    if info.file_size > max(_SMALL, MAX_RATIO * info.compress_size):
        raise ArchiveError(f"it expands to more than {MAX_RATIO} times its size")


def _version(path: str) -> tuple[str, int, int]:
    """What tells one state of a file from another."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a path is ten times slower
    except OSError as error:
        raise ArchiveError(f"the archive cannot be read: {disk.reason(error)}") from error
    return path, found.st_size, found.st_mtime_ns


@lru_cache(maxsize=4)
def _open(path: str, size: int, _changed: int) -> _Archive:
    try:
        file = zipfile.ZipFile(path)
        infos = [info for info in file.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise ArchiveError(f"the archive is damaged: {error}") from error
    if len(infos) > MAX_MEMBERS:
        raise ArchiveError(f"the archive has more than {MAX_MEMBERS:,} members")
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL:
        limit = MAX_TOTAL // 2**30
        raise ArchiveError(f"the archive expands to more than the limit of {limit} GiB")
    if sum(info.compress_size for info in infos) > size:
        raise ArchiveError("the archive is damaged: its members overlap")
    return _Archive(file, {_name(info): info for info in infos})


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; one that is not marked as UTF-8 is in the encoding of its system."""
    if info.flag_bits & _UTF8:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return info.orig_filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return info.filename
