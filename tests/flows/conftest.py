from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from flows.pipeline import Summary

from .support import SAMPLES, Ask, ingest, looking


class Published(NamedTuple):
    """A published database of the samples and the summary of the run that made it."""

    db: Path
    summary: Summary
    ask: Ask


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The samples, ingested once and kept open to read; ``own`` is a copy to change."""
    db = tmp_path_factory.mktemp("published") / "samples.duckdb"
    summary = ingest(db, SAMPLES)
    with looking(db) as ask:
        yield Published(db, summary, ask)


@pytest.fixture
def own(published: Published, tmp_path: Path) -> Path:
    """A published database of the samples that a test may change."""
    return Path(shutil.copy(published.db, tmp_path / "own.duckdb"))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
