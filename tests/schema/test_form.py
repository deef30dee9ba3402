"""The form of edition 2021, cell by cell, against the tables of the national notice."""

from __future__ import annotations

import re

import pytest

from schema import form

EDITION = form.edition("2021")

# code: number and label as printed, article of the 条例.
APPLICATION_ROWS = {
    "new_received": ("一、本年新收政府信息公开申请数量", "27-31"),
    "carried_in": ("二、上年结转政府信息公开申请数量", ""),
    "granted": ("(一)予以公开", "36(1)(2)"),
    "partially_granted": ("(二)部分公开", "37"),
    "refused_state_secret": ("1.属于国家秘密", "14"),
    "refused_prohibited_by_law": ("2.其他法律行政法规禁止公开", "14"),
    "refused_security_stability": ("3.危及“三安全一稳定”", "14"),
    "refused_third_party": ("4.保护第三方合法权益", "15, 32"),
    "refused_internal_affairs": ("5.属于三类内部事务信息", "16(1)"),
    "refused_deliberative": ("6.属于四类过程性信息", "16(2)"),
    "refused_enforcement_file": ("7.属于行政执法案卷", "16(2)"),
    "refused_administrative_query": ("8.属于行政查询事项", "36(7)"),
    "not_held": ("1.本机关不掌握相关政府信息", "36(4)(5)"),
    "needs_creation": ("2.没有现成信息需要另行制作", "38"),
    "unclear_after_correction": ("3.补正后申请内容仍不明确", "30"),
    "not_processed_petition": ("1.信访举报投诉类申请", "39(1)"),
    "not_processed_repeat": ("2.重复申请", "36(6)"),
    "not_processed_publication": ("3.要求提供公开出版物", "39(2)"),
    "not_processed_excessive": ("4.无正当理由大量反复申请", "35"),
    "not_processed_reconfirmation": ("5.要求行政机关确认或重新出具已获取信息", ""),
    "lapsed_no_correction": (
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "30",
    ),
    "lapsed_no_fee": (
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "42",
    ),
    "other": ("3.其他", ""),
    "total_handled": ("(七)总计", ""),
    "carried_forward": ("四、结转下年度继续办理", ""),
}
APPLICANTS = {
    "natural_person": "自然人",
    "business": "商业企业",
    "research": "科研机构",
    "public_interest": "社会公益组织",
    "legal_service": "法律服务机构",
    "other_organisation": "其他",
    "total": "总计",
}
PROACTIVE = (
    "proactive.rules.issued",
    "proactive.rules.repealed",
    "proactive.rules.in_force",
    "proactive.normative_documents.issued",
    "proactive.normative_documents.repealed",
    "proactive.normative_documents.in_force",
    "proactive.licences.decisions",
    "proactive.penalties.decisions",
    "proactive.coercions.decisions",
    "proactive.fees.amount_wan_yuan",
)
MEASURES = {
    "issued": "本年制发件数",
    "repealed": "本年废止件数",
    "in_force": "现行有效件数",
    "decisions": "本年处理决定数量",
    "amount_wan_yuan": "本年收费金额",
}
CHANNELS = {
    "reconsideration": "行政复议",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_reconsideration": "复议后起诉",
}
RESULTS = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
    "total": "总计",
}


def test_the_cells_are_those_of_the_notice_in_its_order() -> None:
    applications = [f"applications.{r}.{c}" for r in APPLICATION_ROWS for c in APPLICANTS]
    review = [f"review.{channel}.{result}" for channel in CHANNELS for result in RESULTS]
    names = [cell.name for cell in EDITION.cells]
    assert names == [*PROACTIVE, *applications, *review]
    assert (len(PROACTIVE), len(applications), len(review)) == (10, 175, 15)
    assert len(set(names)) == 200
    assert [cell.order for cell in EDITION.cells] == list(range(1, 201))


def test_rows_of_section_three_carry_label_and_article() -> None:
    rows = {
        row.row: (row.number + row.label, row.article) for row in EDITION.rows_of("applications")
    }
    assert rows == APPLICATION_ROWS


def test_rows_of_section_three_stand_in_their_groups() -> None:
    groups = {row.row: row.group for row in EDITION.rows_of("applications") if row.group}
    assert {row for row, group in groups.items() if group == "三、本年度办理结果"} == {
        "granted",
        "partially_granted",
        "total_handled",
    }
    prefixes = {
        "(三)不予公开": "refused_",
        "(五)不予处理": "not_processed_",
    }
    for group, prefix in prefixes.items():
        members = {row for row, name in groups.items() if name == group}
        assert members == {row for row in APPLICATION_ROWS if row.startswith(prefix)}
    unable = {row for row, group in groups.items() if group == "(四)无法提供"}
    assert unable == {"not_held", "needs_creation", "unclear_after_correction"}
    lapsed = {row for row, group in groups.items() if group == "(六)其他处理"}
    assert lapsed == {"lapsed_no_correction", "lapsed_no_fee", "other"}


