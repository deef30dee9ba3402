"""Readers that do to a worker what a native parser may do. Worker processes import them."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import sys
import time
from typing import NoReturn

from extractors.model import Report, SetAside
from extractors.report import read_document


def odd(data: bytes) -> list[Report] | SetAside:
    """Do what the last word of a document says, or read it."""
    words = data.split()
    deed = DEEDS.get(words[-1].decode("ascii", "replace")) if words else None
    if deed:
        deed()
    return read_document(data)


def _sleep() -> None:
    while True:
        time.sleep(3600)


def _loop() -> None:
    while True:
        pass


def _hold() -> None:
    """Never come back from native code that keeps every other thread of Python waiting."""
    ctypes.PyDLL(None).pause()


def _crash() -> None:
    faulthandler.disable()  # its trace would look like a failure in the log of the tests
    ctypes.string_at(0)


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _leave() -> NoReturn:
    os._exit(7)


def _exit() -> NoReturn:
    sys.exit(8)


def _raise() -> None:
    raise ValueError("a parser's own error")


def _hoard() -> None:
    """Take memory in Python until there is none."""
    kept = []
    while True:
        kept.append(bytearray(2**26))


def _hoard_natively() -> None:
    """Take memory as a native parser does that ends its process when it gets none."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while True:
        place = libc.malloc(2**26)
        if not place:
            os.abort()
        ctypes.memset(place, 1, 2**26)


def _print() -> None:
    os.write(1, b"a parser that prints\n")


DEEDS = {
    "sleep": _sleep,
    "loop": _loop,
    "hold": _hold,
    "crash": _crash,
    "killed": _killed,
    "leave": _leave,
    "exit": _exit,
    "raise": _raise,
    "print": _print,
    "hoard": _hoard,
    "hoard-natively": _hoard_natively,
}


def slow(data: bytes) -> list[Report] | SetAside:
    """Read a document in half a second."""
    time.sleep(0.5)
    return read_document(data)
