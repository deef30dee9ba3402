"""A page image becomes blocks as those of a PDF file: ruled tables, and lines of prose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from extractors.document import UNKNOWN, Box
from extractors.readers.glyphs import TextLine, around
from extractors.readers.ocr_image import PageImage
from extractors.readers.ocr_ink import Ink, Pixels, ink_of, outside_of, without_lines
from extractors.readers.ocr_value import TEXT, is_value, legible, readings
from extractors.readers.pdf_drawn import TooMuchError
from extractors.readers.pdf_layout import Block, TableBlock, ordered, table_of
from extractors.readers.rulings import Grid, find_grids

MAX_PIECES = 1_000
"""Lines of text on a page, and parts of them; a page full of cells has a few hundred."""
_SURE, _WORDS, _BETTER = 0.9, 4.0, 1.3
"""How sure the recogniser is of upright text, the characters that its longest lines have, and
how many times as many it must read of a page that is turned."""
_SAME = 1.3
"""Ink is of one line where it is no higher than this, as a share of the higher part of it."""
_APART = 1.6
"""A gap within a line of prose that parts it, as a share of its height."""
_WALL = 1.0
"""Points beside a line of a table that are left out of its cells."""


class _Layout(NamedTuple):
    """A page's ink, its tables, the lines in their cells (table, cell, box), and those of prose,
    each as its pieces."""

    ink: Ink
    grids: list[Grid]
    in_cells: list[tuple[int, int, Pixels]]
    prose: list[list[Pixels]]

    @property
    def pieces(self) -> list[Pixels]:
        """All pieces of text: first those in cells."""
        return [piece for *_, piece in self.in_cells] + [one for line in self.prose for one in line]


def read_page(page: PageImage, number: int) -> list[Block]:
    """The blocks of a page, from top to bottom. Raises ``TooMuchError``."""
    layout = _upright(page)
    ink, grids, in_cells, prose = layout
    texts = iter(readings(ink, layout.pieces, len(in_cells)))
    inside: list[dict[int, list[TextLine]]] = [defaultdict(list) for _ in grids]
    for table, cell, piece in in_cells:
        inside[table][cell].append(TextLine(next(texts), _points(piece, ink.scale), number))
    lines = [
        [TextLine(next(texts), _points(piece, ink.scale), number) for piece in line]
        for line in prose
    ]
    tables = [_table(grid, own, number) for grid, own in zip(grids, inside, strict=True) if own]
    return ordered(tables, [pieces for line in lines if (pieces := _printed(line))])


def _printed(line: Sequence[TextLine]) -> list[TextLine]:
    return [piece for piece in line if piece.text.strip()]


def _upright(page: PageImage) -> _Layout:
    """The layout of a page; one that is hardly legible is turned if it is more so then."""
    layout = _layout(page)
    sure, best = legible(layout.ink, layout.pieces)
    doubtful = bool(layout.pieces) and (sure < _SURE or best < _WORDS)
    for quarters in (1, 3, 2) if doubtful else ():
        turned = _layout(page._replace(grey=np.ascontiguousarray(np.rot90(page.grey, quarters))))
        read = legible(turned.ink, turned.pieces)[1]
        if read > _BETTER * best:
            layout, best = turned, read
    return layout


def _layout(page: PageImage) -> _Layout:
    ruled = ink_of(page)
    grids = find_grids(ruled.lines)
    ink = without_lines(ruled, grids)
    in_cells = [
        (table, cell, piece)
        for table, grid in enumerate(grids)
        for cell, box in _cells(grid)
        for piece in _lines(ink, _pixels(box, ink.scale))
    ]
    outside = outside_of(ink, grids)
    layout = _Layout(ink, grids, in_cells, [_apart(outside, one) for one in _lines(outside)])
    if len(layout.pieces) > MAX_PIECES:
        raise TooMuchError(f"more than {MAX_PIECES} pieces of text")
    return layout


def _cells(grid: Grid) -> Iterator[tuple[int, Box]]:
    """The cells of a grid with their boxes, in points."""
    boxes: dict[int, list[Box]] = defaultdict(list)
    for row, (top, bottom) in zip(grid.cells, pairwise(grid.ys), strict=True):
        for cell, (left, right) in zip(row, pairwise(grid.xs), strict=True):
            boxes[cell].append((left, top, right, bottom))
    for cell, own in boxes.items():
        yield cell, around(own)


def _pixels(box: Box, scale: float) -> Pixels:
    left, top, right, bottom = box
    return (
        round((left + _WALL) / scale),
        round((top + _WALL) / scale),
        round((right - _WALL) / scale),
        round((bottom - _WALL) / scale),
    )


def _points(box: Pixels, scale: float) -> Box:
    left, top, right, bottom = (round(value * scale, 1) for value in box)
    return left, top, right, bottom


def _lines(ink: Ink, within: Pixels | None = None) -> list[Pixels]:
    """The boxes of the lines of text, from top to bottom."""
    height, width = ink.dark.shape
    left, top, right, bottom = within or (0, 0, width, height)
    dark = ink.dark[top:bottom, left:right]
    bands: list[tuple[int, int]] = []
    least = TEXT / ink.scale
    for start, end in _runs(dark.any(axis=1)):
        if bands:
            before = bands[-1]
            higher = max(before[1] - before[0], end - start, least)
            if end - before[0] <= _SAME * higher:
                bands[-1] = (before[0], end)
                continue
        bands.append((start, end))
    boxes = []
    for start, end in bands:
        columns = np.flatnonzero(dark[start:end].any(axis=0))
        boxes.append((left + int(columns[0]), top + start, left + int(columns[-1]) + 1, top + end))
    return boxes


def _apart(ink: Ink, line: Pixels) -> list[Pixels]:
    """A line of prose as its pieces that stand apart."""
    left, top, right, bottom = line
    wide = _APART * max(bottom - top, TEXT / ink.scale)
    pieces: list[tuple[int, int]] = []
    for start, end in _runs(ink.dark[top:bottom, left:right].any(axis=0)):
        if pieces and start - pieces[-1][1] < wide:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return [(left + start, top, left + end, bottom) for start, end in pieces]


def _runs(flags: Any) -> list[tuple[int, int]]:
    """Where stretches of true flags begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _table(grid: Grid, lines: dict[int, list[TextLine]], number: int) -> TableBlock:
    def printed(cell: int, _: float) -> tuple[str, Box | None]:
        own = lines.get(cell, [])
        return _joined(own), around(one.box for one in own) if own else None

    return table_of(grid, printed, number)


def _joined(lines: Sequence[TextLine]) -> str:
    """The text of a cell; digits on two lines may be one number or two."""
    text = "".join(line.text for line in lines)
    return text + UNKNOWN if len(lines) > 1 and is_value(text) else text
