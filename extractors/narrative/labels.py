"""What the words before a quantity say that it counts."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.narrative.prose import Quantity

OUTCOMES = {
    "granted": ("granted",),
    "granted_or_partial": ("granted", "partial"),
    "partial": ("partial",),
    "refused": ("refused",),
    "unable": ("unable",),
    "unprocessed": ("unprocessed",),
    "other": ("other",),
}
"""Kinds of quantities that count outcomes, with the groups of the form that each is the sum of."""
_UNITS = frozenset("件宗起条份例个")
_ME = r"我[局市区县办委厅院处会镇乡]|本(?:机关|单位|局|办|委)"
_LEAD = (
    rf"(?:其中|共计?|总共|合计|全年|本年度?|当年|今年|YEAR年度?|{_ME}|已|均|同时|另有?|的|依法|依规|"
    r"按时|按期|按规定|及时|如期|作出|做出|答复|决定|予以|给予|对其中|实际|全部|申请)*"
)
_TAIL = (
    r"(?:的|了|申请|政府信息公开申请|信息公开申请|依申请公开|政府信息|案件|事项|答复|决定|"
    r"情形|情况|类|共计?|合计|总计|为|是|有|数量?|:)*+"
)
_WAY = r"(?:平台|系统|渠道|方式|途径|形式|网站|申请|提交|提出|接收|收到|受理|邮寄|的)*"
_KINDS = {
    "carried": r"(?:不?含|包括|包含|加上|连同|加|及)?(?:上一?年度?|去年|LAST年度?)"
    r"(?:结转|转入|转结|遗留)"
    r"(?:至|到)?(?:下来|而来|本年度?|今年)?(?:继续)?(?:办理|处理)?",
    "forward": r"(?:结转|转结|转|顺延)(?:至|到|入)?(?:下一?年度?|次年|明年|NEXT年度?)"
    r"(?:继续)?(?:办理|处理|答复)?",
    "closed": r"(?:办结|办理完毕|处理完毕|办结答复|答复办结)",
    "answered": r"答复",
    "dealt": r"(?:办理|处理)(?:了)?(?:政府信息公开|信息公开|依申请公开)",
    "granted": r"(?:予以|同意|准予|全部)公开",
    "granted_or_partial": r"予以公开(?:、|和|及|与|或)(?:予以)?部分公开",
    "partial": r"部分公开",
    "refused": r"(?:不予|不同意)公开",
    "unable": r"(?:无法|不能)提供(?:相关)?",
    "unprocessed": r"不予处理",
    "other": r"(?:作|按)?其他处理",
    "person": r"(?:自然人|公民|个人)(?:提出|提交)?",
    "organisation": r"法人(?:或者?|和|及|、|与)(?:其他|非法人)组织(?:提出|提交)?",
    "business": r"商业企业(?:提出|提交)?",
    "research": r"科研机构(?:提出|提交)?",
    "public_interest": r"社会公益组织(?:提出|提交)?",
    "legal_service": r"法律服务机构(?:提出|提交)?",
    "channel": r"(?:通过|以|经)?(?:网络|网上|线上|在线|互联网|门户网站|政府网站|网站|"
    r"电子邮件|电子邮箱|邮件|邮箱|信函|书面|邮寄|来信|信件|快递|当面|现场|窗口|线下|传真|"
    r"其他(?:方式|渠道|途径|形式))" + _WAY,
}
_IN_BRACKETS = ("carried",)
_BEHIND = ("carried", "forward", "granted", "partial", "refused", "unable", "unprocessed")
"""Kinds that may be told behind the number: 3件结转下年度."""
_NEUTRAL = re.compile(r"(?:其中|另外?|其余|尚|还|剩余|余下|有|的|含)*")
_OF_TAIL = re.compile(
    r"^(?:政府信息公开|信息公开)?(?:申请)?(?:按照?《?条例》?的?规定|依法|为|系|属于|是|均|被)*"
)
_SHARE = re.compile(
    r"(?:约?占|占比)(?:约|比例?|比重|总量?|申请|办结|办理|受理|答复|收到|处理|全部|全年|数量?|件|"
    r"的|为|是|达|:|政府信息公开|依申请公开)*+"
)
PART_OF_YEAR = r"(?<!\d)(?:[2-9]|1[01])月|(?<!\d)1月(?!1日)|(?<!\d)12月(?!31日)"
"""Months, but for the first and the last day of a year."""
_OTHER_TIME = re.compile(
    r"(?<![较比与同])(?:上一?年|去年)(?!度?(?:结转|转入|转结|遗留|同期))|往年|历年|累计|以来|季度|[上下]半年|"
    rf"{PART_OF_YEAR}|截至|截止"
)
_HINT = re.compile("[上去往历累来季半月截]")
"""A character that each such word has: sentences without one are many."""
_YEAR = re.compile(r"(?<![较比与])(20\d\d)年(?!度?(?:结转|转))")
_CLOSED = re.compile(
    r"(?:均|全部|都)(?:已经?|按时|按期|依法|依规|及时|如期|规范)*(?:予以)?办结(?=[,;)]|$)"
)
_OPEN = re.compile(r"结转|顺延|尚|截至|截止|目前|除|外|延期")
_ONE = re.compile(r"均(?:为|系|是|由)自然人(?:申请|提出|提交|的)*(?=[,;)]|$)")


@lru_cache(maxsize=64)
def _pattern(year: int | None) -> re.Pattern[str]:
    """The kinds of quantities, each a group, in a report on a year."""
    kinds = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items())
    years = {"YEAR": year, "LAST": year and year - 1, "NEXT": year and year + 1}
    pattern = f"{_LEAD}(?:{kinds}){_TAIL}"
    for name, number in years.items():
        pattern = pattern.replace(f"{name}年", f"{number or '本'}年")
    return re.compile(pattern)


@lru_cache(maxsize=4096)
def _kind(lead: str, tail: str, year: int | None) -> str | None:
    """What words before a quantity, or else those behind it, say that it counts."""
    match = _pattern(year).fullmatch(lead)
    if match is None and _NEUTRAL.fullmatch(lead):
        behind = _pattern(year).fullmatch(_OF_TAIL.sub("", tail))
        match = behind if behind and behind.lastgroup in _BEHIND else None
    return match.lastgroup if match else None


_LONGEST = 40
"""Characters of words before a quantity that are looked at."""


def kind_of(quantity: Quantity, year: int | None) -> str | None:
    """What a quantity counts; null where its words say anything else besides."""
    if quantity.unit[0] not in _UNITS or quantity.decimals or len(quantity.lead) > _LONGEST:
        return None
    kind = _kind(quantity.lead, quantity.tail, year)
    return None if quantity.inside and kind not in _IN_BRACKETS else kind


def states_share(quantity: Quantity) -> bool:
    """Whether a percentage is the share of the count before it."""
    return quantity.unit == "%" and _SHARE.fullmatch(quantity.lead) is not None


class Times:
    """The times that a sentence names: which of its words are about the year."""

    def __init__(self, text: str, year: int | None) -> None:
        other = _OTHER_TIME.search(text) if _HINT.search(text) else None
        self._end = other.end() if other else len(text) + 1
        self._years = [(m.start(), int(m[1]) == year) for m in _YEAR.finditer(text) if year]

    def is_other(self, place: int) -> bool:
        """Whether words before a place name another time than the year."""
        before = [own for start, own in self._years if start < place]
        return self._end <= place or (bool(before) and not before[-1])


def all_closed(sentence: str) -> int | None:
    """Where a sentence has said that all applications are closed, without a reserve."""
    match = _CLOSED.search(sentence)
    return match.end() if match and not _OPEN.search(sentence) else None


def names_one_applicant(sentence: str) -> int | None:
    """Where a sentence has said that all applications come from natural persons."""
    match = _ONE.search(sentence)
    return match.end() if match else None
