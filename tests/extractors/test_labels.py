"""Printed labels find their rows: whole, broken, misspelt, moved, but never another row."""

from __future__ import annotations

import re
from random import Random

import pytest

from extractors.fold import fold
from extractors.tables.labels import find_labels, head_keys, label_key, label_text, row_keys
from extractors.tables.tokens import scan, tokenize
from schema.form import edition
from tests.generator import random_truth, render

from .support import (
    EDITION,
    Rows,
    application_table,
    document,
    flagged,
    numbered,
    read,
    rows_of,
    values_of,
    wrong_values,
)

ROWS = [row.row for row in EDITION.rows_of("applications")]
LABELS = {code: row[0] for code, row in rows_of("applications").items()}
NUMBERS: dict[str, int | float | None] = dict(numbered())
MISPRINTS = {
    "refused_internal_affairs": "5.属于三类内容事务信息",
    "refused_deliberative": "6.属于四类过程性性信息",
    "not_held": "1.本机不掌握相关政府信息",
    "not_processed_petition": "1.信访举报投拆类申请",
    "unclear_after_correction": "3.补正后申请内容任不明确",
    "refused_third_party": "4.保护第三者合法权益",
    "refused_security_stability": "3.危急“三安全一稳定”",
    "needs_creation": "2.没有现成信息需另行制作",
    "not_processed_publication": "3.要求提供公开出版物品",
    "lapsed_no_correction": "1.逾期未补正",
    "not_processed_reconfirmation": "5.要求行政机关确认或从新出具已获取信息",
    "carried_forward": "四、结转下年继续办理",
    "new_received": "一、本年新收到政府信息公开申请数量",
    "total_handled": "（七）总 计",
    "granted": "（一）于以公开",
    "partially_granted": "（二）部份公开",
}


def with_label(code: str, label: str) -> str:
    rows = rows_of("applications")
    rows[code][0] = label
    return document(applications=application_table(rows))


def assert_all_read(text: str) -> None:
    assert values_of(read(text)) == NUMBERS


def assert_nothing_wrong(text: str) -> None:
    """Every cell is right, or null and named by a finding."""
    report = read(text)
    assert wrong_values(report, NUMBERS) == {}
    null = {cell.name for cell in report.cells if cell.value is None}
    assert null <= flagged(report)


def found_rows(text: str) -> list[str]:
    """Codes of the rows whose labels are found, in printed order."""
    folded = fold(text)
    (tokens,) = tokenize([scan(folded, 0, len(folded))])
    found = find_labels(
        label_text(folded, tokens),
        tokens,
        row_keys(edition("2021"), "applications"),
        head_keys(edition("2021"), "applications"),
    )
    return [ROWS[label.row] for label in found]


def test_the_document_of_these_tests_is_read_whole() -> None:
    assert_all_read(document())


def test_only_characters_and_digits_of_a_label_count() -> None:
    assert label_key("3. 危及“三安全 一稳定”（注）") == "3危及三安全一稳定注"


def test_rows_know_their_spellings_the_fullest_first() -> None:
    keys = dict(zip(ROWS, row_keys(edition("2021"), "applications"), strict=True))
    assert keys["refused_state_secret"] == ("1属于国家秘密", "属于国家秘密")
    assert keys["other"] == ("3其他", "其他")
    assert "逾期不补正" in keys["lapsed_no_correction"]
    assert keys["total_handled"] == ("七总计", "总计")


def test_rows_are_found_in_printed_order() -> None:
    text = "\n".join("\t".join(row) for row in rows_of("applications").values())
    assert found_rows(text) == ROWS


@pytest.mark.parametrize("code", MISPRINTS)
def test_a_misspelt_label_keeps_its_row(code: str) -> None:
    assert_all_read(with_label(code, MISPRINTS[code]))


