"""What converters and careless copies make of a table, and what must not be made of that."""

from __future__ import annotations

import pytest

from extractors.model import Report
from tests.reading import read_all

from .support import (
    DOUBTS,
    application_table,
    cells_of,
    document,
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


def delimited(mark: str, change: dict[str, list[str]] | None = None) -> str:
    """A report whose tables are separated rows; what holds the mark is quoted."""

    def lines(table: str) -> str:
        return "\n".join(
            mark.join(f'"{cell}"' if mark in cell else cell for cell in line.split("\t"))
            for line in table.split("\n")
        )

    return document(
        proactive=lines(proactive_table(rows_of("proactive"))),
        applications=lines(application_table(rows_of("applications") | (change or {}))),
        review=lines(review_table(review_values())),
    )


@pytest.mark.parametrize("mark", [",", ";"])
def test_separated_rows_are_read(mark: str) -> None:
    report = read(delimited(mark))
    assert values_of(report) == NUMBERS
    assert not any(finding.rule in DOUBTS for finding in report.findings)


def test_a_comma_within_quotation_marks_is_part_of_a_number() -> None:
    label = rows_of("applications")["granted"][0]
    row = [label, "1,031", "1,032", "1,033", "1,034", "1,035", "1,036", "1,037"]
    values = values_of(read(delimited(",", {"granted": row})))
    assert values["applications.granted.total"] == 1037


def test_commas_of_thousands_separate_nothing() -> None:
    rows = rows_of("applications")
    rows["granted"] = [rows["granted"][0], *("1,031", "1,032", "0", "0", "0", "0", "2,063")]
    cells = cells_of(document(applications=application_table(rows, " ")))
    assert cells["applications.granted.natural_person"].value == 1031
    assert cells["applications.granted.total"].value == 2063


def test_a_merged_cell_printed_once_a_column_is_one_cell() -> None:
    rows = {
        code: [label, *values] if len(values) > 1 else [label, *values * 3]
        for code, (label, *values) in rows_of("proactive").items()
    }
    report = read(document(proactive=proactive_table(rows)))
    assert values_of(report) == NUMBERS
    assert not any(finding.rule in DOUBTS for finding in report.findings)


def test_two_reports_in_one_text_are_two() -> None:
    units = {
        code: [label, *(f"{value}件" for value in values)]
        for code, (label, *values) in rows_of("applications").items()
    }
    text = document(applications=application_table(units))
    first, second = read_all((text + "\n" + text.replace("2024", "2023")).encode())
    assert (first.identity.year, second.identity.year) == (2024, 2023)
    assert values_of(first) == values_of(second) == NUMBERS


def sparse(joint: str) -> str:
    """A table of section two in which one cell of a row of three is filled."""
    rows = rows_of("proactive") | {
        "rules": ["规章"],
        "normative_documents": ["行政规范性文件", "103"],
    }
    table = proactive_table(rows)
    return document(proactive="\n".join(line.replace("\t", joint) for line in table.split("\n")))


@pytest.mark.parametrize("joint", ["\n", " | ", " "])
def test_a_number_beside_its_label_is_not_cut_into_digits(joint: str) -> None:
    cells = cells_of(sparse(joint))
    for column in ("issued", "repealed", "in_force"):
        assert cells[f"proactive.normative_documents.{column}"].value is None


@pytest.mark.parametrize("filled", [["3", "", "", "", "3"], ["2", "2", "", "", "4"]])
def test_pipes_that_fill_up_a_line_of_figures_show_no_place(filled: list[str]) -> None:
    printed = [value for value in filled + [""] * 10 if value]
    line = " | ".join(printed) + " | " + "|" * (15 - len(printed))
    head = review_table([]).rstrip("\n").replace("\t", " | ")
    report = read(document(review=f"{head}\n{line}"))
    assert not any(
        value is not None for name, value in values_of(report).items() if name.startswith("review.")
    )
    assert any(name.startswith("review.") for name in flagged(report))


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("&#160;7&#160;", 7),
        ("&#xa0;7", 7),
        ("**7**", 7),
        ("_7_", 7),
        ("\u00ad7", 7),
        ("7 件", 7),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
    ],
)
def test_what_a_converter_leaves_around_a_number_is_not_read(printed: str, value: int) -> None:
    rows = rows_of("applications")
    rows["carried_in"] = [rows["carried_in"][0], "0", "0", "0", "0", "0", printed, str(value)]
    cells = cells_of(document(applications=application_table(rows)))
    assert cells["applications.carried_in.other_organisation"].value == value


