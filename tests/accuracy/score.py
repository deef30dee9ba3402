"""A reading against the truth, cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from extractors.fold import fold
from extractors.model import Report, SetAside
from extractors.tables.labels import label_key
from tests.generator import Truth

Value = int | float | None
CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True)
class Score:
    """Numbers of cells: ``right``; printed but left open (``missed``); ``wrong``.

    ``flagged`` of those missed or wrong are named by a warning or an error; ``silent`` ones
    are wrong, and nothing names them; ``silent_after`` are those of them that are not what a
    damaged text prints either. ``exact`` counts reports with nothing missed or wrong.
    """

    reports: int = 0
    exact: int = 0
    right: int = 0
    missed: int = 0
    wrong: int = 0
    flagged: int = 0
    silent: int = 0
    silent_after: int = 0

    @property
    def cells(self) -> int:
        """All cells."""
        return self.right + self.missed + self.wrong

    def __add__(self, other: Score) -> Score:
        names = [field.name for field in fields(self)]
        return Score(*(getattr(self, name) + getattr(other, name) for name in names))


def score(result: Report | SetAside, truth: Mapping[str, Value]) -> Score:
    """Compare the cells and indicators that were read with those that are printed.

    ``truth`` has a value for each, null where no number is printed; indicators go by their
    ``indicator_keys``. A report set aside has missed all, with its reason.
    """
    if isinstance(result, SetAside):
        printed = sum(value is not None for value in truth.values())
        return Score(1, 0, len(truth) - printed, printed, 0, printed, 0)
    read = _values(result)
    named = {
        cell
        for finding in result.findings
        if finding.severity in ("warning", "error")
        for cell in finding.cells
    }
    keys = indicator_keys([indicator.label for indicator in result.indicators])
    for key, indicator in zip(keys, result.indicators, strict=True):
        named |= {key, f"{key} {CUMULATIVE}"} if indicator.name in named else set()
    names = truth.keys() | {name for name, value in read.items() if value is not None}
    missed = {n for n in names if read.get(n) is None and truth.get(n) is not None}
    wrong = {n for n in names if read.get(n) is not None and read[n] != truth.get(n)}
    return Score(
        reports=1,
        exact=not missed and not wrong,
        right=len(names) - len(missed) - len(wrong),
        missed=len(missed),
        wrong=len(wrong),
        flagged=len((missed | wrong) & named),
        silent=len(wrong - named),
    )


def missed_cells(result: Report | SetAside, truth: Mapping[str, Value]) -> set[str]:
    """Names of cells and indicators that are printed and left null."""
    if isinstance(result, SetAside):
        return {name for name, value in truth.items() if value is not None}
    read = _values(result)
    return {name for name, value in truth.items() if value is not None and read.get(name) is None}


def _values(report: Report) -> dict[str, Value]:
    """What was read, by the names of cells and the keys of indicators."""
    read: dict[str, Value] = {cell.name: cell.value for cell in report.cells}
    keys = indicator_keys([indicator.label for indicator in report.indicators])
    for key, indicator in zip(keys, report.indicators, strict=True):
        read |= {key: indicator.value, f"{key} {CUMULATIVE}": indicator.cumulative}
    return read


def indicator_keys(labels: Sequence[str]) -> list[str]:
    """A name for each indicator of a table: its label, and how often that came before."""
    seen: Counter[str] = Counter()
    keys = []
    for label in labels:
        plain = label_key(fold(label))
        keys.append(f"{plain} {seen[plain]}")
        seen[plain] += 1
    return keys


def printed(truth: Truth) -> dict[str, Value]:
    """The values of a generated report's cells and indicators."""
    values: dict[str, Value] = dict(truth.cells)
    keys = indicator_keys([indicator.label for indicator in truth.indicators])
    for key, indicator in zip(keys, truth.indicators, strict=True):
        values[key] = indicator.value
        values[f"{key} {CUMULATIVE}"] = indicator.cumulative
    return values
