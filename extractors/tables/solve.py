"""An exact search for the readings of a table that meet all of its sums.

Each row in doubt has a domain: the readings that its printed digits allow. Equations run
over the rows. What is asked is which readings occur in at least one solution.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.model import Number

Reading = tuple[Number, ...]

MAX_STEPS = 10_000
"""Steps of one search: some hundredths of a second."""


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
    system = _System(domains, equations)
    alive = [set(range(len(domain))) for domain in domains]
    if not system.propagate(alive, set(range(len(equations)))):
        return []
    if all(len(rows) == 1 for rows in alive):
        return alive
    search = _Search(system, len(domains))
    finished = search.run(alive)
    if not finished:
        return alive
    return search.seen if any(search.seen) else []


class _Part(NamedTuple):
    """What a row in doubt adds to an equation: a weighted value for each of its readings."""

    row: int
    values: list[Number]


class _System:
    """Equations over the rows in doubt; what the other rows add is a constant."""

    def __init__(self, domains: Sequence[Sequence[Reading]], equations: Sequence[Equation]) -> None:
        self._constants: list[Number] = []
        self._parts: list[list[_Part]] = []
        self.uses: dict[int, list[int]] = {}
        for number, equation in enumerate(equations):
            constant: Number = 0
            parts: list[_Part] = []
            for row, place, weight in equation:
                values = [reading[place] * weight for reading in domains[row]]
                if len(values) == 1:
                    constant += values[0]
                else:
                    parts.append(_Part(row, values))
                    self.uses.setdefault(row, []).append(number)
            self._constants.append(constant)
            self._parts.append(parts)

    def propagate(self, alive: list[set[int]], waiting: set[int]) -> bool:
        """Drop readings that no choice for the other rows can balance; false where a row has
        none. ``waiting`` are the equations to look at first."""
        while waiting:
            number = waiting.pop()
            low = high = self._constants[number]
            bounds: list[tuple[_Part, Number, Number]] = []
            for part in self._parts[number]:
                values = [part.values[index] for index in alive[part.row]]
                least, most = min(values), max(values)
                low, high = low + least, high + most
                if least != most:
                    bounds.append((part, least, most))
            if low > 0 or high < 0:
                return False
            for (row, values), least, most in bounds:
                # The others reach from low - least to high - most; this row must balance them.
                floor, ceiling = most - high, least - low
                if floor <= least and most <= ceiling:
                    continue
                kept = {index for index in alive[row] if floor <= values[index] <= ceiling}
                if not kept:
                    return False
                alive[row] = kept
                waiting.update(self.uses[row])
        return True


class _Search:
    """Depth-first over the rows in doubt, the fewest readings first, bounds kept tight."""

    def __init__(self, system: _System, rows: int) -> None:
        self._system = system
        self.seen: list[set[int]] = [set() for _ in range(rows)]
        self._steps = 0

    def run(self, alive: list[set[int]]) -> bool:
        """Visit all solutions below ``alive``; false where the steps ran out."""
        self._steps += 1
        if self._steps > MAX_STEPS:
            return False
        open_rows = [row for row, readings in enumerate(alive) if len(readings) > 1]
        if not open_rows:
            for row, readings in enumerate(alive):
                self.seen[row] |= readings
            return True
        if all(readings <= seen for readings, seen in zip(alive, self.seen, strict=True)):
            return True  # nothing below could be new
        row = min(open_rows, key=lambda r: len(alive[r]))
        for index in sorted(alive[row]):
            below = [*alive]
            below[row] = {index}
            waiting = set(self._system.uses.get(row, ()))
            if self._system.propagate(below, waiting) and not self.run(below):
                return False
        return True
