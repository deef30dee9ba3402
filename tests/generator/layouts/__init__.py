"""Layouts: how tables and prose come out of one kind of source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..style import Pen
from ..tables import Table
from .aligned import aligned
from .cells import cell_per_line, plain_cells
from .pdf import pdf_lines
from .rows import markdown, pipe_rows, space_rows
from .tabs import tab_rows


@dataclass(frozen=True)
class Layout:
    """A kind of source.

    ``table`` prints a table as lines. ``wrap`` is the length of a prose line, 0 for unbroken
    paragraphs. ``spaced``: an empty line between all lines. ``blanks``: an empty cell can be
    seen. ``hashes``: headings may carry them. ``comments``: remains of a word processor.
    """

    name: str
    table: Callable[[Table, Pen], list[str]]
    wrap: int = 0
    spaced: bool = False
    blanks: bool = False
    hashes: bool = False
    comments: bool = False


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("tab_rows", tab_rows, blanks=True, hashes=True),
        Layout("cell_per_line", cell_per_line, blanks=True, comments=True),
        Layout("pdf_lines", pdf_lines, wrap=28, spaced=True),
        Layout("space_rows", space_rows, hashes=True),
        Layout("pipe_rows", pipe_rows, blanks=True, hashes=True),
        Layout("markdown", markdown, blanks=True, hashes=True),
        Layout("plain_cells", plain_cells, wrap=38),
        Layout("aligned", aligned, wrap=38),
    )
}
