"""A body's name taken apart: [regions][zone or township][function][form]."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

from extractors.agencies.model import Parsed
from extractors.agencies.regions import Chain, chains
from schema import regions
from schema.characters import PLAIN, TRADITIONAL
from schema.functions import Known, function_of, lines
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
_ZONE = re.compile(
    r"(?P<zone>.{0,24}?(?:开发区|高新区|高新技术产业区|经开区|新区|园区|示范区|试验区|实验区|保税区|保税港区|度假区|"
    r"风景名胜区|风景区|旅游区|景区|管理区|合作区|工业园(?!区)|产业园(?!区)|科技园(?!区)|物流园(?!区)|科学城|集聚区|聚集区|自贸区|港区|新城|功能区|"
    r"先导区|加工区|自然保护区|保护区|国家公园|森林公园|片区|工区|商务区|农场|林场|牧场))"
    r"(?P<rest>(?:工作|开发建设|建设)?(?:管理委员会|管委会|管理局|管理处|管理办公室|建设指挥部|党政办公室|办公室)?)(?P<more>.*)"
)
_TOWN = re.compile(
    r"(?P<town>.{1,12}?(?:街道|苏木|民族乡|镇|乡))(?P<office>人民政府|政府|办事处|办)?(?P<more>.*)"
)
_AREA_OFFICE = re.compile(r"(?P<town>.{2,8}?地区)(?P<office>办事处)(?P<more>)")
_GOVERNMENT = re.compile(
    r"(?:人民政府|行政公署|政府|行署)(?P<office>(?:办公厅|办公室|办|(?:信息公开|政务公开)办公室)?)"
)
_OF_GOVERNMENT = re.compile(r"(?:人民政府|行政公署|政府)(?=.)")
_BRANCH = re.compile(
    r"(?P<parent>.*?(?:局|委员会|委|厅|大队|支队))(?P<place>[^局]{1,12}?)(?P<form>分局|分中心|监管局)(?P<more>.*)"
)
_PART_OF = re.compile(r"(?P<parent>.{2,}?(?:局|委员会))(?P<part>.{2,})")
_OUTPOST = re.compile(
    r"(?P<stem>.*?)(?:派出所|司法所|税务所|财政所|监督管理所|管理所|监管所|监管总?局|监管组|监察局|督察局|专员办事处|专员办"
    r"|调查总?队|工作站|监督所|服务站|代表处|联络处|检查站|分行|支行|(?<!街道)办事处)$"
)
_FORM = re.compile(
    r"(?:管理委员会办公室|委员会办公室|领导小组办公室|服务中心|事业中心|事务中心|发展中心|保障中心|管理中心|控制中心|指挥中心|联合会|委员会|联社|总社"
    r"|总局|总队|支队|大队|中队|中心|办公室|办公厅|管理局|管理处|管理站|事业局|事务局|服务局|发展局|局|厅|委|办|处|署|队|部|会|社|馆|院|室|站)$"
)
_SCHOOL = re.compile(
    r"(?:大学|学院|学校|中学|小学|幼儿园|高级中学|初级中学|党校|高中|一中|二中|三中)(?:\(.*\))?$"
)
_HOSPITAL = re.compile(r"(?:医院|卫生院|卫生服务中心|保健院|血站|急救中心|中心血站|卫生室)$")
_ENTERPRISE = re.compile(r"(?:公司|集团|电厂|水厂|银行|有限责任)$")
_INSTITUTION = re.compile(
    r"(?:图书馆|博物馆|文化馆|美术馆|科技馆|出版社|电视台|广播电台|研究院|研究所|科学院|报社|剧院|纪念馆)$"
)
_INSTITUTIONS = (
    (_SCHOOL, "school"),
    (_HOSPITAL, "hospital"),
    (_ENTERPRISE, "enterprise"),
    (_INSTITUTION, "institution"),
)
_BRACKETS = re.compile(r"\((?:政府)?(办公室|办公厅)\)$")
_FREE_TRADE = re.compile(r"^中国\((.{2,8})\)(?=自由贸易)")
_ASIDE = re.compile(r"\([^()]*\)")
_NOT_A_TOWN = re.compile(r"乡村|城镇|乡镇|村镇|^[镇乡]")
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
    whole = Parsed(plain, rest=plain, core=head, national=True, whole=True)
    whole = replace(whole, function=function, form="department", level="national")
    if not rest:
        return whole
    for chain in chains(rest, year):
        behind = rest[chain.end :]
        own = _outpost(behind) or _department(behind)
        if own is None and behind not in _HERE:
            zone = _zone(plain, chain, behind)
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
    if not rest:
        return _placed(
            plain, chain, "", Office("government", "government", "government"), chain.whole
        )
    if rest in _MANAGED:
        return _placed(plain, chain, rest, Office("zone", "zone", "zone"), True)
    own = _OF_GOVERNMENT.sub("", rest, count=1) if _OF_GOVERNMENT.match(rest) else rest
    office = _government(rest) or _institution(own) or _department(own)
    town = _township(plain, chain, rest) if office is None or "人民政府" in rest[1:] else None
    if town is not None:
        return town
    if office is not None and not own.endswith(("分局", "监管局")):
        return _placed(plain, chain, rest, office, True)
    other = _branch(plain, chain, own) or _zone(plain, chain, own)
    if other is not None:
        return other
    office = office or _outpost(own)
    return _placed(plain, chain, rest, office, office is not None and office.function is not None)


_TOWN_OFFICE = (
    "街道",
    "苏木",
    "办事处",
    *(a + b for a in "镇乡" for b in ("人民政府", "政府", "街道")),
)


_MANAGED = ("管理委员会", "管委会", "管理委员会办公室", "管委会办公室", "行政委员会")
"""What follows a zone that is one with a division."""


def _government(rest: str) -> Office | None:
    match = _GOVERNMENT.fullmatch(rest)
    if match is None:
        return None
    function = "government_office" if match["office"] else "government"
    return Office(function, "government", function)


def _placed(plain: str, chain: Chain, rest: str, office: Office | None, whole: bool) -> Parsed:
    places: Sequence[Division] = chain.places
    provinces = [one for one in places if one.level == "province"]
    if provinces and (rest.endswith(_PROVINCIAL) or not chain.whole):
        places = provinces
    levels = {one.level for one in places}
    large = len(places) == 1 and places[0].level != "county"
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


def _township(plain: str, chain: Chain | None, rest: str) -> Parsed | None:
    """A township or subdistrict, or a body of it."""
    match = _AREA_OFFICE.fullmatch(rest) or _TOWN.fullmatch(rest)
    if match is None or _NOT_A_TOWN.search(rest[: match.end("town") + 1]):
        return None
    more = match["more"]
    office = (_department(more) or _outpost(more)) if more else None
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


def _zone(plain: str, chain: Chain | None, rest: str) -> Parsed | None:
    """A development zone, or a body of it."""
    match = _ZONE.fullmatch(rest)
    if match is None:
        return None
    more = match["more"]
    office = (_department(more) or _outpost(more)) if more else Office("zone", "zone", "zone")
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


def _branch(plain: str, chain: Chain | None, rest: str) -> Parsed | None:
    """A branch that a body has in a part of its region."""
    match = _BRANCH.fullmatch(rest)
    if match is None:
        return None
    office = _department(match["parent"])
    if office is None:
        return None
    place = match["place"]
    above = {one.code for one in chain.places} if chain else None
    called = regions.by_name().get(place, ()) or regions.by_name().get(place.removesuffix("区"), ())
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


class Office(NamedTuple):
    """A function and form, and what the body is apart from its place: the same words for all
    spellings of one body."""

    function: str | None
    form: str
    core: str


_SAME_BODY = (
    "局",
    "厅",
    "委",
    "办",
    "委员会",
    "办公室",
    "管理局",
    "海关",
    "办公厅",
    "总局",
    "管理委员会",
)


def _department(rest: str) -> Office | None:
    """A department, where all its words are names of functions."""
    if rest.endswith("海关"):
        return Office("customs", "department", rest)
    ending = _FORM.search(rest)
    if ending is None:
        return None
    for length in range(len(ending[0]), 0, -1):
        form, known = rest[-length:], function_of(rest[:-length])
        if known:
            return Office(known.function, "department", _core(rest, form, known))
    bare = rest[: ending.start()]
    for word in ("管理", "监督", "服务"):
        bare = bare.removesuffix(word)
    known = function_of(bare) or function_of(rest)
    if known:
        return Office(known.function, "department", _core(rest, ending[0], known))
    part = _PART_OF.fullmatch(rest)
    parent = _department(part["parent"]) if part else None
    return parent and parent._replace(core=rest)


def _core(rest: str, form: str, known: Known) -> str:
    if not form.endswith(_SAME_BODY):
        return rest
    return f"{known.function}:{known.group}" if known.group else known.function


def _outpost(rest: str) -> Office | None:
    match = _OUTPOST.fullmatch(rest)
    if match is None:
        return None
    named = {
        "调查队": "survey",
        "调查总队": "survey",
        "派出所": "public_security",
        "司法所": "justice",
    }
    function = next((code for word, code in named.items() if rest.endswith(word)), None)
    known = function_of(match["stem"]) if match["stem"] and not function else None
    return Office(function or (known and known.function), "outpost", rest)


def _institution(rest: str) -> Office | None:
    for pattern, function in _INSTITUTIONS:
        if pattern.search(rest):
            return Office(function, "other", rest)
    return None


def _without_regions(plain: str) -> Parsed:
    """A name that no region begins, such as 司法局 or 区司法局."""
    generic = _GENERIC.match(plain)
    rest = plain[generic.end() :] if generic else plain
    level = _GENERIC_LEVELS.get(generic[1]) if generic else None
    office = _government(rest)
    if office is None and generic is None:
        special = _branch(plain, None, rest)
        special = special or (_township(plain, None, rest) if _department(rest) is None else None)
        if special is not None:
            return special
    own = _OF_GOVERNMENT.sub("", rest, count=1) if _OF_GOVERNMENT.match(rest) else rest
    office = office or _department(own)
    if office is None:
        zone = _zone(plain, None, own)
        if zone is not None:
            return zone
        office = _outpost(own) or _institution(own)
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
