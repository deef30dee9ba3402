"""Published reports and their true values; tests say plainly where their folder is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from extractors.model import Report
from tests.reading import read_one

from .truths import FOLDER


class Published(NamedTuple):
    """A published text as read, and what it prints as a person read it."""

    report: Report
    truth: dict[str, Any]


class Library:
    """Published texts by name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, Published] = {}

    def __getitem__(self, name: str) -> Published:
        if name not in self._read:
            (text,) = self._folder.glob(f"{name}*.txt")
            (truth,) = self._folder.glob(f"{name.partition('.')[0]}*.truth.json")
            report = read_one(text.read_bytes())
            assert isinstance(report, Report)
            self._read[name] = Published(report, json.loads(truth.read_text(encoding="utf-8")))
        return self._read[name]


@pytest.fixture(scope="session")
def library() -> Library:
    if not FOLDER.is_dir():
        pytest.skip(f"the folder of published reports is missing: {FOLDER}")
    return Library(FOLDER)
