"""What tests of single fetches share."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

from flows.web.fetch import Limits, Outcome

from .site import Reply

LIMITS = Limits(
    connect=1, read=0.5, whole=1.5, size=100_000, attempts=3, first_wait=0.01, longest_wait=2
)
BODY = "年度报告".encode() * 100
LOOPBACK = ("127.0.0.0/30",)
AGENT = "ogi/0 (+mailto:tests@example.org)"
Fetch = Callable[..., Outcome]


def raw(*pieces: bytes, pause: float = 0.0, wait: float = 0.0) -> Reply:
    """A reply in pieces, with pauses between them, and one before the connection is closed."""

    def write(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)
        time.sleep(wait)

    return Reply(raw=write)
