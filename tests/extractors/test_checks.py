"""Identities: each fires, names its cells and the difference, and waits for its operands."""

from __future__ import annotations

from random import Random

import pytest

from extractors.checks.cells import check_cells, evaluate
from extractors.model import Cell, Number, Span, Status
from tests.generator import random_truth

from .support import EDITION, numbered

TRUTH = random_truth(Random(5), size="medium")
COUNTED = [cell.name for cell in EDITION.cells if cell.table != "proactive"]


def cells(
    change: dict[str, Number | None] | None = None, status: Status = "blank"
) -> tuple[Cell, ...]:
    """The cells of a consistent report with some values changed, or taken away."""
    values = TRUTH.cells | (change or {})
    return tuple(
        Cell(name, status, None, "", Span(0, 0))
        if value is None
        else Cell(name, "read", value, str(value), Span(0, 1))
        for name, value in values.items()
    )


def value(name: str) -> int:
    return int(TRUTH.cells[name] or 0)


def identities_with(name: str) -> set[str]:
    return {i for i, terms in EDITION.identities.items() if name in dict(terms)}


def test_a_consistent_report_has_no_finding() -> None:
    assert check_cells(EDITION, cells()) == []
    zero = random_truth(Random(1), size="zero")
    printed = [Cell(name, "read", v, str(v), Span(0, 1)) for name, v in zero.cells.items()]
    assert check_cells(EDITION, printed) == []


@pytest.mark.parametrize("table", ["applications", "review"])
def test_a_changed_cell_breaks_its_identities_and_no_others(table: str) -> None:
    for name in (name for name in COUNTED if name.startswith(table)):
        findings = check_cells(EDITION, cells({name: value(name) + 7}))
        assert {finding.rule for finding in findings} == identities_with(name)
        for finding in findings:
            terms = dict(EDITION.identities[finding.rule])
            assert finding.severity == "error"
            assert set(finding.cells) == set(terms)
            assert int(finding.found or 0) - int(finding.expected or 0) == -7 * terms[name]
            assert f"difference {-7 * terms[name]:+}" in finding.message


@pytest.mark.parametrize(
    ("identity", "words"),
    [
        ("applications.balance.business", ("column 商业企业", "本年新收", "结转下年度继续办理")),
        ("applications.outcomes.total", ("column 总计", "(七)总计")),
        ("applications.applicants.granted", ("(一)予以公开", "自然人", "总计")),
        ("review.results.reconsideration", ("行政复议", "结果维持", "尚未审结", "总计")),
    ],
)
def test_a_finding_says_what_was_added(identity: str, words: tuple[str, ...]) -> None:
    name = EDITION.identities[identity][-1][0]
    (finding,) = [
        f for f in check_cells(EDITION, cells({name: value(name) + 7})) if f.rule == identity
    ]
    for word in words:
        assert word in finding.message
    assert str(value(name) + 7) in finding.message


def test_the_printed_values_are_in_the_message() -> None:
    change: dict[str, Number | None] = {
        "review.litigation_direct.upheld": 11,
        "review.litigation_direct.corrected": 22,
        "review.litigation_direct.other": 33,
        "review.litigation_direct.pending": 44,
        "review.litigation_direct.total": 100,
    }
    (finding,) = check_cells(EDITION, cells(change))
    assert finding.rule == "review.results.litigation_direct"
    assert (finding.expected, finding.found) == ("110", "100")
    for number in ("11", "22", "33", "44", "110 against 100", "difference -10"):
        assert number in finding.message


@pytest.mark.parametrize("status", ["blank", "not_applicable", "absent", "conflict"])
@pytest.mark.parametrize(
    "missing", ["applications.granted.business", "applications.new_received.total"]
)
def test_an_identity_without_all_operands_is_not_evaluated(missing: str, status: Status) -> None:
    """A cell without a value is not zero, even where zero would break the sum."""
    findings = check_cells(EDITION, cells({missing: None}, status))
    assert {f.rule for f in findings} <= {"total_blank", "blank_parts"}
    other = "applications.carried_forward.business"
    broken = check_cells(EDITION, cells({missing: None, other: value(other) + 3}, status))
    rules = {f.rule for f in broken} - {"total_blank", "blank_parts"}
    assert rules == identities_with(other) - identities_with(missing)


def test_a_blank_does_not_pass_for_zero_where_zero_would_fit() -> None:
    zero = next(name for name in COUNTED if value(name) == 0)
    verdicts = dict(evaluate(EDITION, cells({zero: None}), zero))
    assert set(verdicts.values()) == {None}


@pytest.mark.parametrize("name", ["applications.granted.business", "review.reconsideration.total"])
def test_evaluate_tells_holding_broken_and_open_identities_apart(name: str) -> None:
    own = identities_with(name)
    assert dict(evaluate(EDITION, cells(), name)) == dict.fromkeys(own, True)
    changed = cells({name: value(name) + 1})
    assert dict(evaluate(EDITION, changed, name)) == dict.fromkeys(own, False)
    assert dict(evaluate(EDITION, cells({name: None}), name)) == dict.fromkeys(own)


def test_a_cell_outside_all_identities_has_no_verdict() -> None:
    assert evaluate(EDITION, cells(), "proactive.licences.decisions") == []


@pytest.mark.parametrize("name", ["proactive.penalties.decisions", "applications.granted.total"])
def test_a_negative_count_is_an_error(name: str) -> None:
    findings = [f for f in check_cells(EDITION, cells({name: -4})) if f.rule == "negative_count"]
    (finding,) = findings
    assert (finding.severity, finding.cells, finding.found) == ("error", (name,), "-4")


def test_values_of_corrected_and_resolved_cells_count() -> None:
    name = "review.reconsideration.total"
    for status in ("resolved", "corrected"):
        changed = tuple(
            c._replace(status=status, value=value(name) + 1) if c.name == name else c
            for c in cells()
        )
        assert [f.rule for f in check_cells(EDITION, changed)] == ["review.results.reconsideration"]


def test_all_42_identities_fire_on_a_report_of_different_numbers() -> None:
    printed = [Cell(n, "read", v, str(v), Span(0, 1)) for n, v in numbered().items()]
    findings = check_cells(EDITION, printed)
    assert {finding.rule for finding in findings} == set(EDITION.identities)
    assert len(findings) == 42


def test_parts_that_fall_short_of_their_total_beside_blanks_are_found() -> None:
    name = "applications.granted.business"
    (found,) = check_cells(EDITION, cells({name: None}))
    assert (found.rule, found.severity) == ("blank_parts", "warning")
    assert name in found.cells
    assert "(一)予以公开" in found.message_zh


def test_blank_parts_that_count_as_nothing_are_no_finding() -> None:
    zeros: dict[str, Number | None] = {n: None for n in COUNTED if value(n) == 0}
    assert zeros
    assert [f.rule for f in check_cells(EDITION, cells(zeros)) if f.rule == "blank_parts"] == []


def test_parts_without_their_total_are_found() -> None:
    name = "applications.granted.total"
    found = check_cells(EDITION, cells({name: None, "applications.granted.business": 5}))
    (blank,) = (finding for finding in found if finding.rule == "total_blank")
    assert name in blank.cells
    assert "applications.granted.business" in blank.cells
    assert all(cell.startswith("applications.granted.") for cell in blank.cells)


def test_a_blank_total_of_nothing_is_no_finding() -> None:
    row = {n: 0 for n in TRUTH.cells if n.startswith("applications.granted.")}
    found = check_cells(EDITION, cells({**row, "applications.granted.total": None}))
    assert "total_blank" not in {finding.rule for finding in found}
