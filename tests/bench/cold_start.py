"""Cold starts of the command's verbs on the bundled samples."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from .memory import run

_SAMPLES = Path(__file__).parents[2] / "data" / "samples"
_TIMES = 3


def measure(folder: Path) -> dict[str, dict[str, float]]:
    """Figures by verb: ``ratio`` to a start of Python alone, and ``seconds``; the best of three."""
    sample, db = str(_SAMPLES / "xinyang-sifaju-2024.txt"), folder / "samples.duckdb"
    verbs = {
        "ingest": ["ingest", str(_SAMPLES), "--db", str(db), "--no-flow"],
        "ingest again": ["ingest", str(_SAMPLES), "--db", str(db), "--no-flow"],
        "extract": ["extract", sample, "--json"],
        "explain": ["explain", sample, "applications.not_held.natural_person"],
        "check": ["check", "--db", str(db)],
        "sql": ["sql", "FROM agency_side_by_side", "--db", str(db)],
        "export": ["export", str(folder / "release"), "--db", str(db)],
    }
    least = _best(["-c", "pass"])
    found = {}
    for verb, arguments in verbs.items():
        before = [db] if verb == "ingest" else []
        seconds = _best(["-m", "flows.cli.main", *arguments], before)
        found[verb] = {"ratio": round(seconds / least, 1), "seconds": round(seconds, 3)}
    return found


def _best(arguments: Sequence[str], removed: Sequence[Path] = ()) -> float:
    """Seconds of the fastest of some runs; ``removed`` are files that each begins without."""
    times = []
    for _ in range(_TIMES):
        for path in removed:
            path.unlink(missing_ok=True)
        times.append(run([sys.executable, *arguments]).wall)
    return min(times)


def show(figures: dict[str, dict[str, float]]) -> None:
    """Print one line for all verbs."""
    verbs = ", ".join(f"{verb} {row['seconds']:.2f}" for verb, row in figures.items())
    print(f"cold starts in seconds: {verbs}")
