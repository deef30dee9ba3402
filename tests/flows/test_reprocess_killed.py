"""Re-readings that are killed: the published database stays whole, and the next run goes on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from flows.reprocess import Reprocess, reprocess
from tests.generator import corpus

from .older import as_read_before
from .support import COMMAND, content, ingest, leftovers, write
from .test_killed import exported

pytestmark = pytest.mark.slow
REPORTS = 120
MOMENTS = 5


class Undisturbed(NamedTuple):
    """The state that an older extractor left, what a run then gives, and how long it takes."""

    older: Path
    before: dict[str, str]
    after: dict[str, str]
    exported: dict[str, bytes]
    seconds: float


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("reprocess")
    for name, text, *_ in corpus(REPORTS, seed=12, editions=("2021",)):
        write(folder / "in" / f"{name}.txt", text)
    fresh = folder / "fresh.duckdb"
    ingest(fresh, folder / "in")
    older = as_read_before(Path(shutil.copy(fresh, folder / "older.duckdb")))
    before, after, files = content(older), content(fresh), exported(fresh)
    assert before != after
    db = Path(shutil.copy(older, folder / "ogi.duckdb"))
    began = time.monotonic()
    assert begin(db).wait(timeout=300) == 0
    seconds = time.monotonic() - began
    assert content(db) == after, "as an ingest of the same documents"
    assert exported(db) == files
    return Undisturbed(older, before, after, files, seconds)


def begin(db: Path) -> subprocess.Popen[bytes]:
    """A run of the command in a group of processes of its own."""
    return subprocess.Popen(
        [*COMMAND, "reprocess", "--db", str(db)],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=db.parent,
    )


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_killed_at_a_random_moment(run: Undisturbed, tmp_path: Path, moment: int) -> None:
    db = Path(shutil.copy(run.older, tmp_path / "ogi.duckdb"))
    share = (moment + Random(moment).random()) / MOMENTS
    process = begin(db)
    time.sleep(share * run.seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert content(db) in (run.before, run.after)
    reprocess(Reprocess(db))
    assert content(db) == run.after
    if moment % 2:
        differing = {name for name, data in exported(db).items() if data != run.exported[name]}
        assert differing == set()
    assert leftovers(db) == []
