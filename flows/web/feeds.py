"""Lists that a site gives as XML: feeds, and tables of a system's own."""

from __future__ import annotations

import re
from html import escape, unescape

_IS_FEED = re.compile(r"\s*<(?:\?xml|rss|feed)\b", re.I)
_IS_OTHER = re.compile(r"<(?:html|record|recordset|svg)\b", re.I)
_HEAD = 4_000
_PART = re.compile(
    r"<([\w:.-]{1,60})(\s[^<>]{0,500})?"
    r"(?:/>|>([^<]*)</\1\s*>)|</?[\w:.-]{1,60}[^<>]{0,500}>"
)
"""A field with its text, or the begin or end of an entry."""
_HREF = re.compile(r"""\bhref\s*=\s*["']([^"']*)""")


def entries(text: str) -> list[dict[str, str]] | None:
    """The entries of a list in XML, each with the texts of its fields by their names; nothing
    where the text is no such list."""
    if not _IS_FEED.match(text) or _IS_OTHER.search(text[:_HEAD]):
        return None
    found: list[dict[str, str]] = []
    fields: dict[str, str] = {}
    for name, attributes, words in _PART.findall(_plain(text)):
        if not name or name in fields:
            found.append(fields)
            fields = {}
        if name:
            href = _HREF.search(attributes)
            fields[name] = unescape(words).strip() or (unescape(href[1]) if href else "")
    return [entry for entry in (*found, fields) if entry]


def _plain(text: str) -> str:
    """A text whose sections of characters are escaped as others are."""
    first, *sections = text.split("<![CDATA[")
    for section in sections:
        within, _, after = section.partition("]]>")
        first += escape(within) + after
    return first
