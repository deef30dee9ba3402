"""One writer at a time, a private build file, and publication by an atomic swap."""

from __future__ import annotations

import contextlib
import fcntl
import glob
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows import warehouse
from flows.errors import OgiError
from flows.warehouse import Connection


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
    try:
        db.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(space.lock, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OgiError(f"{db}: the folder cannot be written: {reason}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OgiError(f"{db}: another ingest is writing this database") from error
        space.clear()
        try:
            yield space
        finally:
            space.clear()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OgiError(f"{error.filename or db}: {reason}; nothing was published") from error
    except duckdb.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise OgiError(f"{db}: {reason}; nothing was published") from error
    finally:
        os.close(handle)


def connect_published(db: Path) -> Connection:
    """Open a published database for reading.

    Raises ``OgiError`` where another process has it open for writing, or where it is no
    database of this program.
    """
    if not _is_duckdb(db):
        raise OgiError(f"{db}: it is not a DuckDB database")
    try:
        con = duckdb.connect(str(db), read_only=True)
    except duckdb.Error as error:
        raise OgiError(f"{db}: {_why_not_open(str(error))}") from error
    tables = {row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not {"document", "report", "retrieval"} <= tables:
        con.close()
        raise OgiError(f"{db}: it is a DuckDB database, but not one of ogi")
    return con


def _is_duckdb(db: Path) -> bool:
    try:
        with db.open("rb") as handle:
            return handle.read(12)[8:] == b"DUCK"
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OgiError(f"{db}: it cannot be read: {reason}") from error


def _why_not_open(message: str) -> str:
    if "lock" in message.lower():
        holder = re.search(r"PID (\d+)", message)
        who = f"process {holder[1]}" if holder else "another process"
        return f"{who} has the database open for writing"
    return f"it cannot be opened: {message.splitlines()[0]}"


def open_build(space: Workspace) -> Connection:
    """A private build file that begins as a copy of the published database.

    A database of an older shape is carried over table by table, by column names.
    """
    if not space.db.exists():
        con = duckdb.connect(str(space.build))
        warehouse.create(con)
        return con
    log = space.db.with_name(space.db.name + ".wal")
    if log.exists():
        raise OgiError(
            f"{space.db}: another program wrote to it and left {log.name} beside it;"
            " open it once for writing, or remove that file"
        )
    with connect_published(space.db) as published:
        same = warehouse.has_declared_shape(published)
        if same:
            shutil.copyfile(space.db, space.build)
    con = duckdb.connect(str(space.build))
    if same:
        warehouse.refresh(con)
    else:
        warehouse.create(con)
        warehouse.carry_over(con, space.db)
    return con


def publish(con: Connection, space: Workspace) -> None:
    """Close the build and put it in the place of the published database, durably.

    Readers that have the old file open keep it; new ones find the new file.
    """
    con.execute("CHECKPOINT")
    con.close()
    _sync(space.build)
    space.build.replace(space.db)
    _sync(space.db.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
