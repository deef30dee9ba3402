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


def host_of(address: str) -> str | None:
    """The government host of an address, in lower case."""
    match = _HOST.match(address)
    return match[1].lower() if match else None


@lru_cache(maxsize=16_384)
def regions_of(host: str) -> tuple[tuple[str, ...], bool]:
    """Codes that a host may be of, and whether its name is written out.

    The labels are read from the right, each within the one before it: of
    ``sfj.xigong.luoyang.gov.cn`` the last that names a division.
    """
    labels = host.removesuffix(".gov.cn").split(".")
    found: tuple[str, ...] = ()
    exact = True
    for label in reversed(labels):
        for names, is_exact in ((_exact(), True), (_initials(), False)):
            codes = names.get(label, ())
            if found:
                codes = tuple(
                    c for c in codes if any(regions.within(c, f) and c != f for f in found)
                )
                if not is_exact:
                    codes = ()  # departments are called by their initials too
            if codes:
                found, exact = codes, is_exact and exact
                break
    return found, exact
