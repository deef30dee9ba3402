"""What a page says of itself: in its head, in the catalogue's lines above its text."""

from __future__ import annotations

import re
from datetime import date

from selectolax.lexbor import LexborHTMLParser

from extractors.document import Metadata

_BEGINNING = 6_000
"""Characters of the text in which the catalogue's lines stand, or of the markup for a comment."""
_MARK = r"[\]】]?[ \t]*[:：]?[ \t]*(?:\n[ \t]*)?"
_LABELS = {
    "index_number": rf"索 *引 *号(?:码)?{_MARK}([\w/〔〕()\[\].-]{{4,60}})",
    "published": rf"(?:发布|公开|发文|成文|印发)(?:日期|时间){_MARK}(20\d\d[^\n\t]{{4,12}})",
    "publisher": (
        rf"(?:发布机构|发布单位|公开机构|发文机关|发文单位|公开主体|信息来源|来 *源)"
        rf"{_MARK}([\u4e00-\u9fff（）()·]{{3,40}})"
    ),
    "title": rf"(?:^|\t)(?:信息)?(?:名 *称|标 *题){_MARK}([^\n\t]{{6,100}})",
    "credit_code": rf"统一社会信用代码{_MARK}([0-9A-HJ-NP-RTUW-Y]{{18}})(?![0-9A-Za-z])",
}
_PRINTED = {name: re.compile(pattern, re.M) for name, pattern in _LABELS.items()}
_DATE = re.compile(r"(20\d\d)\D{0,3}(\d{1,2})\D{0,3}(\d{1,2})")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S{1,2000})\s*-->")
_NO_PUBLISHER = frozenset(("本站", "本网", "本网站", "原创", "网络", "互联网", "其他"))


def read_metadata(
    parser: LexborHTMLParser, markup: str, text: str, address: str | None = None
) -> Metadata:
    """The metadata of a page; ``text`` is what it shows, ``address`` where it is told apart.

    Names of a page's head are those of the 政府网站发展指引. The publisher is that of the
    catalogue's lines, else ContentSource; a site's name says only where the page stands. The
    date is that of the head, else of these lines. The address is that of the saved page, else
    what the head calls its own.
    """
    stated = _stated(parser)
    printed = {
        name: match[1].strip()
        for name, pattern in _PRINTED.items()
        if (match := pattern.search(text, 0, _BEGINNING))
    }
    title = parser.css_first("title")
    source = stated.get("contentsource", "")
    saved = _SAVED_FROM.search(markup, 0, _BEGINNING)
    return Metadata(
        title=stated.get("articletitle")
        or printed.get("title")
        or (title and " ".join(title.text().split()))
        or None,
        publisher=printed.get("publisher")
        or (source if source not in _NO_PUBLISHER else "")
        or None,
        published=_iso(stated.get("pubdate")) or _iso(printed.get("published")),
        index_number=printed.get("index_number"),
        credit_code=printed.get("credit_code"),
        address=address or (saved[1] if saved else None) or _own_address(parser, stated),
    )


def _stated(parser: LexborHTMLParser) -> dict[str, str]:
    """What meta elements say, by their names in lower case; the first of each counts."""
    stated: dict[str, str] = {}
    for node in parser.css("meta[name]"):
        attributes = node.attributes
        name = (attributes.get("name") or "").strip().lower()
        content = " ".join((attributes.get("content") or "").split())
        if content:
            stated.setdefault(name, content)
    return stated


def _own_address(parser: LexborHTMLParser, stated: dict[str, str]) -> str | None:
    link = parser.css_first('link[rel="canonical"]')
    address = (link and link.attributes.get("href")) or stated.get("url") or ""
    return address if address.startswith(("http://", "https://")) else None


def _iso(printed: str | None) -> str | None:
    """A date as printed, in ISO form."""
    match = _DATE.match((printed or "").strip())
    if match is None:
        return None
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return None
