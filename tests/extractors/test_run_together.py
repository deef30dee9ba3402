"""Tables printed without any separator: what the sums decide is read, the rest stays open."""

from __future__ import annotations

from random import Random

import pytest

from extractors.model import Report
from tests.generator import Truth, broken_identities, random_truth
from tests.generator.truth import Size

from .support import (
    application_table,
    document,
    faults,
    flagged,
    proactive_table,
    read,
    review_table,
    review_values,
    rows_of,
    values_of,
    wrong_values,
)

SIZES: tuple[Size, ...] = ("zero", "small", "medium", "large")
FEE = "proactive.fees.amount_wan_yuan"


def glued(truth: Truth, line: str = "", space: float = 0.0, seed: int = 0) -> str:
    """The tables without white space but ``line`` between rows; stray spaces in runs."""
    rng = Random(seed)
    printed = {
        name: f"{value:.6f}".rstrip("0").rstrip(".") for name, value in truth.cells.items() if value
    }
    printed = {name: printed.get(name, "0") for name in truth.cells}

    def run(text: str) -> str:
        rows = text.replace("\t", "").split("\n")
        strayed = [
            "".join(f"{char} " if char.isdigit() and rng.random() < space else char for char in row)
            for row in rows
        ]
        return line.join(strayed)

    return document(
        title=f"{truth.agency}{truth.year}年政府信息公开工作年度报告",
        proactive=run(proactive_table(rows_of("proactive", printed))),
        applications=run(application_table(rows_of("applications", printed))),
        review=run(review_table(review_values(printed))),
    )


def truths(size: Size, count: int, *, consistent: bool = True) -> list[Truth]:
    rng = Random(f"{size}:{consistent}")
    return [random_truth(rng, size=size, consistent=consistent) for _ in range(count)]


def assert_right_or_open(report: Report, truth: Truth) -> None:
    assert wrong_values(report, truth.cells) == {}
    null = {name for name, value in values_of(report).items() if value is None}
    assert null <= flagged(report)
    assert faults(report) == []


@pytest.mark.parametrize("line", ["", "\n", " "], ids=["none", "lines", "spaces"])
@pytest.mark.parametrize("size", SIZES)
def test_no_cut_is_ever_wrong(size: Size, line: str) -> None:
    for truth in truths(size, 6):
        assert_right_or_open(read(glued(truth, line)), truth)


@pytest.mark.parametrize("size", SIZES)
def test_no_cut_is_wrong_where_the_publisher_broke_a_sum(size: Size) -> None:
    for truth in truths(size, 12, consistent=False):
        assert broken_identities(truth)
        assert_right_or_open(read(glued(truth)), truth)


@pytest.mark.slow
@pytest.mark.parametrize("consistent", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_no_cut_is_ever_wrong_in_many_reports(size: Size, consistent: bool) -> None:
    for truth in truths(size, 400, consistent=consistent):
        assert_right_or_open(read(glued(truth)), truth)


@pytest.mark.parametrize("size", SIZES)
def test_stray_spaces_within_runs_change_no_value(size: Size) -> None:
    for seed, truth in enumerate(truths(size, 6)):
        assert wrong_values(read(glued(truth, "", 0.1, seed)), truth.cells) == {}


@pytest.mark.parametrize(("size", "share"), [("zero", 0.98), ("small", 0.95), ("medium", 0.9)])
def test_most_cells_are_settled_by_the_sums(size: Size, share: float) -> None:
    read_cells = total = 0
    for truth in truths(size, 8):
        values = values_of(read(glued(truth)))
        read_cells += sum(value is not None for value in values.values())
        total += len(values)
    assert read_cells / total > share


def test_a_settled_cell_says_so_and_the_sums_are_on_record() -> None:
    (truth,) = truths("medium", 1)
    report = read(glued(truth))
    settled = {cell.name for cell in report.cells if cell.status == "resolved"}
    recorded = {cell for f in report.findings if f.rule == "resolved_by_sums" for cell in f.cells}
    assert settled
    assert settled <= recorded
    assert {f.severity for f in report.findings if f.rule == "resolved_by_sums"} == {"info"}


def test_the_fee_needs_no_cutting() -> None:
    for truth in truths("large", 8):
        cell = next(cell for cell in read(glued(truth)).cells if cell.name == FEE)
        assert (cell.status, cell.value) == ("read", truth.cells[FEE])


def test_a_broken_sum_is_still_found_where_it_chose_nothing() -> None:
    """Section two and a review line have no sums between rows; section three has."""
    found = 0
    for truth in truths("medium", 12, consistent=False):
        report = read(glued(truth))
        grave = [f for f in report.findings if f.severity in ("warning", "error")]
        found += bool(grave)
    assert found == 12
