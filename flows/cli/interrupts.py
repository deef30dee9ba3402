"""Ctrl-C while a run is busy, also where a library swallows it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.pipeline import Progress


@contextmanager
def interruptible() -> Iterator[Callable[[Progress], Progress]]:
    """Within the block Ctrl-C is a ``KeyboardInterrupt``, whatever is made of it on the way.

    What it yields makes a progress report raise it too, where it was swallowed before.
    """
    stopped = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopped
        stopped = True
        raise KeyboardInterrupt

    def watch(progress: Progress) -> Progress:
        def watched(done: int, total: int) -> None:
            if stopped:
                raise KeyboardInterrupt
            progress(done, total)

        return watched

    signal.signal(signal.SIGINT, stop)
    try:
        yield watch
    except Exception:
        if stopped:  # DuckDB makes an error of it
            raise KeyboardInterrupt from None
        raise
