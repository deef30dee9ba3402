"""Tables of which nothing but labels is printed, in a text that has figures for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.findings import finding
from extractors.model import Cell, Finding
from schema.form import Edition

_FIGURES = re.compile(
    r"^[^\S\n|]*+(?:\|[^\S\n]*+)?[-+]?\d[\d.,]*+(?:[\s|]++[-+]?\d[\d.,]*+){4,}[^\S\n|]*+\|?[^\S\n]*+$",
    re.M,
)
"""Five numbers or more, on one line or on lines of their own, and no word beside them."""
_FRAMED = re.compile(r"[\[({\"']\d[\d.,]*[\])}\"'][\s|,]*$", re.M)
_FEWEST = 3
"""Lines that end with a number in brackets or in quotation marks."""


def shows_figures(folded: str) -> bool:
    """Whether a text has numbers that look like the cells of a table."""
    return _FIGURES.search(folded) is not None or len(_FRAMED.findall(folded)) >= _FEWEST


def check_unfilled(
    edition: Edition, tables: Sequence[Sequence[Cell]], folded: str
) -> list[Finding]:
    """Tables that print no value and no blank cell, where others are filled or figures stand
    apart from all labels: theirs may be missing or printed elsewhere.

    A report that prints no figure at all leaves no doubt.
    """
    unfilled = [cells for cells in tables if all(map(_is_unfilled, cells))]
    if not unfilled:
        return []
    filled = any(cell.raw for cells in tables for cell in cells)
    if not filled and not shows_figures(folded):
        return []
    return [_finding(edition, cells) for cells in unfilled]


def _is_unfilled(cell: Cell) -> bool:
    return cell.status == "blank" and cell.span is None


def _finding(edition: Edition, cells: Sequence[Cell]) -> Finding:
    names = [cell.name for cell in cells]
    labels = dict.fromkeys(edition.cell[name].row_label for name in names)
    rows, printed = len(labels), "、".join(labels)
    return finding("empty_rows", names, n=rows, total=rows, labels=printed)
