"""The raw archive: bodies in files named by their content, and the journal of every fetch.

A body is written to a temporary name, synced and renamed, and noted in the journal after that:
whenever a run is killed, what the journal names is there and whole.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from flows import disk
from flows.errors import OgiError
from flows.web.journal import JOURNAL, Journal

INCOMING, OBJECTS = "incoming", "objects"
_ZIP = b"PK\x03\x04"


class Stored(NamedTuple):
    """A body of the archive: sha256 and size in bytes, and whether it may be a ZIP archive."""

    sha256: str
    size: int
    zipped: bool


class Incoming:
    """A body that comes in, in a temporary file from its first piece on; nothing of it stays
    unless it is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: BinaryIO | None = None
        self._path: str | None = None
        self._digest, self._size, self._head = hashlib.sha256(), 0, b""

    def __enter__(self) -> Incoming:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._file:
            self._file.close()
        if self._path:
            os.unlink(self._path)  # noqa: PTH108 - a path is slower

    def write(self, piece: bytes) -> None:
        """Add a piece."""
        if self._file is None:
            handle, self._path = tempfile.mkstemp(dir=self._folder / INCOMING)
            self._file = os.fdopen(handle, "wb")
        if len(self._head) < len(_ZIP):
            self._head = (self._head + piece)[: len(_ZIP)]
        self._digest.update(piece)
        self._size += len(piece)
        self._file.write(piece)

    def keep(self) -> Stored:
        """Give the body its name, durably; a content that is there already is not written twice."""
        stored = Stored(self._digest.hexdigest(), self._size, self._head == _ZIP)
        path = path_of(self._folder, stored.sha256)
        if self._file and self._path and not path.exists():
            self._file.flush()
            os.fsync(self._file.fileno())
            if not path.parent.exists():
                path.parent.mkdir(exist_ok=True)
                disk.sync(path.parent.parent)
            os.replace(self._path, path)  # noqa: PTH105 - likewise
            self._path = None
            disk.sync(path.parent)
        return stored


def path_of(folder: Path, sha256: str) -> Path:
    """Where an archive keeps a content."""
    return folder / OBJECTS / sha256[:2] / sha256


class Archive:
    """An archive that this run alone writes to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = Journal(folder / JOURNAL)

    def incoming(self) -> Incoming:
        """A place for a body that comes in."""
        return Incoming(self.folder)

    def read(self, sha256: str, limit: int = -1) -> bytes:
        """A body, or its first bytes."""
        with path_of(self.folder, sha256).open("rb") as file:
            return file.read(limit)

    def holds(self, sha256: str | None) -> bool:
        """Whether a body is there."""
        return sha256 is not None and path_of(self.folder, sha256).exists()


@contextmanager
def open_archive(folder: Path) -> Iterator[Archive]:
    """Hold the only run that writes to an archive, which is made where there is none.

    Raises ``OgiError`` where another run holds it or it cannot be written.
    """
    unwritable = f"{folder}: the archive cannot be written"
    busy = f"{folder}: another fetch is writing to this archive"
    with disk.held(folder / ".lock", unwritable, busy):
        try:
            (folder / OBJECTS).mkdir(exist_ok=True)
            shutil.rmtree(folder / INCOMING, ignore_errors=True)
            (folder / INCOMING).mkdir()
            archive = Archive(folder)
            try:
                yield archive
            finally:
                archive.journal.close()
        except OSError as error:
            place = error.filename or folder
            raise OgiError(
                f"{place}: {disk.reason(error)}; what was fetched before is kept"
            ) from error