@pytest.mark.parametrize("printed", ["减13", "约13", "负13", "无", "暂无"])
def test_words_that_change_a_number_leave_its_cell_open(printed: str) -> None:
    rows = rows_of("applications")
    rows["carried_in"] = [rows["carried_in"][0], "1", "2", printed, "4", "5", "6", "7"]
    text = document(applications=application_table(rows))
    cells = cells_of(text)
    assert cells["applications.carried_in.research"].value is None
    assert cells["applications.carried_in.research"].status == "conflict"
    assert cells["applications.carried_in.total"].value == 7
    assert "applications.carried_in.research" in flagged(read(text))


def test_a_number_broken_at_the_end_of_a_line_is_not_its_end() -> None:
    rows = rows_of("proactive")
    label, first, *rest = rows["normative_documents"]
    rows["normative_documents"] = [label, f"{first[0]}\n{first[1:]}", *rest]
    report = read(document(proactive=proactive_table(rows)))
    assert not wrong_values(report, NUMBERS)


@pytest.mark.parametrize(
    "foot",
    ["{} / 9", "第 {} 页 共 9 页", "https://www.example.cn/xx/t{}.html  {}/9", "- {} -"],
)
def test_running_heads_and_feet_are_no_figures(foot: str) -> None:
    lines = application_table(rows_of("applications")).replace("\t", "\n").split("\n")
    for page, at in ((2, 150), (1, 60)):
        lines.insert(at, foot.format(page, page))
    report = read(document(applications="\n".join(lines)))
    assert values_of(report) == NUMBERS


def test_a_label_torn_into_the_next_one_takes_no_values() -> None:
    text = document(applications=application_table(rows_of("applications"), " | "))
    start = text.index("息", text.index("1.本机关不掌握"))
    end = text.index("需要另行制作")
    report = read(text[:start] + text[end:])
    assert isinstance(report, Report)
    assert not wrong_values(report, NUMBERS)
    assert "applications.not_held.total" in flagged(report)


def test_two_labels_in_one_word_are_two_rows() -> None:
    rows = rows_of("applications")
    rows["other"] = [rows["other"][0]]
    text = document(applications=application_table(rows, "").replace("\n", ""))
    cells = cells_of(text)
    assert cells["applications.other.total"].value is None


def test_separated_rows_may_all_be_blank() -> None:
    rows = [[label, *("" for _ in values)] for label, *values in rows_of("applications").values()]
    table = "\n".join(";".join(["", *row, ""]) for row in rows)
    cells = cells_of(document(applications=table))
    assert {c.status for name, c in cells.items() if name.startswith("applications.")} == {"blank"}


def test_a_word_of_a_torn_label_is_no_value() -> None:
    """(四) 无 法提供: only a cell that holds nothing else says that there is none."""
    rows = rows_of("applications")
    label, *values = rows["not_held"]
    rows["refused_administrative_query"][4] = ""
    lines = ["\t\t" + "\t".join(row) for row in rows.values()]
    place = list(rows).index("not_held")
    lines[place] = "\t".join(["", "(四) 无 法提供", label, *values])
    cells = values_of(read(document(applications="\n".join(lines))))
    printed = [1121, 1122, 1123, None, 1125, 1126, 1127]
    found = [v for name, v in cells.items() if ".refused_administrative_query." in name]
    assert found == printed


def test_marks_that_markdown_escapes_are_read_as_such() -> None:
    text = delimited("\t").replace("1.", r"1\.").replace("2.", r"2\.").replace("3.", r"3\.")
    assert values_of(read(text)) == NUMBERS


