"""Tables as programs and people paste them: numbers of rows, pairs, lists, blank lines."""

from __future__ import annotations

import pytest

from extractors.model import Report

from .early import NATIONAL, NATIONAL_HEAD, read_table
from .support import (
    DOUBTS,
    application_table,
    document,
    numbered,
    proactive_table,
    read,
    review_table,
    review_values,
    rows_of,
    values_of,
)

NUMBERS: dict[str, int | float | None] = dict(numbered())
NATIONAL_TABLE = [NATIONAL_HEAD, *NATIONAL]
NAMES = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def assert_whole(report: Report, values: dict[str, int | float | None] | None = None) -> None:
    """Every cell has its number, and no reading was in doubt."""
    assert values_of(report) == (NUMBERS if values is None else values)
    assert not {f.rule for f in report.findings} & (DOUBTS | {"empty_rows", "head_differs"})


def flagged(report: Report) -> set[str]:
    """Cells that a warning or an error names."""
    return {c for f in report.findings if f.severity in ("warning", "error") for c in f.cells}


def doubled(row: list[str], joint: str) -> list[str]:
    """A row whose label and values stand in cells of a grid of ten columns."""
    return [row[0], "", "", *row[1:]] if joint == "\t" else row


@pytest.mark.parametrize("joint", ["\t", " "])
@pytest.mark.parametrize("name", ["序号", "行次"])
def test_a_column_that_numbers_the_rows_is_no_column_of_values(joint: str, name: str) -> None:
    rows = [doubled(row, joint) for row in rows_of("applications").values()]
    lines = [joint.join([str(n), *row]) for n, row in enumerate(rows, 1)]
    head, *_ = application_table([]).split("\n第")
    table = "\n".join([f"{name}{joint}{head}", *lines])
    assert_whole(read(document(applications=table)))


def test_line_numbers_and_letters_of_a_spreadsheet_are_no_values() -> None:
    tables = {
        "proactive": proactive_table(rows_of("proactive")),
        "applications": application_table(rows_of("applications")),
        "review": review_table(review_values()),
    }
    shown = {
        name: "\n".join(
            ["\tA\tB\tC\tD", *(f"{n}\t{line}" for n, line in enumerate(table.split("\n"), 1))]
        )
        for name, table in tables.items()
    }
    assert_whole(read(document(**shown)))


@pytest.mark.parametrize(("colon", "comma"), [(": ", ", "), ("：", "，"), ("", "、"), ("=", "; ")])
def test_names_of_columns_before_each_value(colon: str, comma: str) -> None:
    lines = [
        f"- {label}：" + comma.join(f"{n}{colon}{v}" for n, v in zip(NAMES, values, strict=True))
        for label, *values in rows_of("applications").values()
    ]
    assert_whole(read(document(applications="\n".join(lines))))


@pytest.mark.parametrize("shape", ["['{}'],", '["{}"],', "{}，"])
def test_rows_as_lists_of_their_cells(shape: str) -> None:
    joint = {"['{}'],": "', '", '["{}"],': '", "'}.get(shape, "，")
    rows = [[*row[:1], "", *row[1:]] for row in rows_of("applications").values()]
    table = application_table([]) + "\n" + "\n".join(shape.format(joint.join(r)) for r in rows)
    assert_whole(read(document(applications=table)))


def test_empty_lines_are_blank_cells_where_all_rows_have_as_many_lines() -> None:
    values: dict[str, object] = {
        name: "" if place % 5 == 1 else number
        for place, (name, number) in enumerate(numbered().items())
    }
    lines = [cell for row in rows_of("applications", values).values() for cell in row]
    table = application_table([]).replace("\t", "\n") + "\n" + "\n".join(lines)
    report = read(document(applications=table))
    wanted = {n: None if v == "" else v for n, v in values.items() if n.startswith("applications.")}
    assert {n: v for n, v in values_of(report).items() if n in wanted} == wanted


@pytest.mark.parametrize("mark", ["\u200b", "\u2060", "\ufeff", "\u200e", "\u00ad", "\u202f"])
def test_marks_without_width_stand_beside_values_and_in_labels(mark: str) -> None:
    rows = [
        [row[0][:3] + mark + row[0][3:], *(f"{mark}{value}{mark}" for value in row[1:])]
        for row in rows_of("applications").values()
    ]
    assert_whole(read(document(applications=application_table(rows))))


def test_entities_are_no_semicolons_between_cells() -> None:
    values: dict[str, object] = {
        name: "&nbsp;" if not name.endswith((".natural_person", ".total")) else number
        for name, number in numbered().items()
    }
    rows = rows_of("applications", values)
    report = read(document(applications=application_table(rows)))
    for name, value in values_of(report).items():
        if name.startswith("applications."):
            assert value == (None if values[name] == "&nbsp;" else values[name])


@pytest.mark.parametrize("unit", ["（件）", "(件)"])
def test_units_in_brackets_behind_values(unit: str) -> None:
    values = [f"{value}{unit}" for value in review_values()]
    assert_whole(read(document(review=review_table(values))))


