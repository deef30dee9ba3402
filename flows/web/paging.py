"""Further pages of a list: by number, by a next link, or as a call in the page states them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from flows.web.addresses import AddressError, host_of, normalise
from flows.web.page import Page

MOST = 1_000
"""Pages that a stated number is believed; how many are fetched, the source decides."""
_CALL = re.compile(r"createPage(?:HTML|Html)\s*\(([^()]{3,300})\)")
_COUNTED = re.compile(r"\bcountPage\s*=\s*(\d{1,4})\b")
_WRITTEN = re.compile(
    r"\b(\w{1,40}?)_?\\?[\"']?\s*\+\s*(?:\\?[\"']_\\?[\"']\s*\+)?\s*nextPage\s*\+"
    r"\s*\\?[\"']\.?\\?[\"']?\s*(?:\+\s*\\?[\"'])?(s?html?|jhtml)\b"
)
"""A script that writes its own link to the next page, as ``"index_" + nextPage + ".shtml"``,
within so many characters behind the number of pages."""
_BEHIND = 4_000
_PREFIXED = re.compile(
    r"\(\s*\{[^{}]{0,300}?\b(?:size|total|count)\s*:\s*[\"']?(\d{1,4})[^{}]{0,300}?"
    r"\bprefix\s*:\s*[\"'](\w+)[\"'][^{}]{0,100}?\bsuffix\s*:\s*[\"']\.?(\w+)[\"']", re.S
)  # fmt: skip
_BREAKS = r"(?:\s|&nbsp;|<[^>]{0,80}>){0,4}"
_STATED = re.compile(
    rf"共{_BREAKS}(\d{{1,4}}){_BREAKS}页"
    r"|\b(?:count_?page|page_?count|total_?pages?|page_?total|max_?page)\\?[\"']?\s*[:=]\s*[\"']?"
    r"(\d{1,4})\b", re.I
)  # fmt: skip
_FURTHER = re.compile(r"_\d+\.\w+$|[?&](?:\w*page\w*|p)=(?!0*1?(?:&|$))\d", re.I)
"""How the address of a further page looks."""
_ARGUMENT = re.compile(r"""["']([^"']*)["']|(-?\d+)""")
_NEXT = re.compile(r"(?:下一?[页頁]|后一页|next(?:page)?|[>›»]{1,2})[>›»]?", re.I)
_PLAINLY_NEXT = re.compile(r"(?:下一?[页頁]|后一页)[>›»]*")
"""Words that lead to no other place than the next page; for others the address has to tell."""
_ENDING = re.compile(r"(?:/(?:index|default))?(?:\.\w+)?/?$")
_BELOW = re.compile(r"[/_-](?:[a-z]{1,10}[/_-]?)?\d{1,3}(?:\.\w+)?/?", re.I)
"""How the path of a further page goes on behind that of the list, as ``/page/2/``; no year."""
_NUMBERED = re.compile(r"\[?第?(\d{1,4})[页頁]?\]?")
_LAST = re.compile(r"尾[页頁]|末[页頁]|最后一?页|last", re.I)
_TURNING = re.compile(r"(?!void\b)\b\w+\s*\([^()]*\d")
"""A call with the number of a page, in the script of a link."""
_FIELDS = ("page", "pageno", "pageindex", "pagenum", "pagenumber", "currentpage", "curpage", "p")
_TOTALS = ("pages", "totalpage", "totalpages", "pagecount", "pagetotal", "total_page")


def next_pages(page: Page) -> list[str]:
    """Addresses of further pages of a list, as far as the page itself names them."""
    found = [*_called(page), *_linked(page)]
    return list(dict.fromkeys(address for address in found if address != page.address))


def by_pattern(pattern: str, first: int, page: str, root: str) -> str | None:
    """The page after ``page`` of a list at ``root`` whose pages follow a pattern with ``{n}``.

    ``first`` is the number in the address of the second page.
    """
    whole = normalise(pattern.replace("{n}", "{N}"), root)  # braces are escaped
    marked = re.escape(whole).replace(re.escape("%7BN%7D"), r"(\d{1,6})")
    matched = re.fullmatch(marked, page)
    if page != root and not matched:
        return None
    number = int(matched[1]) + 1 if matched else first
    return whole.replace("%7BN%7D", str(number))


def after_records(page: Page) -> str | None:
    """The page after one of a list in JSON whose address numbers it."""
    parts = urlsplit(page.address)
    fields = parse_qsl(parts.query, keep_blank_values=True)
    total = _stated_total(page.data)
    for place, (name, value) in enumerate(fields):
        if name.lower().replace("_", "") in _FIELDS and value.isdecimal():
            if total is not None and int(value) >= total:
                return None
            fields[place] = (name, str(int(value) + 1))
            return normalise(urlunsplit(parts._replace(query=urlencode(fields))))
    return None


def is_scripted(page: Page) -> bool:
    """Whether further pages of a list cannot be found although there are some: the link to the
    next one only calls a script, or the page states that there are several."""
    for node in page.tree.css("a"):
        if _NEXT.fullmatch("".join(node.text().split())):
            href = node.attributes.get("href") or ""
            script = f"{href} {node.attributes.get('onclick') or ''}"
            own = href.startswith(("javascript:", "#")) or not href
            if own and _TURNING.search(script):
                return True
    if _FURTHER.search(page.address):
        return False
    return any(int(one or other) > 1 for one, other in _STATED.findall(page.text))


def _called(page: Page) -> Iterator[str]:
    """Pages that a script names by their number and the two parts of their names.

    That is a call such as ``createPageHTML(5, 0, "index", "html")``, whose second number is that
    of this page: where the first page is 0, the second is ``index_1``; where it is 1,
    ``index_2``. The script on the first page names all others.
    """
    if re.search(r"_\d+\.\w+$", page.address):
        return
    for count, first, stem, ending in _calls(page.text):
        for number in range(first, min(count, MOST) + first - 1):
            try:
                yield normalise(f"{stem}_{number}.{ending}", page.base)
            except AddressError:
                return


def _calls(text: str) -> Iterator[tuple[int, int, str, str]]:
    """How many pages a script states, the number of the second, and the parts of their names."""
    for call in _CALL.finditer(text):
        arguments = _ARGUMENT.findall(call[1])
        numbers = [int(number) for word, number in arguments if number]
        words = [word for word, number in arguments if not number]
        if len(numbers) >= 2 and len(words) >= 2:
            yield numbers[0], 2 if numbers[1] == 1 else 1, words[-2], words[-1]
    for count, stem, ending in _PREFIXED.findall(text):
        yield int(count), 1, stem, ending
    if counted := _COUNTED.search(text):
        written = _WRITTEN.search(text, counted.end(), counted.end() + _BEHIND)
        if written:
            yield int(counted[1]), 1, written[1], written[2]


def _linked(page: Page) -> Iterator[str]:
    """Links with the number of a page or the words for the next one, beside each other."""
    for anchor in page.anchors:
        words = "".join(anchor.title.split())
        turns = _NEXT.fullmatch(words) or _NUMBERED.fullmatch(words) or _LAST.fullmatch(words)
        if turns and host_of(anchor.address) == host_of(page.address):
            there, here = urlsplit(anchor.address), urlsplit(page.address)
            if _PLAINLY_NEXT.fullmatch(words) or _is_alike(there, here):
                yield anchor.address


def _is_alike(there: SplitResult, here: SplitResult) -> bool:
    """Whether a link can lead to another page of the same list: only numbers differ, or what
    is asked for, or the name of the file within the folder, or a number stands behind it."""
    if here.path == there.path:
        return here.query != there.query
    if here.path.rpartition("/")[0] == there.path.rpartition("/")[0]:
        return True
    stem = _ENDING.sub("", here.path)
    if there.path.startswith(stem) and _BELOW.fullmatch(there.path, len(stem)):
        return True
    return re.sub(r"\d+", "", here.path) == re.sub(r"\d+", "", there.path)


def _stated_total(data: Any, depth: int = 3) -> int | None:
    """The number of pages that a list in JSON states."""
    if not isinstance(data, dict) or depth == 0:
        return None
    for name, value in data.items():
        if name.lower() in _TOTALS and str(value).isdecimal():
            return int(value)
    return next(
        (
            found
            for value in data.values()
            if (found := _stated_total(value, depth - 1)) is not None
        ),
        None,
    )
