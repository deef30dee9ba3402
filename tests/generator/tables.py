"""The three tables as a document prints them: heads, rows, group cells, values as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from schema.form import FormRow

from .style import Pen, random_style, write, write_row, write_value
from .truth import Truth


@dataclass(frozen=True)
class Cell:
    """A label cell over ``span`` columns; without text it is merged with the cell above."""

    text: str
    span: int = 1


@dataclass(frozen=True)
class Row:
    """A row of values under its label, in a group, in an outer group; empty where there is none."""

    label: str
    values: tuple[str, ...]
    group: str = ""
    outer: str = ""


@dataclass(frozen=True)
class Block:
    """Head lines and the rows under them."""

    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[Row, ...]

    def labelled(self, zone: int) -> Iterator[tuple[tuple[Cell, ...], Row]]:
        """Rows with their label cells; a group is named in its first row only."""
        outer = group = ""
        for row in self.rows:
            cells: tuple[Cell, ...] = ()
            if row.outer:
                cells += (Cell("" if row.outer == outer else row.outer),)
            if row.group:
                cells += (Cell("" if row.group == group else row.group),)
            if zone:
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
        """Whether a value is printed empty."""
        return any("" in row.values for block in self.blocks for row in block.rows)


def lines_of(table: Table) -> Iterator[tuple[tuple[Cell, ...], tuple[str, ...]]]:
    """Every printed row: label cells and values; a head has no values."""
    for block in table.blocks:
        for head in block.head:
            yield head, ()
        for cells, row in block.labelled(table.zone):
            yield cells, row.values


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


def build(truth: Truth, pen: Pen) -> dict[str, Table]:
    """The three tables of a report, by name."""
    return {
        "proactive": _proactive(truth, pen),
        "applications": _applications(truth, pen),
        "review": _review(truth, pen),
    }


def _values(truth: Truth, row: FormRow, pen: Pen) -> tuple[str, ...]:
    texts = []
    for column in truth.form.columns_of(row.table, row.row):
        name = f"{row.table}.{row.row}.{column.column}"
        value = truth.cells[name]
        unit = column.unit if row.table == "proactive" else ""
        texts.append(truth.marks[name] if value is None else write_value(value, unit, pen))
    return tuple(texts)


def _proactive(truth: Truth, pen: Pen) -> Table:
    blocks = []
    for article, rows in groupby(truth.form.rows_of("proactive"), lambda row: row.group):
        group = tuple(rows)
        columns = truth.form.columns_of("proactive", group[0].row)
        titles = [c.label + ("(单位:万元)" if c.unit == "万元" else "") for c in columns]
        written = [write(title, pen).replace(":", "：") for title in titles]
        last = 4 - len(titles)
        spans = [1] * (len(titles) - 1) + [last]
        heads = tuple(Cell(t, s) for t, s in zip(written, spans, strict=True))
        blocks.append(
            Block(
                head=((Cell(write(article, pen), 4),), (Cell("信息内容"), *heads)),
                rows=tuple(Row(write_row(r, pen), _values(truth, r, pen)) for r in group),
            )
        )
    return Table("proactive", width=4, zone=1, blocks=tuple(blocks))


def _applications(truth: Truth, pen: Pen) -> Table:
    rows: list[Row] = []
    outer, groups = "三、本年度办理结果", dict[str, str]()
    changes_at = pen.rng.randint(4, 22) if pen.chance(0.12) else 0
    for row in truth.form.rows_of("applications"):
        if row.order == changes_at:
            pen = replace(pen, style=random_style(pen.rng))
        bracketed = row.group if row.group.startswith("(") else ""
        if bracketed and bracketed not in groups:
            groups[bracketed] = write(bracketed, pen)
        rows.append(
            Row(
                label=write_row(row, pen),
                values=_values(truth, row, pen),
                group=groups.get(bracketed, ""),
                outer=outer if row.group else "",
            )
        )
    block = Block(head=_applicants(truth, pen), rows=tuple(rows))
    return Table("applications", width=10, zone=3, blocks=(block,))


def _applicants(truth: Truth, pen: Pen) -> tuple[tuple[Cell, ...], ...]:
    """The stacked head of section three; 总计 stands in its first or in its second line."""
    columns = truth.form.columns_of("applications", "new_received")
    natural, *organisations, total = (Cell(write(c.label, pen)) for c in columns)
    check = "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)"
    note = Cell(write(check, pen).replace(":", "："), 3)
    kinds = Cell("法人或其他组织", 5)
    empty = Cell("", 3)
    third = (empty, Cell(""), *organisations, Cell(""))
    if pen.chance(0.5):
        return (note, Cell("申请人情况", 6), total), (empty, natural, kinds, Cell("")), third
    return (note, Cell("申请人情况", 7)), (empty, natural, kinds, total), third


def _review(truth: Truth, pen: Pen) -> Table:
    rows = truth.form.rows_of("review")
    columns = truth.form.columns_of("review", rows[0].row)
    gap = pen.style.gap
    results = [Cell(c.label[:2] + gap * (c.role == "leaf") + c.label[2:]) for c in columns]
    channels = [Cell(write(row.label, pen), 5) for row in rows]
    heads = (
        (channels[0], Cell(rows[1].group, 10)),
        (*results, *channels[1:]),
        (*(Cell("") for _ in results), *results, *results),
    )
    values = tuple(text for row in rows for text in _values(truth, row, pen))
    block = Block(head=heads, rows=(Row("", values),))
    return Table("review", width=15, zone=0, blocks=(block,))
