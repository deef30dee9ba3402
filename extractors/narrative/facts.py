"""The values of a report's tables that its prose may state."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from operator import attrgetter

from extractors.model import Cell, Number
from schema import form

_NAME_AND_VALUE = attrgetter("name", "value")
_ORGANISATIONS = ("business", "research", "public_interest", "legal_service", "other_organisation")
_GROUPS = {
    "granted": ("granted",),
    "partial": ("partially_granted",),
    "refused": ("refused_",),
    "unable": ("not_held", "needs_creation", "unclear_after_correction"),
    "unprocessed": ("not_processed_",),
    "other": ("lapsed_", "other"),
}
"""How the codes of the rows begin that the form puts in a group."""


class Facts:
    """Values by name, and sums of them; a sum that lacks a value is null."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._cells = cells

    @cached_property
    def cells(self) -> dict[str, Number | None]:
        """Values by the names of the cells that the form has; null where there is none."""
        return dict(map(_NAME_AND_VALUE, self._cells))

    def sum(self, names: Sequence[str]) -> Number | None:
        """The sum of cells; null where one has no value, or there are none."""
        found = [self.cells.get(name) for name in names]
        return None if not found or None in found else sum(v for v in found if v is not None)

    def row(self, row: str, column: str = "total") -> Number | None:
        """A cell of section three; ``organisations`` is the sum of all but natural persons."""
        columns = _ORGANISATIONS if column == "organisations" else (column,)
        return self.sum([f"applications.{row}.{one}" for one in columns])

    @cached_property
    def received(self) -> Number | None:
        """New applications."""
        return self.row("new_received")

    @cached_property
    def carried(self) -> Number | None:
        """Applications carried in from the year before."""
        return self.row("carried_in")

    @cached_property
    def handled(self) -> Number | None:
        """Applications handled."""
        return self.row("total_handled")

    @cached_property
    def forward(self) -> Number | None:
        """Applications carried forward to the next year."""
        return self.row("carried_forward")

    @cached_property
    def taken(self) -> frozenset[Number]:
        """What the prose may call the number of applications received."""
        if self.received is None:
            return frozenset()
        return frozenset((self.received, self.received + (self.carried or 0)))

    def group(self, group: str) -> tuple[list[str], Number | None]:
        """The cells of a group of outcomes that the form has, and their sum."""
        names = [name for name in _group_cells()[group] if name in self.cells]
        return names, self.sum(names)


@cache
def _group_cells() -> dict[str, tuple[str, ...]]:
    """The totals of the rows of each group, of all editions."""
    rows = dict.fromkeys(row.row for e in form.editions() for row in e.rows_of("applications"))
    return {
        group: tuple(f"applications.{row}.total" for row in rows if row.startswith(first))
        for group, first in _GROUPS.items()
    }
