"""Workers that hang or end on a document: it alone is set aside, and everything else is read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

import pytest

from flows.errors import OgiError
from flows.files import Problem
from flows.pipeline import Request, Summary, batches
from flows.pipeline import ingest as run_ingest
from flows.workers import Extractor

from .odd_readers import odd, slow
from .support import another, ask, content, faults, ingest, leftovers, sample, write
from .test_killed import alive

LIMIT = 0.5
TOO_LONG = "reading it took more than 0.5 seconds"
ENDED = "reading it ended the process that read it"
REASONS = {
    "sleep": TOO_LONG,
    "loop": TOO_LONG,
    "hold": TOO_LONG,
    "crash": f"{ENDED} (signal SIGSEGV)",
    "killed": f"{ENDED} (signal SIGKILL)",
    "leave": f"{ENDED} (exit code 7)",
    "exit": f"{ENDED} (exit code 8)",
    "raise": "reading it failed: ValueError: a parser's own error",
}


def read(db: Path, folder: Path, workers: int = 1) -> Summary:
    return run_ingest(Request((str(folder),), db, workers, odd, LIMIT))


def reports(folder: Path, count: int) -> None:
    """Reports that differ in one number, beside the odd documents of a test."""
    for number in range(count):
        text = another(number % 10).replace("行政许可\t10", f"行政许可\t{number}10")
        write(folder / f"{number:03}.txt", text)


FAST = ("hold", "crash", "raise")


@pytest.mark.parametrize(
    "deed",
    [*FAST, *(pytest.param(d, marks=pytest.mark.slow) for d in REASONS if d not in FAST)],
)
def test_an_odd_document_is_set_aside_alone(tmp_path: Path, deed: str) -> None:
    db, folder = tmp_path / "ogi.duckdb", tmp_path / "in"
    reports(folder, 5)
    bad = write(folder / "002b.txt", f"{another(7)}\n{deed}\n")
    began = time.monotonic()
    summary = read(db, folder)
    assert time.monotonic() - began < 10
    assert (summary.documents, summary.new, summary.reports) == (6, 6, 5)
    assert summary.set_aside == ((str(bad), REASONS[deed]),)
    rows = ask(db, f"SELECT status, reason, bytes FROM document WHERE source_uri = '{bad}'")
    assert rows == [("set_aside", REASONS[deed], bad.stat().st_size)]
    assert faults(db) == []
    assert leftovers(db) == []
    assert not read(db, folder).published, "it is known, and is not tried again"


def test_what_a_parser_prints_disturbs_nobody(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "in" / "loud.txt", f"{another(7)}\nprint\n")
    assert read(tmp_path / "ogi.duckdb", tmp_path / "in").reports == 1
    assert capfd.readouterr() == ("", "a parser that prints\n")


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 3])
def test_several_odd_documents_among_many(tmp_path: Path, workers: int) -> None:
    """At the beginning, one after the other, and at the end of batches."""
    db, folder = tmp_path / "ogi.duckdb", tmp_path / "in"
    reports(folder, 300)
    without = tmp_path / "without.duckdb"
    ingest(without, folder)
    bad = {
        "000a": "crash",
        "000b": "leave",
        "099a": "sleep",
        "150a": "killed",
        "151a": "crash",
        "299z": "loop",
    }
    for place, deed in bad.items():
        write(folder / f"{place}.txt", f"{another(7)}{place}\n{deed}\n")
    summary = read(db, folder, workers)
    named = {Path(problem.source_uri).stem for problem in summary.set_aside}
    assert (summary.reports, named) == (300, set(bad))
    assert faults(db) == []
    good, odd_too = content(without), content(db)
    facts = {name for name in good if name.startswith("fact_")}
    assert len(facts) == 4
    facts |= {"report", "finding", "narrative", "agency"}
    assert {name for name in facts if good[name] != odd_too[name]} == set()


@pytest.mark.slow
def test_a_worker_that_ends_once_costs_no_document(tmp_path: Path) -> None:
    """Killed from outside, by hand or for want of memory: its document is tried again."""
    folder = tmp_path / "in"
    reports(folder, 3)
    request = Request((str(folder),), tmp_path / "ogi.duckdb", 1, slow)
    struck: list[int] = []

    def strike() -> None:
        time.sleep(1.0)
        struck.extend(children())
        for process in struck:
            os.kill(process, signal.SIGKILL)

    killer = threading.Thread(target=strike)
    killer.start()
    summary = run_ingest(request)
    killer.join()
    assert len(struck) == 1
    assert (summary.reports, summary.set_aside) == (3, ())


def test_a_worker_that_ends_before_it_reads_costs_nothing(tmp_path: Path) -> None:
    """Killed while it starts: its batch is tried again."""
    folder = tmp_path / "in"
    reports(folder, 3)
    (batch,) = batches(sorted(map(str, folder.iterdir())), datetime(2025, 1, 2), tmp_path, 1)
    with Extractor(1) as extractor:
        for process in children():
            os.kill(process, signal.SIGKILL)
        assert extractor(batch).problems == ()
    assert len(list((tmp_path / "report").iterdir())) == 1


def children() -> list[int]:
    """Processes that read for this one."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and b"worker_process" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except (OSError, ValueError, IndexError):
            continue
    return found


def test_a_worker_that_cannot_begin_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.workers._BEGIN", "raise SystemExit(3)")
    db = tmp_path / "ogi.duckdb"
    with pytest.raises(OgiError, match=r"exit code 3\); nothing was published"):
        ingest(db, sample("xinyang"))
    assert not db.exists()
    assert leftovers(db) == []


def test_an_error_outside_of_documents_is_raised_here(tmp_path: Path) -> None:
    """Such as a full disk: a file stands where the spool should be."""
    spool = write(tmp_path / "spool", "")
    (batch,) = batches([str(sample("xinyang"))], datetime(2025, 1, 2), spool, 1)
    with Extractor(1) as extractor, pytest.raises(NotADirectoryError):
        extractor(batch)


INTERRUPTED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from flows.pipeline import Request, ingest
from tests.flows.odd_readers import odd
ingest(Request((sys.argv[2],), Path(sys.argv[3]), 2, odd, 3600.0))
"""


@pytest.mark.slow
@pytest.mark.parametrize("deed", ["sleep", "hold"])
@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_waits_for_a_document_ends_at_once(
    tmp_path: Path, deed: str, blow: signal.Signals
) -> None:
    db = tmp_path / "ogi.duckdb"
    write(tmp_path / "in" / "bad.txt", f"{another(7)}\n{deed}\n")
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(root), str(tmp_path / "in"), str(db)],
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(1.5)
    process.send_signal(blow)
    assert process.wait(timeout=5) != 0
    assert not db.exists()
    deadline = time.monotonic() + 3
    while deed == "sleep" and alive(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    left = alive(process.pid)
    if left:
        os.killpg(process.pid, signal.SIGKILL)
    assert left == (deed == "hold" and blow == signal.SIGTERM), "only the alarm ends that one"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ("hoard", "reading it takes more memory than a document may"),
        ("hoard-natively", f"{ENDED} (signal SIGABRT)"),
    ],
)
def test_a_document_that_takes_all_memory_is_set_aside_alone(
    tmp_path: Path, deed: str, reason: str
) -> None:
    db, folder = tmp_path / "ogi.duckdb", tmp_path / "in"
    reports(folder, 3)
    bad = write(folder / "001b.txt", f"{another(7)}\n{deed}\n")
    summary = run_ingest(Request((str(folder),), db, 1, odd))
    assert summary.reports == 3
    assert summary.set_aside == (Problem(str(bad), reason),)
