"""The edition is what is printed: table by table, and never by the year."""

from __future__ import annotations

import pytest

from extractors.model import Cell, Report
from schema import form

from .support import application_table, document, faults, flagged, read, rows_of

OLDER = form.edition("2019")
PROACTIVE = """\
第二十条第（一）项
信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量
规章\t11\t12\t13
规范性文件\t21\t22\t23
第二十条第（五）项
信息内容\t上一年项目数量\t本年增/减\t处理决定数量
行政许可\t31\t+81\t33
其他对外管理服务事项\t41\t-417\t43
第二十条第（六）项
信息内容\t上一年项目数量\t本年增/减\t处理决定数量
行政处罚\t51\t0\t53
行政强制\t61\t0\t63
第二十条第（八）项
信息内容\t上一年项目数量\t本年增/减
行政事业性收费\t71\t-2
第二十条第（九）项
信息内容\t采购项目数量\t采购总金额
政府集中采购\t81\t{amount}"""
SECTION_TWO = {
    "rules.made": 11,
    "rules.published": 12,
    "rules.public_total": 13,
    "normative_documents.made": 21,
    "normative_documents.published": 22,
    "normative_documents.public_total": 23,
    "licences.previous_items": 31,
    "licences.change": 81,
    "licences.decisions": 33,
    "other_services.previous_items": 41,
    "other_services.change": -417,
    "other_services.decisions": 43,
    "penalties.previous_items": 51,
    "penalties.change": 0,
    "penalties.decisions": 53,
    "coercions.previous_items": 61,
    "coercions.change": 0,
    "coercions.decisions": 63,
    "fees.previous_items": 71,
    "fees.change": -2,
    "procurement.projects": 81,
    "procurement.amount": 82.5,
}


def older_applications() -> str:
    """Section three with (六)其他处理 as one row, its numbers those of the row 其他."""
    rows = rows_of("applications")
    lines = []
    for code, row in rows.items():
        if code == "other":
            lines.append(["（六）其他处理", *row[1:]])
        elif not code.startswith("lapsed_"):
            lines.append(row)
    return application_table(lines)


def proactive(amount: str = "82.5") -> str:
    return PROACTIVE.format(amount=amount)


def section_two(report: Report) -> dict[str, int | float | None]:
    return {
        cell.name.removeprefix("proactive."): cell.value
        for cell in report.cells
        if cell.name.startswith("proactive.")
    }


def cell(report: Report, name: str) -> Cell:
    return next(cell for cell in report.cells if cell.name == name)


def test_a_form_of_2019_is_read_as_such() -> None:
    report = read(document(proactive=proactive(), applications=older_applications()))
    assert report.edition == "2019"
    assert report.form is OLDER
    assert [cell.name for cell in report.cells] == [cell.name for cell in OLDER.cells]
    assert section_two(report) == SECTION_TWO
    assert cell(report, "applications.other_handling.total").value == 1237
    assert cell(report, "applications.carried_forward.natural_person").value == 1251
    assert faults(report) == []
    assert {c.status for c in report.cells} == {"read"}


@pytest.mark.parametrize("year", [2019, 2021, 2023])
def test_the_year_does_not_decide(year: int) -> None:
    title = f"西工区司法局{year}年政府信息公开工作年度报告"
    older = read(document(title=title, proactive=proactive(), applications=older_applications()))
    newer = read(document(title=title))
    assert (older.edition, newer.edition) == ("2019", "2021")
    assert older.identity.year == newer.identity.year == year


def test_other_columns_over_newer_rows_keep_their_meaning() -> None:
    """Columns of 2019 in section two beside the rows of 2021 in section three."""
    report = read(document(proactive=proactive()))
    assert report.edition == "2021"
    assert section_two(report) == SECTION_TWO
    assert cell(report, "applications.lapsed_no_fee.total").value == 1227


def test_a_single_row_of_other_handling_in_a_newer_form() -> None:
    report = read(document(applications=older_applications()))
    assert report.edition == "2021"
    assert section_two(report)["rules.in_force"] == 513
    assert cell(report, "applications.other_handling.total").value == 1237
    assert not [c for c in report.cells if c.name.startswith("applications.other.")]


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [("82.5", 82.5, None), ("82.5万元", 82.5, None), ("251000元", 251000, "元")],
)
def test_the_unit_of_an_amount_is_kept(printed: str, value: float, unit: str | None) -> None:
    report = read(document(proactive=proactive(printed), applications=older_applications()))
    amount = cell(report, "proactive.procurement.amount")
    assert (amount.status, amount.value, amount.unit, amount.raw) == ("read", value, unit, printed)


def test_a_change_may_be_negative_a_count_may_not() -> None:
    text = document(
        proactive=proactive().replace("\t33\n", "\t-33\n"), applications=older_applications()
    )
    findings = [f.cells for f in read(text).findings if f.rule == "negative_count"]
    assert findings == [("proactive.licences.decisions",)]


def test_sums_of_the_older_form_are_evaluated() -> None:
    report = read(document(proactive=proactive(), applications=older_applications()))
    rules = {f.rule for f in report.findings}
    assert rules >= {"applications.outcomes.total", "applications.applicants.other_handling"}
    outcomes = next(f for f in report.findings if f.rule == "applications.outcomes.total")
    assert "applications.other_handling.total" in outcomes.cells


def test_numbers_in_notes_of_the_older_form_are_no_values() -> None:
    text = proactive().replace("上一年项目数量", "上一年项目数量（指2019年事项数）")
    text = text.replace("本年增/减", "本年增/减（减用负值表示，如-8）")
    report = read(document(proactive=text, applications=older_applications()))
    assert section_two(report) == SECTION_TWO
    assert {f"proactive.{name}" for name in SECTION_TWO}.isdisjoint(flagged(report))


@pytest.mark.parametrize("edition", ["2014", "local"])
def test_two_words_of_an_early_form_make_one(edition: str) -> None:
    words = {"2014": "统计指标 单位 统计数", "local": "指标名称 计量单位 本年度 历年累计"}[edition]
    text = document(
        proactive="无。", applications="无。", review="无。", remarks=f"{words}\n公开 条 5"
    )
    assert read(text).edition == edition
    once = words.split(maxsplit=1)[0]
    prose = document(proactive="无。", applications="无。", review="无。", remarks=f"{once}较多。")
    assert read(prose).edition == "prose"
