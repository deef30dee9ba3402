"""The values of a report's tables that its prose may state."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from extractors.model import Cell, Number

_ORGANISATIONS = ("business", "research", "public_interest", "legal_service", "other_organisation")
_GROUPS = {
    "granted": ("granted",),
    "partial": ("partially_granted",),
    "refused": "refused_",
    "unable": ("not_held", "needs_creation", "unclear_after_correction"),
    "unprocessed": "not_processed_",
    "other": ("lapsed_no_correction", "lapsed_no_fee", "other", "other_handling"),
}
"""Outcomes by the group that the form puts them in: their rows, or how these begin."""


class Facts:
    """Values by name, and sums of them; a sum that lacks a value is null."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.values = {cell.name: cell.value for cell in cells if cell.value is not None}
        self.names = [cell.name for cell in cells]

    def sum(self, names: Sequence[str]) -> Number | None:
        """The sum of cells; null where one has no value, or there are none."""
        found = [self.values.get(name) for name in names]
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
        rows = _GROUPS[group]
        if isinstance(rows, str):
            prefix = f"applications.{rows}"
            names = [n for n in self.names if n.startswith(prefix) and n.endswith(".total")]
        else:
            wanted = {f"applications.{row}.total" for row in rows}
            names = [name for name in self.names if name in wanted]
        return names, self.sum(names)
