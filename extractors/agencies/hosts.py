"""What the name of a host says of its region: government sites are called by pinyin."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache

from schema import regions
from schema.functions import lines

_HOST = re.compile(r"(?:https?://)?([a-z0-9.-]+\.gov\.cn)", re.I)
_UNITS = {
    "省": "sheng",
    "市": "shi",
    "区": "qu",
    "县": "xian",
    "旗": "qi",
    "州": "zhou",
    "盟": "meng",
}


@cache
def _exact() -> dict[str, tuple[str, ...]]:
    """Codes that the divisions of a pinyin name have now: xigong, xigongqu."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in regions.divisions():
        if one.last is None:
            pinyin = one.pinyin.replace(" ", "")
            found[pinyin].add(one.code)
            found[pinyin + _UNITS.get(one.name[-1], "")].add(one.code)
    stated = {
        row["sign"]: set(row["regions"].split(";"))
        for row in lines("signs.csv")
        if row["kind"] == "host"
    }
    return {name: tuple(sorted(codes)) for name, codes in {**found, **stated}.items()}


@cache
def _initials() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one in regions.divisions():
        if one.last is None:
            initials = "".join(part[0] for part in one.pinyin.split())
            found[initials].add(one.code)
            found[initials + _UNITS.get(one.name[-1], "x")[0]].add(one.code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


@cache
def _joined() -> dict[str, tuple[str, ...]]:
    """Codes of counties by the initials of their prefecture and their own: njgl."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in regions.divisions():
        above = regions.find(one.parent) if one.parent else None
        if one.last is None and above is not None:
            initials = "".join(part[0] for part in f"{above.pinyin} {one.pinyin}".split())
            found[initials].add(one.code)
            found[initials + _UNITS.get(one.name[-1], "x")[0]].add(one.code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


EXACT, JOINED, INITIALS = 3.0, 2.0, 1.0
"""How much a host counts whose name is written out, or shortened."""


def host_of(address: str) -> str | None:
    """The government host of an address, in lower case."""
    match = _HOST.match(address)
    return match[1].lower() if match else None


@lru_cache(maxsize=16_384)
def regions_of(host: str) -> tuple[tuple[str, ...], float]:
    """Codes that a host may be of, and how much that counts.

    The labels are read from the right, each within the one before it: of
    ``sfj.xigong.luoyang.gov.cn`` the last that names a division. Behind one only names that are
    written out count: departments are called by their initials too.
    """
    found: tuple[str, ...] = ()
    weight = 0.0
    for label in reversed(host.removesuffix(".gov.cn").split(".")):
        if found:
            inside = [
                code
                for code in _exact().get(label, ())
                if any(regions.within(code, above) and code != above for above in found)
            ]
            found = tuple(inside) or found
            continue
        for names, counts in ((_exact(), EXACT), (_joined(), JOINED), (_initials(), INITIALS)):
            if label in names:
                found, weight = names[label], counts
                break
    return found, weight
