"""A progress bar for long runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from flows.pipeline import Progress as Report
from flows.pipeline import no_progress


def shown() -> AbstractContextManager[Report]:
    """A progress bar on a terminal, nothing elsewhere."""
    return _bar() if sys.stderr.isatty() else nullcontext(no_progress)


@contextmanager
def _bar() -> Iterator[Report]:
    """Documents read so far and the time that is left, on standard error."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=None)

        def report(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield report
