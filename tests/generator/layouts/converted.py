"""What programs make of a table: numbered rows, lists of cells, pairs of names and values."""

from __future__ import annotations

from ..breaks import display_width, pad, wrap
from ..style import Pen
from ..tables import Table, grid, texts_of

_NARROW, _WIDE = 7, 80
"""Chinese characters of a column; indicators have one for long labels."""
_APPLICANTS = (
    "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计",
)  # fmt: skip
_PAIRS = ((": ", ", "), ("：", "，"), (" ", "、"), ("=", "; "))


def numbered_rows(table: Table, pen: Pen) -> list[str]:
    """Rows of tabs behind a number: a column 序号 of those with values, or every line's own as
    a spreadsheet shows it, below the letters of its columns."""
    rows = grid(table)
    if table.name != "indicators" and pen.habits().random() < 0.5:
        letters = "\t".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: table.width])
        return [f"\t{letters}", *("\t".join((str(n), *row)) for n, row in enumerate(rows, 1))]
    lines, number = [], 0
    heads = sum(len(block.head) for block in table.blocks[:1])
    for place, (row, (_, values)) in enumerate(zip(rows, texts_of(table), strict=True)):
        number += bool(values)
        first = "序号" if place == 0 and heads else str(number) if values else ""
        lines.append("\t".join((first, *row)))
    return lines


def listed_cells(table: Table, pen: Pen) -> list[str]:
    """Each row as a program prints a list, or its cells in quotation marks."""
    rows = [[cell.replace('"', "”") for cell in row] for row in grid(table)]
    if pen.habits().random() < 0.5:
        return [" ".join(f'"{cell}"' for cell in row) for row in rows]
    return [f"{row}," for row in rows]


def dotted_rows(table: Table, pen: Pen) -> list[str]:
    """Dots between label and values, as in a list of contents."""
    return ["……".join((*labels, *values)) for labels, values in texts_of(table)]


def stacked_cells(table: Table, pen: Pen) -> list[str]:
    """Bare cells line by line; a blank one is an empty line."""
    lines: list[str] = []
    for block in table.blocks:
        lines += [cell.text for cells in block.head for cell in cells if cell.text]
        for cells, row in block.labelled(table.zone):
            lines += [*(cell.text for cell in cells if cell.text), *row.values]
    return lines


def named_values(table: Table, pen: Pen) -> list[str]:
    """Section three as pairs: the name of the column before each value; the others by row."""
    if table.name != "applications":
        return ["\t".join(row) for row in grid(table)]
    colon, comma = pen.habits().choice(_PAIRS)
    lines: list[str] = []
    for block in table.blocks:
        lines += ["\t".join(cell.text for cell in cells) for cells in block.head]
        for row in block.rows:
            pairs = zip(_APPLICANTS, row.values, strict=True)
            named = comma.join(f"{name}{colon}{value}" for name, value in pairs)
            lines.append(f"{row.group}{row.label}：{named}")
    return lines


def narrow_columns(table: Table, pen: Pen) -> list[str]:
    """A page's text with its layout kept, cells set over lines in narrow columns."""
    wide = _NARROW if table.name != "indicators" else _WIDE
    cells = [[wrap(text.replace(" ", ""), wide) or [""] for text in row] for row in grid(table)]
    columns = zip(*cells, strict=True)
    widths = [max(display_width(part) for parts in column for part in parts) for column in columns]
    lines: list[str] = []
    for row in cells:
        height = max(map(len, row))
        above = [(height - len(parts)) // 2 for parts in row]
        for line in range(height):
            texts = [
                parts[line - start] if 0 <= line - start < len(parts) else ""
                for parts, start in zip(row, above, strict=True)
            ]
            printed = (pad(text, width) for text, width in zip(texts, widths, strict=True))
            lines.append("  ".join(printed).rstrip())
    return lines
