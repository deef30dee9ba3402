"""Documents of each kind: time for one, and what a user would take instead on the same files.

``python -m tests.bench.documents KIND`` measures one kind in a process of its own and prints one
JSON object.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from extractors.tables.labels import label_key
from tests.accuracy.score import score
from tests.generator import Truth, random_truth
from tests.generator.documents import compose
from tests.generator.documents.makers import MAKERS
from tests.reading import read_one

from .memory import run

MOST, WARM_UP = 60, 10
_DIGITS = re.compile(rb"\d+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_T = TypeVar("_T")
Tables = list[list[list[str]]]


_INSTEAD = {
    "html plain": "pandas.read_html",
    "html site": "pandas.read_html",
    "docx": None,
    "xlsx": None,
    "pdf": "pdfplumber",
}
"""The kinds that are measured, and what a user would read their tables with."""


def measure() -> dict[str, dict[str, float]]:
    """Figures by kind: ``ratio`` to the floor, ``ms`` a document, ``right`` of all; and
    ``times``, how many times as long the other way takes, and ``other_right``."""
    found = {}
    for kind in _INSTEAD:
        command = [sys.executable, "-m", "tests.bench.documents", kind]
        found[kind] = json.loads(run(command).output)
    return found


def show(figures: dict[str, dict[str, float]]) -> None:
    """Print one line per kind."""
    print(f"{'documents, one core':<20} {'ratio':>6} {'ms':>6} {'right':>6}  instead")
    for kind, row in figures.items():
        other = _INSTEAD[kind]
        line = f"{kind:<20} {row['ratio']:>6.1f} {row['ms']:>6.1f} {row['right']:>6.0%}"
        if other:
            line += f"  {other}: {row['times']:.1f} times as long, {row['other_right']:.0%} right"
        print(line)


def _measure_here(name: str) -> dict[str, float]:
    """Figures of one kind. Every document is read once, after others that warm up."""
    made = []
    for seed in range(WARM_UP + MOST):
        rng = Random(f"{name}{seed}")
        truth = random_truth(rng, size="medium", edition="2021")
        made.append((truth, MAKERS[name](compose(truth, rng), rng)))
    for _, data in made[:WARM_UP]:
        read_one(data)
        _floor(data)
    chosen = made[WARM_UP:]
    own = [_timed(read_one, data) for _, data in chosen]
    least = statistics.median(_timed(_floor, data)[0] for _, data in chosen)
    spent = statistics.median(seconds for seconds, _ in own)
    right = sum(
        score(result, truth.cells).exact
        for (truth, _), (_, result) in zip(chosen, own, strict=True)
    )
    figures = {
        "ratio": round(spent / least, 2),
        "ms": round(1000 * spent, 3),
        "right": right / len(chosen),
    }
    other = _INSTEAD[name]
    return figures | (_instead(other, chosen, spent) if other else {})


def _instead(name: str, made: Sequence[tuple[Truth, bytes]], spent: float) -> dict[str, float]:
    """How long the other way takes, and how many reports it gets wholly right."""
    read = {"pandas.read_html": _with_pandas, "pdfplumber": _with_pdfplumber}[name]
    read(made[0][1])
    timed = [_timed(read, data) for _, data in made]
    right = sum(
        _is_right(truth, tables) for (truth, _), (_, tables) in zip(made, timed, strict=True)
    )
    seconds = statistics.median(seconds for seconds, _ in timed)
    return {"times": round(seconds / spent, 2), "other_right": right / len(made)}


def _timed(step: Callable[[bytes], _T], data: bytes) -> tuple[float, _T]:
    start = time.process_time()
    result = step(data)
    return time.process_time() - start, result


def _floor(data: bytes) -> None:
    """What no reader can do without: hash the bytes, and look at all of them."""
    hashlib.sha256(data).hexdigest()
    _DIGITS.findall(data)


def _with_pandas(data: bytes) -> Tables:
    import pandas as pd

    frames = pd.read_html(io.BytesIO(data), header=None, keep_default_na=False)
    return [[[str(cell) for cell in row] for row in frame.to_numpy()] for frame in frames]


def _with_pdfplumber(data: bytes) -> Tables:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    return [[[cell or "" for cell in row] for row in table] for table in tables]


def _is_right(truth: Truth, tables: Tables) -> bool:
    """Whether tables have for every row of the form one with its label and just its values.

    That is less than a reader has to do: nobody has yet told which row is which, and in section
    four which column.
    """
    printed = [_row(row) for table in tables for row in table]
    for row in truth.form.rows:
        values = [
            str(truth.cells[f"{row.table}.{row.row}.{column.column}"])
            for column in truth.form.columns_of(row.table, row.row)
        ]
        label = "" if row.table == "review" else label_key(row.label)
        if not any(label in words and _holds(numbers, values) for words, numbers in printed):
            return False
    return True


def _row(cells: Sequence[str]) -> tuple[str, list[str]]:
    """The words of a row, and its numbers."""
    return label_key("".join(cells)), [c for c in map(str.strip, cells) if _NUMBER.fullmatch(c)]


def _holds(numbers: Sequence[str], values: Sequence[str]) -> bool:
    """Whether the values stand among the numbers, side by side."""
    size = len(values)
    return any(
        list(numbers[at : at + size]) == list(values) for at in range(len(numbers) - size + 1)
    )


if __name__ == "__main__":
    print(json.dumps(_measure_here(sys.argv[1])))
