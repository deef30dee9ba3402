"""An exact search for the readings of a table that meet all of its sums.

Each row in doubt has a domain: the readings that its printed digits allow. Equations run
over the rows. What is asked is which readings occur in at least one solution.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.model import Number

Reading = tuple[Number, ...]

MAX_STEPS = 50_000
"""Steps of one search: a fraction of a second."""


class Term(NamedTuple):
    """A weighted cell of an equation: row and place in the row."""

    row: int
    place: int
    weight: int


Equation = tuple[Term, ...]
"""Terms that add to zero."""


def solve(domains: Sequence[Sequence[Reading]], equations: Sequence[Equation]) -> list[set[int]]:
    """For each row, the indices of its readings that occur in some solution.

    The list is empty where there is no solution. Where the search grows too large, readings
    that were not excluded are kept, so that a choice is never made by exhaustion.
    """
    alive = [set(range(len(domain))) for domain in domains]
    if not _propagate(domains, equations, alive):
        return []
    if all(len(rows) == 1 for rows in alive):
        return alive
    search = _Search(domains, equations)
    finished = search.run(alive)
    if not finished:
        return alive
    return search.seen if any(search.seen) else []


def _bounds(
    domains: Sequence[Sequence[Reading]], alive: Sequence[set[int]], term: Term
) -> tuple[Number, Number]:
    values = [domains[term.row][index][term.place] * term.weight for index in alive[term.row]]
    return min(values), max(values)


def _propagate(
    domains: Sequence[Sequence[Reading]], equations: Sequence[Equation], alive: list[set[int]]
) -> bool:
    """Drop readings that no choice for the other rows can balance; false where a row has none."""
    waiting = set(range(len(equations)))
    uses: dict[int, list[int]] = {}
    for number, equation in enumerate(equations):
        for term in equation:
            uses.setdefault(term.row, []).append(number)
    while waiting:
        number = waiting.pop()
        bounds = [_bounds(domains, alive, term) for term in equations[number]]
        low, high = sum(b[0] for b in bounds), sum(b[1] for b in bounds)
        if low > 0 or high < 0:
            return False
        for term, (least, most) in zip(equations[number], bounds, strict=True):
            if least == most:
                continue
            # The others reach from low - least to high - most; this row must balance them.
            floor, ceiling = -(high - most), -(low - least)
            domain = domains[term.row]
            kept = {
                index
                for index in alive[term.row]
                if floor <= domain[index][term.place] * term.weight <= ceiling
            }
            if len(kept) < len(alive[term.row]):
                if not kept:
                    return False
                alive[term.row] = kept
                waiting.update(uses[term.row])
    return True


class _Search:
    """Depth-first over the rows in doubt, the fewest readings first, bounds kept tight."""

    def __init__(self, domains: Sequence[Sequence[Reading]], equations: Sequence[Equation]) -> None:
        self.domains = domains
        self.equations = equations
        self.seen: list[set[int]] = [set() for _ in domains]
        self.steps = 0

    def run(self, alive: list[set[int]]) -> bool:
        """Visit all solutions below ``alive``; false where the steps ran out."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            return False
        open_rows = [row for row, readings in enumerate(alive) if len(readings) > 1]
        if not open_rows:
            for row, readings in enumerate(alive):
                self.seen[row] |= readings
            return True
        if all(alive[row] <= self.seen[row] for row in range(len(alive))):
            return True  # nothing below could be new
        row = min(open_rows, key=lambda r: len(alive[r]))
        for index in sorted(alive[row]):
            below = [*alive]
            below[row] = {index}
            if _propagate(self.domains, self.equations, below) and not self.run(below):
                return False
        return True