@pytest.mark.parametrize("code", ROWS)
def test_a_label_that_lost_a_character_is_read_or_flagged(code: str) -> None:
    label = LABELS[code]
    for at in (len(label) // 2, len(label) - 1)[len(label) % 2 :]:
        if at > 1:
            assert_nothing_wrong(with_label(code, label[:at] + label[at + 1 :]))


@pytest.mark.parametrize("code", ROWS)
def test_a_label_without_its_number_is_read(code: str) -> None:
    row = next(row for row in EDITION.rows_of("applications") if row.row == code)
    assert_all_read(with_label(code, row.label))


@pytest.mark.parametrize("code", ROWS)
def test_a_label_torn_at_any_place_is_read(code: str) -> None:
    rows = rows_of("applications")
    label = rows[code][0]
    for at in range(3, len(label) - 1, 6):
        rows[code][0] = f"{label[:at]}\n{label[at:]}"
        assert_all_read(document(applications=application_table(rows)))


@pytest.mark.parametrize("code", ["refused_state_secret", "not_held", "lapsed_no_fee", "other"])
def test_a_label_of_one_character_a_line_is_read(code: str) -> None:
    number, words = LABELS[code][:2], LABELS[code][2:]
    assert_all_read(with_label(code, "\n".join([number, *words])))


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("lapsed_no_correction", "1.逾期不补正"),
        ("lapsed_no_fee", "2.逾期不缴费"),
        ("not_held", "1.本机关不掌握"),
        ("needs_creation", "2.没有现成信息"),
        ("new_received", "一、本年新收政府信息公开申请"),
        ("carried_forward", "四、结转下年度"),
        ("lapsed_no_correction", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公"),
        ("partially_granted", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
        ("refused_security_stability", "3.危及三安全一稳定"),
        ("other", "3、其他"),
        ("other", "3．其他"),
        ("other", "其他"),
    ],
)
def test_short_and_cut_labels_are_read(code: str, label: str) -> None:
    assert_all_read(with_label(code, label))


def grouped(rows: Rows) -> list[list[str]]:
    """Rows with the group printed in the first row of each, as merged cells come out."""
    lines: list[list[str]] = []
    group = ""
    for row in EDITION.rows_of("applications"):
        cells = rows[row.row]
        if row.group and row.group != group:
            lines.append([row.group, *cells])
        else:
            lines.append(["", *cells] if row.group else cells)
        group = row.group
    return lines


def test_group_labels_before_their_rows_are_no_rows() -> None:
    assert_all_read(document(applications=application_table(grouped(rows_of("applications")))))


@pytest.mark.parametrize("sep", ["\t", " | ", " "])
def test_a_group_torn_by_a_merged_cell_does_not_move_its_row(sep: str) -> None:
    lines = []
    for line in grouped(rows_of("applications")):
        if line[0].startswith("("):
            lines.append([line[0][-2:], line[0][:-2], *line[1:]])
        else:
            lines.append(line)
    assert_all_read(document(applications=application_table(lines, sep)))


def test_a_group_beside_the_middle_of_its_rows_does_not_move_them() -> None:
    rows = rows_of("applications")
    rows["refused_third_party"].insert(0, "（三）不予")
    rows["refused_internal_affairs"].insert(0, "公开")
    rows["needs_creation"].insert(0, "（四）无法提供")
    assert_all_read(document(applications=application_table(rows)))


@pytest.mark.parametrize("at", range(0, 24, 2))
def test_rows_in_another_order_keep_their_values(at: int) -> None:
    codes = list(ROWS)
    codes[at], codes[at + 1] = codes[at + 1], codes[at]
    rows = rows_of("applications")
    assert_nothing_wrong(document(applications=application_table([rows[code] for code in codes])))


@pytest.mark.parametrize("code", ROWS)
def test_a_row_that_is_not_printed_is_absent_and_named(code: str) -> None:
    rows = rows_of("applications")
    del rows[code]
    report = read(document(applications=application_table(rows)))
    assert wrong_values(report, NUMBERS) == {}
    statuses = {c.status for c in report.cells if c.name.startswith(f"applications.{code}.")}
    assert statuses == {"absent"}
    assert {f"applications.{code}.{column}" for column in ("natural_person", "total")} <= flagged(
        report
    )


@pytest.mark.parametrize("code", ["granted", "refused_state_secret", "other", "total_handled"])
def test_a_row_printed_twice_does_not_pass_unnoticed(code: str) -> None:
    lines = []
    for name, row in rows_of("applications").items():
        lines.append(row)
        if name == code:
            lines.append([row[0], *("7" for _ in row[1:])])
    report = read(document(applications=application_table(lines)))
    assert [finding for finding in report.findings if finding.rule == "unread_number"] or {
        f"applications.{code}.total"
    } <= flagged(report)
    assert [
        finding
        for finding in report.findings
        if finding.severity in ("warning", "error") and "." not in finding.rule
    ], "a finding about the reading, not only about sums"


def test_rows_of_another_kind_are_not_forced_into_the_form() -> None:
    rows = list(rows_of("proactive").values())
    lines = ["\t".join(row) for row in rows]
    lines.insert(2, "其他主动公开文件\t77\t78\t79")
    report = read(document(proactive="第二十条第（一）项\n" + "\n".join(lines)))
    assert wrong_values(report, NUMBERS) == {}
    assert [finding for finding in report.findings if "77" in (finding.found or "")]


def test_labels_in_traditional_characters_or_with_pinyin_are_read_or_flagged() -> None:
    assert_nothing_wrong(with_label("refused_state_secret", "1.屬于國家秘密"))
    assert_nothing_wrong(with_label("refused_enforcement_file", "7.属于行政执(zhí)法案卷"))


def test_a_piece_of_another_label_does_not_stand_in_for_a_row_that_is_not_printed() -> None:
    """A group label beside its rows ends in 其他; the row 3.其他 is missing."""
    for seed in range(10):
        rng = Random(f"missing:{seed}")
        truth = random_truth(rng, size="medium")
        lines = render(truth, "aligned", rng).split("\n")
        kept = [line for line in lines if not re.search(r"(?<!\d)3\W*其他\s+\d", line)]
        assert len(kept) == len(lines) - 1
        report = read("\n".join(kept))
        assert wrong_values(report, truth.cells) == {}
        assert "applications.other.total" in flagged(report)


def test_texts_without_labels_find_nothing() -> None:
    assert found_rows("") == []
    assert found_rows("1 2 3\n4 5 6") == []
    assert found_rows("某局召开会议 3 次") == []
