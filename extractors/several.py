"""Texts that print the table of section three more than once: several reports, or a copy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.compact import Compact
from extractors.document import Decoded
from extractors.model import Report, Span
from extractors.titles import titles_between

_NUMBERED_ROW = re.compile(
    r"1[.、]?属于国家秘密|2[.、]?其他法律行政法规|3[.、]?危及|4[.、]?保护第三方|5[.、]?属于三类"
    r"|6[.、]?属于四类|7[.、]?属于行政执法|8[.、]?属于行政查询|1[.、]?本机关不掌握|2[.、]?没有现成"
    r"|3[.、]?补正后|1[.、]?信访举报|2[.、]?重复申请|3[.、]?要求提供公开|4[.、]?无正当理由大量"
)
"""Rows of section three that are told by their number, which prose does not give them."""
_MANY_ROWS = 4
_NO_MARKS = str.maketrans("", "", ".、")
_TABLE = re.compile(
    r"本年新收政府信息公开申请(?:(?!本年新收政府信息公开申请).)*?属于国家秘密"
    r"(?:(?!属于国家秘密).)*?结转下年度继续办理[^\u2e80-\u9fff(\[]*",
    re.S,
)
_MOST = 4
"""Reports of one page."""


def holds_several(text: str) -> bool:
    """Whether a compact text prints the rows of section three more than once."""
    rows = Counter(row.translate(_NO_MARKS) for row in _NUMBERED_ROW.findall(text))
    return sum(times > 1 for times in rows.values()) >= _MANY_ROWS


def copies(flat: Compact) -> list[Span]:
    """Stretches that print the table of section three again, word for word; none where any
    differs, or a title stands between: then there may be several reports."""
    tables = [Span(*match.span()) for match in _TABLE.finditer(flat.text)]
    if len({flat.text[slice(*table)].rstrip("-#*") for table in tables}) != 1:
        return []
    between = (titles_between(flat, a.end, b.start) for a, b in pairwise(tables))
    return [] if any(between) else tables[1:]


def split(decoded: Decoded, flat: Compact) -> list[Decoded]:
    """The reports of a text, each with its own title, as texts of the same length in which the
    others are blank; none where titles do not tell where each begins."""
    tables = [Span(*match.span()) for match in _TABLE.finditer(flat.text)]
    if not 1 < len(tables) <= _MOST:
        return []
    cuts = []
    for before, after in pairwise(tables):
        titles = titles_between(flat, before.end, after.start)
        if not titles:
            return []
        cuts.append(flat.line_start(titles[0]))
    bounds = [0, *cuts, len(decoded.text)]
    return [
        replace(decoded, text=_only(decoded.text, start, end), part=f"{number}/{len(tables)}")
        for number, (start, end) in enumerate(pairwise(bounds), 1)
    ]


def _only(text: str, start: int, end: int) -> str:
    blank = re.compile(r"[^\n]")
    return blank.sub(" ", text[:start]) + text[start:end] + blank.sub(" ", text[end:])


def are_apart(reports: Sequence[Report]) -> bool:
    """Whether each report names its body and year, and no two the same."""
    named = [(r.identity.agency_name, r.identity.year) for r in reports]
    whole = all(name is not None and year is not None for name, year in named)
    return whole and len(set(named)) == len(named)
