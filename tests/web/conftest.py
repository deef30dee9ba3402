from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.web.addresses import Guard
from flows.web.archive import Archive, open_archive
from flows.web.fetch import Fetcher
from tests.flows.support import SAMPLES, write

from .fetching import AGENT, LIMITS, LOOPBACK, Fetch
from .place import Place
from .site import Site, site

SETTINGS = """
contact = "mailto:tests@example.org"
allow = ["127.0.0.0/8"]
pause = 0
[limits]
connect_seconds = 2
read_seconds = 1
whole_seconds = 4
attempts = 2
first_wait_seconds = 0.01
longest_wait_seconds = 1
"""


def _only_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    """Nothing that these tests do in this process leaves loopback, not even a question."""
    place = None
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        place = arguments[1][0]
    elif event == "socket.getaddrinfo":
        place = arguments[0]
    if _watching and place not in (None, "localhost"):
        try:
            known = ipaddress.ip_address(socket.inet_ntoa(socket.inet_aton(str(place))))
        except OSError:
            known = ipaddress.ip_address(str(place))  # of version 6; a name is an error
        if not known.is_loopback:
            raise RuntimeError(f"a test reached out to {place}")


_watching: list[bool] = []
sys.addaudithook(_only_loopback)


@pytest.fixture(autouse=True)
def on_loopback() -> Iterator[None]:
    """Refuse whatever a test would send elsewhere."""
    _watching.append(True)
    yield
    _watching.clear()


@pytest.fixture
def publisher() -> Iterator[Site]:
    """A site of its own for each test."""
    with site() as one:
        yield one


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A folder for sources with settings for loopback."""
    write(tmp_path / "sources" / "settings.toml", SETTINGS)
    return tmp_path / "sources"


@pytest.fixture(scope="session")
def reports() -> dict[str, str]:
    """Sample reports as web pages, by name."""
    return {
        path.stem.partition("-")[0]: _as_page(path.read_text(encoding="utf-8"))
        for path in sorted(SAMPLES.glob("*.txt"))
    }


def _as_page(text: str) -> str:
    """A page that shows a text line by line."""
    return f"<html><head><meta charset=utf-8></head><body><pre>{text}</pre></body></html>"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive") as one:
        yield one
        assert not list((tmp_path / "archive" / "incoming").iterdir())


@pytest.fixture
def fetch(archive: Archive) -> Fetch:
    return Fetcher(AGENT, Guard(LOOPBACK), LIMITS, archive.incoming).fetch


@pytest.fixture
def place(catalogue: Path) -> Place:
    return Place(catalogue.parent)
