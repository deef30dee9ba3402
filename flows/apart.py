"""One document read in a process of its own, which a native parser may hang or end."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime

from extractors.frames import Read
from extractors.readers.kinds import HTML, TEXT, kind_of
from flows.extract import read_path
from flows.records import Reader
from flows.sources import Problem, read_beginning, uri
from flows.workers import TIME_LIMIT

_HEAD = 4096
_PATIENCE = 12
"""A scan takes longer; whoever waits for it sees that it does."""


def read_apart(
    path: str, retrieved_at: datetime, reader: Reader | None = None, limit: float = TIME_LIMIT
) -> Read | Problem:
    """Read a document; what is no text in a process of its own, which is ended where it takes
    much longer than ``limit`` seconds."""
    own = (reader,) if reader else ()
    if not own and kind_of(read_beginning(path, _HEAD))[0] in (TEXT, HTML):
        return read_path(path, retrieved_at)
    pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork"))
    try:
        return pool.submit(read_path, path, retrieved_at, *own).result(_PATIENCE * limit)
    except BrokenProcessPool:
        return Problem(uri(path), "reading it ended the process that read it")
    except TimeoutError:
        for process in list(pool._processes.values()):
            process.kill()
        return Problem(uri(path), f"reading it took more than {_PATIENCE * limit:g} seconds")
    finally:
        pool.shutdown(cancel_futures=True)
