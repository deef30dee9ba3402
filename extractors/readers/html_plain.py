"""Tables of nothing but text in rows of cells, as most of a report's are, read in one pass.

They are taken from the markup that the parser writes of its tree: tags are closed there, names
in lower case, and a ``<`` or ``>`` that is no tag's is written as an entity.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from extractors.readers.html_blocks import Cell, Table

_TOKEN = re.compile(r"<(/?)([^\s/>]+)([^>]*)>([^<]*)(</t[dh]>)?")
"""A tag, the text behind it, and the end of the cell where it stands right behind."""
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_ATTRIBUTE = re.compile(r' ([^\s=]+)="([^"]*)"')
_CELLS = frozenset(("td", "th"))
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_LINES = frozenset(("p", "div", "br"))
"""Elements that part the lines of a cell."""
_PLAIN = _LINES | frozenset(("span", "font", "b", "strong", "i", "em", "u", "o:p"))
"""Elements that do no more to the text of a cell, unless styles do."""
_EMPTY = frozenset(("table", "tr", "col", "colgroup")) | _GROUPS
"""Elements around cells, which hold no text themselves."""
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_NUMBER = re.compile(r"\s*\+?(\d{1,9})")
_MAX_SPAN = 65_534  # as in browsers
Attributes = dict[str, str | None]
Harmless = Callable[[str, str], bool]
"""Tells of a tag and its attributes, as written, whether styles change nothing of its content."""


def plain_table(markup: str, is_harmless: Harmless | None) -> Table | None:
    """The table that markup holds; None where it holds more than rows of cells with text, or
    an element that is not harmless."""
    if markup.find("<table", 1) > 0:
        return None
    if "<!--" in markup:
        markup = _COMMENT.sub("", markup)
    table = Table()
    cell: Cell | None = None
    pieces: list[str] = []
    for closing, tag, attributes, text, ended in _TOKEN.findall(markup):
        if attributes and is_harmless and not is_harmless(tag, attributes):
            return None
        if tag in _CELLS and not closing:
            cell = cell_of(attributes_of(attributes)) if "span=" in attributes else Cell(1, 1)
            table.row().append(cell)
        elif cell and tag in _PLAIN:
            if pieces and tag in _LINES:
                _end_line(cell, pieces)
        elif tag not in _EMPTY or cell or text.strip():
            return None
        elif closing:
            continue
        elif tag == "tr":
            table.rows().append([])
        elif tag in _GROUPS:
            table.groups.append((tag, []))
        if text:
            pieces.append(text)
        if ended and cell:
            _end_line(cell, pieces)
            cell = None
    return table


def attributes_of(written: str) -> Attributes:
    """The attributes of a tag by their names."""
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def cell_of(attributes: Attributes) -> Cell:
    """A cell that spans what its attributes say."""
    return Cell(
        span(attributes["rowspan"]) if "rowspan" in attributes else 1,
        (span(attributes["colspan"]) or 1) if "colspan" in attributes else 1,
    )


def span(value: str | None) -> int:
    """How far a cell spans; 0 is to the end of its group, and 1 where no number is given."""
    match = _NUMBER.match(value or "")
    return min(int(match[1]), _MAX_SPAN) if match else 1


def in_a_line(text: str) -> str:
    """Text as one line, without the characters that do not show."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return " ".join(line.translate(_INVISIBLE).split())


def _end_line(cell: Cell, pieces: list[str]) -> None:
    text = "".join(pieces)
    pieces.clear()
    line = in_a_line(unescape(text) if "&" in text else text)
    if line:
        cell.items.append(line)
