"""What a re-reading has read so far: kept beside the database until it is published.

A batch is read into private files of the run and moved here as a whole, so that a run that is
killed leaves only whole batches, and processes of it that still write do so elsewhere.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.needs import OFFICE, RECOGNITION, is_there
from flows import disk
from flows.resources import contents
from flows.version import VERSION

_LOCK = "lock"
_READ_BY = (".py", ".csv", ".csv.gz")


class Kept:
    """Batches that were read by this very extractor, and a place for those that are being read."""

    def __init__(self, db: Path) -> None:
        self._db = db
        self._all = db.with_name(f".{db.name}.reread")
        self.folder = self._all / extractor()
        self.spool = self._all / f"incoming.{os.getpid()}.{time.monotonic_ns()}"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold what is kept for this run alone; that of another extractor is removed.

        Raises ``OgiError`` where another run holds it or it cannot be written.
        """
        unwritable = f"{self._db}: the folder cannot be written"
        busy = f"{self._db}: another run reads its documents anew"
        with disk.held(self._all / _LOCK, unwritable, busy):
            try:
                self.forget(self.folder)
                yield
            finally:
                if self.is_empty():
                    self.clear()

    def forget(self, *kept: Path) -> None:
        """Remove what was read, but for some folders."""
        for path in self._all.iterdir():
            if path not in kept and path.name != _LOCK:
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
            disk.sync(path)
        batch.replace(self.folder / batch.name)
        disk.sync(self.folder)
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


def extractor() -> str:
    """A digest of what reads documents: the version, the program with its data, and what else is
    installed for it."""
    installed = [need for need in (OFFICE, RECOGNITION) if is_there(need)]
    digest = hashlib.sha256(repr((VERSION, installed)).encode())
    for package in ("extractors", "schema"):
        for text in contents(package, _READ_BY):
            digest.update(text)
    return digest.hexdigest()[:16]
