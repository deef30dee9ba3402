"""The stated number of new applications against section three."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.findings import finding
from extractors.model import Finding
from extractors.narrative.facts import Facts
from extractors.narrative.labels import PART_OF_YEAR
from extractors.narrative.prose import Prose

# Between the verb and 申请 only words of the field may stand, so that sums of money, visits
# or conditions (超过一定数量的申请) are not taken for the number of applications.
_FIELD_WORDS = (
    r"(?:政府|政务|信息|公开|依申请|依|的|有关|相关|公民|群众|社会公众|公众|法人|其他组织|和|或者?|"
    r"与|及|以及|、|共计|共|各类|各种|全部|处理|办理|新|本年度|年度|任何|形式|书面|关于|案件|提交|"
    r"提出|属于|要求|向本机关|向我局|\(|\)){0,16}"
)
_VERB = re.compile(r"收到和处理|收到|受理|接收|接到|收办|新收|新增(?!收|受|接)")
_BEFORE = re.compile(r"(未曾|未|没有|无|尚未)?(?:共计|共|新增|新|累计|总共|合计)*$")
_BEFORE_REACH = 12
_RECEIVED = re.compile(
    rf"(?:过|了|到)?{_FIELD_WORDS}(?:申请|依申请公开(?:政府信息)?)"
    r"(?P<after>(?:政府|信息|公开|案件|事项|数量|总数|总量|办件|表|的|共计|共|总计|合计|达到?|为|是|:|有|约|件(?=\d))*)"
    r"(?P<count>\d[\d,]*)?(?P<unit>件|条|份|宗|次|例|起|个|项)?"
)
_COUNT_FIRST = re.compile(
    r"(?:过|了|到)?(?P<count>\d[\d,]*)(?P<unit>件|条|份|宗|例|起|个)(?P<after>)(?:的)?"
    r"(?:政府信息公开|信息公开|依申请公开|政府信息)(?:的)?申请(?!人|费|表|书)"
)
_COUNT = r"(?P<count>\d[\d,]*)(?P<unit>件|条|份|宗|次|例|起|个)"
_WHOSE = (
    r"(?:20\d\d年度?|全年|本年度?|我[局市区县办委厅院]|本(?:机关|单位|局|办)|收到|新增|新收|的)*"
)
_MARK = "[,;:。]"
_NOUN_FIRST = (
    re.compile(
        rf"{_MARK}(?P<lead>{_WHOSE})(?:政府信息公开|信息公开|依申请公开)的?申请的?"
        r"(?:新增|受理|接收|收到)?总?(?:数量|数|量)(?:共计?|总计|为|是|:|有|达到?)*"
        rf"(?:{_COUNT}|(?P<zero>0))(?=[,;。(]|$)"
    ),
    re.compile(
        rf"{_MARK}(?P<lead>{_WHOSE})(?:依申请公开|信息公开申请)(?:工作|方面|事项|情况)?[,:]?"
        rf"{_WHOSE}(?:共计?|总共)?(?:收到|受理|接收|新收)了?{_COUNT}(?=[,;。(]|$)"
    ),
)
"""Statements that begin with what is counted, behind a mark: 政府信息公开申请数量为5件."""
_NONE = re.compile(
    rf"(?:无|没有|未有)(?:(?:人|单位|个人|组织)[和及或、]?){{0,3}}{_FIELD_WORDS}(?:申请|依申请公开)(?:公开)?(?:政府信息)?"
    r"(?:的)?(?:事项|情况|情形|案件|办件|件)?(?=[,。;)]|$)"
)
_SUBJECT = ("信息公开", "依申请公开", "政府信息")
"""Without one of these words in its sentence an application may be for anything."""
_OTHER_MATTER = re.compile(r"行政|复议|诉讼|提起|费|人|书|函")
_OTHER_SCOPE = re.compile(
    r"其中|通过|信函|信件|网络|网上|当面|现场|邮寄|邮件|传真|平台|窗口|渠道|"
    r"上年|去年|往年|同比|相比|较|累计|以来|[一二三四]季度|[上下]半年|本级|各部门|各单位|"
    r"转办|协助|牵头|统筹|原[^,;。]{1,12}?[局委办厅]|全[市区县省州旗](?!全年|共|累计|总|合)[^,;。\d]{2,10}$|"
    rf"各[市区县镇乡街]|下属|20\d\d年(?:至|到|-)20\d\d年|{PART_OF_YEAR}"
)
_OWN_PART = re.compile(
    r"[^。;]{0,16}?其中[^。;\d]{0,8}?(?:本级|本机关|本单位|[我本][局办委厅]|办公室)[^。;\d]{0,12}\d"
)
"""What follows the number of a whole region, of which the report's own is named as a part."""
_OF_REGION = re.compile("[全我][市区县省州旗]")
_SECTION_OF_REQUESTS = 3
_REACH = 100
"""Characters of a sentence looked at before and behind a statement."""
_YEAR = re.compile(r"(20\d\d)年")
_NEW = "applications.new_received.total"


