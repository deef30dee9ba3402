"""The tables of the national form, filled with what a truth says."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import groupby

from schema.form import Edition, FormColumn, FormRow

from .indicators import FORMS, Indicator
from .style import Pen, punctuate, random_style, write, write_row, write_value
from .tables import Block, Cell, Row, Table
from .truth import Truth, Value

_HEAD_NOTES = {
    "previous_items": ("(指{last}年事项数)", "(指截至{last}年底的事项数)"),
    "change": ("(减用负值表示,如-8)", "(减少以负数填写,如-15)"),
}


def build(truth: Truth, pen: Pen) -> dict[str, Table]:
    """The tables of a report, by name."""
    if truth.indicators:
        return {"indicators": _indicators(truth, pen)}
    if not truth.cells:
        return {}
    return {
        "proactive": _proactive(truth, pen),
        "applications": _applications(truth, pen),
        "review": _review(truth, pen),
    }


@cache
def _columns(form: Edition, row: FormRow) -> tuple[tuple[str, FormColumn], ...]:
    """Columns of a row with the names of its cells."""
    columns = form.columns_of(row.table, row.row)
    return tuple((f"{row.table}.{row.row}.{column.column}", column) for column in columns)


@cache
def _rows(form: Edition, table: str) -> tuple[FormRow, ...]:
    return form.rows_of(table)


def _values(truth: Truth, row: FormRow, pen: Pen) -> tuple[str, ...]:
    """The values of a row as printed."""
    counted = row.table == "proactive"
    texts = []
    for name, column in _columns(truth.form, row):
        value = truth.cells[name]
        if value is None:
            texts.append(truth.marks[name] or pen.style.blank)
        elif name in truth.units:
            texts.append(_amount(value, truth.units[name], pen))
        else:
            unit = column.unit if counted else ""
            texts.append(write_value(value, unit, pen, signed=column.column == "change"))
    return tuple(texts)


def _amount(value: int | float, unit: str, pen: Pen) -> str:
    """An amount with its unit in the cell, whatever the numerals."""
    text = write_value(value, unit, pen)
    return text if text.endswith(unit) else text + unit


def _proactive(truth: Truth, pen: Pen) -> Table:
    blocks = []
    for article, rows in groupby(_rows(truth.form, "proactive"), lambda row: row.group):
        group = tuple(rows)
        heads = _titles(truth, group[0], pen)
        printed = [Row(write_row(row, pen), _values(truth, row, pen)) for row in group]
        if group[0].row == "rules":
            printed += [_extra(label, values, pen) for label, values in truth.extra_rows]
        head = ((Cell(write(article, pen), 4),), (Cell("信息内容"), *heads))
        blocks.append(Block(head, tuple(printed)))
    return Table("proactive", width=4, zone=1, blocks=tuple(blocks))


def _extra(label: str, values: tuple[Value, ...], pen: Pen) -> Row:
    return Row(label, tuple(write_value(value or 0, "件", pen) for value in values))


def _titles(truth: Truth, row: FormRow, pen: Pen) -> tuple[Cell, ...]:
    """The columns of a row in section two; the last one fills the width of the table."""
    columns = _columns(truth.form, row)
    habits = pen.habits()
    titles = []
    for name, column in columns:
        title = column.label
        notes = _HEAD_NOTES.get(column.column)
        if notes and pen.style.head_notes:
            title += habits.choice(notes).format(last=truth.year - 1)
        if column.unit == "万元" and (row.row == "fees" or _in_ten_thousands(truth, name, pen)):
            title += "(单位:万元)"
        titles.append(write(title, pen).replace(":", "："))
    spans = [1] * (len(titles) - 1) + [4 - len(titles)]
    return tuple(Cell(title, span) for title, span in zip(titles, spans, strict=True))


def _in_ten_thousands(truth: Truth, name: str, pen: Pen) -> bool:
    """Whether the head of an amount says that it is in 万元, which it must not say of 元."""
    return truth.units.get(name) != "元" and pen.chance(0.3)


def _applications(truth: Truth, pen: Pen) -> Table:
    rows: list[Row] = []
    outer, groups = "三、本年度办理结果", dict[str, str]()
    changes_at = pen.rng.randint(4, 22) if pen.chance(0.12) else 0
    for row in _rows(truth.form, "applications"):
        if row.order == changes_at:
            pen = replace(pen, style=replace(random_style(pen.rng), blank=pen.style.blank))
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
    """The stacked head of section three; 总计 stands in one of its lines, mostly not the last."""
    columns = _columns(truth.form, _rows(truth.form, "applications")[0])
    natural, *organisations, total = (Cell(write(c.label, pen)) for _, c in columns)
    check = "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)"
    note = Cell(write(check, pen).replace(":", "："), 3)
    kinds = Cell("法人或其他组织", 5)
    empty = Cell("", 3)
    line = pen.rng.choices((0, 1, 2), (45, 45, 10))[0]
    top = (Cell("申请人情况", 6), total) if line == 0 else (Cell("申请人情况", 7),)
    second, third = (total if line == number else Cell("") for number in (1, 2))
    return (
        (note, *top),
        (empty, natural, kinds, second),
        (empty, Cell(""), *organisations, third),
    )


def _review(truth: Truth, pen: Pen) -> Table:
    rows = _rows(truth.form, "review")
    columns = _columns(truth.form, rows[0])
    gap = pen.style.gap
    results = [Cell(c.label[:2] + gap * (c.role == "leaf") + c.label[2:]) for _, c in columns]
    channels = [Cell(write(row.label, pen), 5) for row in rows]
    heads = (
        (channels[0], Cell(rows[1].group, 10)),
        (*results, *channels[1:]),
        (*(Cell("") for _ in results), *results, *results),
    )
    values = tuple(text for row in rows for text in _values(truth, row, pen))
    block = Block(head=heads, rows=(Row("", values),))
    return Table("review", width=15, zone=0, blocks=(block,))


def _indicators(truth: Truth, pen: Pen) -> Table:
    """The table of indicators; a heading prints dashes or nothing beside it."""
    form = FORMS[truth.statistics]
    titles = pen.rng.choice(form.heads)
    dash = pen.rng.choice(("——", "——", "—", ""))
    head = tuple(Cell(title.format(year=truth.year)) for title in titles)
    indicators = iter(truth.indicators)
    rows = []
    for line in form.lines:
        number = punctuate(line.number, pen.style)
        if line.unit:
            indicator = next(indicators)
            values = _of(indicator, len(head) - 2, pen)
            rows.append(Row(number + indicator.label, values, unit=indicator.unit))
        else:
            rows.append(Row(number + line.label, (dash,) * (len(head) - 2), unit=dash))
    block = Block((head,), tuple(rows))
    return Table("indicators", width=len(head), zone=2, blocks=(block,))


def _of(indicator: Indicator, columns: int, pen: Pen) -> tuple[str, ...]:
    """The values of an indicator as printed."""
    if indicator.value is None:
        return (indicator.mark or pen.style.blank,) * columns
    values = (indicator.value, indicator.cumulative)[:columns]
    return tuple(write_value(value or 0, indicator.unit, pen) for value in values)
