"""Tables of nothing but text in rows of cells, as most of a report's are, read in one pass.

They are taken from the markup that the parser writes of its tree: tags are closed there, names
in lower case, and a ``<`` or ``>`` that is no tag's is written as an entity.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import unescape

from extractors.readers.html_blocks import AnyCell, Item, PlainCell, Table, plain_cell

_OF_LINE = frozenset(("p", "div", "br"))
"""Elements that part the lines of a cell."""
_INNER = _OF_LINE | frozenset(("span", "font", "b", "strong", "i", "em", "u", "o:p"))
"""Elements that do no more to the text of a cell, unless styles do."""
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_CELLS = frozenset(("td", "th"))
_KNOWN = _INNER | _GROUPS | _CELLS | frozenset(("table", "tr", "col", "colgroup"))
_BEGIN = "<t"
"""How tags begin of rows, cells and what else holds them, and no other tag of a plain table."""
_MAX_KNOWN = 200
"""Longest markup of a cell that is remembered: labels and small numbers come again."""
_MOST_KINDS = 200
"""Tags of a table that are written differently."""
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_OPENED = re.compile(r"<(?!/|t[dhr]>)[^>]+>")
_TAG = re.compile(r"<([^\s/>]+)([^>]*)>")
_BREAK = "\0"
"""What stands for the end of a line: a parser leaves none in a text."""
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
    if markup.count("<") != markup.count(">"):
        return None  # a name of an attribute has one of them
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
    row: list[AnyCell] = []
    for written in _without(inner, markup).split(_BEGIN)[1:]:
        part = _known(written) if len(written) <= _MAX_KNOWN else _part(written)
        if isinstance(part, PlainCell):
            row.append(part)
        elif part == "tr":
            row = []
            table.rows().append(row)
        elif part in _GROUPS:
            table.groups.append((part, []))
    return table


def _without(inner: Sequence[tuple[str, str]], markup: str) -> str:
    """Markup of a table without the elements in its cells, given their names and tags as
    written; ``_BREAK`` stands where one began or ended a line."""
    for tag, written in inner:
        markup = markup.replace(written, _BREAK if tag in _OF_LINE else "")
    for tag in {tag for tag, _ in inner}:
        markup = markup.replace(f"</{tag}>", _BREAK if tag in _OF_LINE else "")
    return markup


def _part(written: str) -> PlainCell | str:
    """A cell, or the name of what holds cells, from its markup behind ``_BEGIN``."""
    head, _, rest = written.partition(">")
    tag = f"t{head.partition(' ')[0]}"
    if tag not in _CELLS:
        return tag
    rows, columns = spans(attributes_of(head)) if "span=" in head else (1, 1)
    return plain_cell(rows, columns, _lines(rest.partition("<")[0]))


_known = lru_cache(maxsize=8_192)(_part)


def _lines(text: str) -> list[Item]:
    """The lines of a cell's text."""
    text = _INVISIBLE.sub("", text.replace("&nbsp;", " "))
    if "&" in text:
        text = unescape(text)
    return [line for part in text.split(_BREAK) if (line := " ".join(part.split()))]


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
