"""Read-only queries on a published database, with external access off."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from flows.errors import OgiError, UsageError
from flows.published import Connection, connect_published

TIME_LIMIT = 300.0
MEMORY_LIMIT = "2GiB"


@contextmanager
def reader(db: Path) -> Iterator[Connection]:
    """A published database for statements of our own; raises ``OgiError`` where there is none."""
    if not db.exists():
        raise OgiError(f"{db}: there is no database yet; `ogi ingest` makes one")
    con = connect_published(db)
    try:
        yield con
    finally:
        con.close()


@contextmanager
def sandbox(db: Path) -> Iterator[Connection]:
    """A published database for statements of others: no writes, no files, no network.

    There is no folder for what does not fit in memory: DuckDB would let a statement write
    files there, as many as the disk holds.
    """
    with reader(db) as con:
        con.execute("SET temp_directory = ''")
        con.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        yield con


@contextmanager
def limited(con: Connection, sql: str, time_limit: float = TIME_LIMIT) -> Iterator[None]:
    """Where one query is run and its rows are fetched, all within the time limit.

    Raises ``OgiError`` with DuckDB's own words where the query fails or takes too long.
    """
    too_long = overdue(time_limit)
    late = threading.Event()

    def interrupt() -> None:
        late.set()
        con.interrupt()

    timer = threading.Timer(time_limit, interrupt)
    timer.daemon = True
    timer.start()
    try:
        if len(con.extract_statements(sql)) != 1:
            raise UsageError("the query: give one statement")
        yield
        if late.is_set():
            raise OgiError(too_long)
    except duckdb.InterruptException as error:
        raise OgiError(too_long if late.is_set() else "the query was interrupted") from error
    except duckdb.Error as error:
        raise OgiError(f"the query failed: {_sentence(error)}") from error
    except MemoryError as error:
        raise OgiError("the query failed: it needs more memory than it may take") from error
    finally:
        timer.cancel()
        timer.join()  # what it holds must be gone before the interpreter is


def overdue(time_limit: float) -> str:
    """The sentence about a query that was stopped."""
    return f"the query was stopped: it took longer than {time_limit:g} s"


def _sentence(error: duckdb.Error) -> str:
    """DuckDB's message on one line, without the excerpt of the query below it."""
    return " ".join(str(error).split("\n\nLINE ")[0].split())


def rows(con: Connection, size: int = 10_000) -> Iterator[tuple[Any, ...]]:
    """Rows of the last result, fetched in pieces."""
    while piece := con.fetchmany(size):
        yield from piece
