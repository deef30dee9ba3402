"""Bodies of a part of a region: townships, development zones, branches."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.agencies.model import Parsed
from extractors.agencies.offices import Office, department, outpost
from extractors.agencies.regions import Chain
from schema import regions
from schema.regions import Division

_ZONE = re.compile(
    r"(?P<zone>.{0,24}?(?:第[一二三四五六七八九十]{1,2}师|开发区|高新区|高新技术产业区|经开区|新区|园区|示范区|试验区|实验区|保税区|保税港区|度假区|"
    r"风景名胜区|风景区|旅游区|景区|管理区|合作区|工业园(?!区)|产业园(?!区)|科技园(?!区)|物流园(?!区)|科学城|集聚区|聚集区|自贸区|港区|新城|功能区|"
    r"先导区|加工区|自然保护区|保护区|国家公园|森林公园|片区|工区|商务区|港务区|科技城|生态城|经济区|工业区|产业区|物流区|农场|林场|牧场)+)"
    r"(?P<rest>(?:工作|开发建设|建设)?(?:管理委员会|管委会|管理局|管理处|管理办公室|建设指挥部|党政办公室|办公室)?)(?P<more>.*)"
)
_TOWN = re.compile(
    r"(?P<town>.{1,12}?(?:街道|苏木|民族乡|镇|乡))(?P<office>人民政府|政府|办事处|办)?(?P<more>.*)"
)
_AREA_OFFICE = re.compile(r"(?P<town>.{2,8}?地区)(?P<office>办事处)(?P<more>)")
_BRANCH = re.compile(
    r"(?P<parent>.*?(?:局|委员会|委|厅|大队|支队))(?P<place>[^局]{1,12}?)(?P<form>分局|分中心|监管局)(?P<more>.*)"
)
_NOT_A_TOWN = re.compile(r"乡村|城镇|乡镇|村镇|^[镇乡]")


def township(plain: str, chain: Chain | None, rest: str) -> Parsed | None:
    """A township or subdistrict, or a body of it."""
    match = _AREA_OFFICE.fullmatch(rest) or _TOWN.fullmatch(rest)
    if match is None or _NOT_A_TOWN.search(rest[: match.end("town") + 1]):
        return None
    more = match["more"]
    office = (department(more) or outpost(more)) if more else None
    if more in ("", "办公室", "党政办公室", "党政综合办公室", "综合办公室"):
        form = "subdistrict" if match["town"].endswith(("街道", "地区")) else "township"
        office = Office("government", form, "government")
    elif not match["office"] and office is None:
        return None
    places = chain.places if chain else ()
    return Parsed(
        plain,
        places,
        sure=chain is None or chain.whole or len(places) == 1,
        town=match["town"],
        rest=rest[match.end("town") :],
        function=office and office.function,
        form=office.form if office else "other",
        core=office.core if office else more,
        level="township",
        whole=office is not None,
    )


def zone_of(plain: str, chain: Chain | None, rest: str) -> Parsed | None:
    """A development zone, or a body of it."""
    match = _ZONE.fullmatch(rest)
    if match is None:
        return None
    more = match["more"]
    office = (department(more) or outpost(more)) if more else Office("zone", "zone", "zone")
    if office is None and not match["rest"]:
        return None
    places: Sequence[Division] = chain.places if chain else ()
    provinces = [one for one in places if one.level == "province"]
    if provinces and chain and not chain.whole:
        places = provinces
    level = places[0].level if len({one.level for one in places}) == 1 else None
    large = len(places) == 1 and level in ("province", "prefecture")
    return Parsed(
        plain,
        tuple(places),
        sure=chain is not None and (chain.whole or chain.links > 1 or large),
        zone=match["zone"],
        rest=match["zone"] + match["rest"] + more,
        function=office and office.function,
        form=office.form if office else "other",
        core=office.core if office else more,
        level=level,
        whole=True,
    )


def branch(plain: str, chain: Chain | None, rest: str) -> Parsed | None:
    """A branch that a body has in a part of its region."""
    match = _BRANCH.fullmatch(rest)
    office = department(match["parent"]) if match else None
    if match is None or office is None:
        return None
    place = match["place"]
    above = {one.code for one in chain.places} if chain else None
    names = regions.by_name()
    called = (*names.get(place, ()), *names.get(place + "新区", ()))
    called = called or names.get(place.removesuffix("区"), ())
    inside = [
        named.division
        for named in called
        if above is None or any(regions.within(named.division.code, code) for code in above)
    ]
    inside = [one for one in inside if above is None or one.code not in above]
    inside = [one for one in inside if one.last is None] or inside
    places = tuple(inside) or (chain.places if chain else ())
    level = places[0].level if len({one.level for one in places}) == 1 else None
    return Parsed(
        plain,
        places,
        sure=chain is not None and len(places) == 1,
        zone=None if inside else place,
        rest=rest,
        function=office.function,
        form="branch",
        core=office.core,
        level=level,
        whole=True,
    )
