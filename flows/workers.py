"""Worker processes that read batches; one that hangs or crashes on a document is replaced.

A worker is killed by the system's alarm when a document takes too long, and by whatever a
native parser does wrong. Either way it ends, and the mark that it left says on which document.
The batch is then read without that document, which is tried once more alone; if it ends
a second worker, it is set aside with the reason. Where no document was being read, the batch
is tried once more.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from itertools import pairwise
from typing import NamedTuple

from flows.errors import OgiError
from flows.files import Problem
from flows.records import MARK, Batch, BatchResult, Reader

TIME_LIMIT = 20.0
"""Seconds for one document; an ordinary one takes a thousandth of one."""

_LAST_BREATH = 5.0
"""Seconds in which a process that closed its pipe ends by itself."""
_CLOSED = "the run was ended; nothing was published"
_NAMES = {int(number): number.name for number in signal.Signals}
# With -P and the paths of this process nothing is imported from the folder it happens to be in.
_BEGIN = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer);"
    " from flows.worker_process import serve; serve()"
)


class Ended(NamedTuple):
    """A worker ended while it read the document at ``place``; -1: while it read none."""

    place: int
    reason: str


class Worker:
    """One worker process at a time; a new one takes the place of one that ended."""

    def __init__(self, reader: Reader | None, time_limit: float) -> None:
        self._reader, self._time_limit = reader, time_limit
        self._marks = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - until close()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def start(self) -> subprocess.Popen[bytes]:
        """The process, begun if there is none."""
        with self._lock:
            if self._closed:
                raise OgiError(_CLOSED)
            if self._process is None:
                self._process = _begin(self._reader, self._time_limit, self._marks.fileno())
            return self._process

    def ask(self, batch: Batch) -> BatchResult | Ended:
        """Have a batch read. Raises what the worker raised."""
        process = self.start()
        assert process.stdin is not None
        assert process.stdout is not None
        os.pwrite(self._marks.fileno(), MARK.pack(-1), 0)
        try:
            pickle.dump(batch, process.stdin)
            process.stdin.flush()
            answer = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._ended(process)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, BatchResult)
        return answer

    def _ended(self, process: subprocess.Popen[bytes]) -> Ended:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LAST_BREATH)
        code = _end(process)
        with self._lock:
            if self._closed:
                raise OgiError(_CLOSED)
            self._process = None
            (place,) = MARK.unpack(os.pread(self._marks.fileno(), MARK.size, 0))
        if code == -signal.SIGALRM:
            return Ended(place, f"reading it took more than {self._time_limit:g} seconds")
        how = f"signal {_NAMES.get(-code, -code)}" if code < 0 else f"exit code {code}"
        return Ended(place, f"reading it ended the process that read it ({how})")

    def close(self) -> None:
        """End the process at once: what it still does is of no use to anybody."""
        with self._lock:
            self._closed = True
            self._marks.close()
            process, self._process = self._process, None
        if process:
            _end(process)


def _begin(reader: Reader | None, time_limit: float, marks: int) -> subprocess.Popen[bytes]:
    """Start a process that never sees Ctrl-C: that is for its parent."""
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _BEGIN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(marks,),
            # Workers share the processors already.
            env={**os.environ, "POLARS_MAX_THREADS": "1"},
        )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    assert process.stdin is not None
    with suppress(BrokenPipeError):  # one that ended at once is noticed when it is asked
        pickle.dump(sys.path, process.stdin)
        pickle.dump((reader, time_limit, marks), process.stdin)
        process.stdin.flush()
    return process


def _end(process: subprocess.Popen[bytes]) -> int:
    """Kill a process unless it has ended; returns how it ended."""
    process.kill()
    code = process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            if pipe:
                pipe.close()
    return code


class Extractor:
    """Extracts batches in worker processes, each batch in the next one that is idle."""

    __name__ = "extract_batch"

    def __init__(
        self, workers: int, reader: Reader | None = None, time_limit: float = TIME_LIMIT
    ) -> None:
        """``reader`` is a function that worker processes can import; by default
        ``extractors.report.read_document``, which this process then need not load."""
        self._workers = [Worker(reader, time_limit) for _ in range(workers)]
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()

    def __enter__(self) -> Extractor:
        try:
            for worker in self._workers:
                worker.start()
                self._idle.put(worker)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        for worker in self._workers:
            worker.close()

    def __call__(self, batch: Batch) -> BatchResult:
        """Extract one batch."""
        worker = self._idle.get()
        try:
            return _extract(worker, batch)
        finally:
            self._idle.put(worker)


def _extract(worker: Worker, batch: Batch) -> BatchResult:
    waiting = [batch]
    problems: list[Problem] = []
    again = False
    while waiting:
        part = waiting.pop(0)
        answer = worker.ask(part)
        if isinstance(answer, Ended) and answer.place < 0 and not again:
            again = True  # no document did it: somebody else may have ended it, and does not twice
            waiting.insert(0, part)
        elif isinstance(answer, Ended):
            waiting[:0] = _apart(part, answer)
        else:
            problems += answer.problems
    return BatchResult(tuple(problems))


def _apart(batch: Batch, ended: Ended) -> list[Batch]:
    """The documents of a batch with the one that ended a worker by itself."""
    if ended.place < 0 or batch.condemned:
        raise OgiError(
            f"{batch.paths[0]} and those after it: {ended.reason}; nothing was published"
        )
    if len(batch.paths) == 1:
        return [batch._replace(condemned=ended.reason)]
    cuts = (0, ended.place, ended.place + 1, len(batch.paths))
    parts = [batch.part(start, stop) for start, stop in pairwise(cuts)]
    return [part for part in parts if part.paths]
