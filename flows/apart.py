"""One document read in a process of its own, which a native parser may hang or end."""

from __future__ import annotations

import multiprocessing
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection

from extractors import patience
from extractors.frames import Read
from extractors.readers.kinds import HTML, TEXT, kind_of
from extractors.report import read_document
from flows.extract import read_path
from flows.files import Problem, read_beginning, uri
from flows.memory import limit_memory
from flows.records import READER_MEMORY, Reader
from flows.workers import TIME_LIMIT

_HEAD = 4096


def read_apart(
    path: str, retrieved_at: datetime, reader: Reader | None = None, limit: float = TIME_LIMIT
) -> Read | Problem:
    """Read a document; what is no text in a process of its own, which is ended where it takes
    longer than a scan may, ``patience.SCAN`` times ``limit`` seconds."""
    if not reader and kind_of(read_beginning(path, _HEAD))[0] in (TEXT, HTML):
        return read_path(path, retrieved_at)
    most = patience.SCAN * limit
    context = multiprocessing.get_context("fork")
    answer, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, path, retrieved_at, reader))
    process.start()
    sender.close()
    outcome: Read | Problem = Problem(uri(path), "reading it ended the process that read it")
    try:
        if answer.poll(most):
            with suppress(EOFError):
                outcome = answer.recv()
        else:
            outcome = Problem(uri(path), f"reading it took more than {most:g} seconds")
    finally:
        process.kill()
        process.join()
        answer.close()
    return outcome


def _send(sender: Connection, path: str, retrieved_at: datetime, reader: Reader | None) -> None:
    limit_memory(READER_MEMORY)
    sender.send(read_path(path, retrieved_at, reader or read_document))
