"""Runs that are killed: the published database stays whole, and the next run completes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from flows.query import reader
from flows.release import parquet
from flows.release.relations import relations
from tests.generator import corpus

from .support import COMMAND, another, ask, content, faults, ingest, leftovers, write

pytestmark = pytest.mark.slow

REPORTS = 150
MOMENTS = 6
TIMES = ("document", "retrieval")


class Undisturbed(NamedTuple):
    """What a run over all documents gives when nobody disturbs it, and how long it takes."""

    documents: Path
    start: Path | None
    before: dict[str, str]
    after: dict[str, str]
    exported: dict[str, bytes]
    seconds: float

    def begin(self, db: Path) -> Path:
        """The state that a run begins with."""
        db.unlink(missing_ok=True)
        if self.start:
            shutil.copy(self.start, db)
        return db


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for name, text, *_ in corpus(REPORTS, seed=11, editions=("2021",)):
        write(folder / f"{name}.txt", text)
    return folder


@pytest.fixture(scope="module")
def runs(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Undisturbed]:
    """A run that begins with no database, and one that begins with an older state."""
    folders = [tmp_path_factory.mktemp("undisturbed") for _ in range(2)]
    return [undisturbed(documents, folders[0], 0), undisturbed(documents, folders[1], 40)]


def undisturbed(documents: Path, folder: Path, stored: int) -> Undisturbed:
    """Run over all documents, some of which are stored already."""
    db, start = folder / "ogi.duckdb", None
    if stored:
        start = folder / "start.duckdb"
        ingest(start, *sorted(documents.iterdir())[:stored])
        shutil.copy(start, db)
    began = time.monotonic()
    with running(db, documents) as process:
        assert process.wait(timeout=300) == 0
    seconds = time.monotonic() - began
    before = content(start) if start else {}
    return Undisturbed(documents, start, before, content(db), exported(db), seconds)


@contextmanager
def running(db: Path, *sources: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run of the command with all its processes in a group of its own."""
    process = subprocess.Popen(
        [*COMMAND, "ingest", "--no-flow", "--db", str(db), *map(str, sources)],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def alive(group: int) -> bool:
    """Whether a process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def exported(db: Path) -> dict[str, bytes]:
    """The files of a release that tables have in it, times left out; views follow from tables."""
    folder = db.parent / "release"
    with reader(db) as con:
        con.execute(parquet.SETTINGS)
        chosen = (one for one in relations(con) if not one.derived and one.name not in TIMES)
        parts = [part for relation in chosen for part in parquet.write(con, relation, folder)]
    files = {part.stem: (folder / f"{part.stem}.parquet").read_bytes() for part in parts}
    shutil.rmtree(folder)
    return files


def assert_whole(db: Path, run: Undisturbed) -> None:
    """The published database is the state before the run or the one after it, and no other."""
    if not db.exists():
        assert run.start is None
        return
    assert faults(db) == []
    assert content(db) in (run.before, run.after)


def assert_next_run_completes(db: Path, run: Undisturbed) -> None:
    ingest(db, run.documents)
    assert faults(db) == []
    assert ask(db, "SELECT count(*) FROM report") == [(REPORTS,)]
    differing = {name for name, data in exported(db).items() if data != run.exported[name]}
    assert differing == set()
    assert leftovers(db) == []


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_killed_at_a_random_moment(runs: list[Undisturbed], tmp_path: Path, moment: int) -> None:
    run = runs[moment % 2]
    db = run.begin(tmp_path / "ogi.duckdb")
    share = (moment + Random(moment).random()) / MOMENTS
    with running(db, run.documents) as process:
        time.sleep(share * run.seconds)
        process.kill()
        process.wait()
        assert_whole(db, run)
        assert_next_run_completes(db, run)


@pytest.mark.parametrize(
    ("begin", "delay"), [(0, 0.0), (1, 0.02), (0, 0.05), (1, 0.1), (0, 0.15), (1, 0.2)]
)
def test_killed_while_it_loads_and_publishes(
    runs: list[Undisturbed], tmp_path: Path, begin: int, delay: float
) -> None:
    run = runs[begin]
    db = run.begin(tmp_path / "ogi.duckdb")
    with running(db, run.documents) as process:
        for reading in (True, False):
            while bool(helpers(process.pid)) is not reading and process.poll() is None:
                time.sleep(0.001)
        time.sleep(delay)
        process.kill()
        process.wait()
        assert_whole(db, run)
        assert_next_run_completes(db, run)


@pytest.fixture(scope="module")
def many(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough documents to keep all processors of this machine busy for a while."""
    folder = tmp_path_factory.mktemp("many")
    texts = [path.read_text(encoding="utf-8") for path in sorted(documents.iterdir())]
    for number in range(600 * (os.cpu_count() or 1)):
        write(folder / f"{number}.txt", f"{texts[number % REPORTS]}\n{number}\n")
    return folder


@contextmanager
def killed_while_reading(db: Path, documents: Path) -> Iterator[int]:
    """A run killed while its helpers read; gives its process group."""
    with running(db, documents) as process:
        while not helpers(process.pid):
            assert process.poll() is None
            time.sleep(0.01)
        time.sleep(0.6)
        assert helpers(process.pid), "they have read everything already"
        process.kill()
        process.wait()
        assert not db.exists()
        yield process.pid


def helpers(group: int) -> list[bytes]:
    """Command lines of the processes of a group that read documents."""
    return [line for line in command_lines(group) if b"worker_process" in line]


def command_lines(group: int) -> list[bytes]:
    """Command lines of the processes of a group."""
    found = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if os.getpgid(int(folder.name)) == group:
                found.append((folder / "cmdline").read_bytes())
    return found


def test_a_killed_run_leaves_no_process_behind(many: Path, tmp_path: Path) -> None:
    with killed_while_reading(tmp_path / "ogi.duckdb", many) as group:
        deadline = time.monotonic() + 10
        while alive(group) and time.monotonic() < deadline:
            time.sleep(0.1)
        left = command_lines(group)
    assert left == []


def test_helpers_of_a_killed_run_do_not_write_into_later_runs(many: Path, tmp_path: Path) -> None:
    db = tmp_path / "ogi.duckdb"
    with killed_while_reading(db, many) as group:
        deadline = time.monotonic() + 4
        agencies = []
        for number in range(10):
            if number == 0 or (alive(group) and time.monotonic() < deadline):
                ingest(db, write(tmp_path / f"{number}.txt", another(number)))
                agencies.append((1000 + number,))
        time.sleep(max(0.0, deadline - time.monotonic()) if alive(group) else 0)
    assert ask(db, "SELECT licences FROM agency_side_by_side ORDER BY licences") == agencies
    assert leftovers(db) == []


def interrupt(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Ctrl-C for all processes of a group; exit code and what was printed."""
    try:
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, out, err


def talking(db: Path, documents: Path) -> subprocess.Popen[str]:
    """A run of the command that can be heard."""
    return subprocess.Popen(
        [*COMMAND, "ingest", "--no-flow", "--db", str(db), str(documents)],
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


INTERRUPTED = (130, "", "ogi: interrupted; nothing was published\n")


def test_interrupted_from_the_keyboard(runs: list[Undisturbed], tmp_path: Path) -> None:
    run = runs[1]
    db = run.begin(tmp_path / "ogi.duckdb")
    process = talking(db, run.documents)
    time.sleep(0.5 * run.seconds)
    assert interrupt(process) == INTERRUPTED
    assert content(db) == run.before
    assert leftovers(db) == []


@pytest.mark.parametrize("delay", [0.0, 0.03, 0.06])
def test_interrupted_while_it_loads(runs: list[Undisturbed], tmp_path: Path, delay: float) -> None:
    """DuckDB makes an error of its own of an interrupt."""
    run = runs[1]
    db = run.begin(tmp_path / "ogi.duckdb")
    process = talking(db, run.documents)
    for reading in (True, False):
        while bool(helpers(process.pid)) is not reading and process.poll() is None:
            time.sleep(0.001)
    time.sleep(delay)
    ended = interrupt(process)
    assert ended == INTERRUPTED or ended[0] == 0
    assert content(db) == (run.after if ended[0] == 0 else run.before)
    assert leftovers(db) == []
