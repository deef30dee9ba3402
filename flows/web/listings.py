"""Lists that a page holds as data: JSON, and the record sets that some systems put in a script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from flows.web.addresses import AddressError, normalise
from flows.web.page import MAX_LINKS, Anchor, Page, fragments

_TITLES = (
    "title", "doctitle", "name", "subject", "articletitle", "infotitle", "contenttitle",
    "resourcetitle", "showtitle", "biaoti", "bt"
)  # fmt: skip
_ADDRESSES = (
    "url", "link", "href", "docpuburl", "puburl", "linkurl", "articleurl", "infourl", "urlpath",
    "contenturl", "staticurl", "pageurl", "path", "uri"
)  # fmt: skip
_DATES = (
    "date", "pubdate", "publishdate", "publishtime", "publishedtime", "docreltime", "docpubtime",
    "pubtime", "reltime", "time"
)  # fmt: skip
_CHINA = timezone(timedelta(hours=8))
_RECORD = re.compile(r"<(record|nextgroup)>\s*<!\[CDATA\[", re.I)
_ISO = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
_DEEPEST = 12


def records(page: Page, title: str | None, address: str | None) -> list[Anchor]:
    """The links of a list in JSON; ``title`` and ``address`` are names of its fields where
    they are not one of those that are common."""
    titles = (title.lower(),) if title else _TITLES
    addresses = (address.lower(),) if address else _ADDRESSES
    found: list[Anchor] = []
    for entry in _objects(page.data, _DEEPEST):
        fields = {str(name).lower(): value for name, value in entry.items()}
        called = next((fields[n] for n in titles if isinstance(fields.get(n), str)), None)
        leads = next((fields[n] for n in addresses if isinstance(fields.get(n), str)), None)
        if called and leads and len(found) < MAX_LINKS:
            date = next((d for n in _DATES if (d := _date(fields.get(n)))), None)
            try:
                words = " ".join(re.sub("<[^>]*>", "", called).split())
                found.append(Anchor(normalise(leads, page.address), words, date))
            except AddressError:
                continue
    return found


def record_set(page: Page) -> tuple[list[Anchor], list[str]]:
    """The links in the records of a script of data, and the address of the next group of them."""
    links: list[Anchor] = []
    groups: list[str] = []
    done = 0
    while begun := _RECORD.search(page.text, done):
        done = page.text.find("]]>", begun.end())
        if done < 0:
            break
        anchors = fragments(page, page.text[begun.end() : done])
        if begun[1].lower() == "record":
            links += anchors
        else:
            groups += [anchor.address for anchor in anchors]
    return links, groups


def markup_in(page: Page) -> list[Anchor]:
    """The links in pieces of markup that are values of a list in JSON."""
    pieces = (value for value in _strings(page.data, _DEEPEST) if "href" in value)
    return [anchor for piece in pieces for anchor in fragments(page, piece)][:MAX_LINKS]


def _strings(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth and isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one, depth - 1)


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """All objects within a value, in order, also of values that are JSON themselves."""
    if isinstance(value, str) and value.startswith(("{", "[")):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return
    if depth and isinstance(value, dict):
        yield value
    if depth and isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        for one in inner:
            yield from _objects(one, depth - 1)


def _date(value: Any) -> str | None:
    """A date as it is printed, or from milliseconds or seconds since 1970."""
    bare = str(value) if isinstance(value, int | str) else ""
    if re.fullmatch(r"1\d{9}(?:\d{3})?", bare):
        return datetime.fromtimestamp(int(bare[:10]), _CHINA).date().isoformat()
    found = _ISO.search(bare)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else None
