"""A run of the service ends with the service, however that ended."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

VARIABLE = "OGI_SCHEDULE"
"""Has the id of the process of the service, for its runs."""
_GRACE = 8.0
_LOOK = 1.0


def is_there() -> bool:
    """Whether this process was begun by the service."""
    return os.environ.get(VARIABLE) == str(os.getppid())


@contextmanager
def followed() -> Iterator[None]:
    """Within it, this process ends when the service that began it, if any, is gone.

    The service takes signals in its own way, which its runs inherit; here they are as usual.
    """
    if not is_there():
        yield
        return
    done = threading.Event()

    def watch() -> None:
        while is_there():
            if done.wait(_LOOK):
                return
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_GRACE)  # the server is gone too, to which Prefect would tell its end
        os._exit(1)

    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        done.set()
