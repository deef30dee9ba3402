"""Damages: each does to a text what its name says."""

from __future__ import annotations

from random import Random

import pytest

from . import DAMAGES

ROWS = """\
西工区司法局2024年政府信息公开工作年度报告
2024 年共举办活动 8 次。
二、主动公开政府信息情况
第二十条第（一）项
规章{s}11{s}12{s}13
行政规范性文件{s}21{s}22{s}23
五、存在的主要问题及改进情况
2025 年将举办 3 次。
"""
SEPARATORS = [" ", "\t", " | ", "|", "\n", "\n\t", "\n|\n", " |\n", "\n\n"]
PADDING = "第二十条第（二）项\n" * 30


def text(separator: str) -> str:
    return ROWS.format(s=separator).replace("五、", PADDING + "五、")


@pytest.mark.parametrize("separator", SEPARATORS)
def test_two_values_of_a_row_are_glued(separator: str) -> None:
    results = {DAMAGES["merge_columns"](text(separator), Random(seed)) for seed in range(40)}
    pairs = ("11", "12"), ("12", "13"), ("21", "22"), ("22", "23")
    assert results == {text(separator).replace(separator.join(p), "".join(p)) for p in pairs}


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_cell_goes_with_what_sets_it_apart(separator: str) -> None:
    results = {DAMAGES["drop_cell"](text(separator), Random(seed)) for seed in range(60)}
    values = ("11", "12", "13", "21", "22", "23")
    assert results == {text(separator).replace(separator + value, "") for value in values}


def test_a_run_of_digits_loses_one_instead() -> None:
    for kind in ("merge_columns", "drop_cell", "lose_digit"):
        damaged = DAMAGES[kind](text(""), Random(1))
        assert len(damaged) == len(text("")) - 1


@pytest.mark.parametrize("kind", [kind for kind in DAMAGES if kind != "cut_end"])
def test_prose_around_the_tables_is_left_alone(kind: str) -> None:
    before, behind = ROWS[: ROWS.index("第二十条")], ROWS[ROWS.index("五、") :]
    for separator in ("", *SEPARATORS):
        for seed in range(10):
            damaged = DAMAGES[kind](text(separator), Random(seed))
            assert damaged.startswith(before)
            assert damaged.endswith(behind) or kind == "shift_chunk"


def test_a_chunk_is_lost_or_found_behind_the_tables() -> None:
    lengths = set()
    for seed in range(30):
        damaged = DAMAGES["shift_chunk"](text("\t"), Random(seed))
        lost = len(text("\t")) - len(damaged)
        lengths.add(lost)
        assert lost == 0 or 5 <= lost <= 60
        assert lost or sorted(damaged) == sorted(text("\t"))
    assert len(lengths) > 5


def test_rows_are_struck_where_there_are_no_lines() -> None:
    joined = ROWS.format(s="").replace("\n", "")
    results = {DAMAGES["drop_line"](joined, Random(seed)) for seed in range(30)}
    assert joined.replace("行政规范性文件212223", "") in results
    doubled = {DAMAGES["duplicate_line"](joined, Random(seed)) for seed in range(30)}
    assert joined.replace("行政规范性文件212223", "行政规范性文件212223" * 2) in doubled
