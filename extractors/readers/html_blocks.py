"""What a page shows, in its order: lines of text, tables of cells, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from extractors.readers.grid import in_one_line

_LONG = 60
"""Characters of a line that is prose: no label of a form is as long."""


def is_prose(line: str) -> bool:
    """Whether a line is no label and no value of a form."""
    return len(line) > _LONG or "。" in line


class Link(str):
    """A line that is nothing but links."""

    __slots__ = ()


class Picture:
    """A picture, large enough to show a table."""


@dataclass(slots=True)
class Cell:
    """A cell, what it spans (0 rows: to the end of its group) and what stands in it."""

    rows: int
    columns: int
    items: list[Item] = field(default_factory=list)

    @property
    def is_stretch(self) -> bool:
        """Whether it is a stretch of the document, as cells of layout tables are."""
        items = self.items
        if not items or (len(items) == 1 and isinstance(items[0], str)):
            return False
        return any(
            is_prose(item) if isinstance(item, str) else isinstance(item, Table) for item in items
        )

    @property
    def text(self) -> str:
        """Its lines as one."""
        lines = [item for item in self.items if isinstance(item, str)]
        return " ".join(in_one_line("\n".join(lines)).split())

    def within(self, rows: int) -> Cell:
        """The cell where it spans no more than so many rows."""
        return replace(self, rows=_fewer(self.rows, rows))


class PlainCell(NamedTuple):
    """A cell of nothing but text, as ``Cell`` else; not to be changed, for one stands for all
    that are alike."""

    rows: int
    columns: int
    items: list[Item]
    text: str
    is_stretch: bool

    def within(self, rows: int) -> PlainCell:
        """The cell where it spans no more than so many rows."""
        return PlainCell(_fewer(self.rows, rows), *self[1:])


def plain_cell(rows: int, columns: int, lines: list[Item]) -> PlainCell:
    """The cell that spans so much and holds these lines."""
    cell = Cell(rows, columns, lines)
    return PlainCell(rows, columns, lines, cell.text, cell.is_stretch)


def _fewer(rows: int, most: int) -> int:
    return min(rows, most) if rows else most


@dataclass(slots=True)
class Table:
    """Groups of rows of the cells that begin in them, each with its kind."""

    groups: list[tuple[str, list[list[AnyCell]]]] = field(default_factory=list)

    def row(self) -> list[AnyCell]:
        """The row that is being read."""
        rows = self.rows()
        if not rows:
            rows.append([])
        return rows[-1]

    def rows(self) -> list[list[AnyCell]]:
        """The rows of the group that is being read."""
        if not self.groups:
            self.groups.append(("tbody", []))
        return self.groups[-1][1]

    def only_cell(self) -> AnyCell | None:
        """The one cell of a table that is a mere frame."""
        cells = [cell for _, rows in self.groups for row in rows for cell in row]
        return cells[0] if len(cells) == 1 else None

    def shown(self) -> Iterator[list[AnyCell]]:
        """The rows in the order that a browser shows: the first head above, the first foot
        below the others. A cell ends with its group."""
        first: dict[str, int] = {}
        for index, (kind, _) in enumerate(self.groups):
            first.setdefault(kind, index)
        head, foot = first.get("thead"), first.get("tfoot")
        order = sorted(range(len(self.groups)), key=lambda i: (i == foot) - (i == head))
        for index in order:
            rows = self.groups[index][1]
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell.rows != 1:
                        row[place] = cell.within(len(rows) - number)
                yield row


AnyCell = Cell | PlainCell
Item = str | Table | Picture
"""A line (with tabs where it is a row of preformatted text), a table, a picture."""