def test_styles_that_a_converter_keeps_are_no_values() -> None:
    printed = rows_of("proactive")["licences"][1]
    styled = f'[{printed}]{{lang="EN-US" style="font-size:10.5pt"}}'
    report = read(delimited("\t").replace(f"\t{printed}\n", f"\t{styled}\n"))
    assert values_of(report) == NUMBERS


def test_conditional_comments_of_word_are_no_content() -> None:
    rows = delimited("\t").split("\n")
    at = next(number for number, row in enumerate(rows) if "结转下年度" in row)
    rows.insert(at + 1, "if !supportMisalignedColumns\t\t")
    rows.insert(at + 2, "endif")
    report = read("\n".join(rows))
    assert values_of(report) == NUMBERS
    assert not any(finding.rule in DOUBTS for finding in report.findings)


def test_a_label_and_its_note_may_be_set_over_lines_around_the_values() -> None:
    rows = rows_of("applications")
    label, *values = rows["partially_granted"]
    lines = [f"{label}（区分处理的，只计这一", " ".join(values), "情形，不计其他情形）"]
    table = application_table(rows, " ").replace(" ".join([label, *values]), "\n".join(lines))
    assert values_of(read(document(applications=table))) == NUMBERS


def test_labels_of_narrow_columns_tell_no_order() -> None:
    rows = rows_of("applications").values()
    head = "申请人情况\n自然人 商业企 科研机 社会公 法律服 总计\n其他\n业 构 益组织 务机构"
    lines = [head, *(" ".join(row) for row in rows)]
    assert values_of(read(document(applications="\n".join(lines)))) == NUMBERS


def test_a_row_of_which_only_the_end_of_the_label_is_found_is_left_open() -> None:
    rows = rows_of("applications")
    first, second = rows["not_held"], rows["needs_creation"]
    parts = [
        ["1.本机", *first[1:]], ["三、本年度办理结果", "关不掌握相关政府信息"],
        ["(四)无法", "2.没有", *second[1:]], ["提供", "现成信息需要另行制作"],
    ]  # fmt: skip
    whole = ["\t".join(row) for row in (first, second)]
    torn = ["\t".join(row) for row in parts]
    table = application_table(rows).replace("\n".join(whole), "\n".join(torn))
    report = read(document(applications=table))
    assert not wrong_values(report, NUMBERS)
    assert "applications.not_held.total" in flagged(report)


def test_numbers_of_rows_and_columns_that_a_program_adds_are_no_values() -> None:
    def numbered_rows(table: str) -> str:
        rows = [line.split("\t") for line in table.split("\n")]
        width = max(map(len, rows))
        head = ",".join(["", *map(str, range(width))])
        lines = [[str(place), *row, *[""] * (width - len(row))] for place, row in enumerate(rows)]
        return "\n".join([head, *map(",".join, lines)])

    text = document(
        proactive=numbered_rows(proactive_table(rows_of("proactive"))),
        applications=numbered_rows(application_table(rows_of("applications"))),
    )
    report = read(text)
    assert not wrong_values(report, NUMBERS)
    assert values_of(report)["applications.granted.total"] == NUMBERS["applications.granted.total"]


def test_characters_without_width_separate_rows_as_well() -> None:
    text = delimited(",").replace(",1", ",\u200b1")
    assert values_of(read(text)) == NUMBERS


@pytest.mark.parametrize("rule", ["|---|---|---|---|", "|:---|---:|---:|---:|"])
def test_numbers_above_a_rule_are_names_of_columns(rule: str) -> None:
    rows = [
        row for row in proactive_table(rows_of("proactive")).split("\n") if "第二十条" not in row
    ]
    lines = [f"| {' | '.join(row.split(chr(9)))} |" for row in rows]
    heads = [number for number, row in enumerate(rows) if row.startswith("信息内容")]
    for at in reversed(heads):
        lines[at:at] = ["", "| 0 | 1 | 2 | 3 |", rule]
    report = read(document(proactive="第二十条第（一）项\n" + "\n".join(lines)))
    assert values_of(report) == NUMBERS
    assert not any(finding.rule in DOUBTS for finding in report.findings)
