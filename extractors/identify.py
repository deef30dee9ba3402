"""Title, agency, year and period of a report, as printed; nothing is taken from file names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from extractors.compact import Compact
from extractors.compact import compact as compacted
from extractors.document import NO_METADATA, Metadata
from extractors.fold import fold
from extractors.model import Finding, Identity
from schema.characters import TRADITIONAL

_ZERO_TO_NINE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = r"(?P<year>20[0-4]\d|二[〇○零][一二三四五六七八九〇○零]{2})(?:年度?|(?=政府信息公开))"
_NAME = (
    r"政府信息(?:与政务)?公开(?:工作)?"
    r"(?:情况的报告|(?:情况)?的?(?:年度工作报告|年度报告|工作报告|年报))"
)
_TITLES = (
    re.compile(rf"{_YEAR}(?P<between>[^,。;:!?、《》\d]{{0,40}}?){_NAME}"),
    re.compile(rf"政府信息公开(?:工作)?{_YEAR}(?:年度)?(?:工作)?报告"),
    re.compile(rf"{_NAME}(?:\({_YEAR}\))?"),
)
"""Titles with the year before, within and behind the words of a title, or without one."""
_PERIOD = re.compile(
    r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日起?,?(?:至|到|-|~|—)"
    r"(?:((?:19|20)\d\d)年|(?:同年|当年|本年))?(\d{1,2})月(\d{1,2})日"
)
_METADATA = re.compile(
    r"(?:发布机构|发布单位|公开机构|信息来源|来源)[ ]*(?:[:|][ ]*\n?[ ]*|(?<=^.{4})\n[ ]*)"
    r"([^\s|:,。]{2,40})(?=[\s|]|$)",
    re.M,
)
"""Metadata of a page: a label and, behind a colon or on the next line, what it says."""
_SIGNED = re.compile(r"^[ \t]*(\S{3,40})[ \t]*\n+[ \t]*20\d\d年\d{1,2}月\d{1,2}日[ \t]*$", re.M)
_NAME_PART = re.compile(r"[\u4e00-\u9fff·、]{2,25}")
_FURNITURE = re.compile(r"信息公开|政务公开|年报|报告|首页|正文|目录|打印|字体|关闭|导航|位置")
_DECORATION = re.compile(r"[\s#*|\[\]]+")
_REGION_END = "省市县区州盟旗镇乡"
_BODY = re.compile(
    r"(?:局|厅|委|办|处|室|部|院|府|署|会|所|站|队|社|行|关|镇|乡|街道|中心|公司|集团|"
    r"分局|大队|支队|总队|学校|大学|学院|医院|开发区|高新区|新区|园区|示范区|试验区|实验区|"
    r"保税区|度假区|风景区|管理区|合作区|[县市区盟旗州省])(?:[(（][^()（）]*[)）])?$"
)
_SUFFIX = re.compile(r"(?:镇|乡|街道|[省市县区旗州盟])(?:人民)?(?:政府|办事处)(?:办公室)?")
"""The generic end of a name, without the place that it belongs to."""
_COMPILED = re.compile(
    r"由([\u4e00-\u9fff]{4,30}?)(?:综合|根据|依据|按照|汇总|负责|组织|牵头|编制|编写)"
)
_BEGINNING = re.compile("一、(?:总体|概述|概况|基本)")
_TITLE_REACH = 3_000
_QUOTED = re.compile(r"[《〈][^》〉]*$")
_NAME_AT_END = re.compile(r"[\u4e00-\u9fff·]+(?:\([\u4e00-\u9fff]{2,16}\))?$")
_LEADING = re.compile(r"^.*(?:现将|公布|发布|编制了|编写了|编制)")


def identify(
    compact: Compact, text: str, metadata: Metadata = NO_METADATA
) -> tuple[Identity, list[Finding]]:
    """Who reports on which year.

    ``text`` is the source of ``compact``: names are given in the characters it prints.
    ``metadata`` is asked for what the text does not state.
    The title names both. Where it lacks the agency, the metadata lines of a crawl and the
    signature are asked, in this order; where it lacks the year, the stated period.
    """
    titles = list(_titles(compact))
    dated = [title for title in titles if title.year]
    named = [title for title in dated if title.certain] or [t for t in titles if t.certain]
    certain = _own(named, compact)
    best = certain or next(iter(titles), None)
    agency = (
        (certain and certain.agency)
        or _stated(_METADATA, compact.folded, first=True)
        or _stated(_SIGNED, compact.folded, first=False)
        or (best and best.agency)
    )
    compiled = None if agency else _COMPILED.search(compact.text, 0, _TITLE_REACH)
    year = (certain and certain.year) or next((title.year for title in dated), None)
    period = _period(compact.text)
    findings = _other_years(dated, year) if not period else []
    findings += _other_agencies(named, certain)
    if period and year and {period[0].year, period[1].year} != {year}:
        findings.append(
            Finding(
                "year_differs_from_period",
                "warning",
                f"the title says {year}, the stated period is {period[0]} to {period[1]}",
                expected=f"{year}-01-01 to {year}-12-31",
                found=f"{period[0]} to {period[1]}",
            )
        )
    if year is None and period and period[0].year == period[1].year:
        year = period[1].year
        findings.append(
            Finding(
                "year_from_period",
                "info",
                f"no title states the year; {year} is taken from the stated period",
                found=f"{period[0]} to {period[1]}",
            )
        )
    if compiled and _BODY.search(compiled[1]):
        agency = compiled[1]
        message = f"no title names the agency; {agency} is said to have compiled the report"
        findings.append(Finding("agency_from_text", "info", message, found=compiled[0]))
    agency = _as_printed(agency, compact, text) if agency else None
    if agency is None or year is None:
        head = _head_title(metadata)
        findings += _from_metadata(metadata, head, agency, year)
        agency = agency or head.agency or metadata.publisher
        year = year or head.year
    for name, value in (("agency", agency), ("year", year)):
        if value is None:
            findings.append(
                Finding(f"{name}_not_stated", "warning", f"the text does not state the {name}")
            )
    title = _as_printed(best.text, compact, text) if best else metadata.title
    return Identity(title, agency, year, period), findings


def _head_title(metadata: Metadata) -> _Title:
    """The title in a document's metadata; nothing is known of one that names no report."""
    titles = list(_titles(compacted(fold(metadata.title or ""))))
    certain = [title for title in titles if title.certain]
    return next(iter(certain or titles), _Title("", None, None, 0))


