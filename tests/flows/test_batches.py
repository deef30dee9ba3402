"""The same documents give the same database, whatever the batches and the workers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from flows import pipeline
from flows.pipeline import Request, batches
from flows.pipeline import ingest as run_ingest
from tests.generator import corpus

from .support import ask, write

NOW = datetime(2025, 1, 2)


@pytest.mark.parametrize(
    ("documents", "workers", "sizes"),
    [
        (0, 2, []),
        (1, 2, [1]),
        (200, 4, [200]),
        (201, 2, [101, 100]),
        (1000, 2, [500, 500]),
        (1000, 64, [200] * 5),
        (1001, 2, [251, 251, 251, 248]),
        (1001, 1, [334, 334, 333]),
    ],
)
def test_batches_are_of_one_size(documents: int, workers: int, sizes: list[int]) -> None:
    paths = [f"/{number}.txt" for number in range(documents)]
    cut = batches(paths, NOW, Path("/spool"), workers)
    assert [len(batch.paths) for batch in cut] == sizes
    assert [path for batch in cut for path in batch.paths] == paths
    assert [batch.first for batch in cut] == [sum(sizes[:n]) for n in range(len(sizes))]


def rows_as_stored(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the tables that extraction fills, in the order in which they are stored."""
    tables = ("report", "fact_application", "fact_proactive_disclosure", "finding", "narrative")
    return {table: ask(db, f"SELECT * FROM {table} ORDER BY rowid") for table in tables}


@pytest.mark.slow
@pytest.mark.parametrize(("size", "workers"), [(500, 1), (7, 1), (7, 2), (20, 3)])
def test_batches_and_workers_change_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, workers: int
) -> None:
    folder = tmp_path / "in"
    for name, text, *_ in corpus(60, seed=3):
        write(folder / f"{name}.txt", text)
    run_ingest(Request((str(folder),), tmp_path / "one.duckdb", 1))
    monkeypatch.setattr(pipeline, "BATCH_SIZE", size)
    monkeypatch.setattr(pipeline, "SMALL", 5)
    run_ingest(Request((str(folder),), tmp_path / "many.duckdb", workers))
    assert rows_as_stored(tmp_path / "many.duckdb") == rows_as_stored(tmp_path / "one.duckdb")
