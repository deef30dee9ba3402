"""Signs of a region in a report's text and in what is known of the document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache

from extractors.agencies.hosts import host_of, regions_of
from extractors.agencies.model import Asked, Sign
from extractors.agencies.regions import chains
from schema import regions
from schema.functions import lines

WEIGHTS = {
    "name": 3.0,
    "address": 3.0,
    "area_code": 2.5,
    "platform": 2.0,
    "superior": 2.0,
    "town": 2.0,
    "credit_code": 1.5,
    "postcode": 1.5,
    "document_number": 1.5,
}
"""How much a sign counts: two decide, so that a credit code needs a second sign. What a host
counts is told in ``hosts``."""
_CREDIT = re.compile(r"统一社会信用代码[::：\s]{0,4}([0-9A-HJ-NP-RTUW-Y]{18})(?![0-9A-Z])")
_PHONE = re.compile(r"(?<!\d)(0(?:10|2\d|[3-9]\d\d))[)）\s]?[-—–－―\s]{0,2}\d{7,8}(?!\d)")
_POSTCODE = re.compile(r"[码编][::：\s]{0,3}(\d{6})(?!\d)")
_ADDRESS = re.compile(r"[::：为在于]{1,2}\s{0,2}([^,，。；;()（）\n]{4,40})")
_DOCUMENT = re.compile(
    r"([京津沪渝冀晋内蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川黔滇藏陕甘青宁新])政(?:[^\s〔\[(（]{0,5})$"
)
_REACH = 60
_TIMES = 8
"""Times that a word is looked up in a text."""


def signs(asked: Asked, *, all_kinds: bool) -> list[Sign]:
    """Signs of the region, in the order of their kinds.

    ``all_kinds`` where the name leaves a choice; else the text is searched only for those words
    that most often confirm it.
    """
    text, words = asked.text, _ALL_WORDS if all_kinds else _QUICK_WORDS
    found = [*_stated(asked), *_credit_codes(asked, all_kinds), *_hosts(asked)]
    found += _phones(text, words["area_code"])
    found += [*_postcodes(text), *_addresses(text, asked.year, words["address"])]
    found += [*_platforms(text), *_superiors(text, asked.year, words["superior"])]
    found += _documents(text)
    if all_kinds:
        found += _brands(text)
    return list(dict.fromkeys(found))


_ALL_WORDS = {
    "area_code": ("电话", "热线", "传真", "联系方式"),
    "address": ("地址", "位于", "地点"),
    "superior": ("人民政府", "政府门户网站"),
}
_QUICK_WORDS = {"area_code": ("电话",), "address": ("地址",), "superior": ("人民政府",)}
"""Words that a sign stands behind or before."""


def places(text: str, word: str) -> Iterator[int]:
    """Where a word stands in a text, its first few times."""
    place = text.find(word)
    for _ in range(_TIMES):
        if place < 0:
            return
        yield place
        place = text.find(word, place + len(word))


def now(code: str) -> tuple[str, ...]:
    """Codes that a division of some year has now: its own last one, or its successors'."""
    ones = regions.by_code().get(code)
    if not ones:
        return ()
    last = regions.by_body()[ones[-1].body][-1]
    return last.successors if last.last is not None and last.successors else (last.code,)


def _stated(asked: Asked) -> Iterator[Sign]:
    """Regions that the document's own title or publisher names."""
    for words in (asked.metadata.publisher, asked.metadata.title):
        for chain in chains(words, asked.year)[:1] if words and words != asked.name else ():
            if chain.whole:
                codes = tuple(sorted({code for one in chain.places for code in now(one.code)}))
                yield Sign("name", (words or "")[: chain.end], codes, WEIGHTS["name"])


def _credit_codes(asked: Asked, in_text: bool) -> Iterator[Sign]:
    given = asked.metadata.credit_code
    if given:
        codes = now(given[2:8]) or now(given[2:6] + "00")
        yield Sign("credit_code", given, codes, WEIGHTS["credit_code"])
    for match in _CREDIT.finditer(asked.text) if in_text else ():
        codes = now(match[1][2:8]) or now(match[1][2:6] + "00")
        if codes and match[1] != given:
            yield Sign("credit_code", match[1], codes, WEIGHTS["credit_code"], *match.span(1))


def _hosts(asked: Asked) -> Iterator[Sign]:
    seen = set()
    for address in (asked.address, asked.metadata.address or ""):
        host = host_of(address)
        if host and host not in seen:
            seen.add(host)
            yield from _host(host, None)
    text = asked.text
    for place in places(text, ".gov.cn"):
        start = place
        while start > 0 and (text[start - 1].isascii() and text[start - 1] not in " \t\n/<>()\"'"):
            start -= 1
        host = host_of(text[start : place + 7])
        if host and host not in seen:
            seen.add(host)
            yield from _host(host, start)


