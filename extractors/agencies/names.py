"""A body's name taken apart: [regions][zone or township][function][form]."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from extractors.agencies.model import Parsed
from extractors.agencies.offices import (
    Office,
    department,
    function_branch,
    government,
    institution,
    outpost,
)
from extractors.agencies.parts import branch, township, zone_of
from extractors.agencies.regions import Chain, chains
from schema import regions
from schema.characters import PLAIN, TRADITIONAL
from schema.functions import lines
from schema.regions import Division

_CHARACTERS = PLAIN | TRADITIONAL
_STATE = "中华人民共和国"
_GENERIC = re.compile(
    r"(?:本|我|该)?(自治区|自治州|省|市|县|区|州|旗|盟|镇|乡|街道)(?=[^市县区州旗])"
)
_GENERIC_LEVELS = {
    "自治区": "province",
    "省": "province",
    "自治州": "prefecture",
    "州": "prefecture",
    "盟": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
    "镇": "township",
    "乡": "township",
    "街道": "township",
}
_OF_GOVERNMENT = re.compile(r"(?:人民政府|行政公署|政府)(?=.)")
_BRACKETS = re.compile(r"\((?:政府)?(办公室|办公厅)\)$")
_FREE_TRADE = re.compile(r"^中国\((.{2,8})\)(?=自由贸易)")
_OWN_OFFICE = re.compile(r"(?<=[局厅])(?:政务公开|信息公开|政府信息公开)?(?:工作)?办公室$")
"""The office of a department, which publishes for it."""
_ASIDE = re.compile(r"\([^()]*\)")
_PROVINCIAL = ("厅", "总队")


def plain_name(name: str) -> str:
    """A name in simplified characters of plain width, without white space and quotes."""
    folded = unicodedata.normalize("NFKC", name.translate(_CHARACTERS))
    return re.sub(r"[\s\"'“”‘’《》·]+", "", folded)


@cache
def _national() -> dict[str, str]:
    return {row["name"]: row["function"] for row in lines("national.csv")}


@lru_cache(maxsize=65_536)
def parse(name: str, year: int | None = None) -> Parsed:
    """Take a name apart. Of several readings of its regions the first counts whose rest is
    understood; else the first."""
    plain = plain_name(name).removeprefix(_STATE)
    plain = _FREE_TRADE.sub(r"\1", plain)
    plain = _ASIDE.sub("", _BRACKETS.sub(r"\1", plain)) or plain
    plain = _OWN_OFFICE.sub("", plain)
    national = _of_the_state(plain, year)
    if national is not None:
        return national
    readings = []
    for chain in chains(plain, year):
        reading = _behind(plain, chain)
        if reading is not None:
            if reading.whole:
                return reading
            readings.append(reading)
    without = _without_regions(plain)
    if without.whole or not readings:
        return without
    return readings[0]


def _of_the_state(plain: str, year: int | None) -> Parsed | None:
    """A body of the state, or one that it has in a region."""
    known = _national()
    head = max((name for name in known if plain.startswith(name)), key=len, default=None)
    if head is None:
        return None
    function, rest = known[head], plain[len(head) :]
    whole = Parsed(plain, rest=plain, core=head + rest, national=True, whole=True)
    whole = replace(whole, function=function, form="department", level="national")
    if not rest:
        return whole
    for chain in chains(rest, year):
        behind = rest[chain.end :]
        own = outpost(behind) or department(behind)
        if own is None and behind not in _HERE:
            zone = zone_of(plain, chain, behind)
            if zone is None or zone.function is None:
                continue
            return zone
        form = "branch" if behind.endswith("分局") else own.form if own else "department"
        here = own.function if own and own.function else function
        core = own.core if own and own.form == "department" else f"{function}:{behind}"
        return _placed(plain, chain, behind, Office(here, form, core), True)
    return whole if not rest.startswith("第") else None


_HERE = ("局", "分局", "监管分局", "管理局", "办公室")
"""What a body of the state calls itself in a region, behind its name."""


def _behind(plain: str, chain: Chain) -> Parsed | None:
    """A name behind its regions; null where these cannot end there."""
    rest = plain[chain.end :]
    if rest.startswith(_TOWN_OFFICE):
        return None
    if not rest and plain not in regions.aliases():
        return _placed(plain, chain, "", _ALL_OF_IT, chain.whole)
    if not rest or rest in _MANAGED:
        managed = _placed(plain, chain, rest, Office("zone", "zone", "zone"), True)
        named_alike = chain.links == 1 and all(one.name.endswith("新区") for one in chain.places)
        return replace(managed, sure=False) if named_alike else managed
    own = _OF_GOVERNMENT.sub("", rest, count=1) if _OF_GOVERNMENT.match(rest) else rest
    office = government(rest) or institution(own) or department(own)
    town = township(plain, chain, rest) if office is None or "人民政府" in rest[1:] else None
    if town is not None:
        return town
    if office is not None and not own.endswith(("分局", "监管局")):
        return _placed(plain, chain, rest, office, True)
    other = branch(plain, chain, own) or zone_of(plain, chain, own)
    if other is not None:
        return other
    office = office or function_branch(own) or outpost(own)
    return _placed(plain, chain, rest, office, office is not None and office.function is not None)


_TOWN_OFFICE = (
    "街道",
    "苏木",
    "办事处",
    *(a + b for a in "镇乡" for b in ("人民政府", "政府", "街道")),
)


_ALL_OF_IT = Office("government", "government", "government")
"""What a report means that is titled with a region alone."""
_MANAGED = ("管理委员会", "管委会", "管理委员会办公室", "管委会办公室", "行政委员会")
"""What follows a zone that is one with a division."""


def _placed(plain: str, chain: Chain, rest: str, office: Office | None, whole: bool) -> Parsed:
    places: Sequence[Division] = chain.places
    provinces = [one for one in places if one.level == "province"]
    if provinces and (rest.endswith(_PROVINCIAL) or not chain.whole):
        places = provinces
    levels = {one.level for one in places}
    institution_only = office is not None and office.form == "other"
    large = len(places) == 1 and _is_large(places[0], provinces_only=institution_only)
    return Parsed(
        plain,
        tuple(places),
        sure=chain.whole or (len(places) == 1 and (chain.links > 1 or (whole and large))),
        rest=rest,
        function=office and office.function,
        form=office and office.form,
        core=office.core if office else rest,
        level=levels.pop() if len(levels) == 1 else None,
        whole=whole,
    )


def _is_large(one: Division, *, provinces_only: bool) -> bool:
    """Whether a division is so well known that bodies leave out its unit: 洛阳海关.

    Schools and hospitals are called by other names too: 中山大学 is not in 中山市.
    """
    if provinces_only or one.level == "province":
        return one.level == "province"
    city_of_province = one.name.endswith("市") and (one.parent or "").endswith("0000")
    return one.level == "prefecture" or city_of_province


def _without_regions(plain: str) -> Parsed:
    """A name that no region begins, such as 司法局 or 区司法局."""
    generic = _GENERIC.match(plain)
    rest = plain[generic.end() :] if generic else plain
    level = _GENERIC_LEVELS.get(generic[1]) if generic else None
    office = government(rest)
    if office is None and generic is None:
        special = branch(plain, None, rest)
        special = special or (township(plain, None, rest) if department(rest) is None else None)
        if special is not None:
            return special
    own = _OF_GOVERNMENT.sub("", rest, count=1) if _OF_GOVERNMENT.match(rest) else rest
    office = office or department(own)
    if office is None:
        zone = zone_of(plain, None, own)
        if zone is not None:
            return zone
        office = outpost(own) or institution(own)
    form = office and office.form
    if form == "government" and level == "township":
        form = "township"
    return Parsed(
        plain,
        sure=False,
        rest=rest,
        function=office and office.function,
        form=form,
        core=office.core if office else rest,
        level="province" if own.endswith("厅") else level,
        whole=office is not None and office.function is not None,
    )
