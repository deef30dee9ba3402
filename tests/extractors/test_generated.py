"""Generated reports in all layouts: no value is ever wrong, and what is null says why."""

from __future__ import annotations

from collections import Counter

import pytest

from extractors.model import Report
from tests.accuracy.score import missed_cells
from tests.accuracy.undetermined import undetermined
from tests.generator import KINDS, LAYOUTS, Truth, broken_identities, corpus
from tests.reading import read_one

from .support import faults, flagged, values_of, wrong_values

SIZES = [
    pytest.param((480, 20), id="480"),
    pytest.param((1600, 21), id="1600", marks=pytest.mark.slow),
]
WITH_CELLS = [name for name, kind in KINDS.items() if kind.parts]
NEW, CARRIED = "applications.new_received.total", "applications.carried_in.total"


class Case:
    """A generated report, what it prints and what was read."""

    def __init__(self, name: str, text: str, truth: Truth) -> None:
        result = read_one(text.encode())
        assert isinstance(result, Report), (name, result)
        self.name = name
        self.text = text
        self.truth = truth
        self.report = result

    @property
    def exact(self) -> bool:
        """Whether every cell is read as printed."""
        return values_of(self.report) == self.truth.cells

    @property
    def broken(self) -> list[str]:
        """Identities among the findings all of whose cells are read."""
        values = values_of(self.report)
        return [
            finding.rule
            for finding in self.report.findings
            if finding.rule in self.truth.form.identities
            and all(values[cell] is not None for cell in finding.cells)
        ]

    @property
    def run_together(self) -> bool:
        """Whether values are printed without separators."""
        return self.name.endswith("run_together")


@pytest.fixture(scope="module", params=SIZES)
def cases(request: pytest.FixtureRequest) -> list[Case]:
    reports = corpus(*request.param, editions=WITH_CELLS)
    return [Case(name, text, truth) for name, text, truth, _ in reports]


def test_no_value_is_ever_wrong(cases: list[Case]) -> None:
    wrong = {case.name: wrong_values(case.report, case.truth.cells) for case in cases}
    assert {name: values for name, values in wrong.items() if values} == {}


def test_a_value_that_is_printed_but_not_read_is_named(cases: list[Case]) -> None:
    silent = []
    for case in cases:
        named = flagged(case.report)
        silent += [
            (case.name, cell.name, cell.status)
            for cell in case.report.cells
            if cell.value is None
            and case.truth.cells.get(cell.name) is not None
            and cell.name not in named
        ]
    assert silent == []


def test_what_prints_no_number_is_blank_or_not_applicable(cases: list[Case]) -> None:
    """Unless its row is in doubt, which is named then, or its stroke runs into a label."""
    expected = {"": "blank", "/": "not_applicable", "-": "not_applicable", "—": "not_applicable"}
    other = []
    for case in cases:
        named = flagged(case.report)
        cells = {cell.name: cell for cell in case.report.cells}
        other += [
            (case.name, name, cells[name].status)
            for name, mark in case.truth.marks.items()
            if name in cells  # a row that is not read at all is named
            and cells[name].status != expected[mark]
            and not (cells[name].status == "conflict" and name in named)
            and not (case.run_together and cells[name].value is None)
        ]
    assert other == []


def test_reports_with_separators_are_read_exactly(cases: list[Case]) -> None:
    """Whatever the layout, and whatever is left blank or breaks its sums."""
    unread = {}
    for case in cases:
        if not case.run_together:
            values = values_of(case.report)
            truth = case.truth.cells
            unread[case.name] = sorted(n for n in values if values[n] != truth.get(n))
    assert {name: names for name, names in unread.items() if names} == {}
    assert any(case.truth.blank for case in cases), "the corpus has reports with blank cells"


