"""A table as a document prints it: heads, rows, group cells, values as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Cell:
    """A label cell over ``span`` columns; without text it is merged with the cell above."""

    text: str
    span: int = 1


@dataclass(frozen=True)
class Row:
    """A row of values under its label, in a group, in an outer group; empty where there is none.

    ``unit`` is printed in a cell of its own behind the label, None where no such cell exists.
    """

    label: str
    values: tuple[str, ...]
    group: str = ""
    outer: str = ""
    unit: str | None = None


@dataclass(frozen=True)
class Block:
    """Head lines and the rows under them; ``before`` is the last row of the page before."""

    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[Row, ...]
    before: Row | None = None

    def labelled(self, zone: int) -> Iterator[tuple[tuple[Cell, ...], Row]]:
        """Rows with their label cells; a group is named in its first row only."""
        outer, group = (self.before.outer, self.before.group) if self.before else ("", "")
        for row in self.rows:
            cells: tuple[Cell, ...] = ()
            if row.outer:
                cells += (Cell("" if row.outer == outer else row.outer),)
            if row.group:
                cells += (Cell("" if row.group == group else row.group),)
            if row.unit is not None:
                cells += (Cell(row.label), Cell(row.unit))
            elif zone:
                cells += (Cell(row.label, zone - len(cells)),)
            outer, group = row.outer, row.group
            yield cells, row


@dataclass(frozen=True)
class Table:
    """A table ``width`` columns wide, the first ``zone`` of them labels."""

    name: str
    width: int
    zone: int
    blocks: tuple[Block, ...]

    @property
    def blank(self) -> bool:
        """Whether a value is printed as nothing that can be seen."""
        values = (value for block in self.blocks for row in block.rows for value in row.values)
        return not all(map(str.strip, values))


def lines_of(table: Table) -> Iterator[tuple[tuple[Cell, ...], tuple[str, ...]]]:
    """Every printed row: label cells and values; a head has no values."""
    for block in table.blocks:
        for head in block.head:
            yield head, ()
        for cells, row in block.labelled(table.zone):
            yield cells, row.values


def texts_of(table: Table) -> Iterator[tuple[list[str], list[str]]]:
    """Every printed row as texts of labels and values, empty cells left out."""
    for cells, values in lines_of(table):
        yield [cell.text for cell in cells if cell.text], [value for value in values if value]


def grid(table: Table, *, repeat: bool = False) -> list[list[str]]:
    """The table as a rectangle; merged cells are empty, or repeat their text."""
    rows: list[list[str]] = []
    for cells, values in lines_of(table):
        row: list[str] = []
        for cell in cells:
            text = cell.text
            if repeat and not text and rows and values:
                text = rows[-1][len(row)]
            row += [text] + [text if repeat else ""] * (cell.span - 1)
        row += values
        rows.append(row + [""] * (table.width - len(row)))
    return rows


def split(table: Table, at: int, *, repeat_head: bool) -> tuple[Table, Table]:
    """The parts of a table of one block on two pages, the second perhaps with the head again."""
    block = table.blocks[0]
    first = replace(block, rows=block.rows[:at])
    head = block.head if repeat_head else ()
    second = Block(head, block.rows[at:], before=block.rows[at - 1])
    return replace(table, blocks=(first,)), replace(table, blocks=(second,))


def relabel(table: Table, change: Callable[[str], str]) -> Table:
    """The table with all its labels changed."""
    blocks = tuple(
        replace(
            block,
            head=tuple(tuple(replace(c, text=change(c.text)) for c in line) for line in block.head),
            rows=tuple(
                replace(
                    row,
                    label=change(row.label),
                    group=change(row.group),
                    outer=change(row.outer),
                )
                for row in block.rows
            ),
        )
        for block in table.blocks
    )
    return replace(table, blocks=blocks)
