"""Damaged reports: a number that is wrong never stands there without a word of warning."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from extractors.model import Report, SetAside
from tests.generator import DAMAGES, KINDS, Truth, broken_identities, corpus
from tests.reading import read_one

from .support import VALUE_STATUSES, faults, values_of, wrong_values

SIZES = [
    pytest.param((60, 30), id="480"),
    pytest.param((480, 31), id="3840", marks=pytest.mark.slow),
]
WITH_CELLS = [name for name, kind in KINDS.items() if kind.parts]
MARKS = {"": "blank", "/": "not_applicable", "-": "not_applicable", "—": "not_applicable"}


class Damaged:
    """A report that was damaged, and what was read from what is left."""

    def __init__(self, name: str, text: str, truth: Truth) -> None:
        self.name = name
        self.text = text
        self.truth = truth
        self.result = read_one(text.encode())

    @property
    def report(self) -> Report:
        """What was read."""
        assert isinstance(self.result, Report)
        return self.result

    @property
    def wrong(self) -> dict[str, tuple[object, object]]:
        """Values other than printed before the damage."""
        return wrong_values(self.report, self.truth.cells)

    @property
    def warned(self) -> bool:
        """Whether any warning or error is given."""
        return any(finding.severity in ("warning", "error") for finding in self.report.findings)


Cases = dict[str, list[Damaged]]


@pytest.fixture(scope="module", params=SIZES)
def damaged(request: pytest.FixtureRequest) -> Cases:
    """Reports with sums that hold, each with one damage of each kind."""
    reports = [
        (name, text, truth)
        for name, text, truth, _ in corpus(*request.param, editions=WITH_CELLS)
        if not broken_identities(truth)
    ]
    return {
        kind: [
            Damaged(name, damage(text, Random(f"{kind}:{name}")), truth)
            for name, text, truth in reports
        ]
        for kind, damage in DAMAGES.items()
    }


def readable(cases: list[Damaged]) -> list[Damaged]:
    """Those that were read as a report."""
    return [case for case in cases if isinstance(case.result, Report)]


def silent(cases: list[Damaged]) -> dict[str, dict[str, tuple[object, object]]]:
    return {case.name: case.wrong for case in cases if case.wrong and not case.warned}


def prints(case: Damaged, name: str) -> tuple[str, object]:
    """What the cell printed before the damage, as status and value."""
    mark = case.truth.marks.get(name)
    return ("value", case.truth.cells[name]) if mark is None else (MARKS[mark], None)


def exchanged(case: Damaged) -> bool:
    """Whether the damage put two cells of a row, or two rows, in each other's place, no more.

    Such a text is what an honest report with these numbers looks like, unless a sum breaks.
    """
    cells = {cell.name: cell for cell in case.report.cells}
    now = {
        name: ("value" if cell.status in VALUE_STATUSES else cell.status, cell.value)
        for name, cell in cells.items()
    }
    changed = [n for n in now if n in case.truth.cells and now[n] != prints(case, n)]
    rows = sorted({name.rsplit(".", 1)[0] for name in changed})
    pairs: list[tuple[str, ...]] = []
    if len(changed) == 2 and (len(rows) == 1 or "review." in changed[0]):
        pairs = [tuple(changed)]
    elif len(rows) == 2:
        first = [name for name in changed if name.startswith(f"{rows[0]}.")]
        pairs = [(name, name.replace(rows[0], rows[1])) for name in first]
    crossed = bool(pairs) and all(
        other in now and (now[one], now[other]) == (prints(case, other), prints(case, one))
        for one, other in pairs
    )
    read = replace(case.truth, cells=values_of(case.report))
    return crossed and not broken_identities(read)


@pytest.mark.parametrize("damage", ["cut_end", "drop_line"])
def test_what_is_lost_leaves_no_wrong_number_without_warning(damage: str, damaged: Cases) -> None:
    assert silent(readable(damaged[damage])) == {}


def test_what_is_swapped_leaves_no_wrong_number_without_warning(damaged: Cases) -> None:
    cases = [case for case in readable(damaged["swap_rows"]) if not exchanged(case)]
    assert silent(cases) == {}
    assert len(cases) > 0.9 * len(damaged["swap_rows"])


def test_a_report_cut_short_says_what_is_missing(damaged: Cases) -> None:
    """Rows behind the cut are absent and named; a cut in the prose at the end loses no cell."""
    for case in readable(damaged["cut_end"]):
        absent = {cell.name for cell in case.report.cells if cell.status == "absent"}
        named = {cell for finding in case.report.findings for cell in finding.cells}
        assert absent <= named, case.name
        if absent:
            assert case.warned, case.name


def checkable(case: Damaged, name: str) -> bool:
    """Whether a sum covers the cell all of whose terms were read as numbers."""
    values = values_of(case.report)
    return any(
        name in dict(terms) and all(values[cell] is not None for cell, _ in terms)
        for terms in case.truth.form.identities.values()
    )


def test_a_digit_lost_in_a_sum_breaks_it(damaged: Cases) -> None:
    missed = []
    for case in readable(damaged["lose_digit"]):
        named = {
            cell
            for finding in case.report.findings
            if finding.rule in case.truth.form.identities
            for cell in finding.cells
        }
        missed += [
            (case.name, name, values)
            for name, values in case.wrong.items()
            if checkable(case, name) and name not in named
        ]
    assert missed == []


def lost_one_digit(read: float, printed: float) -> bool:
    """Whether the number read is the printed one less one of its digits."""
    full = f"{abs(printed):.6f}".rstrip("0").rstrip(".")
    shorter = (full[:at] + full[at + 1 :] for at, char in enumerate(full) if char != ".")
    return abs(read) in [float(f"0{digits}") for digits in shorter]


def test_a_digit_lost_outside_all_sums_changes_that_number_only(damaged: Cases) -> None:
    """Nothing can tell then; but where a whole number is gone, its row is in doubt."""
    moved = {}
    for case in readable(damaged["lose_digit"]):
        if case.wrong and not case.warned:
            name, *others = case.wrong
            read, printed = values_of(case.report)[name], case.truth.cells[name]
            known = read is not None and printed is not None and lost_one_digit(read, printed)
            if others or checkable(case, name) or not known:
                moved[case.name] = case.wrong
    assert moved == {}


@pytest.mark.parametrize("damage", DAMAGES)
def test_readings_of_damaged_texts_do_not_contradict_themselves(
    damage: str, damaged: Cases
) -> None:
    assert {c.name: f for c in readable(damaged[damage]) if (f := faults(c.report))} == {}


@pytest.mark.parametrize("damage", ["drop_line", "lose_digit", "swap_rows"])
def test_damage_within_tables_sets_no_report_aside(damage: str, damaged: Cases) -> None:
    lost = [
        (case.name, case.result.reason)
        for case in damaged[damage]
        if isinstance(case.result, SetAside)
    ]
    assert lost == []


def test_a_cut_report_is_set_aside_only_before_its_tables(damaged: Cases) -> None:
    lost = [
        case.name
        for case in damaged["cut_end"]
        if isinstance(case.result, SetAside) and "3.危及" in case.text
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("read", "printed", "verdict"),
    [
        (1, 10, True),
        (23, 123, True),
        (0.5, 10.5, True),
        (1.25001, 1.250001, True),
        (0.55649, 3.55649, True),
        (55649, 3.55649, False),
        (0, 12, False),
        (12, 21, False),
    ],
)
def test_how_a_lost_digit_is_told(read: float, printed: float, verdict: bool) -> None:
    assert lost_one_digit(read, printed) is verdict
