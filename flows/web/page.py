"""A fetched page as text, and the links on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.document import Decoded
from extractors.readers.html_encoding import decode_page
from extractors.readers.kinds import HTML, TEXT, kind_of
from flows.web.addresses import AddressError, normalise

MAX_BYTES = 16 * 2**20
MAX_LINKS = 20_000
"""Links of a page that are looked at."""
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{1,40})", re.I)
_DATE = re.compile(r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})")
_AROUND = 400
"""Characters of an entry of a list in which the date beside a link stands."""
_ENTRIES = frozenset(("li", "tr", "dd", "dt", "p", "div"))
_UNSHOWN = re.compile(r"<(script|style|noscript)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.I | re.S)
_VOLATILE = re.compile(
    rb"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<(?:meta|link)\b[^>]*>"
    rb"|<input\b[^>]*type\s*=\s*[\"']?hidden[^>]*>",
    re.I | re.S,
)
_VISITS = "(?:浏览|访问|阅读|点击)(?:次数|人次|量|数)?(?::|：)?\\s*(?:<[^>]{0,80}>\\s*)?"
_COUNTER = re.compile(
    b"(" + b"|".join(_VISITS.encode(name) for name in ("utf-8", "gb18030")) + rb")\d+"
)
_PADDED = re.compile(r"^\s*[\w.$]{1,60}\s*\(\s*([\[{].*[\]}])\s*\)\s*;?\s*$", re.S)
_FILE_IN_SCRIPT = re.compile(
    r"""["']([^"'\s<>]{1,300}\.(?:s?html?|jsp|jhtml|aspx?|php|do)(?:\?[^"'\s<>]*)?)["']""", re.I
)


class Anchor(NamedTuple):
    """A link: normalised address, what it is called, the date beside it in ISO form.

    ``scripted``: the address was taken from a script of the link.
    """

    address: str
    title: str
    printed_on: str | None = None
    scripted: bool = False


@dataclass(frozen=True)
class Page:
    """The text of a page or of a list in JSON or XML, and where it came from."""

    address: str
    text: str

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The parsed page."""
        return LexborHTMLParser(self.text)

    @cached_property
    def base(self) -> str:
        """The address that links are relative to."""
        node = self.tree.css_first("base[href]")
        href = node.attributes.get("href") if node else None
        try:
            return normalise(href, self.address) if href else self.address
        except AddressError:
            return self.address

    @cached_property
    def title(self) -> str:
        """What the page calls itself, without white space."""
        words = [node.text() for node in self.tree.css("title, h1")[:3]]
        return "".join("".join(words).split())

    @cached_property
    def shown(self) -> str:
        """Roughly what a reader sees."""
        return " ".join(_UNSHOWN.sub(" ", self.text).split())

    @cached_property
    def data(self) -> Any:
        """The value that a text in JSON holds; nothing where it is none."""
        text = self.text.lstrip("\ufeff \r\n\t")
        padded = _PADDED.match(text)
        text = padded[1] if padded else text
        if not text.startswith(("{", "[")):
            return None
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return None

    @cached_property
    def anchors(self) -> list[Anchor]:
        """The links of the page in order."""
        return list(_anchors(self.tree, self.base))


def read_page(data: bytes, address: str, media_type: str | None) -> Page | None:
    """A body as a page; nothing where it is of another kind, as a PDF document is."""
    if len(data) > MAX_BYTES or kind_of(data)[0] not in (HTML, TEXT):
        return None
    stated = _CHARSET.search(media_type or "")
    decoded = decode_page(data, stated[1] if stated else None)
    if isinstance(decoded, Decoded):
        return Page(address, decoded.text)
    if b"\0" in data[:4096]:
        return None
    return Page(address, data.decode("gb18030", "replace"))


def is_same_page(one: bytes, other: bytes) -> bool:
    """Whether two bodies are the same page but for scripts, comments, marks of the session and
    counters of visits, none of which a report is read from."""
    if kind_of(one)[0] != HTML or kind_of(other)[0] != HTML:
        return False
    return _settled(one) == _settled(other)


def _settled(data: bytes) -> bytes:
    return _COUNTER.sub(rb"\1", _VOLATILE.sub(b"", data))


def fragments(page: Page, markup: str) -> list[Anchor]:
    """The links in a piece of markup that stands in a page."""
    return list(_anchors(LexborHTMLParser(markup), page.base))


def _anchors(tree: LexborHTMLParser, base: str) -> Iterator[Anchor]:
    for node in tree.css("a, area, link[rel=next]")[:MAX_LINKS]:
        attributes = node.attributes
        href = (attributes.get("href") or "").strip()
        scripted = href.lower().startswith("javascript:") or href in ("", "#")
        if scripted:
            named = _FILE_IN_SCRIPT.search(f"{href} {attributes.get('onclick') or ''}")
            href = named[1] if named else ""
        if node.tag == "link":
            yield from _anchor(href, base, "下一页", None, scripted=False)
        elif href and not href.startswith("#"):
            date = _date_beside(node)
            yield from _anchor(href, base, _called(node), date, scripted=scripted)


def _anchor(
    href: str, base: str, title: str, date: str | None, *, scripted: bool
) -> Iterator[Anchor]:
    try:
        yield Anchor(normalise(href, base), title, date, scripted)
    except AddressError:
        return


def _called(node: LexborNode) -> str:
    """What a link is called: its text, or its title where that says more."""
    text = " ".join(node.text().split())
    title = " ".join((node.attributes.get("title") or "").split())
    if not text and not title:
        picture = node.css_first("img[alt]")
        return " ".join(((picture and picture.attributes.get("alt")) or "").split())
    return title if len(title) > len(text) else text


def _date_beside(node: LexborNode) -> str | None:
    """The date in the entry of a list that a link stands in."""
    entry = node.parent
    for _ in range(4):
        if entry is None or entry.tag in ("ul", "table", "tbody", "body"):
            return None
        if entry.tag in _ENTRIES:
            text = entry.text()
            if len(text) > _AROUND:
                return None
            if found := _DATE.search(text):
                year, month, day = found.groups()
                return f"{year}-{int(month):02}-{int(day):02}"
        entry = entry.parent
    return None
