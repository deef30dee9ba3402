"""One cell a line: led by a tab as a word processor's text export does, or bare."""

from __future__ import annotations

from ..breaks import tear
from ..style import Pen
from ..tables import Block, Cell, Row, Table, lines_of, texts_of


def cell_per_line(table: Table, pen: Pen) -> list[str]:
    """Cells led by tabs, an empty line between rows; a merged cell is a tab alone."""
    lines: list[str] = []
    for cells, values in lines_of(table):
        heads = not values
        for cell in cells:
            share = 0.3 if heads and len(cell.text) == 4 else 0.06
            parts = tear(cell.text, pen.rng) if pen.chance(share) else [cell.text]
            lines += [f"\t{parts[0]}", *parts[1:]]
        lines += [f"\t{value}" for value in values]
        lines.append("")
    return [*lines, ""]


def lines_blank(table: Table, pen: Pen) -> list[str]:
    """Bare cells with an empty line behind each; merged cells are left out."""
    apart = pen.habits().choice((1, 1, 2))
    lines: list[str] = []
    for labels, values in texts_of(table):
        for label in labels:
            lines += tear(label, pen.rng) if pen.chance(0.04) else [label]
            lines.append("")
        for value in values:
            lines += [value, ""]
        lines += [""] * (apart - 1)
    return lines


def plain_cells(table: Table, pen: Pen) -> list[str]:
    """Bare lines without empty ones, in the reading order of a page."""
    if table.name == "review":
        return _review(table, pen)
    lines: list[str] = []
    late = pen.chance(0.5)
    for block in table.blocks:
        lines += _head(block, pen) + _rows(block, late, pen)
    return [line for line in lines if line]


def _head(block: Block, pen: Pen) -> list[str]:
    """Head cells line by line; some of the short ones broken, some side by side."""
    texts = [cell.text for cells in block.head for cell in cells if cell.text]
    lines: list[str] = []
    for text in texts:
        if len(text) in (4, 6) and pen.chance(0.35):
            lines += [text[: len(text) // 2], text[len(text) // 2 :]]
        elif lines and len(text) < 7 and len(texts) > 5 and pen.chance(0.08):
            lines[-1] += " " + text
        else:
            lines.append(text)
    return lines


def _rows(block: Block, late: bool, pen: Pen) -> list[str]:
    """Labels and values; group labels before their rows, or ``late``, behind them."""
    lines: list[str] = []
    outer, named = (block.before.outer, block.before.group) if block.before else ("", "")
    for place, row in enumerate(block.rows):
        if row.outer != outer:
            lines += list(row.outer) if pen.chance(0.5) else [row.outer]
            outer = row.outer
        behind = block.rows[place + 1].group if place + 1 < len(block.rows) else ""
        if row.group and row.group != named and not late:
            lines += _group(row, pen)
        named = row.group
        lines += tear(row.label, pen.rng) if pen.chance(0.1) else [row.label]
        lines += [row.unit or "", *row.values]
        if row.group and row.group != behind and late:
            lines += _group(row, pen)
    return lines


def _group(row: Row, pen: Pen) -> list[str]:
    """A group label on one line, or on three as in a narrow cell."""
    words = row.group
    at = len(words) - 4
    return [words[:at], words[at:-2], words[-2:]] if pen.chance(0.5) else [words]


def _review(table: Table, pen: Pen) -> list[str]:
    """Section four, now and then with heads and values taking turns."""
    block = table.blocks[0]
    values = list(block.rows[0].values)
    if not pen.chance(0.25):
        return [*_head(block, pen), *filter(None, values)]
    first, second = block.head[0], block.head[1]
    results = [cell.text for cell in second[:5]]
    channels: tuple[Cell, ...] = second[5:]
    lines = [cell.text for cell in first] + results[:4] + values[:4]
    lines += [channels[0].text, results[4], values[4], channels[1].text]
    lines += results[:4] + values[5:9] + [results[4], values[9]]
    lines += results[:2] + values[10:12] + results[2:] + values[12:]
    return [line for line in lines if line]
