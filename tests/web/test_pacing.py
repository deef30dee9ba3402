"""Pace with a clock of the test's own."""

from __future__ import annotations

import threading
import time

import pytest

from flows.web.pacing import Clock, Pace, StoppedError


class Told(Clock):
    """A clock that goes on only while something sleeps."""

    def __init__(self) -> None:
        super().__init__()
        self.time = 100.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += max(0.0, seconds)


def test_requests_begin_a_pause_after_one_another() -> None:
    clock = Told()
    pace = Pace(2.0, clock)
    begun = []
    for spent in (0.0, 0.5, 5.0, 0.0):
        pace.turn()
        begun.append(clock.time)
        clock.time += spent
    assert begun == [100, 102, 104, 109]


def test_the_longer_pause_counts() -> None:
    clock = Told()
    pace = Pace(2.0, clock)
    pace.at_least(3.0)
    pace.at_least(1.0)
    pace.turn()
    pace.turn()
    assert clock.time == 103


def test_threads_share_a_pace() -> None:
    clock = Clock()
    pace, begun = Pace(0.05, clock), []

    def work() -> None:
        for _ in range(3):
            pace.turn()
            begun.append(time.monotonic())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(begun) == 12
    assert max(begun) - min(begun) >= 11 * 0.05 - 0.02


def test_a_wait_ends_when_the_run_is_stopped() -> None:
    clock = Clock()
    threading.Timer(0.1, clock.stop).start()
    began = time.monotonic()
    with pytest.raises(StoppedError):
        clock.sleep(60)
    assert time.monotonic() - began < 10
