"""Rows of tab-separated cells, with the padding that lost merges leave behind."""

from __future__ import annotations

from ..style import Pen
from ..tables import Cell, Table, grid, lines_of


def tab_rows(table: Table, pen: Pen) -> list[str]:
    """One row a line.

    In section three most rows lose a merged cell in front and gain an empty one at the end, so
    that values do not stand under each other; where cells are blank the columns are kept.
    """
    if table.name != "applications" or table.blank or pen.chance(0.15):
        return ["\t".join(row) for row in grid(table)]
    lines: list[str] = []
    for cells, values in lines_of(table):
        if values and pen.chance(pen.options.moved):
            if pen.chance(0.2):
                lines.append("")
            row = _moved(cells, values, pen)
        else:
            row = _shifted(cells, values)
        lines.append("\t".join(row + [""] * (table.width - len(row))))
    return lines


def _shifted(cells: tuple[Cell, ...], values: tuple[str, ...]) -> list[str]:
    """The row with a wide label one cell too narrow."""
    row: list[str] = []
    for place, cell in enumerate(cells):
        label = cell.span > 1 and (bool(values) or place == 0)
        row += [cell.text] + [""] * (cell.span - (2 if label else 1))
    return row + list(values)


def _moved(cells: tuple[Cell, ...], values: tuple[str, ...], pen: Pen) -> list[str]:
    """The row as after a page break: its leading cells elsewhere."""
    texts = [cell.text for cell in cells]
    label = texts[-1]
    if len(texts) == 3 and texts[1]:
        group = texts[1]
        return [group[-2:], group[:-2], label, *values]
    if len(texts) == 3:
        return [label, "", *values]
    if len(texts) == 2 and not texts[0]:
        shapes = (["", label, "", *values], [label, *values], [label, "", *values])
        return pen.rng.choice(shapes)
    return [*texts, *[""] * (3 - len(texts)), *values]
