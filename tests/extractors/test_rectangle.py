"""Blank cells that the whole of a table tells: its rectangle, or marks of blank cells."""

from __future__ import annotations

import pytest

from extractors.model import Report

from .support import EDITION, document, flagged, read, review_values, rows_of, values_of

ROWS = rows_of("applications")
DEPTHS = {
    row.row: 1 if row.number.startswith("(") else 2 if row.number[:1].isdecimal() else 0
    for row in EDITION.rows_of("applications")
}
HEAD = [
    ["", "", "", "申请人情况", "", "", "", "", "", ""],
    ["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"],
    ["", "", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""],
]
NO_TOTAL = {name: [*cells[1:7], ""] for name, cells in ROWS.items()}
"""Values of rows that leave their total blank."""


def grid(values: dict[str, list[str]]) -> list[list[str]]:
    """Section three with all of its ten columns, merged cells blank."""
    lines = [*HEAD]
    for name, (label, *own) in ROWS.items():
        zone = ["", "", ""]
        zone[DEPTHS[name]] = label
        lines.append([*zone, *values.get(name, own)])
    return lines


def lone_pipes(lines: list[list[str]], behind: str) -> str:
    """Cells with a pipe on the line between them; a blank cell prints nothing. ``behind`` stands
    behind each row."""
    printed: list[str] = []
    for line in lines:
        for place, cell in enumerate(line):
            printed += ["|"] * bool(place) + [cell] * bool(cell)
        printed.append(behind)
    return "\n".join(printed)


def totals(report: Report) -> dict[str, int | float | None]:
    values = values_of(report)
    return {name: values[f"applications.{name}.total"] for name in ROWS}


def assert_only_totals_are_blank(report: Report) -> None:
    values = values_of(report)
    for name, (_, *own) in ROWS.items():
        read_ = [values[f"applications.{name}.{c}"] for c in ("natural_person", "business")]
        assert read_ == [int(own[0]), int(own[1])], name
    assert set(totals(report).values()) == {None}


@pytest.mark.parametrize("behind", ["|", ""], ids=["pipe", "empty line"])
def test_lone_pipes_keep_the_places_of_cells_in_a_rectangle(behind: str) -> None:
    """A pipe alone, or an empty line, stands behind each row."""
    text = lone_pipes(grid(NO_TOTAL), behind)
    assert_only_totals_are_blank(read(document(applications=text)))


def test_a_cell_lost_from_the_rectangle_moves_no_value() -> None:
    lines = grid(NO_TOTAL)
    at = next(place for place, line in enumerate(lines) if "重复申请" in "".join(line))
    lost = lines[at].pop(4)
    report = read(document(applications=lone_pipes(lines, "|")))
    values = values_of(report)
    names = [cell.name for cell in EDITION.cells if cell.row == "not_processed_repeat"]
    assert lost
    assert [values[name] for name in names] == [None] * 7
    assert set(names) <= flagged(report)


def test_blank_cells_at_the_end_of_lines_have_places_where_others_stand_before_words() -> None:
    """Labels are repeated over merged cells, so that no blank cell stands before a value."""
    lines = [*HEAD]
    for name, (label, *_) in ROWS.items():
        above = ["三、本年度办理结果", "不予公开"][: DEPTHS[name]]
        lines.append([*above, *[label] * (3 - len(above)), *NO_TOTAL[name]])
    text = "\n".join(" | ".join(line).rstrip(" ") for line in lines)
    assert_only_totals_are_blank(read(document(applications=text)))


@pytest.mark.parametrize("mark", ["&nbsp;", "\u00a0"])
def test_marked_blank_cells_are_told_from_those_of_merges(mark: str) -> None:
    """Rows lack one of the blank cells of their merged label, or end with one more."""
    lines = [
        [label, *[""] * (place % 3), *[mark] * 6, own[6], *[""] * (place % 2)]
        for place, (label, *own) in enumerate(ROWS.values())
    ]
    report = read(document(applications="\n".join("\t".join(line) for line in lines)))
    assert totals(report) == {name: int(own[7]) for name, own in ROWS.items()}


def test_a_row_with_one_marked_cell_less_is_left_open() -> None:
    lines = [
        [label, "", *[mark] * 6, own[6]] for label, *own in ROWS.values() for mark in ["\u00a0"]
    ]
    del lines[-1][3]
    report = read(document(applications="\n".join("\t".join(line) for line in lines)))
    assert values_of(report)["applications.carried_forward.total"] is None
    assert "applications.carried_forward.total" in flagged(report)


RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def test_figures_below_as_many_names_of_results_are_told_without_sums() -> None:
    values = review_values()
    values[4] = values[9] = "/"
    parts = ["行政复议", "行政诉讼", *RESULTS[:4], *values[:4], "未经复议直接起诉", "总计"]
    parts += [values[4], "复议后起诉", *RESULTS[:4], *values[5:9], "总计", values[9]]
    parts += [*RESULTS[:2], *values[10:12], *RESULTS[2:], *values[12:]]
    report = read(document(review="\n".join(parts)))
    names = [cell.name for cell in EDITION.cells if cell.table == "review"]
    read_ = values_of(report)
    assert [read_[name] for name in names] == [None if v == "/" else int(v) for v in values]
    assert "resolved_by_layout" in {finding.rule for finding in report.findings}


def test_figures_below_another_number_of_names_stay_open() -> None:
    values = review_values()
    values[4] = "/"
    parts = ["行政复议", "行政诉讼", *RESULTS[:4], *values[:3], "未经复议直接起诉", "总计"]
    parts += [*values[3:5], "复议后起诉", *RESULTS, *values[5:10], *RESULTS, *values[10:]]
    report = read(document(review="\n".join(parts)))
    names = {cell.name for cell in EDITION.cells if cell.table == "review"}
    read_ = values_of(report)
    assert {read_[name] for name in names} == {None}
    assert names <= flagged(report)


def test_a_number_before_a_line_of_values_with_a_blank_cell_is_none_of_them() -> None:
    values = ["1", "1", "0", "0", "0", "1", "0", "0", "0", "0", "0", "", "0", "0", "1", "1"]
    head = "\t".join(["行政复议", "", "", "", "", "行政诉讼"])
    report = read(document(review="\n".join([head, "\t".join(RESULTS * 3), "\t".join(values)])))
    names = {cell.name for cell in EDITION.cells if cell.table == "review"}
    read_ = values_of(report)
    assert {read_[name] for name in names} == {None}
    assert names <= flagged(report)
