"""Tables of nothing but text in rows of cells, as most of a report's are, read in one pass.

They are taken from the markup that the parser writes of its tree: tags are closed there, names
in lower case, and a ``<`` or ``>`` that is no tag's is written as an entity.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape

from extractors.readers.html_blocks import Cell, Item, Table

_OF_LINE = frozenset(("p", "div", "br"))
"""Elements that part the lines of a cell."""
_INNER = _OF_LINE | frozenset(("span", "font", "b", "strong", "i", "em", "u", "o:p"))
"""Elements that do no more to the text of a cell, unless styles do."""
_AROUND = "tr|td|th|thead|tbody|tfoot"
_KNOWN = _INNER | frozenset(("table", "col", "colgroup", *_AROUND.split("|")))
_MOST_KINDS = 200
"""Tags of a table that are written differently."""
_CELLS = frozenset(("td", "th"))
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_OPENED = re.compile(r"<(?!/|t[dhr]>)[^>]+>")
_TAG = re.compile(r"<([^\s/>]+)([^>]*)>")
_BREAK = "\0"
"""What stands for the end of a line: a parser leaves none in a text."""
_PART = re.compile(rf"<({_AROUND})((?:\s[^>]*)?)>([^<]*)")
_ATTRIBUTE = re.compile(r' ([^\s=]+)="([^"]*)"')
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]")
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
    inner: list[tuple[str, str]] = []
    opened = set(_OPENED.findall(markup))
    if len(opened) > _MOST_KINDS:
        return None
    for written in opened:
        match = _TAG.fullmatch(written)
        tag, attributes = match.groups() if match else ("", "")
        if tag not in _KNOWN or (attributes and is_harmless and not is_harmless(tag, attributes)):
            return None
        if tag in _INNER:
            inner.append((tag, written))
    table = Table()
    row: list[Cell] = []
    for tag, attributes, text in _PART.findall(_without(inner, markup)):
        if tag in _CELLS:
            cell = Cell(1, 1, _lines(text) if text else [])
            if "span=" in attributes:
                cell.rows, cell.columns = spans(attributes_of(attributes))
            row.append(cell)
        elif tag == "tr":
            row = []
            table.rows().append(row)
        else:
            table.groups.append((tag, []))
    return table


def _without(inner: Iterable[tuple[str, str]], markup: str) -> str:
    """Markup of a table without the elements in its cells, given their names and tags as
    written; ``_BREAK`` stands where one began or ended a line."""
    for tag, written in inner:
        mark = _BREAK if tag in _OF_LINE else ""
        markup = markup.replace(written, mark).replace(f"</{tag}>", mark)
    return _INVISIBLE.sub("", markup.replace("&nbsp;", " "))


def _lines(text: str) -> list[Item]:
    """The lines of a cell's text."""
    if "&" in text:
        text = unescape(text)
    text = text.strip(_BREAK)
    if _BREAK in text:
        return [line for part in text.split(_BREAK) if (line := " ".join(part.split()))]
    line = " ".join(text.split())
    return [line] if line else []


def attributes_of(written: str) -> Attributes:
    """The attributes of a tag by their names."""
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def spans(attributes: Attributes) -> tuple[int, int]:
    """Rows and columns that a cell with these attributes spans; 0 rows are to the end of its
    group."""
    columns = _span(attributes["colspan"]) if "colspan" in attributes else 1
    return _span(attributes["rowspan"]) if "rowspan" in attributes else 1, columns or 1


def _span(value: str | None) -> int:
    """The number that an attribute gives; 1 where it gives none."""
    match = _NUMBER.match(value or "")
    return min(int(match[1]), _MAX_SPAN) if match else 1


def in_a_line(text: str) -> str:
    """Text as one line, without the characters that do not show."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return " ".join(_INVISIBLE.sub("", line).split())
