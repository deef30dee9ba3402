"""``make bench``: time per report and layout, the whole ingest, and cold starts of the command.

Times are also given as ratios to a floor measured in the same run: read a file, hash it,
decode it and find all numbers in it.
"""

from __future__ import annotations

import hashlib
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median

from extractors.report import read_document
from flows.pipeline import Request, ingest
from tests.generator import corpus

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SAMPLES = Path(__file__).parents[2] / "data" / "samples"


def main(documents: int = 2_000) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        layouts: dict[str, list[Path]] = defaultdict(list)
        (root / "in").mkdir()
        for name, text, _, layout in corpus(documents, seed=1):
            path = root / "in" / f"{name}.txt"
            path.write_text(text, encoding="utf-8")
            layouts[layout].append(path)
        _print_layouts(layouts)
        _print_ingest(root, documents)
    _print_cold_starts()


def _print_layouts(layouts: dict[str, list[Path]]) -> None:
    print(f"{'layout':<14} {'reports':>7} {'ms median':>9} {'floor ms':>8} {'ratio':>6}")
    for layout, paths in sorted(layouts.items()):
        floor = _median_ms(_floor, paths)
        read = _median_ms(lambda path: read_document(path.read_bytes()), paths)
        print(f"{layout:<14} {len(paths):>7} {read:>9.2f} {floor:>8.3f} {read / floor:>6.0f}")


def _floor(path: Path) -> None:
    data = path.read_bytes()
    hashlib.sha256(data).hexdigest()
    _NUMBER.findall(data.decode("utf-8"))


def _median_ms(step: Callable[[Path], object], paths: list[Path]) -> float:
    times = []
    for path in paths:
        start = time.perf_counter()
        step(path)
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


def _print_ingest(root: Path, documents: int) -> None:
    request = Request((str(root / "in"),), root / "out.duckdb")
    for run in ("first", "second, unchanged"):
        start = time.perf_counter()
        ingest(request)
        seconds = time.perf_counter() - start
        print(f"ingest, {run}: {seconds:.2f} s, {documents / seconds:.0f} documents/s")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"peak memory: {own / 1024:.0f} MiB, largest worker {worker / 1024:.0f} MiB")


def _print_cold_starts() -> None:
    sample = str(_SAMPLES / "xinyang-sifaju-2024.txt")
    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder) / "ogi.duckdb")
        verbs = {
            "ingest": ["ingest", str(_SAMPLES), "--db", db, "--no-flow"],
            "extract": ["extract", sample, "--json"],
            "explain": ["explain", sample, "applications.not_held.natural_person"],
            "check": ["check", "--db", db],
            "sql": ["sql", "FROM agency_side_by_side", "--db", db],
            "export": ["export", str(Path(folder) / "release"), "--db", db],
        }
        for verb, arguments in verbs.items():
            command = [sys.executable, "-m", "flows.cli.main", *arguments]
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            print(f"cold start, ogi {verb}: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
