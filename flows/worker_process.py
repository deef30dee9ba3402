"""What runs inside a worker process: batches come in on one pipe, results go out on another.

``flows.workers`` is the other side. Nothing else imports this module.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import sys
import threading
from collections.abc import Sequence
from typing import NamedTuple

from extractors import patience
from extractors.model import Report, SetAside
from extractors.report import read_document
from flows.extract import extract_batch
from flows.memory import limit_memory
from flows.records import MARK, READER_MEMORY, Reader


class Setup(NamedTuple):
    """How a worker reads: with what, in how many seconds a document, and the file in which
    it notes the place of the document that it reads."""

    reader: Reader | None
    time_limit: float
    marks: int


def serve() -> None:
    """Answer batches with results or exceptions until the parent closes the pipe or ends."""
    tasks, results = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints is not an answer
    setup = Setup(*pickle.load(tasks))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # whatever the parent does with it
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    limit_memory(READER_MEMORY)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    reader = _limited(setup.reader or read_document, setup.time_limit)
    gc.disable()  # a report has hundreds of cells and no cycles: looking for them takes a fifth
    while True:
        try:
            batch = pickle.load(tasks)
        except EOFError:
            return
        answer: object
        try:
            answer = extract_batch(batch, reader, lambda place: _mark(setup.marks, place))
        except Exception as error:
            answer = _sendable(error)
        pickle.dump(answer, results)
        results.flush()
        gc.collect()


def _mark(marks: int, place: int) -> None:
    os.pwrite(marks, MARK.pack(place), 0)


def _alarm_in(seconds: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _limited(reader: Reader, seconds: float) -> Reader:
    """``reader``, during which the system ends this process after so many seconds.

    It is the system's own alarm, so that it also ends a parser that never comes back to Python.
    """

    patience.grant_with(lambda times: _alarm_in(times * seconds))

    def read(data: bytes) -> Sequence[Report] | SetAside:
        _alarm_in(seconds)
        try:
            return reader(data)
        finally:
            _alarm_in(0)

    return read


def _end_with_parent() -> None:
    """End this process when the parent has closed its side of the pipe, however it ended."""
    hang_up = select.poll()
    hang_up.register(sys.stdin.fileno(), 0)
    hang_up.poll()
    os._exit(1)


def _sendable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