def _host(host: str, start: int | None) -> Iterator[Sign]:
    codes, weight = regions_of(host)
    if codes:
        end = None if start is None else start + len(host)
        yield Sign("host", host, codes, weight, start, end)


@cache
def _by_area_code() -> dict[str, tuple[str, ...]]:
    return _grouped(lambda one: one.area_code)


@cache
def _by_postcode() -> dict[str, tuple[str, ...]]:
    return _grouped(lambda one: one.postcode[:3])


@cache
def _by_postal_province() -> dict[str, tuple[str, ...]]:
    return _grouped(lambda one: one.postcode[:2], 2)


def _grouped(key: Callable[[regions.Division], str], digits: int = 6) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in regions.divisions():
        if one.last is None and one.area_code:
            found[key(one)][one.code[:digits].ljust(6, "0")] = None
    return {sign: tuple(codes) for sign, codes in found.items() if sign}


def _phones(text: str, words: tuple[str, ...]) -> Iterator[Sign]:
    seen = set()
    for word in words:
        for place in places(text, word):
            match = _PHONE.search(text, place, place + _REACH)
            if match and match[1] not in seen and match[1] in _by_area_code():
                seen.add(match[1])
                codes = _by_area_code()[match[1]]
                yield Sign("area_code", match[0], codes, WEIGHTS["area_code"], *match.span())


def _postcodes(text: str) -> Iterator[Sign]:
    for word in ("邮编", "邮政编码"):
        for place in places(text, word):
            match = _POSTCODE.search(text, place, place + 16)
            if match:
                codes = _by_postcode().get(match[1][:3]) or _by_postal_province().get(match[1][:2])
                if codes:
                    yield Sign("postcode", match[1], codes, WEIGHTS["postcode"], *match.span(1))
                return


def _addresses(text: str, year: int | None, words: tuple[str, ...]) -> Iterator[Sign]:
    for word in words:
        for place in places(text, word):
            match = _ADDRESS.match(text, place + len(word))
            if match is None:
                continue
            for chain in chains(match[1], year):
                if chain.whole or chain.links > 1:
                    codes = tuple(sorted({code for one in chain.places for code in now(one.code)}))
                    span = (match.start(1), match.start(1) + chain.end)
                    yield Sign("address", text[slice(*span)], codes, WEIGHTS["address"], *span)
                    break


def ending_at(text: str, end: int, year: int | None) -> tuple[int, tuple[str, ...]] | None:
    """The chain of regions that ends at an offset: where it begins, and codes of today."""
    best = None
    for start in range(end - 2, max(-1, end - 24), -1):
        if not "\u4e00" <= text[start] <= "\u9fff":
            break
        if text[end - 1] in "省市区县旗盟州" and text[start:end] in regions.by_name():
            best = start
    if best is None:
        return None
    before = ending_at(text, best, year)
    start = before[0] if before else best
    for chain in chains(text[start:end], year):
        if chain.end == end - start and chain.whole:
            return start, tuple(sorted({code for one in chain.places for code in now(one.code)}))
    return None


def _platforms(text: str) -> Iterator[Sign]:
    seen = set()
    for place in places(text, "政务服务网"):
        for length in (2, 3):
            ones = regions.by_name().get(text[place - length : place], ())
            provinces = sorted({n.division.code for n in ones if n.division.level == "province"})
            if provinces and provinces[0] not in seen:
                seen.add(provinces[0])
                span = (place - length, place + 5)
                yield Sign(
                    "platform", text[slice(*span)], tuple(provinces), WEIGHTS["platform"], *span
                )


def _superiors(text: str, year: int | None, words: tuple[str, ...]) -> Iterator[Sign]:
    seen = set()
    for word in words:
        for place in places(text, word):
            found = ending_at(text, place, year)
            if found and found[1] not in seen:
                seen.add(found[1])
                span = (found[0], place + len(word))
                yield Sign("superior", text[slice(*span)], found[1], WEIGHTS["superior"], *span)


@cache
def _known_signs(kind: str) -> dict[str, tuple[str, ...]]:
    return {
        row["sign"]: tuple(row["regions"].split(";"))
        for row in lines("signs.csv")
        if row["kind"] == kind
    }


def _documents(text: str) -> Iterator[Sign]:
    seen = set()
    for place in places(text, "〔20"):
        match = _DOCUMENT.search(text, max(0, place - 8), place)
        if match and match[1] not in seen:
            seen.add(match[1])
            codes = _known_signs("document_number")[match[1]]
            words = text[match.start() : place + 6]
            yield Sign(
                "document_number",
                words,
                codes,
                WEIGHTS["document_number"],
                match.start(),
                place + 6,
            )


def _brands(text: str) -> Iterator[Sign]:
    for brand, codes in _known_signs("platform").items():
        place = text.find(brand)
        if place >= 0:
            end = place + len(brand)
            yield Sign("platform", brand, codes, WEIGHTS["platform"], place, end)
