"""Small indicator tables of report years before 2019, in every layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.model import Indicator, Report

from .support import read

Table = list[list[str]]

NATIONAL_HEAD = ["统计指标", "单位", "统计数"]
NATIONAL: Table = [
    ["一、主动公开情况", "——", "——"],
    ["（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "1203"],
    ["其中：主动公开规范性文件数", "条", "31"],
    ["制发规范性文件总数", "件", "35"],
    ["（二）通过不同渠道和方式公开政府信息的情况", "——", "——"],
    ["1.政府公报公开政府信息数", "条", "0"],
    ["2.政府网站公开政府信息数", "条", "1177"],
    ["3.政务微博公开政府信息数", "条", "204"],
    ["二、依申请公开情况", "——", "——"],
    ["（一）收到申请数", "件", "27"],
    ["1.当面申请数", "件", "4"],
    ["2.传真申请数", "件", "0"],
    ["3.网络申请数", "件", "13"],
    ["4.信函申请数", "件", "10"],
    ["（二）申请答复数", "件", "26"],
    ["1.属于已主动公开范围数", "件", "5"],
    ["2.同意公开答复数", "件", "11"],
    ["3.同意部分公开答复数", "件", "2"],
    ["4.不同意公开答复数", "件", "6"],
    ["其中：涉及国家秘密", "件", "1"],
    ["涉及商业秘密", "件", "0"],
    ["危及国家安全、公共安全、经济安全和社会稳定", "件", "5"],
    ["5.不属于本行政机关公开数", "件", "2"],
    ["三、行政复议数量", "件", "3"],
    ["（一）维持具体行政行为数", "件", "2"],
    ["（二）被依法纠错数", "件", "1"],
    ["（三）其他情形数", "件", "0"],
    ["四、行政诉讼数量", "件", "1"],
    ["（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "0"],
    ["（二）被依法纠错数", "件", "0"],
    ["（三）其他情形数", "件", "1"],
    ["五、依申请公开信息收取的费用", "万元", "0.35"],
    ["六、机构建设和保障经费情况", "——", "——"],
    ["（一）从事政府信息公开工作人员数", "人", "9"],
    ["1.专职人员数（不包括政府公报及政府网站工作人员数）", "人", "2"],
    ["2.兼职人员数", "人", "7"],
    ["（二）接受培训人员数", "人次", "140"],
]
CODES = {
    "disclosed.total": 1203,
    "disclosed.normative_documents": 31,
    "normative_documents.issued": 35,
    "disclosed.gazette": 0,
    "disclosed.website": 1177,
    "disclosed.weibo": 204,
    "received.total": 27,
    "received.in_person": 4,
    "received.fax": 0,
    "received.online": 13,
    "received.letter": 10,
    "answered.total": 26,
    "answered.already_public": 5,
    "answered.granted": 11,
    "answered.partially_granted": 2,
    "answered.refused": 6,
    "answered.refused_state_secret": 1,
    "answered.refused_business_secret": 0,
    "answered.refused_security_stability": 5,
    "answered.not_this_agency": 2,
    "reconsideration.total": 3,
    "reconsideration.upheld": 2,
    "reconsideration.corrected": 1,
    "reconsideration.other": 0,
    "litigation.total": 1,
    "litigation.upheld": 0,
    "litigation.corrected": 0,
    "litigation.other": 1,
    "fees.total": 0.35,
    "staff.total": 9,
    "staff.full_time": 2,
    "staff.part_time": 7,
    "training.participants": 140,
}
LOCAL_HEAD = ["指标名称", "计量单位", "2018年度", "历年累计"]
LOCAL: Table = [
    ["主动公开文件数", "条", "318", "2250"],
    ["其中：1.政府网站公开数", "条", "310", "2201"],
    ["2.政府公报公开数", "条", "8", "49"],
    ["受理依申请公开信息总数", "条", "7", "61"],
    ["其中：1.当面申请数", "条", "2", "20"],
    ["2.网上申请数", "条", "4", "30"],
    ["3.信函、传真申请数", "条", "1", "11"],
    ["行政复议数", "件", "0", "3"],
]
LOCAL_CODES = {
    "disclosed.total": (318, 2250),
    "disclosed.website": (310, 2201),
    "disclosed.gazette": (8, 49),
    "received.total": (7, 61),
    "received.in_person": (2, 20),
    "received.online": (4, 30),
    "received.letter_or_fax": (1, 11),
    "reconsideration.total": (0, 3),
}
NARRATIVE = """\
西工区司法局2018年政府信息公开工作年度报告
本报告统计期为2018年1月1日至2018年12月31日。
一、概述
我局按时公开信息。
二、主动公开政府信息情况
{prose}
三、依申请公开政府信息情况
按规定办理。
四、存在的主要问题和改进措施
解读偏少。
五、附表
政府信息公开情况统计表
填报单位：西工区司法局（盖章）
"""
FOOT = (
    "\n单位负责人：张某 审核人：李某 填报人：王某 联系电话：0379-65912345 填报日期：2019年1月8日\n"
)


def early_document(table: str, prose: str = "公开情况良好。", foot: str = FOOT) -> str:
    """A report of 2018 with a table behind its last heading."""
    return NARRATIVE.format(prose=prose) + table + foot


def read_table(table: str, prose: str = "公开情况良好。", foot: str = FOOT) -> Report:
    """The report with a table."""
    return read(early_document(table, prose, foot))


def by_code(report: Report) -> dict[str | None, Indicator]:
    """Indicators by code."""
    return {one.code: one for one in report.indicators}


def _cells(table: Table) -> list[str]:
    return [cell for row in table for cell in row if cell]


def _broken(table: Table) -> str:
    """Each label broken over two lines in its middle, one row after the other."""
    lines = []
    for row in table:
        label = row[0]
        half = max(2, len(label) // 2)
        lines += [label[:half], " ".join([label[half:], *row[1:]])]
    return "\n".join(lines)


def _paged(table: Table) -> str:
    """Rows with pipes, and every eight rows a page number and the head again."""
    lines = []
    for number, row in enumerate(table):
        lines.append(" | ".join(row))
        if number and number % 8 == 0:
            lines += ["", f"- {number // 8 + 1} -", "", " | ".join(table[0])]
    return "\n".join(lines)


def _ragged(table: Table) -> str:
    """Pipes in runs of different length, and some behind the last cell."""
    return "\n".join(
        (" |" * (number % 3 + 1) + " ").join(row) + " |" * (number % 2)
        for number, row in enumerate(table)
    )


def _aligned(table: Table) -> str:
    return "\n".join(
        "  " + row[0].ljust(46) + "".join(cell.rjust(12) for cell in row[1:]) for row in table
    )


def _markdown(table: Table) -> str:
    rows = [f"| {' | '.join(row)} |" for row in table]
    return "\n".join([rows[0], "|" + "---|" * len(table[0]), *rows[1:]])


LAYOUTS: dict[str, Callable[[Table], str]] = {
    "markdown": _markdown,
    "pipes": lambda table: "\n".join(" | ".join(row) for row in table),
    "ragged": _ragged,
    "tabs": lambda table: "\n".join("\t".join(row) for row in table),
    "lines": lambda table: "\n".join(_cells(table)),
    "spaced lines": lambda table: "\n\n".join(_cells(table)),
    "lone pipes": lambda table: "\n|\n".join(_cells(table)),
    "trailing pipes": lambda table: "\n".join(f"{cell} |" for cell in _cells(table)),
    "spaces": lambda table: "\n".join(" ".join(row) for row in table),
    "one line": lambda table: " ".join(_cells(table)),
    "aligned": _aligned,
    "broken": _broken,
    "paged": _paged,
}


def glued(table: Table) -> str:
    """A table without anything between its cells."""
    return "".join(_cells(table))


def with_column(table: Table, place: int, cells: Sequence[str]) -> Table:
    """A table with a further column."""
    return [[*row[:place], cell, *row[place:]] for row, cell in zip(table, cells, strict=True)]


def values(report: Report) -> dict[str | None, int | float | None]:
    """Values by code."""
    return {one.code: one.value for one in report.indicators}


def both(report: Report) -> dict[str | None, tuple[int | float | None, int | float | None]]:
    """Values and cumulative values by code."""
    return {one.code: (one.value, one.cumulative) for one in report.indicators}


def rules(report: Report) -> set[str]:
    """Rules that fired."""
    return {finding.rule for finding in report.findings}


def table(*rows: str, head: str = "统计指标 单位 统计数") -> str:
    """Rows under a head."""
    return "\n".join([head, *rows])
