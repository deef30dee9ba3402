"""Generated reports as a workbook: one to a sheet, numbers as numbers or as text."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from random import Random
from typing import Any

import xlsxwriter

from .model import Paragraph, Part, SpanCell, SpannedTable

_WIDTH = 16
"""Columns that all tables of a sheet share."""


def xlsx_of(reports: Sequence[Sequence[Part]], rng: Random) -> bytes:
    """The bytes of a workbook with these reports, and a hidden sheet that tells otherwise."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, parts in enumerate(reports, 1):
            fill(book.add_worksheet(f"报告{number}"), parts, rng)
        hidden = book.add_worksheet("底稿")
        hidden.write_row(0, 0, ("规章", 77, 77, 77))
        hidden.write(1, 0, 45000, date)
        hidden.hide()
    return out.getvalue()


def fill(sheet: Any, parts: Sequence[Part], rng: Random) -> None:
    """Write a report to a sheet with the methods of one of xlsxwriter's."""
    _Filling(sheet, rng).write(parts)


class _Filling:
    """A sheet as it is filled, with habits drawn from ``rng``."""

    def __init__(self, sheet: Any, rng: Random) -> None:
        self.sheet = sheet
        self.rng = rng
        self.row = rng.choice((0, 0, 3))
        self.left = rng.choice((0, 0, 1))
        self.merged_prose = rng.random() < 0.5
        self.as_text = rng.random() < 0.3
        self.shared_grid = rng.random() < 0.5
        self.formulas = rng.random() < 0.3

    def write(self, parts: Sequence[Part]) -> None:
        for part in parts:
            self.row += self.rng.random() < 0.2
            if isinstance(part, Paragraph):
                width = _WIDTH if self.merged_prose else 1
                self.cell(SpanCell(part.text), 0, width)
                self.row += 1
            else:
                self.table(part)

    def table(self, table: SpannedTable) -> None:
        """A table in columns of its own, or stretched over the grid of the sheet."""
        edges = list(range(table.width + 1))
        if self.shared_grid:
            edges = [0, *sorted(self.rng.sample(range(1, _WIDTH), table.width - 1)), _WIDTH]
        free = [0] * table.width  # for each column the first row that no cell from above covers
        for number, cells in enumerate(table.rows):
            column = 0
            for cell in cells:
                while free[column] > number:
                    column += 1
                end = column + cell.columns
                self.cell(cell, edges[column], edges[end])
                free[column:end] = [number + cell.rows] * cell.columns
                column = end
            self.row += 1

    def cell(self, cell: SpanCell, first: int, end: int) -> None:
        first, last, bottom = self.left + first, self.left + end - 1, self.row + cell.rows - 1
        if (bottom, last) != (self.row, first):
            self.sheet.merge_range(self.row, first, bottom, last, "")
        number = cell.text if cell.is_value and not self.as_text else ""
        if not number.lstrip("-").replace(".", "", 1).isdecimal() or number.startswith("0"):
            self.sheet.write_string(self.row, first, cell.text)
        elif self.formulas:
            self.sheet.write_formula(self.row, first, "=SUM(A1:A2)", None, float(number))
        else:
            self.sheet.write_number(self.row, first, float(number))
