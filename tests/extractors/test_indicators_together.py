"""Indicator tables without separators."""

from __future__ import annotations

import pytest

from .early import LOCAL, LOCAL_HEAD, both, by_code, read_table, rules, table, values
from .support import faults, flagged


def test_a_run_of_digits_with_one_reading_is_read() -> None:
    report = read_table("指标名称计量单位本年度历年累计收到申请数件00其中：1.当面申请数件00")
    assert both(report) == {"received.total": (0, 0), "received.in_person": (0, 0)}
    assert {one.status for one in report.indicators} == {"read"}


def test_the_number_of_the_next_row_is_no_digit_of_this_one() -> None:
    text = "统计指标单位统计数收到申请数件121.当面申请数件12.网络申请数件113.信函申请数件0"
    report = read_table(text)
    assert values(report) == {
        "received.total": 12,
        "received.in_person": 1,
        "received.online": 11,
        "received.letter": 0,
    }
    assert [one.number for one in report.indicators] == [None, "1.", "2.", "3."]


def test_a_number_stated_in_the_narrative_settles_a_run() -> None:
    run = "主动公开文件数条206912106其中：1.政府网站公开数条2069121062.政府公报公开数条00"
    head = "指标名称计量单位2018年度历年累计"
    report = read_table(head + run, prose="2018年全区主动公开政府信息2069条。")
    assert both(report) == {
        "disclosed.total": (2069, 12106),
        "disclosed.website": (2069, 12106),
        "disclosed.gazette": (0, 0),
    }
    assert [one.status for one in report.indicators] == ["resolved", "resolved", "read"]
    assert rules(report) == {"resolved_by_prose", "resolved_by_sums"}
    assert faults(report) == []


@pytest.mark.parametrize(
    "prose",
    [
        "公开情况良好。",
        "2017年全区主动公开政府信息206条。",
        "截至2018年底累计主动公开政府信息206条。",
        "其中一季度主动公开政府信息206条。",
        "主动公开政府信息3条。",
    ],
)
def test_a_run_that_nothing_settles_is_in_conflict(prose: str) -> None:
    head = "指标名称计量单位2018年度历年累计"
    report = read_table(f"{head}主动公开文件数条206912106行政复议数件00", prose=prose)
    one = by_code(report)["disclosed.total"]
    assert (one.status, one.value, one.cumulative, one.raw) == ("conflict", None, None, "206912106")
    (finding,) = [f for f in report.findings if f.rule == "doubtful_reading"]
    assert finding.cells == (one.name,)
    assert "20|6912106, 206|912106, 2069|12106" in finding.message


def test_totals_and_their_parts_settle_runs() -> None:
    text = (
        "指标名称计量单位本年度历年累计收到申请数件1222其中：1.当面申请数件122.网络申请数件1120"
        "行政复议数件111"
    )
    report = read_table(text)
    assert both(report)["received.total"] == (12, 22)
    assert both(report)["received.in_person"] == (1, 2)
    assert both(report)["received.online"] == (11, 20)
    assert by_code(report)["received.total"].status == "resolved"
    assert both(report)["reconsideration.total"] == (1, 11)


def test_runs_too_short_for_all_columns_leave_the_others_in_doubt() -> None:
    text = "指标名称计量单位本年度历年累计收到申请数件57申请办结数件5申请答复数件00"
    report = read_table(text)
    assert both(report) == {
        "received.total": (None, None),
        "closed.total": (None, None),
        "answered.total": (0, 0),
    }
    assert flagged(report) == {"indicators.received.total", "indicators.closed.total"}


def test_numbers_of_a_separated_table_are_not_cut() -> None:
    rows = [" ".join(row) for row in LOCAL]
    rows[3] = "受理依申请公开信息总数 条 761"
    report = read_table(table(*rows, head=" ".join(LOCAL_HEAD)))
    assert by_code(report)["received.total"].status == "conflict"


def test_digits_inside_labels_are_no_values() -> None:
    text = (
        "统计指标单位统计数（一）回应公众关注热点或重大舆情数（不同方式回应同一热点计1次）次3"
        "（二）12345热线受理数件52018年新增查阅点数个2"
    )
    report = read_table(text)
    assert [one.value for one in report.indicators] == [3, 5, 2]
    assert report.indicators[2].label == "2018年新增查阅点数"


def test_a_number_that_ends_in_a_label_is_reported() -> None:
    report = read_table("统计指标单位统计数收到申请数件12本地公开5其他公开件7行政复议数量件0")
    assert [one.value for one in report.indicators] == [12, 7, 0]
    assert [(f.rule, f.found) for f in report.findings] == [("unread_number", "5")]
