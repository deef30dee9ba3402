"""Layouts: how tables and prose come out of one kind of source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..style import Pen
from ..tables import Table
from .aligned import aligned
from .cells import cell_per_line, lines_blank, plain_cells
from .converted import (
    dotted_rows,
    listed_cells,
    named_values,
    narrow_columns,
    numbered_rows,
    stacked_cells,
)
from .glued import broken_lines, one_space, run_together
from .pdf import pdf_lines
from .ragged import html_text, lone_pipes, pipes_padded, pipes_ragged
from .rows import comma_rows, markdown, pipe_rows, space_rows
from .tabs import tab_rows

MARKED_PAGES = ("- {} -", "第{}页", "— {} —")
"""Page numbers that nobody takes for a value, even where one may be missing."""
PAGES = (*MARKED_PAGES, "{}", " {} ")


@dataclass(frozen=True)
class Layout:
    """A kind of source.

    ``table`` prints a table as lines. ``wrap`` is the length of a prose line, 0 for unbroken
    paragraphs. ``spaced``: an empty line between all lines. ``blanks``: an empty cell can be
    seen. ``hashes``: headings may carry them. ``comments``: remains of a word processor.
    ``pages``: how a page number may stand within a table, if it may. ``glued``: sections, or
    the whole text, have lost their lines.
    """

    name: str
    table: Callable[[Table, Pen], list[str]]
    wrap: int = 0
    spaced: bool = False
    blanks: bool = False
    hashes: bool = False
    comments: bool = False
    pages: tuple[str, ...] = ()
    glued: bool = False


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("tab_rows", tab_rows, blanks=True, hashes=True, pages=PAGES),
        Layout("cell_per_line", cell_per_line, blanks=True, comments=True, pages=MARKED_PAGES),
        Layout("pdf_lines", pdf_lines, wrap=28, spaced=True),
        Layout("space_rows", space_rows, hashes=True, pages=PAGES),
        Layout("pipe_rows", pipe_rows, blanks=True, hashes=True, pages=PAGES),
        Layout("markdown", markdown, blanks=True, hashes=True, pages=PAGES),
        Layout("plain_cells", plain_cells, wrap=38, pages=MARKED_PAGES),
        Layout("aligned", aligned, wrap=38, pages=PAGES),
        Layout("run_together", run_together, glued=True),
        Layout("pipes_ragged", pipes_ragged, pages=PAGES),
        Layout("pipes_padded", pipes_padded),
        Layout("lone_pipes", lone_pipes, blanks=True, pages=MARKED_PAGES),
        Layout("lines_blank", lines_blank, pages=MARKED_PAGES),
        Layout("broken_lines", broken_lines, wrap=34, pages=MARKED_PAGES),
        Layout("one_space", one_space, pages=MARKED_PAGES),
        Layout("html_text", html_text, blanks=True, pages=PAGES),
        Layout("comma_rows", comma_rows, blanks=True, pages=MARKED_PAGES),
        Layout("numbered_rows", numbered_rows, blanks=True),
        Layout("listed_cells", listed_cells, blanks=True),
        Layout("dotted_rows", dotted_rows),
        Layout("stacked_cells", stacked_cells, blanks=True),
        Layout("named_values", named_values),
        Layout("narrow_columns", narrow_columns),
    )
}
