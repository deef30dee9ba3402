"""A fetched page as text, and the links on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.document import Decoded
from extractors.readers.html_encoding import decode_page
from extractors.readers.html_limits import excess, without_formatting
from extractors.readers.kinds import HTML, IMAGES, TEXT, kind_of
from flows.web import feeds, markup
from flows.web.addresses import AddressError, normalise

MAX_BYTES = 16 * 2**20
MAX_LINKS = 20_000
"""Links of a page that are looked at."""
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{1,40})", re.I)
_DATE = re.compile(r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})")
_AROUND = 400
"""Characters of an entry of a list in which the date beside a link stands."""
_ENTRIES = frozenset(("li", "tr", "dd", "dt", "p", "div"))
_PADDED = re.compile(r"(?:/\*.{0,20}?\*/\s*)?[\w.$]{1,60}\s*\(\s*([\[{].*[\]}])\s*\)\s*;?", re.S)
_FILE_IN_SCRIPT = re.compile(
    r"""["']([^"'\s<>]{1,300}\.(?:s?html?|jsp|jhtml|aspx?|php|do)(?:\?[^"'\s<>]*)?)["']"""
    r"""|["']((?:https?:/|\.{1,2})?/[^"'\s<>]{2,300})["']""", re.I
)  # fmt: skip
_SAYS_NOTHING = re.compile(
    r"(?:点击|在线|立即|请)?(?:查看|浏览|阅读|下载|打开|进入|预览)(?:详情|详细|全文|原文|附件|更多)?"
    r"|详情|详细|全文|正文|链接|>+"
)
"""Words of a link that say nothing of the page behind it."""
_LINKS = "a, area, link[rel=next], option[value]"
_CLICKED = ", ".join(f"{tag}[onclick]" for tag in ("li", "tr", "td", "dd", "div", "p", "span"))
_LONGEST_TITLE, _FEW, _MOST_PARTS = 200, 8, 50
"""Characters of a title, and more than those of its link alone; parts of the entry of a list."""
_ASCII = "".join(map(chr, range(0x21, 0x7F)))


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
    """The text of a page or of a list in JSON or XML, where it came from, and what it was
    encoded in."""

    address: str
    text: str
    encoding: str = "utf-8"

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The parsed page."""
        return LexborHTMLParser(without_formatting(self.text))

    @cached_property
    def excess(self) -> str | None:
        """What the page has too much of to be parsed in good time, as the end of a sentence."""
        return excess(self.text)

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
        return markup.words(self.text)

    @cached_property
    def data(self) -> Any:
        """The value that a text in JSON holds, or the entries of one in XML; nothing where it is
        neither."""
        text = self.text.strip().lstrip("\ufeff").lstrip()
        padded = _PADDED.fullmatch(text)
        text = padded[1] if padded else text
        if not text.startswith(("{", "[")):
            return feeds.entries(text)
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return None

    @cached_property
    def anchors(self) -> list[Anchor]:
        """The links of the page in order."""
        return list(_anchors(self.tree, self.base, self.encoding))

    @cached_property
    def scripted(self) -> list[str]:
        """The words of links whose address only a script knows."""
        links = (node for node in self.tree.css("a")[:MAX_LINKS] if _scripted(node))
        return [_called(node) for node in links if not _in_script(node)]


def read_page(data: bytes, address: str, media_type: str | None) -> Page | None:
    """A body as a page; nothing where it is of another kind, as a PDF document is."""
    if len(data) > MAX_BYTES or kind_of(data)[0] not in (HTML, TEXT):
        return None
    stated = _CHARSET.search(media_type or "")
    decoded = decode_page(data, stated[1] if stated else None)
    if isinstance(decoded, Decoded):
        return Page(address, decoded.text, decoded.encoding or "utf-8")
    if b"\0" in data[:4096]:
        return None
    return Page(address, data.decode("gb18030", "replace"), "gb18030")


def is_document(data: bytes) -> bool:
    """Whether a body is neither a page nor a picture, but a file that may be a report."""
    return kind_of(data)[0] not in (HTML, TEXT, *IMAGES)


def fragments(page: Page, piece: str) -> list[Anchor]:
    """The links in a piece of markup that stands in a page."""
    if excess(piece):
        return []
    return list(_anchors(LexborHTMLParser(piece), page.base, page.encoding))


def _anchors(tree: LexborHTMLParser, base: str, encoding: str) -> Iterator[Anchor]:
    for node in tree.css(_LINKS)[:MAX_LINKS]:
        href = (node.attributes.get("href") or "").strip()
        called = "下一页" if node.tag == "link" else _called(node)
        scripted = node.tag == "option" or (node.tag != "link" and _scripted(node))
        if node.tag == "option":
            value = (node.attributes.get("value") or "").strip()
            href = value if "/" in value or _FILE_IN_SCRIPT.search(f"'{value}'") else ""
        elif scripted:
            href = _in_script(node)
        if href and not href.startswith("#"):
            date = _date_beside(node) if node.tag in ("a", "area") else None
            yield from _anchor(_as_sent(href, encoding), base, called, date, scripted=scripted)
    for node in tree.css(_CLICKED)[:MAX_LINKS]:
        href = _as_sent(_in_script(node), encoding)
        if href and len(called := _called(node)) <= _LONGEST_TITLE:
            yield from _anchor(href, base, called, _date_beside(node), scripted=True)


def _as_sent(href: str, encoding: str) -> str:
    """An address as a browser sends it: what is asked for is in the encoding of the page."""
    if href.isascii() or encoding.startswith("utf"):
        return href
    path, mark, query = href.partition("?")
    return path + mark + quote(query, safe=_ASCII, encoding=encoding, errors="replace")


def _scripted(node: LexborNode) -> bool:
    """Whether a link has no address but that in its script."""
    href = (node.attributes.get("href") or "").strip()
    return href.lower().startswith("javascript:") or href in ("", "#")


def _in_script(node: LexborNode) -> str:
    """The address that stands in the script of a link, or nothing."""
    href, clicked = (node.attributes.get(name) or "" for name in ("href", "onclick"))
    named = _FILE_IN_SCRIPT.search(f"{href} {clicked}")
    return (named[1] or named[2]) if named else ""


def _anchor(
    href: str, base: str, title: str, date: str | None, *, scripted: bool
) -> Iterator[Anchor]:
    try:
        yield Anchor(normalise(href, base), title, date, scripted)
    except AddressError:
        return


def _called(node: LexborNode) -> str:
    """What a link is called: its text, or its title where that says more, or the words of the
    entry that it stands in where its own say nothing."""
    text = " ".join(node.text().split())
    title = " ".join((node.attributes.get("title") or "").split())
    if not text and not title:
        picture = node.css_first("img[alt]")
        return " ".join(((picture and picture.attributes.get("alt")) or "").split())
    said = title if len(title) > len(text) else text
    return _entry_words(node) or said if _SAYS_NOTHING.fullmatch(said) else said


def _entry_words(node: LexborNode) -> str:
    """The words of the entry that a link stands in, where these are few and belong to no other
    link; for a definition, those of its term."""
    own, entry = len(node.text()), node.parent
    for _ in range(4):
        if entry is None or entry.tag in ("ul", "ol", "dl", "table", "tbody", "body"):
            return ""
        if _has_many_parts(entry):
            return ""
        words = " ".join(entry.text(separator=" ").split())
        if len(words) > _LONGEST_TITLE or len(entry.css("a")) > 2:
            return ""
        if len(words) > own + _FEW:
            return words
        if entry.tag == "dd":
            term = entry.prev
            while term is not None and term.tag not in ("dt", "dd"):
                term = term.prev
            return " ".join(term.text().split()) if term is not None else ""
        entry = entry.parent
    return ""


def _has_many_parts(entry: LexborNode) -> bool:
    """Whether a node is no entry but a whole list, whose text is not gathered for each link."""
    return next(islice(entry.iter(), _MOST_PARTS, None), None) is not None


def _date_beside(node: LexborNode) -> str | None:
    """The date in the entry of a list that a link stands in."""
    entry = node.parent
    for _ in range(4):
        if entry is None or entry.tag in ("ul", "table", "tbody", "body"):
            return None
        if entry.tag in _ENTRIES:
            if _has_many_parts(entry):
                return None
            text = entry.text()
            if len(text) > _AROUND:
                return None
            if found := _DATE.search(text):
                year, month, day = found.groups()
                return f"{year}-{int(month):02}-{int(day):02}"
        entry = entry.parent
    return None
