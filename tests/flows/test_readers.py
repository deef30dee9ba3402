"""Readers during a hundred publications: never blocked, never an error, never a mixed state."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.corrections import COLUMNS

from .support import COMMAND, another, ask, faults, ingest, sample, write

QUERY = """
SELECT
    (SELECT count(*) FROM report) AS reports,
    (SELECT count(*) FROM document WHERE status = 'extracted') AS documents,
    (SELECT count(DISTINCT document_id) FROM retrieval) AS retrieved,
    (SELECT count(*) FROM reported_cell) AS cells,
    (SELECT sum(value)::BIGINT FROM reported_cell
        WHERE cell = 'proactive.licences.decisions') AS licences,
    (SELECT sum(licences)::BIGINT FROM agency_side_by_side) AS beside,
    (SELECT coalesce(sum(new_value), 0)::BIGINT FROM correction) AS corrected,
    (SELECT sum(count)::BIGINT FROM fact_application
        WHERE cell = 'applications.granted.total') AS granted,
    (SELECT coalesce(sum(h.granted), 0)::BIGINT FROM report_headline h) AS headline
"""
LOOP = """
import json, sys, time
from pathlib import Path

db, stop, query, pause = sys.argv[1:]
states, checks, errors = [], 0, []
while True:
    last = Path(stop).exists()
    try:
        state = look(db, query)
        if not states or states[-1] != state:
            states.append(state)
    except Exception as error:
        errors.append(repr(error))
    checks += 1
    if checks == 1:
        print("begun", flush=True)
    if last:
        break
    time.sleep(float(pause))
print(json.dumps([states, checks, errors]))
"""
WITH_DUCKDB = """
import duckdb

def look(db, query):
    with duckdb.connect(db, read_only=True) as con:
        first = con.execute(query).fetchall()
        time.sleep(0.01)
        if con.execute(query).fetchall() != first:
            raise RuntimeError("what a connection sees changed")
    return list(first[0])
"""
WITH_OGI = f"""
import subprocess

def look(db, query):
    command = [*{COMMAND!r}, "sql", query, "--db", db, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode or done.stderr:
        raise RuntimeError(done.stderr)
    return list(json.loads(done.stdout)[0].values())
"""
PUBLICATIONS, EVERY = 100, 10
"""Every tenth publication adds a report, the others correct a value."""


def publish(own: Path, number: int) -> None:
    """One more publication: a new document, or another correction."""
    if number % EVERY == 0:
        ingest(own, write(own.parent / f"{number}.txt", another(number // EVERY)))
        return
    sql = "SELECT document_id FROM report WHERE agency_name = '信阳市司法局'"
    document = ask(own, sql)[0][0]
    line = f"{document},applications.granted.total,0,{number},reviewed,2025-03-01"
    write(own.with_name("corrections.csv"), f"{','.join(COLUMNS)}\n{line}\n")
    assert ingest(own, sample("xinyang")).published


def expected_states() -> list[list[int]]:
    """What a reader may see, in this order: before, and after each publication."""
    states, licences, granted = [[5, 5, 5, 1000, 389, 389, 0, 0, 0]], 389, 0
    for number in range(PUBLICATIONS):
        if number % EVERY == 0:
            licences += 1000 + number // EVERY
        else:
            granted = number
        n = 6 + number // EVERY
        states.append([n, n, n, 200 * n, licences, licences, granted, granted, granted])
    return states


@pytest.mark.slow
def test_readers_during_a_hundred_publications(own: Path, tmp_path: Path) -> None:
    stop = tmp_path / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", f"import time\n{look}{LOOP}", str(own), str(stop), QUERY, pause],
            stdout=subprocess.PIPE,
            text=True,
        )
        for look, pause in ((WITH_DUCKDB, "0.8"), (WITH_DUCKDB, "1.5"), (WITH_OGI, "6"))
    ]
    try:
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "begun\n"
        for number in range(PUBLICATIONS):
            publish(own, number)
    finally:
        stop.touch()
        answers = [reader.communicate(timeout=120)[0] for reader in readers]
    expected = expected_states()
    assert len({str(state) for state in expected}) == PUBLICATIONS + 1
    for answer, least in zip(answers, (30, 20, 3), strict=True):
        states, checks, errors = json.loads(answer)
        assert errors == []
        assert states == [state for state in expected if state in states], "states in their order"
        assert (states[0], states[-1]) == (expected[0], expected[-1])
        assert min(checks, len(states)) > least
    assert ask(own, "SELECT count(*) FROM report") == [(15,)]
    assert faults(own) == []
