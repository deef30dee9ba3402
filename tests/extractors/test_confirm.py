"""Numbers recognised from images: no error of the recogniser keeps its value."""

from __future__ import annotations

from random import Random

import pytest

from extractors.checks.confirm import confirmed, confirmed_cells, confirmed_indicators
from extractors.document import Decoded
from extractors.model import Cell, Indicator, Report
from extractors.report import read_text
from schema import form
from tests.generator import LAYOUTS, Truth, random_truth, render

SUMMED = ("applications", "review")
ROW = (("a", 1), ("b", 1), ("total", -1))
GRID = tuple(
    [tuple([(f"{row}{column}", 1) for column in "12"] + [(f"{row}t", -1)]) for row in "abt"]
    + [tuple([(f"{row}{column}", 1) for row in "ab"] + [(f"t{column}", -1)]) for column in "12t"]
)
"""Two rows and two columns with totals."""
RIGHT = {
    **{"a1": 3, "a2": 4, "at": 7},
    **{"b1": 5, "b2": 1, "bt": 6},
    **{"t1": 8, "t2": 5, "tt": 13},
}


def numbers(truth: Truth) -> dict[str, int | float]:
    return {name: value for name, value in truth.cells.items() if value is not None}


def read_cells(values: dict[str, int | float], edition: str) -> dict[str, Cell]:
    """What is left of cells that print such values."""
    known = next(one for one in form.editions() if one.edition == edition)
    cells = [
        Cell(spec.name, "read", values[spec.name], str(values[spec.name]))
        if spec.name in values
        else Cell(spec.name, "blank")
        for spec in known.cells
    ]
    return {cell.name: cell for cell in confirmed_cells(known, cells)[0]}


def test_what_adds_up_is_confirmed() -> None:
    assert confirmed(GRID, RIGHT) == RIGHT.keys()


@pytest.mark.parametrize("wrong", sorted(RIGHT))
def test_one_error_costs_one_value(wrong: str) -> None:
    assert confirmed(GRID, RIGHT | {wrong: RIGHT[wrong] + 4}) == RIGHT.keys() - {wrong}


def test_errors_that_cancel_in_a_row_are_shown_by_the_columns() -> None:
    kept = confirmed(GRID, RIGHT | {"a1": 4, "a2": 3})
    assert not kept & {"a1", "a2"}
    assert "tt" in kept


def test_errors_that_cancel_in_a_column_are_shown_by_the_rows() -> None:
    assert not confirmed(GRID, RIGHT | {"a1": 4, "b1": 4}) & {"a1", "b1"}


def test_an_error_elsewhere_does_not_hide_those_that_cancel() -> None:
    values = RIGHT | {"a1": 4, "a2": 3, "b1": 9}
    assert not confirmed(GRID, values) & {"a1", "a2", "b1"}


def test_two_errors_in_one_column_cost_their_rows_too() -> None:
    """Each may as well be in another column, with errors that cancel there."""
    assert confirmed(GRID, RIGHT | {"a1": 6, "b1": 9}) == {"t2", "tt"}


def test_a_blank_part_is_no_reason_to_doubt() -> None:
    assert confirmed([ROW], {"a": 3, "total": 3}, {"b"}) == {"a", "total"}


def test_a_blank_total_confirms_nothing() -> None:
    assert confirmed([ROW], {"a": 0, "b": 0}) == set()


def test_one_side_alone_confirms_nothing() -> None:
    assert confirmed([ROW], {"total": 0}, {"a", "b"}) == set()


def test_a_value_that_is_not_told_opens_its_sums() -> None:
    kept = confirmed(GRID, {name: value for name, value in RIGHT.items() if name != "a1"})
    assert kept == RIGHT.keys() - {"a1"}


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_all_that_sums_cover_is_kept_and_nothing_else(edition: str) -> None:
    for seed in range(5):
        values = numbers(random_truth(Random(seed), size="medium", edition=edition))
        kept = read_cells(values, edition)
        for name, value in values.items():
            covered = name.startswith(SUMMED)
            assert kept[name].value == (value if covered else None)
            assert kept[name].status == ("read" if covered else "conflict")


@pytest.mark.parametrize("errors", [1, 2, 3, 8])
def test_no_wrong_digit_is_kept(errors: int) -> None:
    for seed in range(25):
        rng = Random(f"{errors}:{seed}")
        values = numbers(random_truth(rng, size=rng.choice(("small", "large")), edition="2021"))
        summed = [name for name in values if name.startswith(SUMMED)]
        # Two errors that cancel each other within a channel of section four leave no trace.
        wrong = {n.rpartition(".")[0] if n.startswith("review") else n: n for n in
                 rng.sample(summed, errors)}.values()  # fmt: skip
        mistaken = values | {name: values[name] + rng.choice((1, 2, 4, 7, 10)) for name in wrong}
        kept = read_cells(mistaken, "2021")
        assert {name for name in wrong if kept[name].value is not None} == set()
        assert sum(kept[name].value is None for name in summed) <= 60 * errors


def test_only_the_sums_of_indicators_confirm_them() -> None:
    codes = {"received.total": 9, "received.online": 5, "received.letter": 4, "visits.website": 7}
    rows = [
        Indicator(f"indicators.{code}", code, "read", code, value=value, raw=str(value))
        for code, value in codes.items()
    ]
    kept, (finding,) = confirmed_indicators(rows)
    assert [one.value for one in kept] == [9, 5, 4, None]
    assert kept[-1].status == "conflict"
    assert finding.cells == ("indicators.visits.website",)
    rows[1] = rows[1]._replace(value=6)
    assert [one.value for one in confirmed_indicators(rows)[0]] == [None] * 4


def test_a_recognised_report_names_what_it_leaves_open() -> None:
    truth = random_truth(Random(3), size="small", edition="2021")
    text = render(truth, LAYOUTS["tab_rows"], Random(3))
    report = read_text(Decoded(text, None, method="ocr"))
    assert isinstance(report, Report)
    open_ = {cell.name for cell in report.cells if cell.status == "conflict"}
    assert open_ == {name for name in truth.cells if name.startswith("proactive")}
    (finding,) = [one for one in report.findings if one.rule == "unconfirmed_reading"]
    assert set(finding.cells) == open_
    assert finding.found is not None
    assert f"proactive.rules.issued {truth.cells['proactive.rules.issued']}" in finding.found


def test_what_a_recogniser_may_have_misread_accuses_nobody() -> None:
    truth = random_truth(Random(4), size="medium", edition="2014", consistent=False)
    text = render(truth, LAYOUTS["tab_rows"], Random(4))
    errors = {}
    for method in ("text", "ocr"):
        report = read_text(Decoded(text, None, method=method))
        assert isinstance(report, Report)
        errors[method] = sum(one.severity == "error" for one in report.findings)
    assert errors["text"] > 0
    assert errors["ocr"] == 0
