"""Pipes that lost their order: uneven runs of them in rows, or alone on lines between cells."""

from __future__ import annotations

from collections.abc import Sequence

from ..style import Pen
from ..tables import Table, grid, lines_of, texts_of

_RUNS = (0, 0, 0, 1, 2, 3)


def pipes_ragged(table: Table, pen: Pen) -> list[str]:
    """Rows with runs of empty pipes around merged cells, some led by a pipe.

    A group stands in its own cell, is cut in two, glued to the label of its first row, or its
    end has slipped into the row below.
    """
    lines: list[str] = []
    slipped = ""
    for labels, values in texts_of(table):
        texts = [slipped, *labels] if slipped else list(labels)
        slipped = ""
        if values and len(labels) > 1 and table.name == "applications":
            texts, slipped = _grouped(texts, pen)
        lead = "| " * pen.rng.choice((0, 0, 1, 1, 2))
        middle = _between(texts, pen)
        joint = _gap(pen) if texts and values else ""
        tail = " |" * pen.rng.choice((0, 1, 1, 3))
        lines.append(lead + middle + joint + " | ".join(values) + tail)
    return [*lines, slipped] if slipped else lines


def _grouped(texts: list[str], pen: Pen) -> tuple[list[str], str]:
    """Labels of a row that opens a group, and what slips into the row below."""
    *before, group, label = texts
    shape = pen.rng.choice(("own", "own", "glued", "cut", "turned", "slipped"))
    if shape == "glued":
        return [*before, group + label], ""
    if shape == "own" or len(group) < 6:
        return texts, ""
    first, second = group[:-2], group[-2:]
    if shape == "cut":
        return [*before, first, second, label], ""
    if shape == "turned":
        return [*before, second, first, label], ""
    return [*before, first, label], second


def _between(texts: Sequence[str], pen: Pen) -> str:
    """Texts with uneven runs of pipes between them."""
    line = texts[0] if texts else ""
    for text in texts[1:]:
        line += _gap(pen) + text
    return line


def _gap(pen: Pen) -> str:
    return " | " + "| " * pen.rng.choice(_RUNS)


def pipes_padded(table: Table, pen: Pen) -> list[str]:
    """Rows of what some converters make of a page: cells that print nothing are left out, and
    pipes fill each row up at its end; all in one line, or each cell on a line of its own."""
    vertical = pen.habits().random() < 0.5
    lines: list[str] = []
    for labels, values in texts_of(table):
        cells = [cell for cell in (*labels, *values) if cell]
        padding = "|" * (table.width - len(cells))
        if vertical:
            lines += [f"{cell} |" for cell in cells] + [padding] * bool(padding)
        else:
            lines.append(f"{' | '.join(cells)} | {padding}".rstrip())
    return lines


def lone_pipes(table: Table, pen: Pen) -> list[str]:
    """One cell a line: a pipe alone on the line between two cells, or one behind each cell.

    A merged cell prints nothing of its own. Where values are blank all cells are kept: between
    lone pipes a blank one is an empty place, behind each cell it is a pipe alone.
    """
    habits = pen.habits()
    alone = habits.random() < 0.6
    apart = habits.random() < 0.4
    kept = table.blank or habits.random() < 0.3
    rows = grid(table) if kept else [labels + values for labels, values in texts_of(table)]
    lines: list[str] = []
    for row in rows:
        lines += _alone(row) if alone else [f"{cell} |".lstrip() for cell in row]
        lines += [""] if apart else ["|"] if alone and kept else []
    return lines


def _alone(cells: list[str]) -> list[str]:
    """Cells on lines with a pipe on the line between them."""
    lines: list[str] = []
    for place, cell in enumerate(cells):
        lines += ["|"] * bool(place) + [cell] * bool(cell)
    return lines


def html_text(table: Table, pen: Pen) -> list[str]:
    """What a browser copies: cells apart by tabs, merged cells not repeated, groups on lines."""
    lines: list[str] = []
    for cells, values in lines_of(table):
        texts = [cell.text for cell in cells if cell.text]
        if values and len(texts) > 1 and table.name == "applications":
            lines += texts[:-1]
            texts = texts[-1:]
        lines.append("\t".join((*texts, *values)))
    return lines
