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
    r"|汇总表|申请表|公开目录|公开制度|公开规定|法治政府|评估|考核|新闻|动态|办法|条例|季度|半年"
)
_OTHER_REPORT = re.compile(
    r"[预决]算|绩效|自评|整改|质量|述职|法治|社会责任|调查|网站|统计(?!局|所|调查)|审计(?!局|署)"
    r"|执法(?!局|[大支总]队)"
)
"""Reports of another kind, which may stand in a column of reports; not the names of bodies."""
_PUBLISHES = re.compile(
    r".{0,40}(?:印发|公布|发布)《?([^《》]{4,80}(?:报告|年报))》?的(?:通知|公告|通告)"
)
"""A notice that is the publication of a report."""
_GENERAL = re.compile(r"(?:政府)?(?:信息|政务)公开(?:专栏|专题|平台|栏目)?|法定主动公开内容")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,20}(?:局|委|委员会|办|办公室|厅|院|署|处|中心|[大支总]队|公司|学校|政府|管委会"
    r"|街道|街道办|街道办事处|镇|乡|[区县市州盟旗])"
)
_COLUMN = re.compile(r"(?:信息|政务)公开[^,。;:]{0,10}(?:年报|年度报告|工作报告)|公开年报|年度报告")
_ATTACHED = re.compile(r"\.(?:docx?|wps|rtf|odt|pdf|xlsx?|et|ofd|zip)(?=$|[?&#/])", re.I)
_SERVED = re.compile(
    r"download|downfile|attach(?!event)|annex|(?:get|open|show|view)file|file_?id=", re.I
)
_TAKES = re.compile(r"附件|下载|全文|原文|报告|年报")
"""Words of a link to a file that a program of the site hands out, without its name."""
_HINTS = (
    ".doc", ".pdf", ".xls", ".wps", ".rtf", ".od", ".ofd", ".et", ".zip", "<embed", "<object",
    "download", "downfile", "attach", "annex", "getfile", "openfile", "showfile", "viewfile",
    "fileid=", "file_id=",
)  # fmt: skip
_PLAIN_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|ico|svg|css|js|mp[34]|avi|flv|wmv|rar|7z|exe|apk)(?:$|\?)", re.I
)
_NOT_ATTACHED = re.compile(
    r"申请表|样表|样本|流程|指南|承诺|模板|格式|授权|委托|客户端|app|软件|插件|阅读器|浏览器", re.I
)

_NO_BODY = re.compile(r"大厅|会客厅|(?:新闻|服务|数据|资讯|互动)中心")


def fold(words: str) -> str:
    """Words without white space, brackets of titles and differences of width."""
    return re.sub(r"[\s《》〈〉“”\"]+", "", unicodedata.normalize("NFKC", words))


def meaning(words: str, *, in_column: bool = False) -> Meaning:
    """What a link of such words leads to: a report (it names a year), a list of them, or
    something else. ``in_column``: it stands on a page that calls itself such a list."""
    published = _PUBLISHES.fullmatch("".join(unicodedata.normalize("NFKC", words).split()))
    folded = fold(published[1] if published else words)
    if not folded or _OTHER.search(folded):
        return "other"
    if in_column and _ONLY_YEAR.fullmatch(folded):
        return "list"
    if _REPORT.search(folded):
        return "report" if _YEAR.search(folded) else "list"
    if in_column and _YEAR.search(folded) and _IN_COLUMN.search(folded):
        return "other" if _OTHER_REPORT.search(folded) else "report"
    return "other"


def is_column(title: str) -> bool:
    """Whether a page calls itself a list of reports."""
    return _COLUMN.search(fold(title)) is not None


def is_general(words: str) -> bool:
    """Whether a link leads to all that is disclosed, in which a list of reports may be."""
    return _GENERAL.fullmatch(fold(words)) is not None


def is_body(words: str) -> bool:
    """Whether a link is called like a body, which may have a list of its own."""
    folded = fold(words)
    return _BODY.fullmatch(folded) is not None and not _NO_BODY.search(folded)


def is_attachment(address: str, words: str) -> bool:
    """Whether a link on a report's page leads to a file that may be the report."""
    folded = fold(words)
    named = _ATTACHED.search(address) or _ATTACHED.search(words)
    served = _SERVED.search(address) and _TAKES.search(folded)
    return bool(named or served) and not _NOT_ATTACHED.search(folded)


def may_name_attachment(markup: str) -> bool:
    """Whether a page may lead to a file or show one, told quickly."""
    folded = markup.lower()
    return any(hint in folded for hint in _HINTS)


def may_be_page(address: str) -> bool:
    """Whether an address may lead to a page or a document, by how it ends."""
    return _PLAIN_FILE.search(address) is None