def test_the_role_of_a_row_says_what_it_counts() -> None:
    roles = {row.row: row.role for row in EDITION.rows_of("applications")}
    assert {row for row, role in roles.items() if role == "inflow"} == {
        "new_received",
        "carried_in",
    }
    assert {row for row, role in roles.items() if role == "outflow"} == {"carried_forward"}
    assert {row for row, role in roles.items() if role == "total"} == {"total_handled"}
    assert sum(role == "leaf" for role in roles.values()) == 21


@pytest.mark.parametrize(
    ("table", "column_labels"),
    [("applications", APPLICANTS), ("review", RESULTS), ("proactive", MEASURES)],
)
def test_columns_carry_their_printed_label(table: str, column_labels: dict[str, str]) -> None:
    labels = {c.column: c.column_label for c in EDITION.cells if c.table == table}
    assert labels == column_labels


def test_channels_and_proactive_items_carry_their_printed_label() -> None:
    assert {row.row: row.label for row in EDITION.rows_of("review")} == CHANNELS
    assert {row.row: (row.label, row.article) for row in EDITION.rows_of("proactive")} == {
        "rules": ("规章", "20(1)"),
        "normative_documents": ("行政规范性文件", "20(1)"),
        "licences": ("行政许可", "20(5)"),
        "penalties": ("行政处罚", "20(6)"),
        "coercions": ("行政强制", "20(6)"),
        "fees": ("行政事业性收费", "20(8)"),
    }


def test_fees_are_in_ten_thousand_yuan_and_all_else_is_counted() -> None:
    units = {cell.name: cell.unit for cell in EDITION.cells}
    assert units.pop("proactive.fees.amount_wan_yuan") == "万元"
    assert set(units.values()) == {"件"}


def test_totals_are_the_cells_defined_as_sums() -> None:
    totals = {cell.name for cell in EDITION.cells if cell.is_total}
    expected = {f"applications.{row}.total" for row in APPLICATION_ROWS}
    expected |= {f"applications.total_handled.{column}" for column in APPLICANTS}
    expected |= {f"review.{channel}.total" for channel in CHANNELS}
    assert totals == expected
    assert len(totals) == 34


def test_cells_know_the_section_that_prints_them() -> None:
    sections = {cell.table: cell.section for cell in EDITION.cells}
    assert sections == {"proactive": 2, "applications": 3, "review": 4}


def test_an_edition_without_cells_is_an_error() -> None:
    with pytest.raises(KeyError, match="2014"):
        form.edition("2014")


def test_editions_come_newest_first() -> None:
    assert [edition.edition for edition in form.editions()] == ["2021", "2019"]


def test_the_edition_of_2019_counts_other_things() -> None:
    edition = form.edition("2019")
    names = [cell.name for cell in edition.cells]
    proactive = [name.removeprefix("proactive.") for name in names if "proactive" in name]
    assert len(names) == len(set(names)) == 198
    assert proactive == [
        *(f"rules.{measure}" for measure in ("made", "published", "public_total")),
        *(f"normative_documents.{measure}" for measure in ("made", "published", "public_total")),
        *(
            f"{item}.{measure}"
            for item in ("licences", "other_services", "penalties", "coercions")
            for measure in ("previous_items", "change", "decisions")
        ),
        "fees.previous_items",
        "fees.change",
        "procurement.projects",
        "procurement.amount",
    ]
    rows = [row for row in APPLICATION_ROWS if row not in ("lapsed_no_correction", "lapsed_no_fee")]
    rows[rows.index("other")] = "other_handling"
    applications = [name for name in names if name.startswith("applications.")]
    assert applications == [f"applications.{row}.{column}" for row in rows for column in APPLICANTS]
    assert sum(name.startswith("review.") for name in names) == 15


def test_the_amount_of_procurement_may_be_printed_in_another_unit() -> None:
    cells = form.edition("2019").cell
    amount = cells["proactive.procurement.amount"]
    assert (amount.unit, amount.other_units) == ("万元", "元")
    assert cells["proactive.licences.change"].unit == "项"
    assert {cell.other_units for cell in EDITION.cells} == {""}


def test_a_form_combined_of_two_takes_each_table_from_its_edition() -> None:
    mixed = form.combined((("proactive", "2019"), ("applications", "2021"), ("review", "2021")))
    assert mixed.edition == "2021"
    assert len(mixed.cells) == 22 + 175 + 15
    names = set(mixed.cell)
    assert "proactive.rules.public_total" in names
    assert "proactive.rules.in_force" not in names
    assert "applications.lapsed_no_fee.total" in names
    assert mixed.identities == EDITION.identities
    same = form.combined((("proactive", "2021"), ("applications", "2021"), ("review", "2021")))
    assert same is EDITION


