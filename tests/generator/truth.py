"""What a generated report says: its agency, its year and the value of every cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from schema.form import Edition, edition

from .counts import applications, proactive, review
from .names import makes_rules, random_agency

Value = int | float | None
Size = Literal["small", "medium", "large", "zero"]
Pattern = Literal["scattered", "rows", "zeros", "totals", "parts"]


@dataclass(frozen=True)
class Truth:
    """The values a report prints.

    A cell that prints no number is None; ``marks`` holds what stands there instead, ``""``
    for a blank. ``narrative_received`` is the count of requests the prose gives, if any.
    """

    agency: str
    year: int
    edition: str
    cells: dict[str, Value]
    narrative_received: int | None
    marks: dict[str, str] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Whether a cell is printed empty."""
        return "" in self.marks.values()

    @property
    def form(self) -> Edition:
        """The form this report fills in."""
        return edition(self.edition)


def random_truth(rng: Random, *, size: Size = "medium", consistent: bool = True) -> Truth:
    """A report whose sums add up, or, where not ``consistent``, one with a broken sum."""
    form = edition("2021")
    agency = random_agency(rng, busy=size == "large")
    rules = makes_rules(agency)
    values = (
        proactive(rng, size, rules=rules) | applications(rng, size, form) | review(rng, size, form)
    )
    received = values["applications.new_received.total"]
    truth = Truth(
        agency=agency,
        year=rng.randint(2021, 2025),
        edition=form.edition,
        cells={cell.name: values[cell.name] for cell in form.cells},
        narrative_received=int(received) if rng.random() < 0.75 else None,
    )
    return truth if consistent else break_identity(truth, rng)


def break_identity(truth: Truth, rng: Random) -> Truth:
    """Change one cell so that at least one sum no longer adds up."""
    whole = [
        terms
        for terms in truth.form.identities.values()
        if all(truth.cells[cell] is not None for cell, _ in terms)
    ]
    if not whole:
        raise ValueError("no sum has all its terms")
    name = rng.choice(rng.choice(whole))[0]
    old = int(truth.cells[name] or 0)
    news = {old + 1, old + 10, old * 10, old // 10, max(old - 1, 0), old + rng.randint(2, 99)}
    new = rng.choice(sorted(news - {old}))
    return replace(truth, cells=truth.cells | {name: new})


def broken_identities(truth: Truth) -> list[str]:
    """The sums that do not add up; a sum with an empty cell is not judged."""
    broken = []
    for identity, terms in truth.form.identities.items():
        known = [(truth.cells[cell], weight) for cell, weight in terms]
        numbers = [value * weight for value, weight in known if value is not None]
        if len(numbers) == len(known) and sum(numbers) != 0:
            broken.append(identity)
    return broken


def leave_out(
    truth: Truth,
    rng: Random,
    *,
    blanks: float = 0.0,
    slashes: float = 0.0,
    pattern: Pattern = "scattered",
) -> Truth:
    """Empty a share of the cells: ``blanks`` print nothing, ``slashes`` print a dash or slash.

    The pattern says which cells may be hit: any (scattered), whole rows, zeros, totals, or
    the parts of totals.
    """
    slash = rng.choice(("/", "/", "/", "/", "-", "—"))
    marks = dict(truth.marks)
    for unit in _units(truth, pattern):
        draw = rng.random()
        if draw < blanks + slashes:
            marks |= dict.fromkeys(unit, "" if draw < blanks else slash)
    return replace(truth, cells=truth.cells | dict.fromkeys(marks), marks=marks)


def _units(truth: Truth, pattern: Pattern) -> Iterable[list[str]]:
    """Sets of cells that are emptied together."""
    cells = truth.form.cells
    if pattern == "rows":
        rows: dict[str, list[str]] = {}
        for cell in cells:
            rows.setdefault(f"{cell.table}.{cell.row}", []).append(cell.name)
        return rows.values()
    if pattern == "zeros":
        return [[cell.name] for cell in cells if truth.cells[cell.name] == 0]
    if pattern == "totals":
        return [[cell.name] for cell in cells if cell.column == "total"]
    if pattern == "parts":
        tables = ("applications", "review")
        return [[c.name] for c in cells if c.table in tables and c.column != "total"]
    return [[cell.name] for cell in cells]
