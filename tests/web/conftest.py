from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.support import SAMPLES, write

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
