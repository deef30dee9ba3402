"""The process of a query by others: it ends on Ctrl-C, in time, and within its memory.

DuckDB stops a query between its steps and counts most of the memory that it takes. One step can
take hours, as the distance of two long words does, or more memory than is counted. Then the
process ends.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator

from flows.errors import OgiError, StoppedError

GRACE = 2.0
"""Seconds that a query has to end when it was asked to."""

PROCESS_MEMORY = 4 * 2**30
"""Bytes of the process: those of DuckDB, the rows that are being written, and the program."""

INTERRUPTED = 130
"""Exit code after Ctrl-C."""


@contextlib.contextmanager
def interruptible() -> Iterator[Callable[[Callable[[], None]], None]]:
    """Within it, Ctrl-C calls the function that was registered, and ends the process with 130.

    Enter it before DuckDB starts its threads: SIGINT is blocked for them and taken by a thread
    that waits for it, so that it also ends a query that never comes back to Python.
    """
    asked = threading.Event()
    stops: list[Callable[[], None]] = []

    def watch() -> None:
        signal.sigwait({signal.SIGINT})
        asked.set()
        while stops:
            stops.pop()()
        time.sleep(GRACE)
        os._exit(INTERRUPTED)

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    threading.Thread(target=watch, daemon=True).start()
    try:
        yield stops.append
    except OgiError as error:
        if asked.is_set():
            raise StoppedError(str(error)) from error
        raise
    finally:
        stops.clear()  # what they hold must be gone before the interpreter is


@contextlib.contextmanager
def ending(seconds: float, sentence: str) -> Iterator[None]:
    """Where the process ends with ``sentence`` and code 1, ``GRACE`` after its time is over."""

    def end() -> None:
        sys.stderr.write(f"ogi: {sentence}\n")
        sys.stderr.flush()
        os._exit(1)

    timer = threading.Timer(seconds + GRACE, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
