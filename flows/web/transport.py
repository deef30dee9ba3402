"""Connections, only to addresses that were checked and no longer than a whole fetch may take."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterable
from functools import cache
from typing import Any

import httpcore

from flows.web.addresses import Guard
from flows.web.pacing import Clock

_KEPT = 30.0
"""Seconds for which an idle connection is kept."""


class Timer(threading.local):
    """The seconds that are left of the fetch that this thread is at.

    A reply that drips is within the limit of each read: only this ends it.
    """

    end = float("inf")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def start(self, seconds: float) -> None:
        """Begin a fetch."""
        self.end = self._clock.now() + seconds

    def within(self, timeout: float | None) -> float:
        """The limit of one operation. Raises ``httpcore.ReadTimeout`` where no time is left."""
        left = self.end - self._clock.now()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole fetch took too long")
        return left if timeout is None else min(left, timeout)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, timer: Timer) -> None:
        self._stream, self._timer = stream, timer

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._stream.read(max_bytes, self._timer.within(timeout))
        except httpcore.ReadTimeout:
            self._timer.within(None)  # tells apart what took too long
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._timer.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        within = self._timer.within(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, within), self._timer)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Resolves a host's name, checks its addresses, and connects to the very one it checked."""

    def __init__(self, guard: Guard, timer: Timer) -> None:
        self._guard, self._timer = guard, timer
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of a host's allowed addresses that answers.

        Raises ``RefusedError`` where it has none, ``httpcore.ConnectError`` otherwise.
        """
        try:
            found = self._guard.addresses(host, port)
        except OSError as error:
            raise httpcore.ConnectError(f"the name {host} is not known") from error
        failure: Exception = httpcore.ConnectError("no address")
        for address in found:
            try:
                within = self._timer.within(timeout)
                stream = self._plain.connect_tcp(
                    address, port, within, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._timer)
        raise failure


@cache
def _trust() -> ssl.SSLContext:
    """The authorities that are trusted, loaded once."""
    return httpcore.default_ssl_context()


def open_pool(
    guard: Guard, timer: Timer, connections: int | None, *, kept: bool = True
) -> httpcore.ConnectionPool:
    """At most so many connections, which are ``kept`` for further requests or closed after one.

    Certificates are verified, and no proxy of the environment is used.
    """
    return httpcore.ConnectionPool(
        ssl_context=_trust(),
        max_connections=connections,
        max_keepalive_connections=None if kept else 0,
        keepalive_expiry=_KEPT,
        network_backend=GuardedBackend(guard, timer),
    )
