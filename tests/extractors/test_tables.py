"""Tables in a report: where they stand, what is read, what is left over."""

from __future__ import annotations

import pytest

from .support import (
    application_table,
    cells_of,
    document,
    faults,
    flagged,
    numbered,
    proactive_table,
    read,
    review_table,
    review_values,
    rows_of,
    values_of,
    wrong_values,
)

NUMBERS: dict[str, int | float | None] = dict(numbered())
FEE = "proactive.fees.amount_wan_yuan"
PENALTIES = "proactive.penalties.decisions"


def with_fee(printed: str) -> str:
    rows = rows_of("proactive")
    rows["fees"][1] = printed
    return document(proactive=proactive_table(rows))


@pytest.mark.parametrize("sep", ["\t", " | ", "|", " ", "\n", "\n\n", "\n\t"])
def test_all_tables_are_read_in_any_layout(sep: str) -> None:
    text = document(
        proactive=proactive_table(rows_of("proactive"), sep),
        applications=application_table(rows_of("applications"), sep),
        review=review_table(review_values(), sep),
    )
    report = read(text)
    assert values_of(report) == NUMBERS
    assert faults(report) == []


def test_every_cell_knows_its_words_and_where_they_stand() -> None:
    text = document()
    for name, cell in cells_of(text).items():
        assert cell.status == "read"
        assert cell.raw == str(NUMBERS[name])
        assert cell.span
        assert text[cell.span.start : cell.span.end] == cell.raw
        assert text.count(str(cell.raw)) == 1
        assert cell.label
        assert cell.label.end <= cell.span.start


def test_labels_stand_where_they_are_printed() -> None:
    text = document()
    cells = cells_of(text)
    label = cells["applications.not_held.research"].label
    assert label
    assert text[label.start : label.end] == "1.本机关不掌握相关政府信息"
    label = cells["proactive.licences.decisions"].label
    assert label
    assert text[label.start : label.end] == "行政许可"


@pytest.mark.parametrize(
    ("printed", "value"),
    [("0.123456", 0.123456), ("59,237.2449", 59237.2449), ("12.5万元", 12.5), ("３.５", 3.5)],
)
def test_fees_keep_their_decimals(printed: str, value: float) -> None:
    cell = cells_of(with_fee(printed))[FEE]
    assert (cell.status, cell.value, cell.raw) == ("read", value, printed)


@pytest.mark.parametrize("printed", [".5", "．５", ".55649"])
def test_a_fraction_without_a_leading_zero_does_not_lose_its_point(printed: str) -> None:
    report = read(with_fee(printed))
    value = values_of(report)[FEE]
    assert value in (None, float(f"0{printed.replace('．', '.').replace('５', '5')}"))
    assert value is not None or FEE in flagged(report)


@pytest.mark.parametrize("printed", ["251000元", "3.5%", "000", "1234567890123456"])
def test_a_doubtful_number_is_named_and_has_no_value(printed: str) -> None:
    report = read(with_fee(printed))
    cell = next(cell for cell in report.cells if cell.name == FEE)
    assert (cell.status, cell.value, cell.raw) == ("conflict", None, printed)
    (finding,) = [f for f in report.findings if f.rule == "doubtful_reading"]
    assert (finding.cells, finding.found, finding.severity) == ((FEE,), printed, "warning")


@pytest.mark.parametrize(
    "printed",
    ["1,23", "12,3456", "1,,234", "1.2.3", "5/6", "10-20", "3~4", "5（2）", "5*", "0 5", "五", "O"],
)
@pytest.mark.parametrize("cell", [FEE, PENALTIES, "applications.granted.business"])
def test_what_is_no_number_has_no_value_and_is_named(cell: str, printed: str) -> None:
    table, row, column = cell.split(".")
    rows = {name: rows_of(name) for name in ("proactive", "applications")}
    place = 2 if column == "business" else 1
    rows[table][row][place] = printed
    report = read(
        document(
            proactive=proactive_table(rows["proactive"]),
            applications=application_table(rows["applications"]),
        )
    )
    assert values_of(report)[cell] is None
    assert wrong_values(report, NUMBERS) == {}
    assert cell in flagged(report)


def test_a_missing_table_is_absent_and_named() -> None:
    report = read(document(applications="本年度没有表格。"))
    assert report.edition == "2021"
    absent = {cell.name for cell in report.cells if cell.status == "absent"}
    assert absent == {name for name in NUMBERS if name.startswith("applications.")}
    (finding,) = [f for f in report.findings if f.rule == "absent_table"]
    assert set(finding.cells) == absent
    assert finding.severity == "warning"
    assert wrong_values(report, NUMBERS) == {}


