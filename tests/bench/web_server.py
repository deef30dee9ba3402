"""Many hosts on loopback in one process, as light as can be: what is measured is the other side.

``python -m tests.bench.web_server FOLDER HOSTS`` serves ``FOLDER/HOST/NAME`` on addresses from
127.0.1.1 on, all on one port, and prints that port.
"""

from __future__ import annotations

import asyncio
import hashlib
import socket
import sys
from functools import partial
from pathlib import Path


class _Host(asyncio.Protocol):
    def __init__(self, pages: dict[bytes, tuple[bytes, bytes]]) -> None:
        self._pages, self._rest = pages, b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert self._transport
        self._rest += data
        while b"\r\n\r\n" in self._rest:
            head, _, self._rest = self._rest.partition(b"\r\n\r\n")
            self._transport.write(self._reply(head))

    def _reply(self, head: bytes) -> bytes:
        mark, body = self._pages.get(head.split(b" ", 2)[1], (b"", b""))
        if not mark:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        if mark in head:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + mark + b"\r\n\r\n"
        stated = b"Content-Type: text/html\r\nETag: %b\r\nContent-Length: %d" % (mark, len(body))
        return b"HTTP/1.1 200 OK\r\n" + stated + b"\r\n\r\n" + body


def host_address(number: int) -> str:
    """The address of a host by its number."""
    return f"127.0.1.{number + 1}"


def _pages(folder: Path) -> dict[bytes, tuple[bytes, bytes]]:
    pages = {}
    for path in folder.iterdir():
        body = path.read_bytes()
        mark = b'"%b"' % hashlib.sha256(body).hexdigest()[:16].encode()
        pages[f"/{path.name}".encode()] = (mark, body)
    return pages


async def _serve(folder: Path, hosts: int) -> None:
    loop = asyncio.get_running_loop()
    port, servers = 0, []
    for number in range(hosts):
        pages = _pages(folder / str(number))
        listening = socket.create_server((host_address(number), port))
        port = listening.getsockname()[1]
        servers.append(await loop.create_server(partial(_Host, pages), sock=listening))
    print(port, flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2])))
