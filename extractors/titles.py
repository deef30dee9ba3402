"""Titles of reports, and the names of bodies in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extractors.compact import Compact
from schema.functions import functions

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
_NAME_PART = re.compile(r"[\u4e00-\u9fff·、]{2,25}")
_FURNITURE = re.compile(r"信息公开|政务公开|年报|报告|首页|正文|目录|打印|字体|关闭|导航|位置")
_DECORATION = re.compile(r"[\s#*|\[\]]+")
REGION_END = "省市县区州盟旗镇乡"
_BODY = re.compile(
    r"(?:局|厅|委|办|处|室|部|院|府|署|会|所|站|队|社|行|关|镇|乡|街道|中心|公司|集团|"
    r"分局|大队|支队|总队|学校|大学|学院|医院|开发区|高新区|新区|园区|示范区|试验区|实验区|"
    r"保税区|度假区|风景区|管理区|合作区|[县市区盟旗州省])(?:[(（][^()（）]*[)）])?$"
)
_SUFFIX = re.compile(r"(?:镇|乡|街道|[省市县区旗州盟])(?:人民)?(?:政府|办事处)(?:办公室)?")
"""The generic end of a name, without the place that it belongs to."""
TITLE_REACH = 3_000
_QUOTED = re.compile(r"[《〈][^》〉]*$")
_NAME_AT_END = re.compile(r"[\u4e00-\u9fff·]+(?:\([\u4e00-\u9fff]{2,16}\))?$")
_LEADING = re.compile(r"^.*(?:现将|公布|发布|编制了|编写了|编制)")
_ELSEWHERE = re.compile(
    "上一篇|下一篇|上一条|下一条|相关(?:新闻|链接|文章|文件|信息|报道)|推荐阅读|延伸阅读"
)
"""Words before the titles of other pages."""
_NOBODY = re.compile(
    r"本(?!溪)|[我该]|办公[室厅]$"
    r"|(?:省(?!直)|市(?![场容直]|政[^府])|[县区镇州旗]|乡(?!村)|街道)"
    r"(?![^省市县区州旗盟镇乡]{0,3}[省市县区州旗盟])"
)
"""How words begin that stand for a body without naming it: 本局, 县政府; not 镇江市 or 市南区."""


_LONG = 4


class Title(NamedTuple):
    """A stretch of text that reads like a title; ``certain`` where it names a body, ``alone``
    where nothing else stands on its lines."""

    text: str
    agency: str | None
    year: int | None
    start: int
    alone: bool = False

    @property
    def certain(self) -> bool:
        """Whether it names a body."""
        return self.agency is not None and is_body(self.agency)

    @property
    def generic(self) -> bool:
        """Whether its name only stands for a body."""
        return self.agency is not None and _NOBODY.match(self.agency) is not None


def is_body(name: str) -> bool:
    """Whether words name a body, and do not only stand for one, as 本局 does."""
    return _BODY.search(name) is not None and _NOBODY.match(name) is None


def find_titles(compact: Compact) -> Iterator[Title]:
    """Stretches near the beginning that read like a report's title, the fullest first."""
    for pattern in _TITLES:
        for match in pattern.finditer(compact.text, 0, TITLE_REACH):
            if _inside_number(compact, match.start()):
                continue
            groups = match.groupdict()
            near = compact.text[max(0, match.start() - 40) : match.start()]
            own = groups.get("year") and compact.text[match.end() : match.end() + 1] == "》"
            if (_QUOTED.search(near) and not own) or _ELSEWHERE.search(
                _line_before(compact, match)
            ):
                continue  # the name of a notice about reports, or of another page
            before = _agency_before(compact, match.start())
            between = _clean(groups.get("between") or "")
            if between and _BODY.search(between) and compact.starts_line(match.start()):
                before = ""  # the line names the body itself: what is above it is a menu
            agency = _clean(before) or between
            year = groups.get("year")
            number = int(year.translate(_ZERO_TO_NINE)) if year else None
            first = match.start()
            begins = compact.starts_line(first) or compact.starts_line(first - len(before))
            alone = begins and compact.starts_line(match.end())
            yield Title(before + match[0], agency, number, first, alone)


def titles_between(compact: Compact, start: int, end: int) -> list[int]:
    """Where titles with a year begin that stand alone on their lines in a stretch of text."""
    places = []
    for match in _TITLES[0].finditer(compact.text, start, end):
        before = _agency_before(compact, match.start())
        key = _DECORATION.sub("", before)
        first = match.start()
        if key and compact.text.endswith(key, 0, first):
            first -= len(key)
        if compact.starts_line(first) and compact.starts_line(match.end()):
            places.append(first)
    return places


def _line_before(compact: Compact, match: re.Match[str]) -> str:
    """What stands before a title on its line."""
    offset = compact.source(match.start())
    return compact.folded[compact.folded.rfind("\n", 0, offset) + 1 : offset]


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
        if above and top and top[-1] in REGION_END and top not in above:
            above = top + above
        return (above + same).removesuffix("关于")
    adjacent = not before.endswith("\n\n")
    unfinished = (
        not _BODY.search(above)
        or above[-1:] in REGION_END
        or _is_fragment(same)
        or _is_torn(above, same)
    )
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


def _is_torn(above: str, below: str) -> bool:
    """Whether what bodies are responsible for is torn between two lines: 社|会保障, 行|政审批."""
    return any(
        above.endswith(name[:cut]) and below.startswith(name[cut:])
        for name in _responsibilities()
        for cut in range(1, len(name))
    )


@cache
def _responsibilities() -> tuple[str, ...]:
    """Names of functions that are too long to meet at the border of two names by chance."""
    names = {n for one in functions().values() for group in one.groups for n in group}
    return tuple(sorted(name for name in names if len(name) >= _LONG))


def _last_piece(line: str) -> str:
    """The name that a line ends with, without the words that lead up to it."""
    *before, last = line.split() or [""]
    if any(map(_FURNITURE.search, before)) and _BODY.search(last):
        line = last  # a menu stands before it
    line = line.rpartition("]")[2].strip() or line
    match = _NAME_AT_END.search(_DECORATION.sub("", line))
    return _LEADING.sub("", match[0]) if match else ""


def _clean(name: str) -> str | None:
    """An agency's name without particles; null where nothing is left."""
    bare = name.strip("-_·.的关于度年").replace("(", "（").replace(")", "）")
    return bare if len(bare) >= 2 else None
