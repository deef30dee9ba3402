"""Whether two bodies are the same page but for what a site changes with each visit."""

from __future__ import annotations

import re

from extractors.readers.kinds import HTML, kind_of
from flows.web.markup import seen

_HIDDEN = re.compile(r"<(?:input\b[^<>]*type\s*=\s*[\"']?hidden|(?:meta|link)\b)[^<>]*>?", re.I)
_TAG = re.compile(r"<[a-z][^<>]*>", re.I)
_TOKEN = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{16,}|1\d{9,12}|0\.\d{8,})(?![0-9a-f])", re.I)
"""A session, the time or a random number within a tag."""
_BETWEEN = r"(?:\s|&nbsp;|<(?!/?t[dhr]\b)[^>]{0,80}>){0,4}"
"""What may stand within a counter; not the end of a cell, whose number may be of a report."""
_DAY = r"20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?"
_PASSING = re.compile(
    r"(?=[浏访阅点查人在第今现当系北服星农执处加pP0-9])(?:"
    r"((?:(?:浏览|访问|阅读|点击|查看|点赞|访客|人气)总?(?:次数|人次|人数|量|数|者)?"
    rf"|在线(?:人数|人次|用户|访客))(?::|：)?{_BETWEEN})\d[\d,]*"
    rf"|(第{_BETWEEN})\d[\d,]*(?={_BETWEEN}[位名个]?{_BETWEEN}(?:访客|访问者|浏览者|来访者|访问))"
    rf"|((?:今天|今日|现在|当前|系统|北京|服务器)(?:日期|时间)?是?(?::|：)?{_BETWEEN}){_DAY}"
    r"|(星期)[一二三四五六日天]|(农历)[^<\s]{1,12}"
    r"|((?:执行|处理|加载)(?:时间|耗时)|processed in|Processed in)[^<]{0,20}?\d+(?:\.\d+)?"
    r"|()(?<!\d)[0-2]?\d(?::|：)[0-5]\d(?:(?::|：)[0-5]\d)?(?!\d))"
)
"""Counters of visits, the day and the time of a visit, the time that the page took."""


def is_same_page(one: bytes, other: bytes) -> bool:
    """Whether two bodies are the same page but for scripts, comments, marks of the session,
    clocks and counters of visits, none of which a report is read from."""
    if kind_of(one)[0] != HTML or kind_of(other)[0] != HTML:
        return False
    return _settled(one) == _settled(other)


def _settled(data: bytes) -> str:
    """A page without what changes with each visit."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    shown = _HIDDEN.sub("", "".join(seen(text)))
    marked = _TAG.sub(lambda tag: _TOKEN.sub("", tag[0]), shown)
    return _PASSING.sub(lambda found: "".join(filter(None, found.groups())), marked)
