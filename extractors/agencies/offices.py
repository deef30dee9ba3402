"""What a body is: its function and form, and what tells it from others in its place."""

from __future__ import annotations

import re
from typing import NamedTuple

from schema.functions import Known, function_of

_GOVERNMENT = re.compile(
    r"(?:人民政府|行政公署|政府|行署)(?P<office>(?:办公厅|办公室|办|(?:信息公开|政务公开)办公室)?)"
)
_PART_OF = re.compile(r"(?P<parent>.{2,}?(?:局|委员会))(?P<part>.{2,})")
_OUTPOST = re.compile(
    r"(?P<stem>.*?)(?:派出所|司法所|税务所|财政所|监督管理所|管理所|监管所|监管总?局|监管组|监察局|督察局|专员办事处|专员办"
    r"|调查总?队|工作站|监督所|服务站|代表处|联络处|检查站|分行|支行|(?<!街道)办事处)$"
)
_FORM = re.compile(
    r"(?:残联|管理委员会办公室|委员会办公室|领导小组办公室|服务中心|事业中心|事务中心|发展中心|保障中心|管理中心|控制中心|指挥中心|联合会|委员会|联社|总社"
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


def department(rest: str) -> Office | None:
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
    parent = department(part["parent"]) if part else None
    return parent and parent._replace(core=rest)


def _core(rest: str, form: str, known: Known) -> str:
    if not form.endswith(_SAME_BODY):
        return rest
    return f"{known.function}:{known.group}" if known.group else known.function


def function_branch(rest: str) -> Office | None:
    """A branch that is called by its function alone, such as 公安分局 or 银保监分局, or null."""
    known = function_of(rest.removesuffix("分局")) if rest.endswith("分局") else None
    return known and Office(known.function, "branch", _core("", "局", known))


def outpost(rest: str) -> Office | None:
    """A body that another has in a place, such as a 派出所, or null."""
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


def institution(rest: str) -> Office | None:
    """A school, hospital, company or other institution, or null."""
    for pattern, function in _INSTITUTIONS:
        if pattern.search(rest):
            return Office(function, "other", rest)
    return None


def government(rest: str) -> Office | None:
    """A government or its office, or null."""
    match = _GOVERNMENT.fullmatch(rest)
    if match is None:
        return None
    function = "government_office" if match["office"] else "government"
    return Office(function, "government", function)
