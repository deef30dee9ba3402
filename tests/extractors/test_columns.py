"""Columns and channels in another order than the form's: read by their labels, or left open."""

from __future__ import annotations

from itertools import combinations

import pytest

from extractors.model import Cell, Report

from .support import (
    EDITION,
    application_table,
    document,
    faults,
    flagged,
    numbered,
    read,
    review_table,
    review_values,
    rows_of,
    values_of,
    wrong_values,
)

NUMBERS: dict[str, int | float | None] = dict(numbered())
APPLICANTS = [c.label for c in EDITION.columns_of("applications", "granted")]
RESULTS = [c.label for c in EDITION.columns_of("review", "reconsideration")]
CHANNELS = ["行政复议", "未经复议直接起诉", "复议后起诉"]
SUMMED = ["1", "0", "1", "1", "3", "1", "0", "0", "0", "1", "0", "1", "0", "2", "3"]
"""Section four as printed for 行政复议, 未经复议直接起诉, 复议后起诉: it meets its sums."""


def cells_in(report: Report, table: str) -> list[Cell]:
    return [cell for cell in report.cells if cell.name.startswith(f"{table}.")]


def in_order(values: list[str], order: list[int]) -> list[str]:
    return [values[place] for place in order]


def applications(head: list[str], order: list[int], sep: str = "\t") -> str:
    """Section three whose columns stand in an order, under a head of its own."""
    rows = [[row[0], *in_order(row[1:], order)] for row in rows_of("applications").values()]
    return "\n".join([*head, *(sep.join(row) for row in rows)])


def head_findings(report: Report) -> list[str]:
    return [found.severity for found in report.findings if found.rule == "head_differs"]


@pytest.mark.parametrize(
    "order",
    [[6, 0, 1, 2, 3, 4, 5], [0, 5, 1, 2, 3, 4, 6], [1, 2, 3, 4, 5, 0, 6], [0, 2, 1, 3, 4, 5, 6]],
)
def test_a_grid_is_read_by_its_labels(order: list[int]) -> None:
    head = ["\t" + "\t".join(in_order(APPLICANTS, order))]
    report = read(document(applications=applications(head, order)))
    assert faults(report) == []
    assert values_of(report) == NUMBERS
    assert head_findings(report) == ["info"]


def test_a_head_of_three_lines_is_read_by_its_columns() -> None:
    head = [
        "\t申请人情况\t\t\t\t\t\t",
        "\t法人或其他组织\t\t\t\t\t自然人\t总计",
        "\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\t",
    ]
    report = read(document(applications=applications(head, [1, 2, 3, 4, 5, 0, 6])))
    assert values_of(report) == NUMBERS


def test_labels_that_do_not_stand_above_the_values_leave_the_table_open() -> None:
    order = [6, 0, 1, 2, 3, 4, 5]
    head = ["\t".join(in_order(APPLICANTS, order))]
    report = read(document(applications=applications(head, order)))
    cells = cells_in(report, "applications")
    assert {cell.status for cell in cells} == {"conflict"}
    assert {cell.name for cell in cells} <= flagged(report)
    assert wrong_values(report, NUMBERS) == {}


def test_a_head_with_blank_cells_dropped_here_and_there_tells_no_order() -> None:
    head = [
        "|  |  | 申请人情况 |  |  |  |  | 总计 |",
        "|  |  |  |  |  |  | 自然人 | 法人或其他组织 |",
        "|  | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |",
    ]
    report = read(document(applications=applications(head, list(range(7)), " | ")))
    assert values_of(report) == NUMBERS
    assert head_findings(report) == []


@pytest.mark.parametrize("pair", list(combinations(range(7), 2)))
@pytest.mark.parametrize("sep", [" ", "\n", ""])
def test_words_in_another_order_leave_the_table_open(pair: tuple[int, int], sep: str) -> None:
    labels = list(APPLICANTS)
    one, other = pair
    labels[one], labels[other] = labels[other], labels[one]
    words = ["申请人情况", labels[0], "法人或其他组织", *labels[1:]]
    order = [APPLICANTS.index(label) for label in labels]
    report = read(document(applications=applications([sep.join(words)], order)))
    assert {cell.value for cell in cells_in(report, "applications")} == {None}
    assert wrong_values(report, NUMBERS) == {}


