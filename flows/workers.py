"""Worker processes that read batches; they load no database and end with their parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait

from flows.extract import Batch, BatchResult, extract_batch


class Extractor:
    """Extracts batches in worker processes, or in this one where there is a single batch."""

    __name__ = "extract_batch"

    def __init__(self, workers: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(workers, context, _begin_worker) if workers > 1 else None

    def __enter__(self) -> Extractor:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def __call__(self, batch: Batch) -> BatchResult:
        """Extract one batch."""
        if self._pool is None:
            return extract_batch(batch)
        # Workers are started from this thread and inherit that Ctrl-C is not for them.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        return self._pool.submit(extract_batch, batch).result()


def _begin_worker() -> None:
    """A worker leaves Ctrl-C to its parent, and ends with it however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
