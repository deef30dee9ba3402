"""How well bodies are told by their names: the hand-checked list against the resolver."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extractors.agencies.model import Asked
from extractors.agencies.resolve import resolve

LISTS = {
    name: Path(__file__).parents[1] / "agencies" / name
    for name in ("names.csv", "further_names.csv")
}
"""Lists checked by hand, by the names of their files. The second was written without knowledge
of the first or of the resolver; some of its bodies come with words of their text or an address."""
FIELDS = ("region_code", "function", "form", "level")
_NOT_JUDGED = "*"
_OR = "/"


class Told(NamedTuple):
    """A name of a list with what is right and what was told, field by field.

    What is right may be one of several values, or none of interest.
    """

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


def told(of: str) -> Iterator[Told]:
    """The names of a list as they are resolved."""
    with LISTS[of].open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            year, text = int(row["year"]), row.get("text", "")
            agency = resolve(Asked(row["name"], year, text, row.get("address", "")))
            found = {field: getattr(agency, field) or "" for field in FIELDS}
            right = {field: row[field] for field in FIELDS}
            yield Told(row["name"], year, row["trap"], right, found)


def measure(of: str, field: str) -> Measure:
    """Precision and recall of a field over a list; an empty value is one not told."""
    told_, right, wanted = 0, 0, 0
    for one in told(of):
        allowed, found = one.right[field].split(_OR), one.told[field]
        if allowed != [_NOT_JUDGED]:
            told_ += bool(found)
            right += bool(found) and found in allowed
            wanted += "" not in allowed or (bool(found) and found in allowed)
    return Measure(told_, right, wanted)


def mistakes(of: str) -> list[str]:
    """Names of a list with a value that is not right, each with both."""
    return [
        f"{one.name} {one.year}: {field} is {one.right[field] or 'open'},"
        f" told {one.told[field] or 'open'}"
        for one in told(of)
        for field in FIELDS
        if one.right[field] != _NOT_JUDGED and one.told[field] not in one.right[field].split(_OR)
    ]


FIRST_RUN = {
    "region_code": Measure(203, 200, 209),
    "function": Measure(234, 234, 241),
    "form": Measure(223, 223, 229),
    "level": Measure(199, 198, 202),
}
"""What the second list measured before anything was mended for it."""


def page() -> str:
    """The measures of each list, and those of the first run of the second."""
    parts = []
    for of, words in _WORDS.items():
        parts += [words, "", _table({field: measure(of, field) for field in FIELDS}), ""]
    return "\n".join([*parts, _FIRST, "", _table(FIRST_RUN)])


def _table(measures: dict[str, Measure]) -> str:
    head = "| told of a body | in the list | told | right | precision | recall |"
    lines = [
        f"| {field} | {m.wanted} | {m.told} | {m.right} | {m.precision:.1%} | {m.recall:.1%} |"
        for field, m in measures.items()
    ]
    return "\n".join([head, "|---|---:|---:|---:|---:|---:|", *lines])


_WORDS = {
    "names.csv": "A list checked by hand, `tests/agencies/names.csv`: shared names, branches,"
    " zones, renamed divisions and others. Only the name and the year are given. What the list"
    " leaves open must stay open: a value there is one told wrongly. The list was written"
    " first and then used to find faults, so it says less of names that nobody has seen.",
    "further_names.csv": "A second list, `tests/agencies/further_names.csv`, was written from"
    " general knowledge without a look at the first, at the resolver or at its data: 251 names,"
    " with bodies that are no agencies, and some that only the words of a text decide. Where it"
    " had another form for a government's office, or no code of its own for a township, it was"
    " set right before it was counted.",
}
_FIRST = (
    "Its faults have been mended since, so the figures above flatter. These are of its first run,"
    " which tell more of names that nobody has seen:"
)
