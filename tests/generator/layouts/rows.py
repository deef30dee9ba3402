"""One row a line, cells apart by spaces, pipes or commas."""

from __future__ import annotations

from ..style import Pen
from ..tables import Table, grid, texts_of

# Between cells, before the first, behind the last.
_PIPES = (
    (" | ", "", ""),
    (" | ", "| ", " |"),
    (" | ", "", " |"),
    ("|", "|", "|"),
    ("|", "", ""),
)


def space_rows(table: Table, pen: Pen) -> list[str]:
    """Label and values with a space between; group labels in front or on their own line."""
    apart = pen.habits().random() < 0.4
    lines: list[str] = []
    for labels, values in texts_of(table):
        *groups, label = labels or [""]
        if values and apart and table.name == "applications":
            lines += groups
            groups = []
        lines.append(" ".join(filter(None, (*groups, label, *values))))
    return [line for line in lines if line]


def pipe_rows(table: Table, pen: Pen) -> list[str]:
    """Cells between pipes, with or without outer ones; merged cells leave uneven runs."""
    habits = pen.habits()
    joint, before, after = habits.choice(_PIPES)
    repeat = habits.random() < 0.15 and table.name != "indicators"
    uneven = habits.random() < 0.6 and not table.blank and not repeat
    lines: list[str] = []
    for row in grid(table, repeat=repeat):
        cells = _uneven(row, pen) if uneven else row
        lines.append((before + joint.join(cells) + after).rstrip(" "))
    return lines


def _uneven(row: list[str], pen: Pen) -> list[str]:
    """The row with some of its empty cells lost or doubled."""
    cells: list[str] = []
    for cell in row:
        cells += [cell] * (1 if cell else pen.rng.choice((0, 1, 1, 2)))
    return cells


def markdown(table: Table, pen: Pen) -> list[str]:
    """A table of equal columns, its first row the head."""
    habits = pen.habits()
    rows = grid(table, repeat=habits.random() < 0.25 and table.name != "indicators")
    rule = habits.choice(("---", "---", ":---:", "-----"))
    padded = habits.random() < 0.8
    lines = [_markdown_row(row, padded) for row in rows]
    if table.blocks[0].head:
        lines.insert(1, _markdown_row([rule] * table.width, padded))
    return lines


def _markdown_row(cells: list[str], padded: bool) -> str:
    if padded:
        return "| " + " | ".join(cells) + " |"
    return "|" + "|".join(cells) + "|"


def comma_rows(table: Table, pen: Pen) -> list[str]:
    """Comma- or semicolon-separated rows; a cell that holds the mark is quoted."""
    habits = pen.habits()
    mark = habits.choice((",", ",", ";"))
    repeat = habits.random() < 0.3 and table.name != "indicators"
    return [
        mark.join(f'"{cell}"' if mark in cell else cell for cell in row)
        for row in grid(table, repeat=repeat)
    ]