def _from_metadata(
    metadata: Metadata, head: _Title, agency: str | None, year: int | None
) -> list[Finding]:
    """The record of what is taken from a document's metadata."""
    name = head.agency or metadata.publisher
    found = [name] if name and agency is None else []
    found += [str(head.year)] if head.year and year is None else []
    if not found:
        return []
    message = f"the text does not state it; taken from the document's metadata: {', '.join(found)}"
    return [Finding("identity_from_metadata", "info", message, found=metadata.title)]


def _as_printed(name: str, compact: Compact, text: str) -> str:
    """A name with the traditional characters that the text prints it in."""
    start = compact.text.find(name.replace("（", "(").replace("）", ")"))
    if start < 0:
        return name
    offset = compact.source(start)
    if text.startswith(name, offset):
        return name
    printed = (text[compact.source(start + place)] for place in range(len(name)))
    pairs = zip(name, printed, strict=True)
    return "".join(old if ord(old) in TRADITIONAL else plain for plain, old in pairs)


def _other_years(dated: Sequence[_Title], year: int | None) -> list[Finding]:
    """A doubt where titles that name a body differ in their year and no period decides."""
    years = sorted({title.year for title in dated if title.certain and title.year} - {year})
    if not years:
        return []
    found = ", ".join(map(str, years))
    message = f"the year is taken as {year}, but another title near the beginning says {found}"
    return [Finding("titles_differ", "warning", message, expected=str(year), found=found)]


def _other_agencies(titles: Sequence[_Title], own: _Title | None) -> list[Finding]:
    """The record of a choice among titles that name several bodies."""
    others = {title.agency for title in titles} - {own and own.agency}
    if own is None or not others:
        return []
    found = "、".join(sorted(filter(None, others)))
    message = f"the agency is taken as {own.agency}; other titles near the beginning name {found}"
    return [Finding("agencies_differ", "info", message, expected=own.agency, found=found)]


def _own(titles: Sequence[_Title], compact: Compact) -> _Title | None:
    """Of titles that name a body, as a list of reports does, the report's own: the one whose
    body the text signs with, or else mentions most, or else the last one above the text."""
    if len({title.agency for title in titles}) < 2:
        return next(iter(titles), None)
    signed = _stated(_SIGNED, compact.folded, first=False)
    by_name = next((title for title in titles if title.agency == signed), None)
    body = _BEGINNING.search(compact.text)
    above = body.start() if body else 0

    def rank(title: _Title) -> tuple[int, int]:
        place = title.start if title.start < above else -title.start
        return compact.text.count(title.agency or ""), place

    return by_name or max(titles, key=rank)


