"""How well bodies are told by their names: the hand-checked list against the resolver."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extractors.agencies.model import Asked
from extractors.agencies.resolve import resolve

LIST = Path(__file__).parents[1] / "agencies" / "names.csv"
FIELDS = ("region_code", "function", "form", "level")


class Told(NamedTuple):
    """A name of the list with what is right and what was told, field by field."""

    name: str
    year: int
    trap: str
    right: dict[str, str]
    told: dict[str, str]


class Measure(NamedTuple):
    """Of a field: how many values are told, how many of them are right, how many there are."""

    told: int
    right: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of what is told that is right."""
        return self.right / self.told if self.told else 1.0

    @property
    def recall(self) -> float:
        """Share of what there is that is told rightly."""
        return self.right / self.wanted if self.wanted else 1.0


def told() -> Iterator[Told]:
    """The names of the list, resolved by their names alone."""
    with LIST.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            agency = resolve(Asked(row["name"], int(row["year"])))
            found = {field: getattr(agency, field) or "" for field in FIELDS}
            right = {field: row[field] for field in FIELDS}
            yield Told(row["name"], int(row["year"]), row["trap"], right, found)


def measure(field: str) -> Measure:
    """Precision and recall of a field over the list; an empty value is one not told."""
    pairs = [(one.right[field], one.told[field]) for one in told()]
    right = sum(bool(found) and found == wanted for wanted, found in pairs)
    return Measure(sum(bool(f) for _, f in pairs), right, sum(bool(w) for w, _ in pairs))


def mistakes() -> list[str]:
    """Names with a value that is not that of the list, each with both."""
    return [
        f"{one.name} {one.year}: {field} is {one.right[field] or 'open'},"
        f" told {one.told[field] or 'open'}"
        for one in told()
        for field in FIELDS
        if one.right[field] != one.told[field]
    ]


def page() -> str:
    """A table of the measures."""
    lines = [
        f"{field} | {m.wanted} | {m.told} | {m.right} | {m.precision:.1%} | {m.recall:.1%}"
        for field, m in ((field, measure(field)) for field in FIELDS)
    ]
    head = "| told of a body | in the list | told | right | precision | recall |"
    return "\n".join([head, "|---|---:|---:|---:|---:|---:|", *(f"| {line} |" for line in lines)])
