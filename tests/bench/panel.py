"""``python -m tests.bench panel``: a panel over three years through the whole ingest.

Seconds of each phase, memory of all processes together, and which of the planted
contradictions the rules found.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from .memory import cores, run
from .panel_corpus import PLANTS, make


def main(reports: int, corpus: Path) -> None:
    """Make the panel, ingest it, and print the figures."""
    start = time.perf_counter()
    source = make(corpus, reports, cores())
    print(f"{reports} reports are there after {time.perf_counter() - start:.1f} s")
    db = corpus / "panel.duckdb"
    db.unlink(missing_ok=True)
    whole = run([sys.executable, "-m", "tests.bench.panel", str(source), str(db)])
    phases = json.loads(whole.output.splitlines()[-1])
    print(
        f"ingest {whole.wall:.1f} s, {whole.cpu:.1f} s of processors, {whole.mib:.0f} MiB at most"
    )
    print("  " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in phases.items()))
    print(f"  database {db.stat().st_size / 2**20:.0f} MiB")
    for rule, verdict in verdicts(db, corpus).items():
        print(f"  {rule:<24} {verdict}")


@dataclass(frozen=True)
class Verdict:
    """What a rule found: of the planted contradictions how many, and reports without any."""

    planted: int
    found: int
    false: tuple[str, ...]

    def __str__(self) -> str:
        example = f", as {self.false[0]}" if self.false else ""
        return f"{self.found} of {self.planted} found, {len(self.false)} false alarms{example}"


def verdicts(db: Path, corpus: Path) -> dict[str, Verdict]:
    """What each rule found in the database of a panel, by the names of the rules."""
    due: dict[str, set[str]] = defaultdict(set)
    allowed: dict[str, set[str]] = defaultdict(set)
    for name, rule, must in json.loads((corpus / "planted.json").read_text()):
        (due if must else allowed)[rule].add(str(corpus / "reports" / name))
    with duckdb.connect(str(db), read_only=True) as con:
        rows = con.execute(
            "SELECT rule, source_uri FROM finding JOIN report USING (report_id)"
        ).fetchall()
    found: dict[str, set[str]] = defaultdict(set)
    for rule, uri in rows:
        found[rule].add(uri)
    known = list(PLANTS.values())
    return {
        rule: Verdict(
            len(due[rule]),
            len(found[rule] & due[rule]),
            tuple(sorted(found[rule] - due[rule] - allowed[rule])),
        )
        for rule in [*known, *sorted(found.keys() - set(known))]
    }


def _timed(phases: dict[str, float], name: str, step: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*args: Any) -> Any:
        start = time.perf_counter()
        try:
            return step(*args)
        finally:
            phases[name] += time.perf_counter() - start

    return timed


def _ingest_here(source: str, db: str) -> None:
    """Ingest in this process and print the seconds of each phase as JSON."""
    from flows import load, pipeline, publish

    phases: dict[str, float] = defaultdict(float)
    for module, step in ((load, "judge"), (publish, "publish"), (load, "load_spool")):
        setattr(module, step, _timed(phases, step, getattr(module, step)))
    start = time.perf_counter()
    pipeline.ingest(pipeline.Request((source,), Path(db)))
    whole = time.perf_counter() - start
    figures = {
        "read": whole - phases["load_spool"] - phases["publish"],
        "load": phases["load_spool"] - phases["judge"],
        "rules": phases["judge"],
        "publish": phases["publish"],
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    _ingest_here(*sys.argv[1:])
