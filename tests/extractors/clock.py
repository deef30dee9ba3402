"""A limit on the processor's time that a test may take."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable
from types import FrameType


class TooSlowError(Exception):
    """Raised wherever the time is up."""


def in_time(seconds: float, work: Callable[[], object]) -> bool:
    """Whether work is done within so much of the processor's time; it is interrupted then."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    gc.disable()  # it would look through what other tests have left
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        work()
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except TooSlowError:
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        gc.enable()
    return True
