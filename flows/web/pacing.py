"""Pace: how long to wait before the next request to a host. The clock can be another one."""

from __future__ import annotations

import threading
import time


class StoppedError(Exception):
    """The run was asked to stop while something waited."""


class Clock:
    """Seconds that only go forward, and waits that end at once when the run is stopped."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def now(self) -> float:
        """Seconds since some moment; a change of the system's time does not matter."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait. Raises ``StoppedError`` where the run is stopped."""
        if self._stopped.wait(max(0.0, seconds)):
            raise StoppedError

    def stop(self) -> None:
        """End all waits."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether the run is asked to stop."""
        return self._stopped.is_set()


class Pace:
    """Requests to one host begin at least ``pause`` seconds after one another."""

    def __init__(self, pause: float, clock: Clock) -> None:
        self._pause, self._clock = pause, clock
        self._lock = threading.Lock()
        self._next = clock.now()

    def turn(self) -> None:
        """Wait until a request may begin."""
        with self._lock:
            start = max(self._next, self._clock.now())
            self._next = start + self._pause
        self._clock.sleep(start - self._clock.now())

    def at_least(self, pause: float) -> None:
        """Take the longer pause that the host itself asks for."""
        with self._lock:
            self._pause = max(self._pause, pause)
