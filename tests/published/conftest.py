"""The folder of published reports, which stands beside the checkout and is not part of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from extractors.model import Report
from extractors.report import read_document

FOLDER = Path(__file__).parents[3] / "shared" / "reports"


class Published(NamedTuple):
    """A published text as bytes, and what it prints as a person read it."""

    data: bytes
    truth: dict[str, Any]

    @property
    def report(self) -> Report:
        """The text as read."""
        report = read_document(self.data)
        assert isinstance(report, Report)
        return report


class Library:
    """Published texts by name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> Published:
        (text,) = self._folder.glob(f"{name}*.txt")
        (truth,) = self._folder.glob(f"{name.partition('.')[0]}*.truth.json")
        return Published(text.read_bytes(), json.loads(truth.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def library() -> Library:
    if not FOLDER.is_dir():
        pytest.skip(f"the folder of published reports is missing: {FOLDER}")
    return Library(FOLDER)