def test_editions_are_told_apart_by_notice_and_years() -> None:
    infos = {info.edition: (info.basis, info.report_years) for info in form.edition_infos()}
    assert infos == {
        "2021": ("国办公开办函〔2021〕30号", "2021-"),
        "2019": ("国办公开办函〔2019〕60号", "2019-2020"),
        "2014": ("国办发〔2014〕32号", "2014-2018"),
        "local": ("provincial forms", "2008-2018"),
        "prose": ("", ""),
    }


def test_aliases_belong_to_rows_and_add_a_spelling() -> None:
    rows = [(row, edition) for edition in form.editions() for row in edition.rows]
    labels = {(row.table, row.row, edition.edition): row.label for row, edition in rows}
    known = {(row.table, row.row) for row, _ in rows}
    for alias in form.aliases():
        assert (alias.table, alias.row) in known
        spelt = {label for (*row, _), label in labels.items() if row == [alias.table, alias.row]}
        assert spelt != {alias.alias}
        holders = {
            (other.table, other.row) for other in form.aliases() if other.alias == alias.alias
        }
        assert holders == {(alias.table, alias.row)}, alias


@pytest.mark.parametrize(
    ("printed", "edition", "table"),
    [
        ("本年制发件数", "2021", "proactive"),
        ("本年废止件数", "2021", "proactive"),
        ("本年度止件数", "", ""),
        ("现行有效件数", "2021", "proactive"),
        ("现行有效件", "2021", "proactive"),
        ("本年收费金额(单位:万元)", "2021", "proactive"),
        ("2.逾期不缴费", "2021", "applications"),
        ("本年新制作数量", "2019", "proactive"),
        ("本年新公开数量", "2019", "proactive"),
        ("对外公开总数量", "2019", "proactive"),
        ("上一年项目数量", "2019", "proactive"),
        ("采购总金额", "2019", "proactive"),
        ("(六)其他处理0000000(七)总计", "2019", "applications"),
        ("(六)其他处理1.申请人无正当理由", "", ""),
        ("政府信息公开情况统计表", "2014", ""),
        ("统计指标", "2014", ""),
        ("指标名称", "local", ""),
        ("历年累计", "local", ""),
        ("本年累计", "local", ""),
        ("结果维持", "", ""),
    ],
)
def test_markers_tell_one_edition_from_all_others(printed: str, edition: str, table: str) -> None:
    found = {(m.edition, m.table) for m in form.markers() if re.search(m.pattern, printed)}
    assert found == ({(edition, table)} if edition else set())


def test_markers_tell_the_labels_of_one_edition_from_those_of_another() -> None:
    patterns = [(marker.table, marker.pattern) for marker in form.markers()]
    assert len(patterns) == len(set(patterns))
    for edition in form.editions():
        labels = "".join(column.label for column in edition.columns if column.table == "proactive")
        marks = {
            marker.edition
            for marker in form.markers()
            if marker.table == "proactive" and re.search(marker.pattern, labels)
        }
        assert marks == {edition.edition}


def test_markers_belong_to_editions_and_tables() -> None:
    assert {m.edition for m in form.markers()} <= {info.edition for info in form.edition_infos()}
    assert {m.table for m in form.markers()} <= {"", "proactive", "applications", "review"}


@pytest.mark.parametrize(
    ("number", "titles"),
    [
        (1, ("总体情况", "概述")),
        (2, ("主动公开政府信息情况", "行政机关主动公开政府信息情况", "主动公开政府信息的情况")),
        (3, ("收到和处理政府信息公开申请情况", "行政机关收到和处理政府信息公开申请情况")),
        (
            4,
            (
                "政府信息公开行政复议、行政诉讼情况",
                "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
                "政府信息公开行政法复议、行政诉讼情况",
            ),
        ),
        (5, ("存在的主要问题及改进情况", "存在问题及改进情况")),
        (6, ("其他需要报告的事项", "需要报告的其他事项")),
    ],
)
def test_section_patterns_know_the_titles_in_use(number: int, titles: tuple[str, ...]) -> None:
    patterns = {section.section: section.pattern for section in form.sections()}
    assert sorted(patterns) == [1, 2, 3, 4, 5, 6]
    for title in titles:
        matching = [n for n, pattern in patterns.items() if re.match(pattern, title)]
        assert matching == [number], title


def test_each_table_stands_in_its_section_and_has_an_arrangement() -> None:
    tables = {t.table: (t.section, t.arrangement) for t in form.form_tables()}
    assert tables == {
        "proactive": (2, "rows"),
        "applications": (3, "rows"),
        "review": (4, "line"),
    }
