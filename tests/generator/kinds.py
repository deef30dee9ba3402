"""The kinds of report: which form each follows, how often, and in which years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from schema.form import Edition, TableName, combined


@dataclass(frozen=True)
class Kind:
    """A kind of report.

    ``edition`` is what a reader should tell it to be; ``parts`` names an edition of the form
    for each of its tables and is empty where it has none. ``years`` holds a year as often as
    it is likely.
    """

    name: str
    edition: str
    weight: float
    years: tuple[int, ...]
    parts: tuple[tuple[TableName, str], ...] = ()

    @cached_property
    def form(self) -> Edition:
        """The form a report of this kind fills in; without tables it has no cells."""
        if self.parts:
            return combined(self.parts)
        return Edition(edition=self.edition, rows=(), columns=(), identity_terms=())


def _parts(proactive: str, applications: str) -> tuple[tuple[TableName, str], ...]:
    review = max(proactive, applications)
    return ("proactive", proactive), ("applications", applications), ("review", review)


_NEWER = tuple(range(2021, 2026))
_OLDER = (*(2019, 2020) * 5, 2021, 2022, 2023)
_BETWEEN = (2020, 2021, 2021, 2022, 2023)

KINDS = {
    kind.name: kind
    for kind in (
        Kind("2021", "2021", 55, _NEWER, _parts("2021", "2021")),
        Kind("2019", "2019", 20, _OLDER, _parts("2019", "2019")),
        Kind("hybrid_other_handling", "2021", 4, _BETWEEN, _parts("2021", "2019")),
        Kind("hybrid_section_two", "2021", 4, _BETWEEN, _parts("2019", "2021")),
        Kind("2014", "2014", 7, tuple(range(2014, 2019))),
        Kind("local", "local", 7, tuple(range(2009, 2019))),
        Kind("prose", "prose", 3, tuple(range(2009, 2024))),
    )
}


def random_kind(rng: Random, names: Sequence[str]) -> str:
    """One of these kinds, as likely as in the country."""
    if len(names) == 1:
        return names[0]
    return rng.choices(names, [KINDS[name].weight for name in names])[0]
