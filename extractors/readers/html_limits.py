"""Markup that would make a parser slow: the time of one grows with the square of its nesting."""

from __future__ import annotations

import re
from collections import Counter

MAX_TAGS = 100_000
"""Tags of a page; a word processor's page of a report has some ten thousand."""
MAX_DEPTH = 2_000
"""Elements open at a time, of those that are not closed by the next one of their kind."""
MAX_ATTRIBUTES = 1_000
"""Attributes of one tag."""
_SMALL = 100_000
"""A page with fewer characters is parsed within five seconds, whatever it holds."""
_FEW_TAGS = 2_000
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/>]*+)((?:{_ATTRIBUTE})*+)")
_EACH = re.compile(_ATTRIBUTE)
_NOT_NESTING = re.compile(
    "p|li|td|th|tr|dt|dd|option|br|img|input|hr|meta|link|col|wbr|area|base|embed|param"
)
_NAMES = "b|big|code|em|font|i|nobr|small|strong|tt|u"
_EITHER_CASE = ("".join(f"[{char}{char.upper()}]" for char in name) for name in _NAMES.split("|"))
_FIRST = "(?=[bcefinuBCEFINU]|[sS][mtMT]|[tT][tT])"
"""How these begin, and no other tag that is common: most are passed over with one look."""
_FORMATTING = rf"{_FIRST}(?:{'|'.join(_EITHER_CASE)})(?=[\s/>])"
_STRUCK = r"[sS](?:[tT][rR][iI][kK][eE])?(?=[\s/>])"
_INSTEAD = [
    (re.compile(f"{mark}{pattern}"), f"{mark}{name}")
    for pattern, name in ((_FORMATTING, "span"), (_STRUCK, "del"))
    for mark in ("<", "</")
]
"""Beginnings of tags, and of those that the page gets in their place."""


def excess(markup: str) -> str | None:
    """What a page has too much of to be parsed in good time, as the end of a sentence."""
    if len(markup) < _SMALL:
        return None
    if markup.count("<") > MAX_TAGS:
        return f"more than {MAX_TAGS} tags"
    opened: Counter[str] = Counter()
    depth = 0
    for match in _TAG.finditer(markup):
        closing, name, attributes = match.groups()
        if len(attributes) > MAX_ATTRIBUTES and len(_EACH.findall(attributes)) > MAX_ATTRIBUTES:
            return f"a tag of more than {MAX_ATTRIBUTES} attributes"
        name = name.lower()
        if _NOT_NESTING.fullmatch(name):
            continue
        if not closing:
            opened[name] += 1
            depth += 1
            if depth > MAX_DEPTH:
                return f"elements nested more than {MAX_DEPTH} deep"
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return None


def without_formatting(markup: str) -> str:
    """``markup`` with spans for bold, fonts and the like: a parser repeats those that are left
    open in every later paragraph, so that a page of them grows to the square of its size.
    Text that is struck out stays so. A page with few tags stays as it is."""
    if markup.count("<") < _FEW_TAGS:
        return markup
    for pattern, tag in _INSTEAD:
        markup = pattern.sub(tag, markup)
    return markup
