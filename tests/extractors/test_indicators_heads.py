"""Heads of indicator tables: which columns they name, and in which order."""

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
    glued,
    read_table,
    rules,
    table,
    values,
    with_column,
)
from .support import application_table, document, flagged, read, rows_of

NATIONAL_TABLE = [NATIONAL_HEAD, *NATIONAL]
LOCAL_TABLE = [LOCAL_HEAD, *LOCAL]


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


def test_units_stand_where_rows_print_them_whatever_the_head_says() -> None:
    """A head torn over two lines may name the units last."""
    head = "统计指标 统计数\n单位"
    rows = "（一）主动公开政府信息数\t条\t49\n（二）行政复议数\t件\t3\n（三）行政诉讼案件数\t件\t0"
    indicators = read_table(f"{head}\n{rows}").indicators
    assert [(one.unit, one.value) for one in indicators] == [("条", 49), ("件", 3), ("件", 0)]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("head", [["统计指标", "", "统计数"], ["统计指标", "统计数", "单位"]])
@pytest.mark.parametrize("behind", [False, True])
def test_units_before_numbers_are_no_labels(layout: str, head: list[str], behind: bool) -> None:
    """A head may name units nowhere or last, and a number may have its unit behind it again."""
    rows = [
        [label, unit, number if not behind or "—" in number else number + unit]
        for label, unit, number in NATIONAL
    ]
    report = read_table(LAYOUTS[layout]([head, *rows]))
    assert values(report) == CODES
    assert {one.label for one in report.indicators}.isdisjoint({"条", "件", "人", "人次", "万元"})


@pytest.mark.parametrize("gap", ["\t", " ", "\n"])
def test_a_unit_of_one_row_in_a_cell_of_its_own(gap: str) -> None:
    rows = (
        "主动公开政府信息数\t8条",
        "政府网站公开政府信息数\t3条",
        gap.join(["收到申请数", "件", "4"]),
    )
    report = read_table(table(*rows, head="统计指标\t统计数"))
    found = [(one.code, one.unit, one.value) for one in report.indicators]
    assert found[-1] == ("received.total", "件", 4)
    assert len(found) == 3


def test_a_value_that_only_a_unit_names_is_in_doubt() -> None:
    rows = ("主动公开政府信息数\t8条", "政府网站公开政府信息数\t3条", "其他情况说明\t件\t4")
    report = read_table(table(*rows, head="统计指标\t统计数"))
    assert [one.value for one in report.indicators] == [8, 3, None]
    assert flagged(report) == {"indicators.件"}
