"""One writer at a time, with private files beside the published database."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from flows import disk
from flows.errors import OgiError


class Workspace:
    """Private files of a run beside the published database; they never outlive the next run."""

    def __init__(self, db: Path) -> None:
        self.db = db
        self.build = db.with_name(f".{db.name}.build")
        self.spool = db.with_name(f".{db.name}.spool.{os.getpid()}.{time.monotonic_ns()}")
        self.lock = db.with_name(f".{db.name}.lock")

    def clear(self) -> None:
        """Remove what this run or a killed one left."""
        for path in (self.build, self.build.with_name(self.build.name + ".wal")):
            path.unlink(missing_ok=True)
        for folder in self.db.parent.glob(f"{glob.escape(f'.{self.db.name}.spool.')}*"):
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def workspace(db: Path) -> Iterator[Workspace]:
    """Hold the only workspace of a database.

    Raises ``OgiError`` where another run holds it or its folder cannot be written.
    """
    space = Workspace(db)
    unwritable = f"{db}: the folder cannot be written"
    with disk.held(space.lock, unwritable, f"{db}: another ingest is writing this database"):
        try:
            space.clear()
            try:
                yield space
            finally:
                space.clear()
        except OSError as error:
            place = error.filename or db
            raise OgiError(f"{place}: {disk.reason(error)}; nothing was published") from error
