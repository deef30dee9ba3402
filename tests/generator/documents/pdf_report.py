"""Generated reports as PDF files without any printing program, ruled in many ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from .model import Paragraph, Part, SpanCell, SpannedTable
from .pdf_writer import A4, Sheet, advance, pdf_of

RULINGS = ("lines", "boxes", "thin", "dashed", "double", "filled")
"""Lines between cells; an outline for each; filled rectangles as thin as lines; dashes;
two lines beside each other; lines, and cells filled with a colour."""
_MARGIN = 40.0
_LEADING = 1.4
_LABEL = 2.0


@dataclass(frozen=True)
class Setting:
    """How a report is set: its rulings (``none`` and ``across`` too), and quarter turns.

    ``upright``: short heads of columns, and of groups of rows, run downwards, a character a
    line. ``padding`` stands around the text of a cell.
    """

    ruling: str = "lines"
    size: float = 9.0
    turns: int = 0
    page: tuple[float, float] = A4
    upright: bool = False
    padding: float = 3.0


def drawn_report(parts: Sequence[Part], setting: Setting) -> bytes:
    """A report as a PDF file."""
    return pdf_of([sheet.turned(setting.turns) for sheet in sheets_of(parts, setting, Sheet)])


def sheets_of(
    parts: Sequence[Part], setting: Setting, sheet: Callable[[tuple[float, float]], Any]
) -> list[Any]:
    """A report on pages that ``sheet`` makes, given their size: they draw as a ``Sheet`` does."""
    flow = _Flow(setting, sheet)
    for part in parts:
        if isinstance(part, Paragraph):
            flow.paragraph(part)
        else:
            flow.table(part)
    return flow.sheets


class _Flow:
    """Pages that fill up from top to bottom."""

    def __init__(self, setting: Setting, sheet: Callable[[tuple[float, float]], Any]) -> None:
        self.setting = setting
        self.sheet = sheet
        self.sheets = [sheet(setting.page)]
        self.y = _MARGIN
        self.width = setting.page[0] - 2 * _MARGIN
        self.leading = setting.size * _LEADING
        self.upright: set[int] = set()

    def paragraph(self, part: Paragraph) -> None:
        for line in _wrapped(part.text, self.width, self.setting.size):
            self._room(self.leading)
            self.y += self.leading
            self.sheets[-1].text(_MARGIN, self.y, line, size=self.setting.size)
        self.y += self.leading / 2

    def table(self, table: SpannedTable) -> None:
        """Draw a table, going on on the next page where one is full."""
        placed = _placed(table)
        self.upright = _upright(placed) if self.setting.upright else set()
        xs = _columns(placed, table.width, self.width)
        heights = self._heights(placed, len(table.rows), xs)
        first = 0
        while first < len(heights):
            self._room(heights[first])
            last, room = first, self.setting.page[1] - _MARGIN - self.y
            while last < len(heights) and sum(heights[first : last + 1]) <= room:
                last += 1
            self._rows(placed, xs, heights, first, max(last, first + 1))
            first = max(last, first + 1)
        self.y += self.leading / 2

    def _room(self, height: float) -> None:
        if self.y + height > self.setting.page[1] - _MARGIN:
            self.sheets.append(self.sheet(self.setting.page))
            self.y = _MARGIN

    def _heights(
        self, placed: Sequence[tuple[int, int, SpanCell]], rows: int, xs: Sequence[float]
    ) -> list[float]:
        heights = [self.leading + 2 * self.setting.padding] * rows
        for row, column, cell in sorted(placed, key=lambda one: one[2].rows):
            need = len(self._lines(cell, column, xs)) * self.leading + 2 * self.setting.padding
            lack = need - sum(heights[row : row + cell.rows])
            heights[min(row + cell.rows, rows) - 1] += max(0.0, lack)
        return heights

    def _lines(self, cell: SpanCell, column: int, xs: Sequence[float]) -> list[str]:
        if id(cell) in self.upright:
            return list(cell.text.replace(" ", ""))
        room = xs[column + cell.columns] - xs[column] - 2 * self.setting.padding
        return _wrapped(cell.text, room, self.setting.size)

    def _rows(
        self,
        placed: Sequence[tuple[int, int, SpanCell]],
        xs: Sequence[float],
        heights: Sequence[float],
        first: int,
        last: int,
    ) -> None:
        """Draw rows on a page; a cell's text stands where more of its rows do."""
        ys = list(accumulate(heights[first:last], initial=self.y))
        for row, column, cell in placed:
            begin, end = max(row, first), min(row + cell.rows, last)
            if begin >= end:
                continue
            box = (xs[column], ys[begin - first], xs[column + cell.columns], ys[end - first])
            _draw(self.sheets[-1], box, self.setting.ruling)
            if 2 * (end - begin) > cell.rows or (2 * (end - begin) == cell.rows and begin == row):
                self._text(self._lines(cell, column, xs), box)
        self.y = ys[-1]

    def _text(self, lines: Sequence[str], box: tuple[float, float, float, float]) -> None:
        left, top, right, bottom = box
        size = self.setting.size
        y = (top + bottom - len(lines) * self.leading) / 2
        for line in lines:
            y += self.leading
            x = (left + right - advance(line, size)) / 2
            self.sheets[-1].text(x, y - 0.3 * size, line, size=size)


