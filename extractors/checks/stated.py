"""Numbers that the prose states for a cell of the form, in words that name the cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from schema import form


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((stated.cell, re.compile(stated.pattern)) for stated in form.stated_numbers())


def stated_matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Cells with the places where a compact text states a number for them, its first group."""
    for cell, pattern in _patterns():
        for match in pattern.finditer(text):
            if len(match[1]) <= 9:
                yield cell, match


def stated_numbers(text: str) -> Mapping[str, frozenset[int]]:
    """For each cell the numbers that a compact text states for it."""
    found: dict[str, set[int]] = {}
    for cell, match in stated_matches(text):
        found.setdefault(cell, set()).add(int(match[1]))
    return {cell: frozenset(numbers) for cell, numbers in found.items()}