def test_cells_without_separators_are_read_but_for_those_that_print_does_not_tell(
    cases: list[Case],
) -> None:
    """Another report prints the same where no sum covers a row; beside these hardly any is open."""
    cells = left = unknown = 0
    for case in cases:
        if case.run_together and not case.truth.marks:
            missed = missed_cells(case.report, case.truth.cells)
            cells += len(case.truth.cells)
            left += len(missed)
            unknown += len(undetermined(case.truth, missed))
    assert left - unknown <= 0.002 * (cells - unknown), (cells, left, unknown)


def test_agency_and_year_are_told(cases: list[Case]) -> None:
    wrong = [
        (case.name, case.report.identity.agency_name, case.report.identity.year)
        for case in cases
        if (case.report.identity.agency_name, case.report.identity.year)
        != (case.truth.agency, case.truth.year)
    ]
    assert wrong == []


def test_edition_and_sections_are_told(cases: list[Case]) -> None:
    wrong = [
        (case.name, case.report.edition, case.truth.kind)
        for case in cases
        if case.report.edition != case.truth.edition
    ]
    assert wrong == []
    torn = [
        (case.name, [section.number for section in case.report.sections])
        for case in cases
        if [section.number for section in case.report.sections] != [1, 2, 3, 4, 5, 6]
    ]
    assert torn == []


def test_sums_that_hold_give_no_finding_and_sums_that_break_always_do(cases: list[Case]) -> None:
    differing = []
    for case in cases:
        expected = broken_identities(case.truth)
        if not case.exact:  # an identity with an operand in doubt is not evaluated
            values = values_of(case.report)
            terms = case.truth.form.identities
            expected = [i for i in expected if all(values[c] is not None for c, _ in terms[i])]
        if case.broken != expected:
            differing.append((case.name, case.broken, expected))
    assert differing == []
    consistent = [case for case in cases if not broken_identities(case.truth)]
    assert not any(case.broken for case in consistent)
    assert len(consistent) < len(cases), "the corpus has reports with broken sums"


def contradicts(truth: Truth) -> bool:
    """Whether the prose states another count than the table, carried ones in or out."""
    stated, received = truth.narrative_received, truth.cells[NEW]
    if stated is None or received is None:
        return False
    return stated not in (received, received + (truth.cells[CARRIED] or 0))


def test_the_narrative_is_held_against_the_table_only_where_it_contradicts(
    cases: list[Case],
) -> None:
    differing = []
    for case in cases:
        found = any(finding.rule == "narrative_received" for finding in case.report.findings)
        known = values_of(case.report)[NEW] is not None
        if found != (contradicts(case.truth) and known):
            differing.append((case.name, case.truth.narrative_received, case.truth.cells[NEW]))
    assert differing == []


MENDS = ("one_cell_explains", "cells_swapped")
"""Warnings that say what would mend a table that breaks its sums."""


def test_only_a_table_that_breaks_its_sums_is_to_be_mended(cases: list[Case]) -> None:
    mended = 0
    for case in cases:
        rules = {finding.rule for finding in case.report.findings}
        broken = {rule.partition(".")[0] for rule in rules if "." in rule}
        for finding in case.report.findings:
            if finding.rule in MENDS:
                mended += 1
                assert finding.cells[0].partition(".")[0] in broken
    assert mended > 10


def test_a_report_read_exactly_has_no_doubts(cases: list[Case]) -> None:
    about = {
        case.name: [
            finding.message
            for finding in case.report.findings
            if finding.severity == "warning" and finding.rule not in MENDS
        ]
        for case in cases
        if case.exact and not case.truth.marks
        if not contradicts(case.truth) and not case.truth.extra_rows
    }
    assert {name: messages for name, messages in about.items() if messages} == {}


def test_readings_do_not_contradict_themselves(cases: list[Case]) -> None:
    assert {case.name: f for case in cases if (f := faults(case.report))} == {}


def test_every_layout_is_in_the_corpus(cases: list[Case]) -> None:
    found = Counter(case.name.split("_", 1)[1] for case in cases)
    assert set(found) == set(LAYOUTS)
    assert min(found.values()) == len(cases) // len(LAYOUTS)