class _Title(NamedTuple):
    """A stretch of text that reads like a title; ``certain`` where it names a body."""

    text: str
    agency: str | None
    year: int | None
    start: int

    @property
    def certain(self) -> bool:
        """Whether it names a body."""
        return self.agency is not None and _BODY.search(self.agency) is not None


def _titles(compact: Compact) -> Iterator[_Title]:
    """Stretches near the beginning that read like a report's title, the fullest first."""
    for pattern in _TITLES:
        for match in pattern.finditer(compact.text, 0, _TITLE_REACH):
            if _inside_number(compact, match.start()):
                continue
            groups = match.groupdict()
            near = compact.text[max(0, match.start() - 40) : match.start()]
            own = groups.get("year") and compact.text[match.end() : match.end() + 1] == "》"
            if _QUOTED.search(near) and not own:
                continue  # the name of a notice about reports
            before = _agency_before(compact, match.start())
            between = _clean(groups.get("between") or "")
            if between and _BODY.search(between) and compact.starts_line(match.start()):
                before = ""  # the line names the body itself: what is above it is a menu
            agency = _clean(before) or between
            year = groups.get("year")
            number = int(year.translate(_ZERO_TO_NINE)) if year else None
            yield _Title(before + match[0], agency, number, match.start())


def _inside_number(compact: Compact, start: int) -> bool:
    """Whether a year is the tail of a longer number; one on the line above is another."""
    before = compact.source(start) - 1
    return before >= 0 and compact.folded[before].isdecimal()


def _agency_before(compact: Compact, start: int) -> str:
    """The name before a title's year: the rest of its line, and the line above it where the
    title is broken within the name or after it."""
    folded, offset = compact.folded, compact.source(start)
    line = folded.rfind("\n", 0, offset) + 1
    same = _last_piece(folded[line:offset])
    if same and same != _DECORATION.sub("", folded[line:offset]):
        return same.removesuffix("关于")  # other words stand before it on its line
    before = folded[:line].rstrip(" \t")
    above = _name_on(before.rstrip().rpartition("\n")[2])
    if same not in ("于", "关于"):
        same = same.removesuffix("关于")
    if same in ("", "于", "关于"):
        before = before.rstrip().rpartition("\n")[0]
        top = _name_on(before.rpartition("\n")[2])
        if above and top and top[-1] in _REGION_END and top not in above:
            above = top + above
        return (above + same).removesuffix("关于")
    adjacent = not before.endswith("\n\n")
    unfinished = not _BODY.search(above) or above[-1:] in _REGION_END or _is_fragment(same)
    if adjacent and unfinished and above not in same:
        same = above + same
    return same.removesuffix("关于")


def _name_on(line: str) -> str:
    """A line that can be a name or a part of one, as a whole; else nothing."""
    bare = _DECORATION.sub("", line)
    return bare if _NAME_PART.fullmatch(bare) and not _FURNITURE.search(bare) else ""


def _is_fragment(name: str) -> bool:
    """Whether a name cannot stand alone: too short, a branch without its parent, or no place."""
    branch = name.endswith("分局") and name.count("局") == 1
    return len(name) <= 3 or branch or _SUFFIX.fullmatch(name) is not None


def _last_piece(line: str) -> str:
    """The name that a line ends with, without the words that lead up to it."""
    *before, last = line.split() or [""]
    if any(map(_FURNITURE.search, before)) and _BODY.search(last):
        line = last  # a menu stands before it
    match = _NAME_AT_END.search(_DECORATION.sub("", line))
    return _LEADING.sub("", match[0]) if match else ""


def _clean(name: str) -> str | None:
    """An agency's name without particles; null where nothing is left."""
    bare = name.strip("-_·.的关于度年").replace("(", "（").replace(")", "）")
    return bare if len(bare) >= 2 else None


def _stated(pattern: re.Pattern[str], folded: str, *, first: bool) -> str | None:
    names = [m[1] for m in pattern.finditer(folded) if _BODY.search(m[1])]
    return (names[0] if first else names[-1]) if names else None


def _period(text: str) -> tuple[date, date] | None:
    """The first stated stretch of time of more than a month."""
    for match in _PERIOD.finditer(text):
        year, month, day, end_year, end_month, end_day = match.groups()
        try:
            start = date(int(year), int(month), int(day))
            end = date(int(end_year or year), int(end_month), int(end_day))
        except ValueError:
            continue
        if (end - start).days > 31:
            return start, end
    return None
