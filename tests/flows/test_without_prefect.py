"""The core works where Prefect cannot be imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .support import SAMPLES, as_read, cells_of, truth

SCRIPT = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "prefect":
            raise ImportError("prefect is blocked")

sys.meta_path.insert(0, Blocked())
try:
    import prefect
except ImportError as error:
    print(error)

from flows.cli.main import main

samples, db, out = sys.argv[1:]
sample = samples + "/xinyang-sifaju-2024.txt"
for arguments in (
    ["ingest", samples, "--db", db],
    ["extract", sample],
    ["explain", sample, "applications.not_held.natural_person"],
    ["check", "--db", db],
    ["sql", "SELECT count(*) AS n FROM reported_cell", "--db", db, "--format", "csv"],
    ["export", out, "--db", db],
):
    sys.argv = ["ogi", *arguments]
    try:
        main()
    except SystemExit as end:
        print(arguments[0], "ended with", end.code)
    assert "prefect" not in sys.modules
"""


def test_every_verb_works_where_prefect_is_blocked(tmp_path: Path) -> None:
    db, out = tmp_path / "ogi.duckdb", tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(SAMPLES), str(db), str(out)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "HOME": str(tmp_path), "PYTHONUTF8": "1"},
        cwd=Path(__file__).parents[2],
    )
    assert done.stderr == ""
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "prefect is blocked"
    ended = [line for line in lines if " ended with " in line]
    verbs = ("ingest", "extract", "explain", "check", "sql", "export")
    assert ended == [f"{verb} ended with 0" for verb in verbs]
    assert lines[lines.index("sql ended with 0") - 1] == "1000"
    assert cells_of(db, "信阳市司法局") == as_read(truth("xinyang"))
    assert list((out / "parquet" / "fact_application").glob("*.parquet"))
