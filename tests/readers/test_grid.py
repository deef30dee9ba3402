"""Merged cells become a rectangle, however far they claim to reach."""

from __future__ import annotations

from random import Random
from time import perf_counter

import pytest

from extractors.readers.grid import (
    MAX_POSITIONS,
    GridCell,
    GridTooLargeError,
    expand,
    in_one_line,
)
from tests.generator import random_truth
from tests.generator.documents import SpannedTable, compose


def texts(rows: list[list[GridCell]]) -> list[list[str | None]]:
    return [[cell and cell.text for cell in row] for row in expand(rows)]


def test_cells_without_spans_stay_where_they_are() -> None:
    rows = [[GridCell("a"), GridCell("b")], [GridCell(""), GridCell("d")]]
    assert texts(rows) == [["a", "b"], ["", "d"]]


def test_a_covered_position_is_none() -> None:
    rows = [
        [GridCell("a", rows=2), GridCell("b", columns=2), GridCell("c")],
        [GridCell("d"), GridCell("e"), GridCell("f")],
    ]
    assert texts(rows) == [["a", "b", None, "c"], [None, "d", "e", "f"]]


def test_a_short_row_is_filled_up() -> None:
    rows = [[GridCell("a")], [GridCell("b"), GridCell("c")]]
    assert texts(rows) == [["a", None], ["b", "c"]]


def test_a_column_in_which_no_cell_begins_is_left_out() -> None:
    rows = [[GridCell("a", columns=3), GridCell("b", columns=9)], [GridCell("c", columns=3)]]
    assert texts(rows) == [["a", "b"], ["c", None]]


def test_rows_wholly_covered_are_kept() -> None:
    assert texts([[GridCell("a", rows=3)], [], [GridCell("b")]]) == [
        ["a", None],
        [None, None],
        [None, "b"],
    ]


@pytest.mark.parametrize("span", [10**6, 10**12, 0, -4])
def test_a_span_without_measure_is_clamped(span: int) -> None:
    rows = [[GridCell("a", span, span), GridCell("b")], [GridCell("c")]]
    expanded = expand(rows)
    assert len(expanded) == 2
    assert len(expanded[0]) <= 3


def test_cells_that_overlap_lose_no_text() -> None:
    rows = [
        [GridCell("a"), GridCell("b", rows=2), GridCell("c")],
        [GridCell("d", columns=3), GridCell("e")],
    ]
    found = [cell.text for row in expand(rows) for cell in row if cell]
    assert found == ["a", "b", "c", "d", "e"]


def test_a_table_too_large_is_refused_at_once() -> None:
    row = [GridCell("1", rows=10**6, columns=200)] * 10
    started = perf_counter()
    with pytest.raises(GridTooLargeError):
        expand(row for _ in range(10**7))
    with pytest.raises(GridTooLargeError):
        expand([[GridCell("1")] * 1000] * (MAX_POSITIONS // 1000 + 1))
    assert perf_counter() - started < 3


@pytest.mark.parametrize("seed", range(20))
def test_generated_tables_fill_their_width(seed: int) -> None:
    rng = Random(seed)
    parts = compose(random_truth(rng, edition=rng.choice(("2021", "2019"))), rng)
    for table in (part for part in parts if isinstance(part, SpannedTable)):
        rows = [[GridCell(c.text, c.rows, c.columns) for c in row] for row in table.rows]
        expanded = expand(rows)
        assert len(expanded) == len(table.rows)
        assert {len(row) for row in expanded} <= set(range(1, table.width + 1))
        begun = [cell for row in expanded for cell in row if cell]
        assert begun == [cell for row in rows for cell in row]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("本年新\n制作 数量", "本年新制作 数量"),
        ("规章\n12", "规章 12"),
        ("12\n件", "12 件"),
        ("7\n\n0", "7\ufffd0"),
        ("规章\n7\n-\n0", "规章 7\ufffd-\ufffd0"),
        ("7件\n0件", "\ufffd"),
    ],
)
def test_lines_of_figures_are_not_joined_to_a_number(text: str, line: str) -> None:
    assert in_one_line(text) == line


def test_a_value_below_the_heads_of_several_columns_is_not_told() -> None:
    head = [GridCell("内容"), GridCell("自然人"), GridCell("企业"), GridCell("总计")]
    each = [GridCell("规章"), GridCell("1"), GridCell("2"), GridCell("3")]
    wide = [GridCell("许可"), GridCell("7", columns=2), GridCell("9")]
    last = [GridCell("处罚"), GridCell("1"), GridCell("8", columns=2)]
    rows = expand([head, wide, each, last])
    assert [cell and cell.text for cell in rows[1]] == ["许可", "\ufffd", None, "9"]
    assert [cell and cell.text for cell in rows[3]] == ["处罚", "1", "8", None]
    aslant = expand([head, wide])  # no row has a value for each head
    assert [cell and cell.text for cell in aslant[1]] == ["许可", "7", None, "9"]


def test_a_value_below_a_head_as_wide_is_told() -> None:
    values = [GridCell("规章"), GridCell("1"), GridCell("2"), GridCell("3")]
    head = [GridCell("内容"), GridCell("项目", columns=2), GridCell("金额")]
    rows = expand([values, head, [GridCell("采购"), GridCell("7", columns=2), GridCell("9")]])
    assert [cell and cell.text for cell in rows[2]] == ["采购", "7", None, "9"]
