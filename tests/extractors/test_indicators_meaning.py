"""What rows of indicator tables mean, and what is held against what."""

from __future__ import annotations

import pytest

from .early import LOCAL, LOCAL_HEAD, NATIONAL, both, read_table, table, values
from .support import faults

# what rows mean


def test_a_label_means_what_it_stands_under() -> None:
    rows = (
        "行政复议数 件 3",
        "维持 件 2",
        "纠错 件 1",
        "行政诉讼数 件 1",
        "维持 件 0",
        "其他 件 1",
    )
    report = read_table(table(*rows))
    assert [one.code for one in report.indicators] == [
        "reconsideration.total",
        "reconsideration.upheld",
        "reconsideration.corrected",
        "litigation.total",
        "litigation.upheld",
        "litigation.other",
    ]


def test_a_label_out_of_its_place_has_no_code() -> None:
    rows = ("收到申请数 件 3", "维持 件 2", "本地特色事项数 项 8", "被依法纠错数 件 1")
    report = read_table(table(*rows))
    assert [(one.label, one.code) for one in report.indicators][1:] == [
        ("维持", None),
        ("本地特色事项数", None),
        ("被依法纠错数", None),
    ]
    assert report.indicators[2].name == "indicators.本地特色事项数"


def test_groups_of_rows_have_their_head_in_a_cell_of_its_own() -> None:
    head = "| 指标 | 单位 | 数量 |"
    rows = ("| 行政复议 | 维持 | 件 | 1 |", "| | 纠错 | 件 | 0 |", "| 行政诉讼 | 维持 | 件 | 2 |")
    report = read_table(table(*rows, head=head))
    assert values(report) == {
        "reconsideration.upheld": 1,
        "reconsideration.corrected": 0,
        "litigation.upheld": 2,
    }


def test_rows_with_one_name_are_told_apart() -> None:
    report = read_table(
        table("收到申请数 件 3", "其他事项 件 1", "收到申请数 件 4", "其他事项 件 1")
    )
    names = [one.name for one in report.indicators]
    assert names[2:] == ["indicators.received.total#2", "indicators.其他事项#2"]
    (finding,) = report.findings
    assert (finding.rule, finding.expected, finding.found) == ("repeated_indicator", "3", "4")


# checks


def test_parts_that_do_not_add_up_are_reported_and_kept() -> None:
    rows = [" ".join(row) for row in NATIONAL]
    rows[9] = "（一）收到申请数 件 28"
    report = read_table(table(*rows))
    assert values(report)["received.total"] == 28
    (finding,) = report.findings
    assert (finding.rule, finding.severity) == ("indicator_total", "error")
    assert (finding.expected, finding.found) == ("28", "27")
    assert finding.cells[0] == "indicators.received.total"


@pytest.mark.parametrize(("total", "severity"), [("6", "error"), ("9", "warning")])
def test_a_local_form_may_list_fewer_parts(total: str, severity: str) -> None:
    rows = [" ".join(row) for row in LOCAL]
    rows[3] = f"受理依申请公开信息总数 条 {total} 61"
    report = read_table(table(*rows, head=" ".join(LOCAL_HEAD)))
    assert [(f.rule, f.severity) for f in report.findings] == [("indicator_total", severity)]


def test_a_part_above_its_whole_and_a_cumulative_value_below_the_years() -> None:
    rows = ("主动公开文件数 条 30 200", "其中：1.政府网站公开数 条 31 190", "行政复议数 件 4 3")
    report = read_table(table(*rows, head=" ".join(LOCAL_HEAD)))
    found = {(finding.rule, finding.cells[-1]) for finding in report.findings}
    assert found == {
        ("indicator_part", "indicators.disclosed.website"),
        ("indicator_cumulative", "indicators.reconsideration.total"),
    }
    assert both(report)["reconsideration.total"] == (4, 3)


def test_a_label_around_its_value_is_put_together() -> None:
    rows = (
        "（一）主动公开政府信息数",
        "                           条     12",
        "（不同渠道和方式公开相同信息计1条）",
        "其中：涉及国家秘密         件     1",
        "危及国家安全、公共安全、经济",
        "                           件     2",
        "安全和社会稳定",
        "不是《条例》所指政府信息   件     3",
        "政府信息公开专项经费（不包括用于政府公报编辑",
        "                           万元   0.5",
        "管理等方面的经费）",
        "兼职人员数                 人     4",
    )
    report = read_table(table(*rows))
    assert values(report) == {
        "disclosed.total": 12,
        "answered.refused_state_secret": 1,
        "answered.refused_security_stability": 2,
        "answered.not_government_information": 3,
        "budget.total": 0.5,
        "staff.part_time": 4,
    }
    assert report.indicators[2].label == "危及国家安全、公共安全、经济安全和社会稳定"
    assert faults(report) == []


@pytest.mark.parametrize(
    ("unit", "number", "read_as"),
    [
        ("条/件", "7", ("条/件", 7)),
        ("件（次）", "7。", ("件（次）", 7)),
        ("——", "7", (None, 7)),
        ("人\n次", "7", ("人次", 7)),
    ],
)
def test_units_as_they_may_be_printed(
    unit: str, number: str, read_as: tuple[str | None, int]
) -> None:
    rows = (f"收到申请数 | {unit} | {number}", "申请办结数 | 件 | 6")
    (one, _) = read_table(table(*rows, head="统计指标 | 单位 | 统计数")).indicators
    assert (one.unit, one.value, one.label) == (*read_as, "收到申请数")
