"""The documents that are measured: generated reports in a folder, and the floor of their cost."""

from __future__ import annotations

import hashlib
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import duckdb

from tests.generator import corpus

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def generated(folder: Path, documents: int) -> list[Path]:
    """Files of so many generated reports, called ``<number>_<layout>.txt``.

    They are made in ``folder`` unless it holds exactly so many already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    present = sorted(folder.glob("*.txt"))
    if present and len(present) != documents:
        raise SystemExit(f"{folder} holds {len(present)} reports, not {documents}")
    if not present:
        for name, text, *_ in corpus(documents, seed=1):
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return sorted(folder.glob("*.txt"))


def stored(db: Path) -> int:
    """How many reports a database holds."""
    with duckdb.connect(str(db), read_only=True) as con:
        return int(con.execute("SELECT count(*) FROM report").fetchall()[0][0])


def by_layout(paths: Iterable[Path]) -> dict[str, list[Path]]:
    """Files by the layout in their names."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        found[path.stem.partition("_")[2]].append(path)
    return dict(sorted(found.items()))


def digest(paths: Iterable[Path]) -> str:
    """Twelve digits that are the same for the same reports."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:12]


def floor(path: Path) -> None:
    """What no reader can do without: read a file, hash it, decode it and find its numbers."""
    data = path.read_bytes()
    hashlib.sha256(data).hexdigest()
    _NUMBER.findall(data.decode("utf-8"))


def cpu_seconds(step: Callable[[Path], object], paths: Sequence[Path], passes: int) -> float:
    """Processor time of a step over all files, in this process; the least of some passes."""
    times = []
    for _ in range(passes):
        start = time.process_time()
        for path in paths:
            step(path)
        times.append(time.process_time() - start)
    return min(times)
