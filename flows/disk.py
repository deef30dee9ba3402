"""The disk: why it cannot be used, what is on it for good, and files that one process holds."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.errors import OgiError


def reason(error: OSError) -> str:
    """Why something cannot be read or written, as the end of a sentence."""
    return (error.strerror or str(error)).lower()


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, be on the disk for good. Raises ``OSError``."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def held(lock: Path, unwritable: str, busy: str) -> Iterator[None]:
    """Hold a file that one process at a time holds, made with its folder where it is missing;
    the system lets go of it however the process ends.

    Raises ``OgiError``: ``unwritable`` and the reason, or ``busy`` and the other process.
    """
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OgiError(f"{unwritable}: {reason(error)}") from error
    try:
        _lock(handle, busy)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, busy: str) -> None:
    """Lock an open file, and note in it who holds it: a courtesy, for which a full disk is no
    hindrance."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        process = os.pread(handle, 20, 0).decode()
        raise OgiError(f"{busy} (process {process})" if process else busy) from error
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
