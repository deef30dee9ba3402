"""The whole ingest, files to published database, and again over unchanged files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from .memory import run
from .reports import cpu_seconds, floor, stored


def measure(paths: Sequence[Path], folder: Path) -> dict[str, float]:
    """Figures of two runs of ``ogi ingest`` over the files, which are all in one folder.

    ``*_ratio`` compare with the floor of the same files: processor time, and time on the clock
    where the floor is what one core takes. ``second_run_ratio`` is how many times faster
    the second run is.
    """
    db = folder / "bench.duckdb"
    source = str(paths[0].parent)
    command = [sys.executable, "-m", "flows.cli.main", "ingest", source, "--db", str(db)]
    least = cpu_seconds(floor, paths, passes=3)
    first = run([*command, "--no-flow"], allowed=(0, 3))
    second = run([*command, "--no-flow"], allowed=(0, 3))
    return {
        "cpu_ratio": round(first.cpu / least, 2),
        "wall_ratio": round(first.wall / least, 2),
        "second_run_ratio": round(first.wall / second.wall, 1),
        "per_second": round(len(paths) / first.wall, 1),
        "cpu_ms": round(1000 * first.cpu / len(paths), 3),
        "mib": round(first.mib, 1),
        "seconds": round(first.wall, 2),
        "second_run_seconds": round(second.wall, 2),
        "floor_ms": round(1000 * least / len(paths), 3),
        "reports": stored(db),
        "database_mib": round(db.stat().st_size / 2**20, 1),
    }


def show(figures: dict[str, float]) -> None:
    """Print a few lines."""
    f = figures
    print(
        f"ingest: {f['per_second']:.0f} documents/s, {f['cpu_ms']:.2f} ms of processor time and"
        f" {f['cpu_ratio']:.1f} floors each, at most {f['mib']:.0f} MiB in all processes"
    )
    print(
        f"ingest: {f['seconds']:.1f} s for {f['reports']:.0f} reports; again, unchanged:"
        f" {f['second_run_seconds']:.2f} s, {f['second_run_ratio']:.0f} times faster"
    )
