"""Title, agency, year and period of a report, as printed; nothing is taken from file names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extractors.agencies.regions import chains
from extractors.compact import Compact
from extractors.compact import compact as compacted
from extractors.document import NO_METADATA, Metadata
from extractors.findings import finding
from extractors.fold import fold
from extractors.model import Finding, Identity, Severity
from extractors.titles import REGION_END, TITLE_REACH, Title, find_titles, is_body
from schema.characters import TRADITIONAL
from schema.messages import words

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
_COMPILED = re.compile(
    r"由([\u4e00-\u9fff]{4,30}?)(?:综合|根据|依据|按照|汇总|负责|组织|牵头|编制|编写)"
)
_STATISTICS = re.compile("统计|数据|所列|报告期|时限")
_AROUND = 12
"""Characters around a stretch of time that may say what it is of."""
_MENU = 4
"""Characters of a menu that may have run together with a name behind it."""
_BEGINNING = re.compile("一、(?:总体|概述|概况|基本)")


def identify(
    compact: Compact, text: str, metadata: Metadata = NO_METADATA
) -> tuple[Identity, list[Finding]]:
    """Who reports on which year.

    ``text`` is the source of ``compact``: names are given in the characters it prints.
    ``metadata`` is asked for what the text does not state.
    The title names both; of several, that of the stated period, or of the page's head. Where
    it lacks the agency, the metadata lines of a crawl and the signature are asked, in this
    order; where it lacks the year, the stated period.
    """
    stretch = _period(compact.text)
    period = stretch and _dates(stretch)
    stated = period[0].year if period and period[0].year == period[1].year else None
    titles = _above(list(find_titles(compact)), compact)
    dated = [title for title in titles if title.year]
    if stated in {title.year for title in dated}:  # others are of the reports of other years
        dated = [title for title in dated if title.year == stated]
    head = _head_title(metadata)
    named = [title for title in dated if title.certain] or [
        t for t in titles if t.certain and not t.year
    ]
    certain = head if _is_own(head, named, dated, compact) else _own(named, compact)
    alone = next((title for title in dated if title.alone), None)
    best = certain or alone or next(iter(titles), None)
    agency = (
        (certain and certain.agency)
        or _stated(_METADATA, compact.folded, first=True)
        or _stated(_SIGNED, compact.folded, first=False)
        or (best and not best.generic and best.agency)
        or None
    )
    compiled = None if agency else _COMPILED.search(compact.text, 0, TITLE_REACH)
    sure = certain if certain and (certain.alone or alone is None) else alone
    year = (sure and sure.year) or next((title.year for title in dated), None)
    findings = _other_years(dated, year) if not period else []
    findings += _other_agencies(named, certain)
    findings += _about_period(period, year)
    if stretch and period and year and _is_partial(period, year, stretch):
        said = words("period", start=period[0], end=period[1])
        key, expected = "period_not_year", f"{year}-01-01 to {year}-12-31"
        found = f"{period[0]} to {period[1]}"
        findings.append(finding(key, period=said, year=year, expected=expected, found=found))
    year = year or stated
    if compiled and is_body(compiled[1]):
        agency = compiled[1]
        findings.append(finding("agency_from_text", agency=agency, found=compiled[0]))
    agency, menu = _without_menu(agency, compact, text) if agency else (None, [])
    findings += menu
    if agency is None or year is None:
        findings += _from_metadata(metadata, head, agency, year)
        agency = agency or head.agency or metadata.publisher
        year = year or head.year
    findings += [
        finding(rule)
        for rule, value in (("agency_not_stated", agency), ("year_not_stated", year))
        if value is None
    ]
    title = _as_printed(best.text, compact, text) if best else metadata.title
    return Identity(title, agency, year, period), findings


def _without_menu(name: str, compact: Compact, text: str) -> tuple[str, list[Finding]]:
    """A name as printed, without the end of a menu that stands right before it on its line, and
    the record.

    The whole is named just once. The text names the body without these words elsewhere, or, as
    less certain evidence, a division of the country begins behind them.
    """
    place = compact.text.find(name)
    if place < 0 or compact.starts_line(place) or compact.text.count(name) > 1:
        return _as_printed(name, compact, text), []
    first = next((at for at, char in enumerate(name) if char in REGION_END), _MENU)
    tails = [name[cut:] for cut in range(1, min(first, _MENU) + 1)]
    bodies = [tail for tail in tails if is_body(tail)]
    named = [tail for tail in bodies if compact.text.count(tail) > 1]
    placed = [tail for tail in bodies if not chains(name, None) and chains(tail, None)]
    bare = next(iter(named or placed), None)
    if bare is None:
        return _as_printed(name, compact, text), []
    bare = _as_printed(bare, compact, text)
    severity: Severity = "info" if named else "warning"
    return bare, [finding("agency_from_text.menu", severity=severity, agency=bare, found=name)]


def _about_period(period: tuple[date, date] | None, year: int | None) -> list[Finding]:
    """A stated period that is not the title's year, or from which the year is taken."""
    if period is None:
        return []
    found = f"{period[0]} to {period[1]}"
    said = words("period", start=period[0], end=period[1])
    years = {period[0].year, period[1].year}
    if year and years != {year}:
        key, expected = "year_differs_from_period", f"{year}-01-01 to {year}-12-31"
        return [finding(key, year=year, period=said, expected=expected, found=found)]
    if year is None and len(years) == 1:
        return [finding("year_from_period", year=years.pop(), found=found)]
    return []