def test_a_report_cut_within_section_three_keeps_what_is_printed() -> None:
    text = document()
    rows = rows_of("applications")
    cut = text[: text.index(rows["not_held"][0])]
    report = read(cut)
    expected = {
        name: None
        if name in set(list(NUMBERS)[list(NUMBERS).index("applications.not_held.natural_person") :])
        else v
        for name, v in NUMBERS.items()
    }
    assert values_of(report) == expected
    assert {c.status for c in report.cells if c.value is None} == {"absent"}
    assert {name for name, value in expected.items() if value is None} <= flagged(report)


@pytest.mark.parametrize("keep", range(1, 5))
def test_a_number_at_the_very_end_may_have_lost_digits(keep: int) -> None:
    text = document()
    number = str(NUMBERS["applications.refused_third_party.research"])
    report = read(text[: text.index(number) + keep])
    assert wrong_values(report, NUMBERS) == {}
    assert "applications.refused_third_party.research" in flagged(report)


def test_numbers_before_the_first_row_are_reported() -> None:
    table = application_table(rows_of("applications"))
    report = read(document(applications=table.replace("自然人\t", "自然人\t88\t", 1)))
    (finding,) = [f for f in report.findings if f.rule == "unread_number"]
    assert finding.found == "88"
    assert finding.severity == "warning"
    assert values_of(report) == NUMBERS


@pytest.mark.parametrize("number", ["88", "8.5", "1,234"])
def test_numbers_under_a_table_do_not_enter_it(number: str) -> None:
    prose = f"本年度另有咨询{number}件。\n共计 {number} 件\n"
    text = document().replace("四、政府信息公开行政", prose + "四、政府信息公开行政")
    report = read(text)
    assert wrong_values(report, NUMBERS) == {}
    assert values_of(report) == NUMBERS


def test_prose_between_heading_and_table_does_not_enter_it() -> None:
    prose = "2024年收到政府信息公开申请1017件，上年结转1027件，结转下年度继续办理1257件。\n"
    text = document().replace("申请情况\n", f"申请情况\n{prose}", 1)
    assert values_of(read(text)) == NUMBERS


def test_a_table_without_its_heading_is_still_found() -> None:
    lines = [
        line for line in document().split("\n") if not line.startswith(("二、", "三、", "四、"))
    ]
    # Rows one, two and four of section three begin with numerals as well.
    rows = [row[0] for row in rows_of("applications").values()]
    whole = document().split("\n")
    kept = [line for line in whole if line in lines or line.split("\t")[0] in rows]
    assert values_of(read("\n".join(kept))) == NUMBERS


def test_a_head_repeated_at_a_page_break_is_no_row() -> None:
    table = application_table(rows_of("applications"))
    head = table[: table.index("一、本年新收")]
    row = rows_of("applications")["not_held"][0]
    text = document(applications=table.replace(row, f"{head}{row}"))
    assert values_of(read(text)) == NUMBERS


def test_a_comment_within_a_table_is_no_content() -> None:
    row = rows_of("proactive")["licences"]
    text = document().replace(
        "\t".join(row), "\t".join(row) + "\tComment by 707: 应为12件，不是15件"
    )
    assert values_of(read(text)) == NUMBERS


def test_full_width_digits_are_read_and_kept_in_raw() -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    rows = {
        code: [r[0], *(v.translate(wide) for v in r[1:])]
        for code, r in rows_of("applications").items()
    }
    report = read(document(applications=application_table(rows)))
    assert values_of(report) == NUMBERS
    cell = next(c for c in report.cells if c.name == "applications.granted.total")
    assert cell.raw == "１０３７"


def test_a_negative_count_is_stored_as_printed_with_an_error() -> None:
    rows = rows_of("proactive")
    rows["penalties"][1] = "-8"
    report = read(document(proactive=proactive_table(rows)))
    assert values_of(report)[PENALTIES] == -8
    (finding,) = [f for f in report.findings if f.rule == "negative_count"]
    assert (finding.severity, finding.cells, finding.found) == ("error", (PENALTIES,), "-8")


def test_a_row_without_any_number_is_blank_not_zero() -> None:
    rows = rows_of("proactive")
    rows["penalties"] = [rows["penalties"][0]]
    report = read(document(proactive=proactive_table(rows)))
    cell = next(c for c in report.cells if c.name == PENALTIES)
    assert (cell.status, cell.value) == ("blank", None)
    assert wrong_values(report, NUMBERS) == {}


@pytest.mark.parametrize(
    ("caption", "head"),
    [
        ("单位：件、元\n", "本年收费金额"),
        ("金额单位：元\n", "本年收费金额"),
        ("", "本年收费金额（元）"),
        ("", "本年收费金额（单位：元）"),
    ],
)
def test_an_amount_in_another_unit_is_left_open(caption: str, head: str) -> None:
    table = proactive_table(rows_of("proactive")).replace("本年收费金额（单位：万元）", head)
    report = read(document(proactive=caption + table))
    name = "proactive.fees.amount_wan_yuan"
    assert values_of(report)[name] is None
    assert name in flagged(report)
