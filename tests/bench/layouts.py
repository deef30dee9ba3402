"""Reading alone, layout by layout: documents per second, peak memory, ratio to the floor.

``python -m tests.bench.layouts FILE...`` measures files of one layout in a process of its own
and prints one JSON object.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.reading import read_one

from .memory import run
from .reports import by_layout, cpu_seconds, floor

MOST, WARM_UP = 450, 50
"""Files of each layout that are read, and the first of them, which are not measured."""


def measure(paths: Sequence[Path]) -> dict[str, dict[str, float]]:
    """Figures by layout: ``ratio`` to the floor, ``ms`` a document, ``per_second``, ``mib``."""
    found = {}
    for layout, files in by_layout(paths).items():
        chosen = files[:: max(1, len(files) // MOST)][:MOST]
        command = [sys.executable, "-m", "tests.bench.layouts", *map(str, chosen)]
        found[layout] = json.loads(run(command).output)
    return found


def show(figures: dict[str, dict[str, float]]) -> None:
    """Print one line per layout."""
    print(f"{'reading, one core':<18} {'ratio':>6} {'ms':>6} {'per s':>7} {'MiB':>5}")
    for layout, row in figures.items():
        ms, per_second = f"{row['ms']:.2f}", f"{row['per_second']:.0f}"
        print(f"{layout:<18} {row['ratio']:>6.1f} {ms:>6} {per_second:>7} {row['mib']:>5.0f}")


def _measure_here(paths: Sequence[Path]) -> dict[str, float]:
    """Figures of one layout. What is read twice is read faster: each file is read once, the
    first ones to make the tables that every document needs."""
    first, paths = paths[:WARM_UP], paths[WARM_UP:] or paths
    for path in first:
        read_one(path.read_bytes())
    spent = cpu_seconds(lambda path: read_one(path.read_bytes()), paths, passes=1)
    least = cpu_seconds(floor, paths, passes=7)
    return {
        "ratio": round(spent / least, 2),
        "ms": round(1000 * spent / len(paths), 3),
        "per_second": round(len(paths) / spent, 1),
        "mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


if __name__ == "__main__":
    print(json.dumps(_measure_here([Path(name) for name in sys.argv[1:]])))
