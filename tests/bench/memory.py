"""Runs of a command with the time and the memory of all its processes together."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_PERIOD = 0.1


class Run(NamedTuple):
    """Seconds on the clock and of processor time, peak memory in MiB, and what it printed."""

    wall: float
    cpu: float
    mib: float
    output: str


def run(command: Sequence[str], allowed: Sequence[int] = (0,)) -> Run:
    """Run a command to its end; raises ``SystemExit`` where it ends with another exit code.

    Memory is the largest sum over its processes of what each holds, shared pages in parts
    (PSS), as seen ten times a second.
    """
    before, start, peaks, ended = _children_cpu(), time.perf_counter(), [0], threading.Event()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        watch = threading.Thread(target=_watch, args=(process.pid, peaks, ended))
        watch.start()
        output = process.communicate()[0]
        wall = time.perf_counter() - start
        ended.set()
        watch.join()
    if process.returncode not in allowed:
        raise SystemExit(f"{' '.join(command)} ended with exit code {process.returncode}")
    return Run(wall, _children_cpu() - before, max(peaks) / 1024, output)


def _watch(root: int, peaks: list[int], ended: threading.Event) -> None:
    """Add a peak to ``peaks`` whenever there is one."""
    while not ended.wait(_PERIOD):
        now = sum(map(_kib, _family(root)))
        if now > peaks[-1]:
            peaks.append(now)


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(root: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):  # it has ended
            continue
        children[parent].append(int(folder.name))
    family = [root]
    for process in family:
        family += children[process]
    return family


def _kib(process: int) -> int:
    """Memory that a process holds, 0 where it has ended."""
    try:
        with open(f"/proc/{process}/smaps_rollup") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0))
