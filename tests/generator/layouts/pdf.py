"""Lines of a printed page: an empty line between lines, labels broken, values wrapped."""

from __future__ import annotations

from collections.abc import Iterable

from ..breaks import wrap
from ..style import Pen
from ..tables import Block, Row, Table


def pdf_lines(table: Table, pen: Pen) -> list[str]:
    """The table as a page's text layer gives it; empty lines are part of the result."""
    lines: list[str] = []
    for block in table.blocks:
        if table.name == "applications":
            lines += _stacked(block, pen) + _rows(block, pen)
        elif table.name == "review":
            lines += _results(block, pen)
            lines += [_words(block.rows[0].values), ""]
        else:
            for head in block.head:
                lines += [_words(cell.text for cell in head), ""]
            for row in block.rows:
                lines += [_words((row.label, row.unit or "", *row.values)), ""]
    return lines


def _words(texts: Iterable[str]) -> str:
    """Texts with a space between, without the empty ones."""
    return " ".join(filter(None, texts))


def _spread(parts: list[str]) -> list[str]:
    """Each part on its line, an empty one after it."""
    return [line for part in parts for line in (part, "")]


def _stacked(block: Block, pen: Pen) -> list[str]:
    """The head of section three: note, then one narrow cell after the other."""
    texts = [cell.text for head in block.head for cell in head if cell.text]
    if not texts:
        return []
    note, *cells = texts
    lines = _spread(wrap(note, pen.rng.randint(20, 30)))
    glued = pen.chance(0.4)
    for text in cells:
        parts = [text] if len(text) in (5, 7) else wrap(text, 2)
        if glued and lines[-2] == "总计":
            lines[-2:] = [lines[-2] + parts[0], ""]
            parts = parts[1:]
        lines += _spread(parts)
    return lines


def _results(block: Block, pen: Pen) -> list[str]:
    """The head of section four: channels on a line, results in narrow cells."""
    first, second, third = block.head
    lines = [" ".join(cell.text for cell in first), ""]
    tight = pen.chance(0.5)
    for number, cells in enumerate((second[:5], third[5:10], third[10:])):
        if number == 1:
            lines += [" ".join(cell.text for cell in second[5:]), ""]
        for place, cell in enumerate(cells):
            lines += _spread(wrap(cell.text.replace(" ", ""), 2))
            if tight and place == len(cells) - 2:
                lines.pop()
    return lines


def _rows(block: Block, pen: Pen) -> list[str]:
    """Rows of section three, group labels on lines of their own before them."""
    lines: list[str] = []
    outer, group = (block.before.outer, block.before.group) if block.before else ("", "")
    width = pen.rng.randint(13, 19)
    for row in block.rows:
        if row.outer and row.outer != outer:
            lines += _spread(wrap(row.outer, 3))
        if row.group and row.group != group:
            lines += _spread(wrap(row.group, 4))
        outer, group = row.outer, row.group
        lines += _row(row, width if row.group else width + 5, pen)
    return lines


def _row(row: Row, width: int, pen: Pen) -> list[str]:
    """One row: label and values on a line, or a broken label with its values behind it."""
    parts = wrap(row.label, width)
    values = [value for value in row.values if value]
    if len(parts) == 1:
        wrapped = pen.chance(0.04)
        head = [" ".join((row.label, *(values[:-1] if wrapped else values)))]
        return _spread(head + values[-1:] if wrapped else head)
    lines = _spread(parts)
    if pen.chance(0.4):
        lines.pop()
    if not pen.chance(0.5):
        return [*lines, " ".join(values), ""]
    last = pen.rng.choice((1, 1, 2))
    gap = [""] * pen.chance(0.5)
    return [*lines, " ".join(values[:-last]), *gap, " ".join(values[-last:]), ""]


def paginate(lines: list[str], pen: Pen) -> list[str]:
    """Page breaks: an indented line without the empty one before it, perhaps a page number."""
    paged: list[str] = []
    page, room = 1, pen.rng.randint(40, 70)
    for line in lines:
        room -= 1
        if room > 0 or not line or not paged or paged[-1]:
            paged.append(line)
            continue
        paged.pop()
        if pen.options.page_numbers:
            paged.append(f" - {page} - ")
        paged.append(" " + line)
        page, room = page + 1, pen.rng.randint(40, 70)
    return paged