@pytest.mark.parametrize(
    "head",
    [
        "申请人情况 总计 自然人 法人或其他组织 商业企业 科研机构 社会公益组织 法律服务机构 其他",
        "申请人情况 自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他",
        "申请人情况\n法人或其他组织\n自然人\n商业\n企业\n科研\n机构\n社会公益 法律服务 其他\n总计",
        "申请人情况总计\n自然人法人或其他组织\n商业企业科研机构社会公益组织法律服务机构其他",
    ],
)
def test_the_form_s_own_head_in_running_text_is_accepted(head: str) -> None:
    report = read(document(applications=applications([head], list(range(7)))))
    assert values_of(report) == NUMBERS
    assert head_findings(report) == []


def review_grid(channels: list[int], results: list[int]) -> str:
    """Section four under a grid with channels and results in an order."""
    gap = [""] * 4
    names = [word for place in channels for word in (CHANNELS[place], *gap)]
    order = [5 * channel + result for channel in channels for result in results]
    labels = in_order(RESULTS, results) * 3
    lines = [names, labels, in_order(review_values(), order)]
    return "\n".join("\t".join(line) for line in lines)


@pytest.mark.parametrize(
    ("channels", "results"),
    [
        ([0, 1, 2], [4, 0, 1, 2, 3]),
        ([0, 1, 2], [3, 0, 1, 2, 4]),
        ([0, 2, 1], [0, 1, 2, 3, 4]),
        ([1, 2, 0], [0, 1, 2, 3, 4]),
    ],
)
def test_channels_and_results_are_read_by_their_labels(
    channels: list[int], results: list[int]
) -> None:
    report = read(document(review=review_grid(channels, results)))
    assert faults(report) == []
    assert values_of(report) == NUMBERS
    assert head_findings(report) == ["info"]
    for cell in cells_in(report, "review"):
        assert cell.label
        assert report.text[slice(*cell.label)] == EDITION.cell[cell.name].column_label


@pytest.mark.parametrize(
    "head",
    [
        f"行政复议 {' '.join([*RESULTS[4:], *RESULTS[:4]] * 3)}",
        f"行政复议 行政诉讼 复议后起诉 未经复议直接起诉 {' '.join(RESULTS * 3)}",
        f"行政诉讼 未经复议直接起诉 复议后起诉 行政复议 {' '.join(RESULTS * 3)}",
    ],
)
def test_channels_named_in_another_order_leave_section_four_open(head: str) -> None:
    report = read(document(review=f"{head}\n{' '.join(review_values())}"))
    assert {cell.status for cell in cells_in(report, "review")} == {"conflict"}


def by_rows(order: list[int]) -> str:
    rows = [f"{CHANNELS[c]}\t" + "\t".join(SUMMED[5 * c : 5 * c + 5]) for c in order]
    return "\n".join(["\t" + "\t".join(RESULTS), *rows])


@pytest.mark.parametrize("order", [[0, 1, 2], [1, 2, 0], [2, 0, 1]])
def test_rows_are_read_by_the_channels_that_they_name(order: list[int]) -> None:
    report = read(document(review=by_rows(order)))
    cells = cells_in(report, "review")
    assert [cell.value for cell in cells] == list(map(int, SUMMED))
    assert {cell.status for cell in cells} == {"resolved"}


def test_sums_do_not_confirm_channels_in_another_order() -> None:
    blocks = [
        f"{CHANNELS[c]} {' '.join(RESULTS)}\n{' '.join(SUMMED[5 * c : 5 * c + 5])}"
        for c in (2, 1, 0)
    ]
    report = read(document(review="\n".join(blocks)))
    assert {cell.value for cell in cells_in(report, "review")} == {None}


def test_a_row_for_each_result_is_not_read_by_position() -> None:
    rows = [f"{label}\t" + "\t".join("000") for label in RESULTS]
    report = read(document(review="\n".join(["\t" + "\t".join(CHANNELS), *rows])))
    assert {cell.value for cell in cells_in(report, "review")} == {None}


def test_words_in_place_of_figures_keep_their_cells() -> None:
    printed = ["无" if place % 3 == 0 else value for place, value in enumerate(SUMMED)]
    report = read(document(review=review_table(printed)))
    cells = cells_in(report, "review")
    expected = [None if value == "无" else int(value) for value in printed]
    assert [cell.value for cell in cells] == expected
    assert {cell.name for cell in cells if cell.value is None} <= flagged(report)
    assert {cell.status for cell in cells} == {"read", "conflict"}


def test_the_helpers_print_the_form() -> None:
    head = ["\t" + "\t".join(APPLICANTS)]
    plain = document(
        applications=applications(head, list(range(7))), review=review_table(review_values())
    )
    assert values_of(read(plain)) == NUMBERS
    assert application_table(rows_of("applications")) in document()
