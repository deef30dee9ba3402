"""Readers while runs publish: never blocked, never a mixed state."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .support import another, ask, faults, ingest, write

READ = """
import json, sys, time
from pathlib import Path
import duckdb

db, stop = sys.argv[1:]
states, checks, errors = [], 0, []
while True:
    last = Path(stop).exists()
    try:
        with duckdb.connect(db, read_only=True) as con:
            state = con.execute('''
                SELECT
                    (SELECT count(*) FROM report),
                    (SELECT count(*) FROM document WHERE status = 'extracted'),
                    (SELECT count(DISTINCT document_id) FROM retrieval),
                    (SELECT count(*) FROM reported_cell),
                    (SELECT sum(value)::BIGINT FROM reported_cell
                        WHERE cell = 'proactive.licences.decisions'),
                    (SELECT sum(licences)::BIGINT FROM agency_side_by_side)
            ''').fetchall()[0]
        if not states or states[-1] != list(state):
            states.append(list(state))
    except Exception as error:
        errors.append(repr(error))
    checks += 1
    time.sleep(0.02)
    if checks == 1:
        print("begun", flush=True)
    if last:
        break
print(json.dumps([states, checks, errors]))
"""
RUNS = 10


@pytest.mark.slow
def test_readers_while_ten_runs_publish(own: Path, tmp_path: Path) -> None:
    stop = tmp_path / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READ, str(own), str(stop)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    try:
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "begun\n"
        expected = [[5, 5, 5, 1000, 389, 389]]
        for number in range(RUNS):
            ingest(own, write(tmp_path / f"{number}.txt", another(number)))
            n, licences = 6 + number, expected[-1][-1] + 1000 + number
            expected.append([n, n, n, 200 * n, licences, licences])
            time.sleep(0.05)
    finally:
        stop.touch()
        answers = [reader.communicate(timeout=60)[0] for reader in readers]
    for answer in answers:
        states, checks, errors = json.loads(answer)
        assert errors == []
        assert checks > 5 * RUNS
        assert states == [state for state in expected if state in states], "states in their order"
        assert (states[0], states[-1]) == (expected[0], expected[-1])
        assert len(states) > RUNS / 2
    assert ask(own, "SELECT count(*) FROM report") == [(15,)]
    assert faults(own) == []
