"""Sites on loopback: real servers that say exactly what a test wants, whatever HTTP allows."""

from __future__ import annotations

import hashlib
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

_STATUS = {200: "OK", 304: "Not Modified", 404: "Not Found", 302: "Found"}


class Asked(NamedTuple):
    """A request as the server got it."""

    path: str
    headers: Mapping[str, str]
    time: float
    body: bytes = b""


class Reply(NamedTuple):
    """A reply; ``raw`` writes to the connection itself."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    raw: Callable[[socket.socket], None] | None = None


Answer = str | bytes | Reply | Callable[[Asked], Any]
"""A page, a reply, or a function of the request that gives one of them."""


class Site:
    """One host on loopback. Pages may change while it runs; what was asked is on record."""

    def __init__(self, address: str) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._socket = socket.create_server((address, 0))
        self.host = f"{address}:{self._socket.getsockname()[1]}"
        self._open = True
        threading.Thread(target=self._listen, daemon=True).start()

    def url(self, path: str) -> str:
        """The address of a page."""
        return f"http://{self.host}{path}"

    def paths(self) -> list[str]:
        """What was asked for, in order, without robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def forget(self) -> None:
        """Forget what was asked."""
        self.asked.clear()

    def close(self) -> None:
        """Answer no more."""
        self._open = False
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _listen(self) -> None:
        while self._open:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, suppress(OSError):
            rest = b""
            while True:
                while b"\r\n\r\n" not in rest:
                    piece = connection.recv(65536)
                    if not piece:
                        return
                    rest += piece
                head, _, rest = rest.partition(b"\r\n\r\n")
                with self._lock:
                    self._at_once += 1
                    self.most_at_once = max(self.most_at_once, self._at_once)
                try:
                    length = _length(head)
                    while len(rest) < length:
                        rest += connection.recv(65536)
                    body, rest = rest[:length], rest[length:]
                    going_on = self._answer(connection, head.decode("latin-1"), body)
                finally:
                    with self._lock:
                        self._at_once -= 1
                if not going_on:
                    return

    def _answer(self, connection: socket.socket, head: str, body: bytes) -> bool:
        first, *lines = head.split("\r\n")
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
        asked = Asked(first.split(" ")[1], headers, time.monotonic(), body)
        self.asked.append(asked)
        answer: Any = self.pages.get(asked.path, Reply(404, b"no such page"))
        if callable(answer):
            answer = answer(asked)
        reply = answer if isinstance(answer, Reply) else _page(answer, headers)
        if reply.raw:
            reply.raw(connection)
            return False
        stated = "".join(f"{name}: {value}\r\n" for name, value in reply.headers)
        if reply.status != 304 and "content-length" not in stated.lower():
            stated += f"Content-Length: {len(reply.body)}\r\n"
        line = f"HTTP/1.1 {reply.status} {_STATUS.get(reply.status, 'Status')}\r\n"
        connection.sendall(f"{line}{stated}\r\n".encode("latin-1") + reply.body)
        return True


def _length(head: bytes) -> int:
    """Bytes of the body that a request announces."""
    found = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return int(found[1]) if found else 0


def _page(answer: str | bytes, headers: Mapping[str, str]) -> Reply:
    """A page with the mark of its version; not again to who knows this one."""
    body = answer.encode() if isinstance(answer, str) else answer
    mark = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if headers.get("if-none-match") == mark:
        return Reply(304, headers=(("ETag", mark),))
    return Reply(200, body, (("ETag", mark), ("Content-Type", "text/html")))


def page_of(links: Mapping[str, str], title: str = "政府信息公开年报", more: str = "") -> str:
    """A list page: what links are called, by their addresses."""
    entries = "".join(
        f'<li><a href="{href}">{words}</a><span>2025-01-20</span></li>'
        for href, words in links.items()
    )
    return (
        f"<html><head><meta charset=utf-8><title>{title}</title></head>"
        f"<body><h1>{title}</h1><ul>{entries}</ul>{more}</body></html>"
    )


def redirect(target: str, status: int = 302) -> Reply:
    """A reply that leads elsewhere."""
    return Reply(status, headers=(("Location", target),))


@contextmanager
def site(address: str = "127.0.0.2") -> Iterator[Site]:
    """A site that ends with the block."""
    one = Site(address)
    try:
        yield one
    finally:
        one.close()
