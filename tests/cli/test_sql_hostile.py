"""``ogi sql`` in the hands of others: it writes nothing, and it always ends."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.flows.support import COMMAND, fingerprint, is_sentence

from .conftest import Run

STUCK = "SELECT levenshtein(repeat('a', 1000000), repeat('b', 1000000))"
"""One step of an hour, in which DuckDB does not look whether it was asked to stop."""
ENDLESS = "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b"


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        STUCK,
        ENDLESS,
        "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t",
        "SELECT count(*) FROM (SELECT unnest(range(1000000)) FROM range(1000000))",
        "SELECT format('{:>2000000000}', 'x')",
    ],
)
def test_a_query_without_end_is_stopped(ogi: Run, db: Path, query: str) -> None:
    started = time.monotonic()
    done = ogi("sql", query, "--db", db, "--time-limit", "1")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "ogi: the query was stopped: it took longer than 1 s\n"
    assert time.monotonic() < started + 30


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "json", "parquet"])
def test_rows_without_end_are_stopped(ogi: Run, db: Path, kind: str, tmp_path: Path) -> None:
    out = ("--output", tmp_path / "out.parquet") if kind == "parquet" else ()
    query = ("sql", "FROM range(1000000000000)", "--db", db, "--time-limit", "1", "-f", kind)
    done = ogi(*query, *out)
    assert done.returncode == 1
    assert done.stderr == "ogi: the query was stopped: it took longer than 1 s\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        "SELECT repeat('x', 4000000000)",
        "SELECT list(range) FROM range(2000000000)",
        "SELECT string_agg(repeat('x', 1000000), '') FROM range(100000)",
        "CREATE TEMP TABLE big AS SELECT repeat('x', 1000) || range FROM range(20000000)",
    ],
)
def test_a_query_that_needs_too_much_memory_is_refused(ogi: Run, db: Path, query: str) -> None:
    there = {path.name for path in db.parent.iterdir()}
    done = ogi("sql", query, "--db", db, "--time-limit", "60")
    assert (done.returncode, done.stdout) == (1, "")
    assert "emory" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in db.parent.iterdir()} == there, "nothing went to disk"


@pytest.mark.parametrize(
    "query",
    [
        "COPY (SELECT 1) TO '{db}.tmp/evil.csv'",
        "WITH x AS (COPY (SELECT 1) TO '{db}.tmp/evil.csv') FROM x",
        pytest.param("EXPLAIN ANALYZE COPY (SELECT 1) TO '{db}.tmp/e.csv'", marks=pytest.mark.slow),
        pytest.param("FROM glob('{db}.tmp/*')", marks=pytest.mark.slow),
    ],
)
def test_the_folder_for_what_spills_is_no_way_out(ogi: Run, db: Path, query: str) -> None:
    before, there = fingerprint(db), {path.name for path in db.parent.iterdir()}
    done = ogi("sql", query.format(db=db), "--db", db)
    assert (done.returncode, done.stdout) == (1, "")
    assert "disabled by configuration" in done.stderr
    assert is_sentence(done.stderr)
    assert fingerprint(db) == before
    assert {path.name for path in db.parent.iterdir()} == there


@pytest.mark.slow
@pytest.mark.parametrize("query", [STUCK, ENDLESS])
def test_ctrl_c_ends_a_query(db: Path, environment: dict[str, str], query: str) -> None:
    with subprocess.Popen(
        [*COMMAND, "sql", query, "--db", str(db)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        started = time.monotonic()
        assert process.wait(timeout=30) == 130
        assert time.monotonic() < started + 10
        assert process.stdout is not None
        assert process.stderr is not None
        assert (process.stdout.read(), process.stderr.read()) == (b"", b"")