def test_a_head_set_over_lines_keeps_its_order() -> None:
    head = (
        "行政复议                  行政诉讼\n"
        "结果维持 结果纠正 其他结果 尚未审结 总计 未经复议          复议后起\n"
        "                                         直接起诉          诉\n"
        "结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计"
    )
    review = head + "\n" + "  ".join(review_values())
    assert_whole(read(document(review=review)))


def test_the_columns_of_2019_are_told_in_a_narrow_head() -> None:
    table = """第二十条第（一）项
信息内容        本年新制  本年新公  对外公开
                  作数量    开数量    总数量
规章                  11        12        13
规范性文件            21        22        23
第二十条第（五）项
信息内容        上一年项   本年增/  处理决定
                  目数量        减      数量
行政许可              31        32        33
其他对外管理服        41        42        43
务事项
第二十条第（六）项
信息内容        上一年项   本年增/  处理决定
                  目数量        减      数量
行政处罚              51        52        53
行政强制              61        62        63"""
    report = read(document(proactive=table))
    values = values_of(report)
    assert values["proactive.rules.made"] == 11
    assert "proactive.rules.issued" not in values


def test_the_title_of_an_annex_is_no_value_of_the_row_above() -> None:
    zeros = rows_of("applications", dict.fromkeys(NUMBERS, 0))
    rows = {code: ["".join(row)] for code, row in zeros.items()}
    table = application_table(rows).replace("\t", "")
    report = read(document(applications=table + "\n附表3"))
    values = values_of(report)
    assert all(values[f"applications.carried_forward.{c}"] == 0 for c in ("business", "total"))


def test_a_table_without_its_line_of_figures_is_named() -> None:
    report = read(document(review=review_table([])))
    names = {name for name in NUMBERS if name.startswith("review.")}
    assert names <= flagged(report)


def test_figures_apart_from_all_labels_are_named() -> None:
    lines = [" ".join(row[1:]) for row in rows_of("applications").values()]
    labels = [row[0] for row in rows_of("applications").values()]
    table = "\n".join([*lines, application_table([]), *labels])
    report = read(document(proactive="", applications=table, review=""))
    assert {name for name in NUMBERS if name.startswith("applications.")} <= flagged(report)


def test_values_before_their_labels_are_not_those_of_the_row_above() -> None:
    rows = [[*row[1:], row[0]] for row in rows_of("applications").values()]
    report = read(document(applications=application_table(rows, " ")))
    read_there = {n: v for n, v in values_of(report).items() if n.startswith("applications.")}
    assert not {n for n, v in read_there.items() if v is not None and v != NUMBERS[n]} - flagged(
        report
    )
    assert set(read_there.values()) == {None}


def test_commas_between_numbers_are_not_at_the_thousands() -> None:
    rows = rows_of("applications")
    table = ",".join(",".join(row) for row in rows.values())
    report = read(document(applications=application_table([]) + "\n" + table))
    wrong = {n for n, v in values_of(report).items() if v is not None and v != NUMBERS[n]}
    assert wrong <= flagged(report)


def test_zeros_beside_a_blank_total_are_named_where_other_rows_print_theirs() -> None:
    values: dict[str, object] = {name: 0 if name.endswith(".total") else "" for name in numbered()}
    for name in list(values):
        if name.startswith("applications.granted."):
            values[name] = 0 if name.endswith("other_organisation") else ""
    report = read(document(applications=application_table(rows_of("applications", values))))
    assert "applications.granted.total" in flagged(report)


@pytest.mark.parametrize("word", ["零", "O", "〇"])
def test_words_for_zero_in_an_indicator_table_are_named(word: str) -> None:
    rows = [[*row[:2], word if row[2] == "0" else row[2]] for row in NATIONAL_TABLE]
    report = read_table("\n".join(map("\t".join, rows)))
    left = {i.name for i in report.indicators if i.value is None}
    assert left
    assert left <= flagged(report)


def test_an_indicator_table_in_an_unknown_layout_is_named() -> None:
    table = "\n".join("~~".join(row) for row in NATIONAL_TABLE)
    report = read_table(table)
    assert report.indicators or "tables_not_read" in {f.rule for f in report.findings}


def test_numbers_of_all_lines_beside_indicators_are_no_values() -> None:
    lines = [f"{n}\t" + "\t".join(row) for n, row in enumerate(NATIONAL_TABLE, 1)]
    plain = read_table("\n".join("\t".join(row) for row in NATIONAL_TABLE))
    numbered_lines = read_table("\n".join(lines))
    wanted = [(i.label, i.value) for i in plain.indicators]
    assert [(i.label, i.value) for i in numbered_lines.indicators] == wanted


def test_a_value_before_the_total_is_open_where_most_rows_print_totals_only() -> None:
    values: dict[str, object] = {
        name: place if name.endswith(".total") else "" for place, name in enumerate(numbered(), 1)
    }
    values["applications.granted.total"] = ""
    values["applications.granted.other_organisation"] = 7
    report = read(document(applications=application_table(rows_of("applications", values))))
    assert values_of(report)["applications.granted.other_organisation"] is None
    assert "applications.granted.other_organisation" in flagged(report)
