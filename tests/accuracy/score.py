"""A reading against the truth, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extractors.model import Report, SetAside

Value = int | float | None


@dataclass(frozen=True, slots=True)
class Score:
    """Numbers of cells: ``right``; printed but left open (``missed``); ``wrong``.

    ``flagged`` of those missed or wrong are named by a warning or an error; ``silent`` ones
    are wrong, and nothing names them.
    """

    reports: int = 0
    exact: int = 0
    right: int = 0
    missed: int = 0
    wrong: int = 0
    flagged: int = 0
    silent: int = 0

    @property
    def cells(self) -> int:
        """All cells."""
        return self.right + self.missed + self.wrong

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, n) + getattr(other, n) for n in Score.__slots__))


def score(result: Report | SetAside, truth: Mapping[str, Value]) -> Score:
    """Compare what was read with what is printed; ``truth`` gives a value for each cell, null
    where none is printed. A report set aside has missed all, with its reason."""
    if isinstance(result, SetAside):
        printed = sum(value is not None for value in truth.values())
        return Score(1, 0, len(truth) - printed, printed, 0, printed, 0)
    read = {cell.name: cell.value for cell in result.cells}
    named = {
        cell
        for finding in result.findings
        if finding.severity in ("warning", "error")
        for cell in finding.cells
    }
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
