"""One row a line, cells apart by spaces or pipes."""

from __future__ import annotations

from ..style import Pen
from ..tables import Table, grid, lines_of

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
    for cells, values in lines_of(table):
        texts = [cell.text for cell in cells if cell.text]
        if values and apart and len(texts) > 1:
            lines += texts[:-1]
            texts = texts[-1:]
        lines.append(" ".join((*texts, *values)))
    return [line for line in lines if line]


def pipe_rows(table: Table, pen: Pen) -> list[str]:
    """Cells between pipes, with or without outer ones; merged cells leave uneven runs."""
    habits = pen.habits()
    joint, before, after = habits.choice(_PIPES)
    repeat = habits.random() < 0.15
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
    rows = grid(table, repeat=habits.random() < 0.25)
    rule = habits.choice(("---", "---", ":---:", "-----"))
    padded = habits.random() < 0.8
    head, *body = [_markdown_row(row, padded) for row in rows]
    return [head, _markdown_row([rule] * table.width, padded), *body]


def _markdown_row(cells: list[str], padded: bool) -> str:
    if padded:
        return "| " + " | ".join(cells) + " |"
    return "|" + "|".join(cells) + "|"