def _above(titles: Sequence[Title], compact: Compact) -> Sequence[Title]:
    """Titles above the report's text, if there are any: what is below names other reports."""
    body = _BEGINNING.search(compact.text, max((t.start for t in titles[:1]), default=0))
    above = [title for title in titles if body is None or title.start < body.start()]
    return above or titles


def _is_own(head: Title, named: Sequence[Title], dated: Sequence[Title], compact: Compact) -> bool:
    """Whether the title in a page's head is the report's own: it names a body that the text
    names too, and no other year than the text's titles."""
    if not head.certain or head.agency is None or head.agency not in compact.text:
        return False
    years = {title.year for title in dated}
    return len({title.agency for title in named}) != 1 and (not years or head.year in years)


_NO_TITLE = Title("", None, None, 0)


def _head_title(metadata: Metadata) -> Title:
    """The title in a document's metadata; nothing is known of one that names no report."""
    titles = list(find_titles(compacted(fold(metadata.title)))) if metadata.title else []
    certain = [title for title in titles if title.certain]
    return next(iter(certain or titles), _NO_TITLE)


def _from_metadata(
    metadata: Metadata, head: Title, agency: str | None, year: int | None
) -> list[Finding]:
    """The record of what is taken from a document's metadata."""
    name = head.agency or metadata.publisher
    found = [name] if name and agency is None else []
    found += [str(head.year)] if head.year and year is None else []
    if not found:
        return []
    return [finding("identity_from_metadata", taken=", ".join(found), found=metadata.title)]


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


def _other_years(dated: Sequence[Title], year: int | None) -> list[Finding]:
    """A doubt where titles that name a body differ in their year and no period decides."""
    years = sorted({title.year for title in dated if title.certain and title.year} - {year})
    if not years:
        return []
    others = ", ".join(map(str, years))
    return [finding("titles_differ", expected=str(year), found=others)]


def _other_agencies(titles: Sequence[Title], own: Title | None) -> list[Finding]:
    """The record of a choice among titles that name several bodies."""
    others = {title.agency for title in titles} - {own and own.agency}
    if own is None or not others:
        return []
    named = "、".join(sorted(filter(None, others)))
    return [finding("agencies_differ", expected=own.agency, found=named)]


def _own(titles: Sequence[Title], compact: Compact) -> Title | None:
    """Of titles that name a body, as a list of reports does, the report's own: the one whose
    body the text signs with, or else mentions most, or else the last one above the text."""
    if len({title.agency for title in titles}) < 2:
        return next(iter(titles), None)
    signed = _stated(_SIGNED, compact.folded, first=False)
    by_name = next((title for title in titles if title.agency == signed), None)
    body = _BEGINNING.search(compact.text)
    above = body.start() if body else 0

    def rank(title: Title) -> tuple[int, int]:
        place = title.start if title.start < above else -title.start
        return compact.text.count(title.agency or ""), place

    return by_name or max(titles, key=rank)


def _stated(pattern: re.Pattern[str], folded: str, *, first: bool) -> str | None:
    names = [m[1] for m in pattern.finditer(folded) if is_body(m[1])]
    return (names[0] if first else names[-1]) if names else None


def _period(text: str) -> re.Match[str] | None:
    """The first stated stretch of time of more than a month."""
    for match in _PERIOD.finditer(text):
        dates = _dates(match)
        if dates and (dates[1] - dates[0]).days > 31:
            return match
    return None


def _dates(match: re.Match[str]) -> tuple[date, date] | None:
    """The first and the last day of a stretch of time; null where there are no such days."""
    year, month, day, end_year, end_month, end_day = match.groups()
    try:
        start = date(int(year), int(month), int(day))
        return start, date(int(end_year or year), int(end_month), int(end_day))
    except ValueError:
        return None


def _is_partial(period: tuple[date, date], year: int, stretch: re.Match[str]) -> bool:
    """Whether a part of the year is said to be the time of the statistics."""
    text = stretch.string
    around = text[max(0, stretch.start() - _AROUND) : stretch.end() + _AROUND]
    within = {period[0].year, period[1].year} == {year}
    whole = (date(year, 1, 1), date(year, 12, 31))
    return within and period != whole and _STATISTICS.search(around) is not None
