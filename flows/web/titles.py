"""What the words of a link say of the page behind it, by the habits of this field."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Meaning = Literal["report", "list", "other"]
_YEAR = re.compile(r"20[0-4]\d|二[〇○零OＯ0][一二三四五六七八九〇○零]{2}")
_ONLY_YEAR = re.compile(r"(?:20[0-4]\d|二[〇○零][一二三四五六七八九〇○零]{2})年?度?")
_REPORT = re.compile(
    r"(?:信息|政务)公开[^,。;:]{0,14}?(?:报告|年报)"
    r"|(?:年度|工作)报告[^,。;:]{0,4}(?:信息|政务)公开"
)
_IN_COLUMN = re.compile(r"(?:年度?|工作|情况)[^,。;:]{0,8}报告|年报")
"""Enough for a report within a column of such reports."""
_OTHER = re.compile(
    r"通知|解读|解析|读懂|图解|指南|培训|会议|部署|方案|要求|模板|样式|格式|征集|征求|问卷|填报|催报|报送"
    r"|汇总表|申请表|公开目录|公开制度|公开规定|法治政府|评估|考核|新闻|动态|办法|条例"
)
_COLUMN = re.compile(r"(?:信息|政务)公开[^,。;:]{0,10}(?:年报|年度报告|工作报告)|公开年报|年度报告")
_ATTACHED = re.compile(r"\.(?:docx?|wps|rtf|odt|pdf|xlsx?|et|ofd|zip)(?=$|[?&#/])", re.I)
_HINTS = (".doc", ".pdf", ".xls", ".wps", ".rtf", ".od", ".ofd", ".et", ".zip", "<embed", "<object")
_PLAIN_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|ico|svg|css|js|mp[34]|avi|flv|wmv|rar|7z|exe|apk)(?:$|\?)", re.I
)
_NOT_ATTACHED = re.compile(r"申请表|样表|样本|流程|指南|承诺|模板|格式|授权|委托")


def fold(words: str) -> str:
    """Words without white space, brackets of titles and differences of width."""
    return re.sub(r"[\s《》〈〉“”\"]+", "", unicodedata.normalize("NFKC", words))


def meaning(words: str, *, in_column: bool = False) -> Meaning:
    """What a link of such words leads to: a report (it names a year), a list of them, or
    something else. ``in_column``: it stands on a page that calls itself such a list."""
    folded = fold(words)
    if not folded or _OTHER.search(folded):
        return "other"
    if in_column and _ONLY_YEAR.fullmatch(folded):
        return "list"
    if _REPORT.search(folded):
        return "report" if _YEAR.search(folded) else "list"
    if in_column and _YEAR.search(folded) and _IN_COLUMN.search(folded):
        return "report"
    return "other"


def is_column(title: str) -> bool:
    """Whether a page calls itself a list of reports."""
    return _COLUMN.search(fold(title)) is not None


def is_attachment(address: str, words: str) -> bool:
    """Whether a link on a report's page leads to a file that may be the report."""
    named = _ATTACHED.search(address) or _ATTACHED.search(words)
    return named is not None and not _NOT_ATTACHED.search(fold(words))


def may_name_attachment(markup: str) -> bool:
    """Whether a page may lead to a file or show one, told quickly."""
    folded = markup.lower()
    return any(hint in folded for hint in _HINTS)


def may_be_page(address: str) -> bool:
    """Whether an address may lead to a page or a document, by how it ends."""
    return _PLAIN_FILE.search(address) is None
