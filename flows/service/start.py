"""``ogi schedule`` as a table of contents: locks, own Prefect, schedule, runs, end.

Prefect is loaded only after the variables are set that make it the service's own.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import resource_tracker
from pathlib import Path

from flows import disk
from flows.errors import UsageError
from flows.service import parent, server
from flows.web.catalogue import Source, read_settings, read_sources

LOCK = ".schedule.lock"
SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM})
Say = Callable[[str], None]
_SAME = 1.0
"""Seconds within which signals are one: some programs send theirs to a process and its group."""


@dataclass(frozen=True, slots=True)
class ScheduleRequest:
    """What to pass over and when, and ``home``, the folder of the service's own Prefect.

    ``every`` stands in for ``crons``. ``port``: by default whichever is free. ``now``: a first
    pass at once. ``alert``: the address of a webhook.
    """

    sources: Path
    archive: Path
    db: Path
    home: Path
    crons: tuple[str, ...]
    every: timedelta | None = None
    timezone: str = "Asia/Shanghai"
    port: int | None = None
    now: bool = False
    alert: str | None = None


def start(request: ScheduleRequest, say: Say) -> None:
    """Run the service until SIGINT or SIGTERM.

    Raises ``UsageError`` for a wrong schedule, catalogue or port, ``OgiError`` where another
    service is running over the archive, or where the Prefect server ends.
    """
    sources = _catalogue(request.sources)
    with ExitStack() as stack:
        for folder in (request.archive, request.home):
            unwritable = f"{folder}: the folder cannot be written"
            busy = f"{folder}: another ogi schedule uses it"
            stack.enter_context(disk.held(folder / LOCK, unwritable, busy))
        asked = _asked_to_stop()
        listening = stack.enter_context(server.listen(request.port))
        own = server.environment(request.home.absolute(), listening.getsockname()[1], os.environ)
        os.environ.clear()
        os.environ.update(own, **{parent.VARIABLE: str(os.getpid())})
        from flows.service.schedule import Service

        service = Service(request, asked, say)
        running = stack.enter_context(server.running(request.home, listening))
        say(f"starting; {_counted(sources)}, archive {request.archive}, database {request.db}")
        if running.wait(asked):
            service.run(running)
    say("ended")


def _catalogue(folder: Path) -> dict[str, Source]:
    """The sources that are not paused; a wrong catalogue is told at once and not at night."""
    read_settings(folder)
    sources = {name: one for name, one in read_sources(folder).items() if not one.paused}
    if not sources:
        raise UsageError(f"{folder}: there is no source that is not paused")
    return sources


def _counted(sources: dict[str, Source]) -> str:
    return f"{len(sources)} source{'' if len(sources) == 1 else 's'}"


def _asked_to_stop() -> threading.Event:
    """Set once this process is asked to end; asked again it ends at once.

    The signals are blocked in all threads from now on, and in processes begun from here: Ctrl-C
    on a terminal goes to all of them, and it is for this one to end its runs in order.
    """
    asked = threading.Event()

    def watch() -> None:
        signal.sigwait(SIGNALS)
        asked.set()
        time.sleep(_SAME)
        while signal.sigtimedwait(SIGNALS, 0):
            pass
        os._exit(128 + signal.sigwait(SIGNALS))

    resource_tracker.ensure_running()  # when it begins, it lets signals through again
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    threading.Thread(target=watch, daemon=True).start()
    return asked
