"""Indicator tables before 2019: every printed row, in every layout, and never a wrong number."""

from __future__ import annotations

import pytest

from extractors.model import Report

from .early import (
    CODES,
    LAYOUTS,
    LOCAL,
    LOCAL_CODES,
    LOCAL_HEAD,
    NATIONAL,
    NATIONAL_HEAD,
    by_code,
    early_document,
    glued,
    read_table,
    with_column,
)
from .support import application_table, document, faults, flagged, read, rows_of

NATIONAL_TABLE = [NATIONAL_HEAD, *NATIONAL]
LOCAL_TABLE = [LOCAL_HEAD, *LOCAL]


def values(report: Report) -> dict[str | None, int | float | None]:
    return {one.code: one.value for one in report.indicators}


def both(report: Report) -> dict[str | None, tuple[int | float | None, int | float | None]]:
    return {one.code: (one.value, one.cumulative) for one in report.indicators}


def rules(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


def table(*rows: str, head: str = "统计指标 单位 统计数") -> str:
    return "\n".join([head, *rows])


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


# heads


@pytest.mark.parametrize(
    ("head", "numbers", "expected"),
    [
        ("指标名称 计量单位 本年度 历年累计", "5 80", (5, 80)),
        ("指标名称 计量单位 历年累计 本年度", "80 5", (5, 80)),
        ("指标 单位 本期实际 本年累计", "5 80", (5, 80)),
        ("指标 单位 数量", "5", (5, None)),
        ("统计指标 单位 2018年 2017年", "5 4", (5, None)),
        ("统计指标 单位 2017年 2018年 自2008年5月1日以来累计", "4 5 80", (5, 80)),
        ("指标名称 单位 数量 本年度 历年累计", "5 80", (5, 80)),
        ("统计指标 单位 统计数（2018年）", "5", (5, None)),
        ("指标名称 计量单位 当年 上年 同比增减 累计", "5 4 25 80", (5, 80)),
        ("项目名称 计量单位 2018年度 截至2018年底累计", "5 80", (5, 80)),
    ],
)
def test_the_head_tells_the_columns(
    head: str, numbers: str, expected: tuple[int, int | None]
) -> None:
    report = read_table(table(f"收到申请数 件 {numbers}", "行政复议数 件 " + numbers, head=head))
    assert both(report) == {"received.total": expected, "reconsideration.total": expected}
    assert report.findings == ()


@pytest.mark.parametrize("head", ["指标名称 单位 历年累计", "指标名称 单位 2016年"])
def test_a_column_that_is_not_the_years_gives_no_value(head: str) -> None:
    report = read_table(table("收到申请数 件 61", "行政复议数 件 3", head=head))
    assert {one.value for one in report.indicators} == {None}
    assert rules(report) == {"year_column"}
    assert flagged(report) == {"indicators.received.total", "indicators.reconsideration.total"}


def test_a_cumulative_value_alone_is_kept_as_such() -> None:
    report = read_table(table("收到申请数 件 61", head="指标名称 单位 历年累计"))
    (one,) = report.indicators
    assert (one.status, one.value, one.cumulative) == ("absent", None, 61)


@pytest.mark.parametrize("layout", [*LAYOUTS, "glued"])
def test_codes_and_numbers_of_rows_are_no_values(layout: str) -> None:
    printing = LAYOUTS.get(layout, glued)
    coded = with_column(LOCAL_TABLE, 2, ["代码", *(f"{n:02}" for n in range(1, len(LOCAL) + 1))])
    report = read_table(printing(coded))
    separate = {code for code, one in by_code(report).items() if one.status == "read"}
    assert len(separate) >= (1 if layout == "glued" else len(LOCAL))
    assert {code: pair for code, pair in both(report).items() if code in separate} == {
        code: pair for code, pair in LOCAL_CODES.items() if code in separate
    }
    ordered = with_column(
        NATIONAL_TABLE, 0, ["序号", *(str(n) for n in range(1, len(NATIONAL) + 1))]
    )
    if layout != "broken":
        report = read_table(printing(ordered))
        assert values(report) == CODES


def test_rows_numbered_without_a_head_for_it() -> None:
    rows = [f"{number} {' '.join(row)}" for number, row in enumerate(LOCAL, 1)]
    report = read_table(table(*rows, head=" ".join(LOCAL_HEAD)))
    assert both(report) == LOCAL_CODES


@pytest.mark.parametrize("counting", ["甲 乙 1 2", "A B 1 2", "1 2"])
def test_numbers_of_columns_are_no_row(counting: str) -> None:
    report = read_table(table(counting, "收到申请数 件 7 61", head=" ".join(LOCAL_HEAD)))
    assert both(report) == {"received.total": (7, 61)}
    assert report.findings == ()


def test_two_columns_of_rows_beside_each_other() -> None:
    head = "统计指标 单位 统计数 统计指标 单位 统计数"
    report = read_table(table("收到申请数 件 7 行政复议数 件 1", "申请办结数 件 6", head=head))
    assert values(report) == {
        "received.total": 7,
        "reconsideration.total": 1,
        "closed.total": 6,
    }


def test_remarks_beside_values_are_no_labels() -> None:
    head = "统计指标 | 单位 | 统计数 | 备注"
    rows = ("收到申请数 | 件 | 7 | 含上年2件", "申请办结数 | 件 | 6 |")
    report = read_table(table(*rows, head=head))
    assert [(one.label, one.value) for one in report.indicators] == [
        ("收到申请数", 7),
        ("申请办结数", 6),
    ]


def test_a_table_without_a_column_of_units() -> None:
    rows = ("主动公开政府信息数 | 1203条", "收到申请数 | 27件", "收取的费用 | 0.35万元")
    report = read_table(table(*rows, head="统计指标 | 统计数"))
    printed = [(one.code, one.value, one.unit) for one in report.indicators]
    assert printed == [
        ("disclosed.total", 1203, "条"),
        ("received.total", 27, "件"),
        ("fees.total", 0.35, "万元"),
    ]


@pytest.mark.parametrize("gap", [" ", " | ", "\t", "\n"])
def test_a_column_of_units_behind_the_numbers(gap: str) -> None:
    rows = (["收到申请数", "27", "件"], ["其中：当面申请数", "4", "件"], ["会议数", "2", "次"])
    head = gap.join(["统计指标", "统计数", "单位"])
    report = read_table(table(*(gap.join(row) for row in rows), head=head))
    assert [(one.label, one.value, one.unit) for one in report.indicators] == [
        ("收到申请数", 27, "件"),
        ("当面申请数", 4, "件"),
        ("会议数", 2, "次"),
    ]


def test_a_unit_may_stand_again_behind_the_number() -> None:
    report = read_table(table("收到申请数 件 27 件", "申请办结数 件 26件", "会议数 次 2 次"))
    assert [(one.label, one.value, one.unit) for one in report.indicators] == [
        ("收到申请数", 27, "件"),
        ("申请办结数", 26, "件"),
        ("会议数", 2, "次"),
    ]


@pytest.mark.parametrize(
    "prose",
    [
        "我局按要求填报了《政府信息公开情况统计表》，统计指标、单位、统计数均经核对。",
        "完成各项指标12个，主要指标数量3个，项目单位5家。",
        "统计指标单位统计数以年报为准。",
    ],
)
def test_words_of_a_table_in_prose_make_none(prose: str) -> None:
    report = read(document(proactive=prose, applications="无。", review="无。"))
    assert (report.edition, report.indicators) == ("prose", ())


def test_a_head_without_rows_is_said() -> None:
    report = read_table("统计指标 单位 统计数\n", foot="")
    assert (report.edition, report.indicators) == ("2014", ())
    assert rules(report) == {"tables_not_read"}


def test_a_table_alone_is_a_report() -> None:
    report = read(f"2018年政府信息公开情况统计表\n{LAYOUTS['tabs'](NATIONAL_TABLE)}\n")
    assert (report.edition, values(report)) == ("2014", CODES)


def test_a_report_with_both_tables_keeps_both() -> None:
    early = LAYOUTS["tabs"]([["指标名称", "计量单位", "本年度", "历年累计"], *LOCAL])
    report = read(document(remarks=f"附表\n{early}\n"))
    assert (report.edition, len(report.cells)) == ("2021", 200)
    assert {cell.status for cell in report.cells} == {"read"}
    assert both(report) == LOCAL_CODES
    before = read(f"{early}\n{application_table(rows_of('applications'))}\n")
    assert both(before) == LOCAL_CODES
    assert sum(cell.value is not None for cell in before.cells) == 175


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


# no separators


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
