"""Columns aligned by runs of spaces, as a page's text with its layout kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..breaks import display_width, pad, wrap
from ..style import Pen
from ..tables import Block, Cell, Row, Table, lines_of

_GROUP_AT, _LABEL_AT, _VALUES_AT = 5, 14, 44


@dataclass
class _Line:
    """A printed line before it is put together: three columns of labels, then values."""

    outer: str = ""
    group: str = ""
    label: str = ""
    label_at: int = 0
    values: tuple[str, ...] = ()


def aligned(table: Table, pen: Pen) -> list[str]:
    """The table with values under each other and broken labels around them."""
    if table.name == "review":
        return _review(table)
    if table.name != "applications":
        return _listed(table, pen)
    block = table.blocks[0]
    widest = max(len(value) for row in block.rows for value in row.values)
    column = max(widest + 3 + pen.habits().randint(0, 2), 6)
    head = _head(block, column) if block.head else []
    return head + [_print(line, column) for line in _lines(block, pen)]


def _listed(table: Table, pen: Pen) -> list[str]:
    """One line a row: labels at the left, units and values each at their column."""
    habits = pen.habits()
    at = 16
    if table.name == "indicators":
        widths = [display_width(row.label) for block in table.blocks for row in block.rows]
        at = min(max(widths), 48) + habits.randint(2, 6)
    stops = (0, at, at + habits.randint(12, 22), at + habits.randint(34, 40))
    lines = []
    for cells, values in lines_of(table):
        texts = [cell.text for cell in cells] + list(values)
        lines.append(_at(stops, texts))
    return lines


def _at(stops: Sequence[int], texts: list[str]) -> str:
    """Texts at display columns, two spaces apart where a stop has been passed."""
    line = ""
    for stop, text in zip(stops, texts, strict=False):
        if not text:
            continue
        line = pad(line, max(stop, display_width(line) + 2 if line else 0)) + text
    return line


def _review(table: Table) -> list[str]:
    block = table.blocks[0]
    first, second, third = block.head
    values = block.rows[0].values
    step = max(10, max(map(len, values)) + 3)
    stops = [step * place for place in range(15)]
    centred = [stop + (6 - len(value)) // 2 for stop, value in zip(stops, values, strict=True)]
    return [
        _at((0, stops[5]), [cell.text for cell in first]),
        _at((stops[5], stops[10]), [cell.text for cell in second[5:]]),
        _at(stops, [cell.text.replace(" ", "") for cell in second[:5]]),
        _at(stops[5:], [cell.text.replace(" ", "") for cell in third[5:]]),
        _at([max(stop, 1) for stop in centred], list(values)),
    ]


def _head(block: Block, column: int) -> list[str]:
    """The stacked head: long names of applicants broken in two."""
    top, second, third = block.head
    stops = [_VALUES_AT + column * place for place in range(7)]
    kinds: list[Cell] = [cell for cell in third[2:7] if cell.text]
    names = [wrap(cell.text, 2 if len(cell.text) == 4 else 4) for cell in kinds]
    total = (top[-1] if len(top) == 3 else second[3]).text or third[7].text
    upper = ["", *(name[0] for name in names), ""]
    lower = ["", *(name[1] if len(name) > 1 else "" for name in names), ""]
    return [
        f"{top[0].text} {top[1].text}",
        _at((stops[1],), [second[2].text]),
        _at((stops[0], stops[6]), [second[1].text, total]),
        _at(stops, upper),
        _at(stops, lower),
    ]


def _lines(block: Block, pen: Pen) -> list[_Line]:
    """All lines of section three with group labels beside the middle of their rows."""
    lines: list[_Line] = []
    runs: list[list[Row]] = []
    for row in block.rows:
        if row.group and runs and runs[-1][0].group == row.group:
            runs[-1].append(row)
        else:
            runs.append([row])
    outer: list[_Line] = []
    for run in runs:
        printed = [line for row in run for line in _row(row, pen)]
        if run[0].group:
            words = run[0].group.replace(" ", "")
            _beside(printed, "group", [words[:-4], words[-4:-2], words[-2:]])
        lines += printed
        outer += printed if run[0].outer else []
    _beside(outer, "outer", list(next(row.outer for row in block.rows if row.outer)))
    return lines


def _row(row: Row, pen: Pen) -> list[_Line]:
    """The lines of one row; the values of a broken label stand in its middle."""
    at = _LABEL_AT if row.group else _GROUP_AT if row.outer else 0
    parts = wrap(row.label, (_VALUES_AT - 2 - at) // 2)
    middle = len(parts) // 2
    if len(parts) % 2 == 0 and pen.chance(0.6):
        parts.insert(middle, "")
    return [
        _Line(label=part, label_at=at, values=row.values if place == middle else ())
        for place, part in enumerate(parts)
    ]


def _beside(lines: list[_Line], column: str, parts: list[str]) -> None:
    """Write the parts of a label beside the middle of these lines, adding lines if too few."""
    while len(lines) < len(parts):
        lines.append(_Line())
    start = (len(lines) - len(parts)) // 2
    for line, part in zip(lines[start:], parts, strict=False):
        setattr(line, column, part)


def _print(line: _Line, column: int) -> str:
    """The line with its texts at their columns, values centred in theirs."""
    stops = [0, _GROUP_AT, line.label_at]
    texts = [line.outer, line.group, line.label]
    for place, value in enumerate(line.values):
        stops.append(_VALUES_AT + column * place + (column - 3 - len(value)) // 2)
        texts.append(value)
    return _at(stops, texts)