class Statement(NamedTuple):
    """A stated number of applications, zero for "none was received".

    ``start`` and ``end`` bound its sentence in the compact text, ``at`` is where it stands.
    """

    number: int
    none: bool
    prose: Prose
    start: int
    at: int
    end: int

    @property
    def sentence(self) -> str:
        """The sentence as printed, without white space."""
        return self.prose.printed(self.start, self.end)


def check_received(
    stated: Sequence[tuple[Prose, Sequence[Statement]]], facts: Facts
) -> list[Finding]:
    """The number of new applications stated in prose against section three.

    A stated number may include what was carried over from the year before. Where one of
    several statements agrees with the table, the others tell of something else.
    """
    found = [one for _, some in stated for one in some]
    if facts.received is None or not found or any(one.number in facts.taken for one in found):
        return []
    first = found[0]
    return [
        finding(
            "narrative_received.none" if first.none else "narrative_received.count",
            (_NEW,),
            severity="error" if first.none else "warning",
            sentence=first.sentence,
            expected=str(facts.received),
            found=str(first.number),
        )
    ]


def statements(prose: Prose, year: int | None) -> Iterator[Statement]:
    """Numbers of applications received in the year that a stretch of prose states."""
    compact = prose.compact
    for verb in _VERB.finditer(compact):
        match = _RECEIVED.match(compact, verb.end()) or _COUNT_FIRST.match(compact, verb.end())
        lead = _BEFORE.search(compact, max(0, verb.start() - _BEFORE_REACH), verb.start())
        start = _sentence(compact, lead.start(), year) if match and lead else None
        if match is None or lead is None or start is None:
            continue
        if not _is_about(prose, start, match.end()):
            continue
        if _OF_REGION.search(compact, start, verb.start()) and _OWN_PART.match(
            compact, match.end()
        ):
            continue
        none = lead[1] is not None
        count = _count(match, compact, none=none)
        if count is not None:
            end = _end(compact, match.end())
            yield Statement(count, none, prose, start, verb.start(), end)
    marked = f"。{compact}"
    for pattern in _NOUN_FIRST:
        for named in pattern.finditer(marked):
            start = _sentence(compact, named.end("lead") - 1, year)
            if start is not None:
                count = int((named["count"] or "0").replace(",", ""))
                end = _end(compact, named.end() - 1)
                yield Statement(count, count == 0, prose, start, named.start(), end)
    for denial in _NONE.finditer(compact):
        start = _sentence(compact, denial.start(), year)
        if start is not None and any(word in denial[0] for word in _SUBJECT):
            end = _end(compact, denial.end())
            yield Statement(0, True, prose, start, denial.start(), end)


def _is_about(prose: Prose, start: int, end: int) -> bool:
    """Whether a stretch speaks of requests for information, as all of section three does."""
    words = prose.compact[start:end]
    return prose.section == _SECTION_OF_REQUESTS or any(word in words for word in _SUBJECT)


def _sentence(compact: str, place: int, year: int | None) -> int | None:
    """Where the sentence of a statement begins; null where its words before the statement name
    a part of all applications, or another time than the year."""
    floor = max(0, place - _REACH)
    start = max([floor, *(compact.rfind(mark, floor, place) + 1 for mark in "。;")])
    before = compact[start:place]
    years = _YEAR.findall(before)
    other = year and years and int(years[-1]) != year
    return None if other or _OTHER_SCOPE.search(before) else start


def _end(compact: str, place: int) -> int:
    """Where the sentence of a statement ends, or what is looked at of it."""
    stops = [compact.find(mark, place, place + _REACH) for mark in "。;"]
    return min([stop for stop in stops if stop >= 0], default=place + _REACH)


def _count(match: re.Match[str], text: str, *, none: bool) -> int | None:
    if none:
        whole = not match["count"] and not _OTHER_MATTER.match(text, match.end())
        return 0 if whole and not match["after"].endswith("的") else None
    number = (match["count"] or "").replace(",", "")
    return int(number) if 0 < len(number) <= 9 and match["unit"] else None
