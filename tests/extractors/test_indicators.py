"""Indicator tables before 2019: every printed row, in every layout, and never a wrong number."""

from __future__ import annotations

import pytest

from .early import (
    CODES,
    LAYOUTS,
    LOCAL,
    LOCAL_CODES,
    LOCAL_HEAD,
    NATIONAL,
    NATIONAL_HEAD,
    both,
    by_code,
    early_document,
    glued,
    read_table,
    rules,
    table,
    values,
)
from .support import faults, flagged, read

NATIONAL_TABLE = [NATIONAL_HEAD, *NATIONAL]
LOCAL_TABLE = [LOCAL_HEAD, *LOCAL]


# every layout


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_national_form_is_read_in_every_layout(layout: str) -> None:
    report = read_table(LAYOUTS[layout](NATIONAL_TABLE))
    assert values(report) == CODES
    assert {one.status for one in report.indicators} == {"read"}
    assert (report.edition, report.cells, report.form) == ("2014", (), None)
    assert (report.findings, faults(report)) == ((), [])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_cumulative_column_stands_beside_the_value(layout: str) -> None:
    report = read_table(LAYOUTS[layout](LOCAL_TABLE))
    assert both(report) == LOCAL_CODES
    assert (report.edition, report.findings, faults(report)) == ("local", (), [])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_keep_their_order_and_words(layout: str) -> None:
    report = read_table(LAYOUTS[layout](NATIONAL_TABLE))
    printed = [row for row in NATIONAL if row[1] != "——"]
    assert [one.unit for one in report.indicators] == [row[1] for row in printed]
    assert [one.raw for one in report.indicators] == [row[2] for row in printed]
    words = [f"{one.number or ''}{one.label}" for one in report.indicators]
    assert words == [row[0].removeprefix("其中：") for row in printed]


def test_a_table_without_separators_is_read_by_its_units_and_numbers() -> None:
    report = read_table(glued(NATIONAL_TABLE))
    assert values(report) == CODES
    assert (report.findings, faults(report)) == ((), [])


@pytest.mark.parametrize("layout", [*LAYOUTS, "glued"])
def test_a_table_without_units_is_read_in_every_layout(layout: str) -> None:
    bare = [[row[0], row[2]] for row in NATIONAL_TABLE]
    report = read_table(LAYOUTS.get(layout, glued)(bare))
    assert values(report) == CODES
    assert {one.unit for one in report.indicators} == {None}
    assert (report.findings, faults(report)) == ((), [])


def test_the_sections_around_a_table_are_not_its_chapters() -> None:
    report = read_table(LAYOUTS["spaces"](NATIONAL_TABLE))
    assert [section.number for section in report.sections] == [1, 2, 3, 5]
    assert all("统计指标" not in section.text for section in report.sections)


# values


@pytest.mark.parametrize(
    ("printed", "status", "value"),
    [
        ("1,203", "read", 1203),
        ("１２０３", "read", 1203),
        ("27件", "read", 27),
        ("/", "not_applicable", None),
        ("——", "not_applicable", None),
        ("-", "not_applicable", None),
        ("无", "not_applicable", None),
        ("", "blank", None),
        ("007", "conflict", None),
        ("约20", "conflict", None),
        ("1.2万", "conflict", None),
        ("3.5", "conflict", None),
        ("12345678901234567", "conflict", None),
    ],
)
def test_what_a_cell_may_print(printed: str, status: str, value: int | None) -> None:
    rows = ("收到申请数 | 件 | 3", f"申请办结数 | 件 | {printed}", "申请答复数 | 件 | 4")
    report = read_table(table(*rows, head="统计指标 | 单位 | 统计数"))
    one = by_code(report)["closed.total"]
    assert (one.status, one.value) == (status, value)
    assert values(report)["answered.total"] == 4
    assert ("indicators.closed.total" in flagged(report)) == (status == "conflict")


def test_money_has_a_fraction_and_its_own_unit() -> None:
    rows = ("收取的费用 | 万元 | 0.50", "政府信息公开专项经费 | 万元 | 5000元")
    report = read_table(table(*rows, head="统计指标 | 单位 | 统计数"))
    assert [(one.value, one.unit) for one in report.indicators] == [(0.5, "万元"), (5000, "元")]


def test_a_negative_count_is_printed_and_reported() -> None:
    report = read_table(table("收到申请数 件 -3", "申请办结数 件 2"))
    assert values(report)["received.total"] == -3
    assert rules(report) == {"negative_count"}


@pytest.mark.parametrize("layout", ["markdown", "pipes", "tabs"])
def test_one_of_two_cells_left_blank_is_told_by_its_place(layout: str) -> None:
    rows = [LOCAL_HEAD, *LOCAL[:3], ["受理依申请公开信息总数", "条", "", "61"], *LOCAL[4:]]
    report = read_table(LAYOUTS[layout](rows))
    assert both(report)["received.total"] == (None, 61)
    rows[4] = ["受理依申请公开信息总数", "条", "7", ""]
    report = read_table(LAYOUTS[layout](rows))
    assert both(report)["received.total"] == (7, None)


