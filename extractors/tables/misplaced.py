"""Rows whose one value stands left of the total, in a table that prints hardly more than totals."""

from __future__ import annotations

from collections.abc import Mapping

from extractors.findings import finding
from extractors.model import Cell, Finding
from schema.form import Edition
from schema.messages import words


def open_beside_totals(edition: Edition, cells: dict[str, Cell]) -> list[Finding]:
    """Take the value from rows that print one, in the column before the total, where more rows
    print no more than their total: a cell that is lost has moved it, or has not."""
    alone, beside = [], []
    for name in sorted(edition.row_sums):
        names = [cell for cell, _ in edition.identities[name]]
        printed = [cell for cell in names if cell in cells and cells[cell].value is not None]
        if not all(cell in cells for cell in names) or len(printed) != 1:
            continue
        place = names.index(printed[0]) - len(names)
        if place == -1:
            alone.append(names)
        elif place == -2 and _is_blank(cells, names[-1]):
            beside.append(names)
    if not beside or len(alone) <= len(beside):
        return []
    return [_opened(edition, cells, names) for names in beside]


def _is_blank(cells: Mapping[str, Cell], name: str) -> bool:
    return cells[name].status == "blank"


def _opened(edition: Edition, cells: dict[str, Cell], names: list[str]) -> Finding:
    raw = cells[names[-2]].raw
    cells.update({name: cells[name].opened() for name in names})
    label = edition.cell[names[0]].row_label
    doubt = words("doubt.beside_total")
    return finding("doubtful_reading.row", names, label=label, doubt=doubt, found=raw)
