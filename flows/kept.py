"""What a re-reading has read so far: kept beside the database until it is published.

A batch is read into the private files of the run and moved here as a whole, so that a run that is
killed leaves only whole batches, and processes of it that still write do so elsewhere.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from extractors.needs import OFFICE, RECOGNITION, is_there
from flows.version import VERSION

_READ_BY = (".py", ".csv", ".csv.gz")


class Kept:
    """Batches that were read by this very extractor; those of another one are removed."""

    def __init__(self, db: Path) -> None:
        self._all = db.with_name(f".{db.name}.reread")
        self.folder = self._all / extractor()
        if self._all.exists():
            for path in self._all.iterdir():
                if path != self.folder:
                    shutil.rmtree(path, ignore_errors=True)

    def is_empty(self) -> bool:
        """Whether nothing was read so far."""
        return not self.folder.exists() or next(self.folder.iterdir(), None) is None

    def documents(self) -> frozenset[str]:
        """The documents that were read."""
        return frozenset(one for batch in self.folder.glob("*") for one in _documents(batch))

    def keep(self, batch: Path, expected: set[str]) -> bool:
        """Keep the spooled files of a batch, all of them or none, durably; unless it holds
        other documents than those ``expected``."""
        if _documents(batch) != expected:
            return False
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in (*batch.rglob("*.parquet"), *batch.iterdir(), batch):
            _sync(path)
        batch.replace(self.folder / batch.name)
        _sync(self.folder)
        return True

    def clear(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self._all, ignore_errors=True)


def _documents(batch: Path) -> set[str]:
    import polars as pl

    found: set[str] = set()
    for path in batch.glob("document/*.parquet"):
        found.update(pl.read_parquet(path, columns=["document_id"])["document_id"])
    return found


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def extractor() -> str:
    """A digest of what reads documents: the version, the program with its data, and what else is
    installed for it."""
    installed = [need for need in (OFFICE, RECOGNITION) if is_there(need)]
    digest = hashlib.sha256(repr((VERSION, installed)).encode())
    for package in ("extractors", "schema"):
        for text in _texts(files(package)):
            digest.update(text)
    return digest.hexdigest()[:16]


def _texts(folder: Traversable) -> Iterator[bytes]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _texts(entry)
        elif entry.name.endswith(_READ_BY):
            yield entry.read_bytes()