@pytest.mark.parametrize("layout", ["lines", "spaces", "spaced lines", "ragged"])
def test_one_of_two_cells_missing_is_in_doubt_where_no_place_shows(layout: str) -> None:
    rows = [LOCAL_HEAD, *LOCAL[:3], ["受理依申请公开信息总数", "条", "61"], *LOCAL[4:]]
    report = read_table(LAYOUTS[layout](rows))
    one = by_code(report)["received.total"]
    assert (one.status, one.value, one.cumulative) == ("conflict", None, None)
    assert one.name in flagged(report)
    assert both(report)["reconsideration.total"] == (0, 3)


@pytest.mark.parametrize("layout", [*LAYOUTS, "glued"])
def test_blank_rows_are_blank_and_do_not_take_numbers_of_others(layout: str) -> None:
    printing = LAYOUTS.get(layout, glued)
    rows = [row if row[2] != "0" else [*row[:2], ""] for row in NATIONAL_TABLE]
    report = read_table(printing(rows))
    assert values(report) == {code: value or None for code, value in CODES.items()}
    assert {one.status for one in report.indicators if one.value is None} == {"blank"}


def test_a_page_number_between_rows_is_not_taken() -> None:
    rows = [" ".join(row) for row in NATIONAL]
    rows.insert(12, "14")
    report = read_table(table(*rows))
    assert values(report) == CODES
    assert [(f.rule, f.found) for f in report.findings] == [("unread_number", "14")]


def test_too_many_numbers_are_in_doubt() -> None:
    report = read_table(table("收到申请数 件 7 8", "申请办结数 件 6"))
    assert values(report) == {"received.total": None, "closed.total": 6}
    assert rules(report) == {"doubtful_reading"}


# what follows a table


@pytest.mark.parametrize(
    "foot",
    [
        "\n注：1.主动公开政府信息数 5 条，以网站为准。\n2.其他 7 件。\n",
        "\n备注：收到申请数 9 件\n",
        "\n六、其他需要报告的事项\n公开信息 12 条，会议 5 次。\n",
        "\n我局将继续努力。公开信息 12 条。\n",
        "\n打印本页 关闭窗口 Copyright 2019 版权所有\n",
        "\n第二十条第（一）项\n信息内容 本年制发件数\n规章 3 4 5\n",
    ],
)
def test_a_table_ends_where_something_else_begins(foot: str) -> None:
    report = read_table(LAYOUTS["spaces"](NATIONAL_TABLE), foot=foot)
    assert values(report) == CODES
    assert rules(report) <= {"absent_table", "absent_rows"}


@pytest.mark.parametrize("layout", ["pipes", "lines", "spaces", "aligned", "glued", "broken"])
@pytest.mark.parametrize("name", ["national", "local"])
def test_a_text_cut_anywhere_says_nothing_wrong(layout: str, name: str) -> None:
    rows = NATIONAL_TABLE if name == "national" else LOCAL_TABLE
    text = early_document(LAYOUTS.get(layout, glued)(rows), foot="")
    whole = {one.name: one for one in read(text + "\n").indicators}
    start = len(early_document("", foot=""))
    for end in range(start, len(text), 11):
        report = read(text[:end])
        warned = flagged(report)
        for one in report.indicators:
            if one.name not in whole:
                assert (one.status, one.value) == ("absent", None), text[end - 20 : end]
            elif one.name not in warned:
                printed = whole[one.name]
                assert one.value in (None, printed.value), text[end - 20 : end]
                assert one.cumulative in (None, printed.cumulative), text[end - 20 : end]
                assert one.status != "blank" or printed.value is None, text[end - 20 : end]
        assert faults(report) == []


def test_the_last_number_of_a_cut_table_is_in_doubt() -> None:
    report = read_table("统计指标 单位 统计数\n收到申请数 件 27\n申请办结数 件 2", foot="")
    one = by_code(report)["closed.total"]
    assert (one.status, one.value, one.raw) == ("conflict", None, "2")
    assert [f.rule for f in report.findings] == ["cut_off"]


def test_the_last_row_of_the_form_keeps_its_number_with_a_warning() -> None:
    report = read_table("统计指标 单位 统计数\n收到申请数 件 27\n接受培训人员数 人次 12", foot="")
    assert values(report) == {"received.total": 27, "training.participants": 12}
    assert flagged(report) == {"indicators.training.participants"}


def test_rows_behind_a_note_in_the_table_are_not_lost_in_silence() -> None:
    text = (
        "石桥县2016年政府信息公开工作年度报告\n政府信息公开情况统计表\n统计指标 单位 统计数\n"
        "主动公开政府信息数 条 120\n政府网站公开政府信息数 条 100\n政务微博公开政府信息数 条 20\n"
        "注：以上不含转载。\n收到申请数 件 7\n申请办结数 件 7\n申请答复数 件 7\n"
    )
    report = read(text)
    assert [one.value for one in report.indicators] == [120, 100, 20]
    (finding,) = [f for f in report.findings if f.rule == "tables_not_read"]
    assert "3 rows" in finding.message
    assert finding.severity == "warning"
