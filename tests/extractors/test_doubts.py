"""Marks of damage and of pages: they name what they touch, or a sum tells them."""

from __future__ import annotations

from .support import (
    application_table,
    document,
    flagged,
    numbered,
    proactive_table,
    read,
    rows_of,
    values_of,
)
from .test_identify import BODY, told, who_and_when
from .test_positions import APPLICANTS

ROW = "applications.granted."
SUM = ["3", "12", "0", "0", "1", "0", "16"]
HEAD = [
    "(本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和)",
    "申请人情况",
    "自然人",
]


def one_cell_a_line(values: list[str]) -> str:
    """Section three with each cell on its line; what is printed for granted requests is given."""
    rows = rows_of("applications")
    rows["granted"] = [rows["granted"][0], *values]
    return "\n".join(cell for row in rows.values() for cell in row)


def test_the_number_of_a_page_before_a_repeated_head_is_told_by_the_sum_of_its_row() -> None:
    text = one_cell_a_line([*SUM[:4], "7", *HEAD, *SUM[4:]])
    values = values_of(read(document(applications=text)))
    assert [values[ROW + name] for name in APPLICANTS] == list(map(int, SUM))


def test_the_number_of_a_page_in_place_of_the_seventh_value_is_not_taken() -> None:
    text = one_cell_a_line([*SUM[:6], "7", *HEAD, SUM[6]])
    values = values_of(read(document(applications=text)))
    assert [values[ROW + name] for name in APPLICANTS] == list(map(int, SUM))


def test_two_values_run_together_move_no_other_to_a_blank_place() -> None:
    """A blank cell of a merged label would else be taken for that of a value."""
    rows = {name: [label, "", *own] for name, (label, *own) in rows_of("applications").items()}
    rows["granted"][2:] = ["0", "0", "0", "10", "0", "00"]
    report = read(document(applications=application_table(rows)))
    names = {ROW + name for name in APPLICANTS}
    assert {values_of(report)[name] for name in names} == {None}
    assert names <= flagged(report)


def test_a_row_above_one_that_is_lost_is_named() -> None:
    rows = rows_of("proactive", numbered())
    del rows["normative_documents"]
    report = read(document(proactive=proactive_table(rows)))
    assert values_of(report)["proactive.rules.in_force"] is not None
    assert {"proactive.rules.in_force", "proactive.normative_documents.issued"} <= flagged(report)


def test_decimals_on_the_next_line_belong_to_their_amount() -> None:
    rows = rows_of("proactive", numbered() | {"proactive.fees.amount_wan_yuan": 0})
    text = proactive_table(rows, sep="    ")
    label = rows["fees"][0]
    report = read(
        document(proactive=text.replace(f"{label}    0", f"{label}    2.\n        034723"))
    )
    assert values_of(report)["proactive.fees.amount_wan_yuan"] == 2.034723


def test_the_end_of_a_menu_is_no_part_of_a_name_that_the_text_prints_without_it() -> None:
    title = "有效性：有效西工区司法局2024年政府信息公开工作年度报告"
    text = f"{title}{BODY}2024年，西工区司法局公开信息。\n"
    assert who_and_when(text) == ("西工区司法局", 2024)


def test_a_name_that_nothing_but_a_division_tells_from_a_menu_is_doubtful() -> None:
    text = f"有效性：有效洛阳市西工区司法局2024年政府信息公开工作年度报告{BODY}"
    assert who_and_when(text) == ("洛阳市西工区司法局", 2024)
    doubts = [(one.rule, one.severity) for one in told(text)[1]]
    assert ("agency_from_text", "warning") in doubts