def _placed(table: SpannedTable) -> list[tuple[int, int, SpanCell]]:
    """The cells of a table, each with the row and column where it begins."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            placed.append((row, column, cell))
            rows, columns = range(row, row + cell.rows), range(column, column + cell.columns)
            taken |= {(one, two) for one in rows for two in columns}
            column += cell.columns
    return placed


def _upright(placed: Sequence[tuple[int, int, SpanCell]]) -> set[int]:
    """The heads of single columns and of groups that run downwards, by their identity."""
    first = min((row for row, _, cell in placed if cell.is_value), default=0)
    heads = [cell for row, _, cell in placed if row < first and cell.columns == 1]
    groups = [cell for row, _, cell in placed if row >= first and cell.rows > 2]
    return {id(cell) for cell in heads if 2 <= len(cell.text) <= 6} | set(map(id, groups))


def _columns(
    placed: Sequence[tuple[int, int, SpanCell]], columns: int, width: float
) -> list[float]:
    """Where columns begin and the last one ends: those of labels are wider."""
    with_values = {column for _, column, cell in placed if cell.is_value}
    weights = [1.0 if column in with_values else _LABEL for column in range(columns)]
    scale = width / sum(weights)
    return [_MARGIN + scale * share for share in accumulate(weights, initial=0.0)]


def _wrapped(text: str, width: float, size: float) -> list[str]:
    lines, line = [], ""
    for char in text:
        if advance(line + char, size) > width and line:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


def _draw(sheet: Any, box: tuple[float, float, float, float], ruling: str) -> None:
    """Draw the border of a cell."""
    left, top, right, bottom = box
    if ruling == "boxes":
        sheet.box(left, top, right - left, bottom - top, "S")
    elif ruling == "filled":
        sheet.grey(0.85)
        sheet.box(left, top, right - left, bottom - top)
        sheet.grey(0)
    if ruling in ("none", "boxes"):
        return
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    for (x0, y0), (x1, y1) in pairwise(corners):
        if ruling == "across" and x0 == x1:
            continue
        if ruling == "thin":
            sheet.box(min(x0, x1), min(y0, y1), abs(x0 - x1) + 0.6, abs(y0 - y1) + 0.6)
        else:
            sheet.line(x0, y0, x1, y1, dash="3 2" if ruling == "dashed" else "")
        if ruling == "double":
            sheet.line(x0 + 1.5, y0 + 1.5, x1 + 1.5, y1 + 1.5)
