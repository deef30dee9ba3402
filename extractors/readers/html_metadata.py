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
_HINTS = {
    "index_number": ("索",),
    "published": ("日期", "时间"),
    "publisher": ("发布", "公开机构", "发文", "公开主体", "源"),
    "title": ("称", "题"),
    "credit_code": ("信用代码",),
}
"""Words of which a label has one: most pages print none of the labels."""
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
    stated, heading, own_address = _stated(parser)
    above = text[:_BEGINNING]
    printed = {
        name: match[1].strip()
        for name, pattern in _PRINTED.items()
        if any(word in above for word in _HINTS[name]) and (match := pattern.search(above))
    }
    source = stated.get("contentsource", "")
    saved = _SAVED_FROM.search(markup, 0, _BEGINNING)
    return Metadata(
        title=stated.get("articletitle") or printed.get("title") or heading or None,
        publisher=printed.get("publisher")
        or (source if source not in _NO_PUBLISHER else "")
        or None,
        published=_iso(stated.get("pubdate")) or _iso(printed.get("published")),
        index_number=printed.get("index_number"),
        credit_code=printed.get("credit_code"),
        address=address or (saved[1] if saved else None) or own_address,
    )


def _stated(parser: LexborHTMLParser) -> tuple[dict[str, str], str, str | None]:
    """What meta elements say, by their names in lower case, the first of each; the first title;
    the address that the page calls its own."""
    stated: dict[str, str] = {}
    titles: list[str] = []
    addresses: list[str] = []
    for node in parser.css('meta[name], title, link[rel="canonical"]'):
        if node.tag == "title":
            titles.append(" ".join(node.text().split()))
            continue
        attributes = node.attributes
        if node.tag == "link":
            addresses.append(attributes.get("href") or "")
            continue
        name = (attributes.get("name") or "").strip().lower()
        content = " ".join((attributes.get("content") or "").split())
        if content:
            stated.setdefault(name, content)
    address = (addresses and addresses[0]) or stated.get("url") or ""
    own = address if address.startswith(("http://", "https://")) else None
    return stated, titles[0] if titles else "", own


def _iso(printed: str | None) -> str | None:
    """A date as printed, in ISO form."""
    match = _DATE.match((printed or "").strip())
    if match is None:
        return None
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return None
