"""Aligned text: where a row leaves cells blank, the place of each number tells its cell."""

from __future__ import annotations

from extractors.model import Report

from .support import document, flagged, read, rows_of, values_of

APPLICANTS = (
    "natural_person", "business", "research", "public_interest", "legal_service",
    "other_organisation", "total",
)  # fmt: skip
FULL = {
    "new_received": ["3", "12", "0", "0", "1", "0", "16"],
    "carried_in": ["10", "2", "0", "0", "0", "0", "12"],
}


def aligned(rows: dict[str, list[str]], gap: int = 8) -> Report:
    """A report whose table three is aligned with spaces, a blank cell being nothing but these."""
    chosen = {name: [cells[0], *rows.get(name, cells[1:])] for name, cells in TABLE.items()}
    width = max(len(cells[0]) for cells in chosen.values())
    lines = [
        (label.ljust(width, "\u3000") + "".join(value.rjust(gap) for value in values)).rstrip()
        for label, *values in chosen.values()
    ]
    return read(document(applications="\n".join(lines)))


TABLE = rows_of("applications")


def cells(report: Report, row: str) -> list[int | float | None]:
    values = values_of(report)
    return [values.get(f"applications.{row}.{applicant}") for applicant in APPLICANTS]


def test_numbers_stand_in_their_columns() -> None:
    report = aligned({**FULL, "granted": ["", "5", "", "", "12", "", "17"]})
    assert cells(report, "granted") == [None, 5, None, None, 12, None, 17]


def test_a_row_whose_sum_fails_may_have_lost_a_number() -> None:
    report = aligned({**FULL, "granted": ["", "5", "", "", "12", "", "18"]})
    assert cells(report, "granted") == [None] * 7
    assert "applications.granted.business" in flagged(report)


def test_a_row_without_its_total_is_left_open() -> None:
    report = aligned({**FULL, "granted": ["", "5", "", "", "12", "", ""]})
    assert cells(report, "granted") == [None] * 7
    assert "applications.granted.business" in flagged(report)


def test_single_spaces_are_no_columns() -> None:
    report = aligned({**FULL, "granted": ["", "5", "", "", "12", "", "17"]}, gap=5)
    assert cells(report, "granted") == [None] * 7


def test_a_row_may_stand_apart_from_the_columns_of_most() -> None:
    """Labels of few columns begin further left, and their lines end with an empty cell."""
    few = ("new_received", "granted")
    lines = []
    for name, (label, *values) in TABLE.items():
        printed = ["", "", "0", "0", "2", "1", "40"] if name == "granted" else values
        line = [label, "", *printed, ""] if name in few else ["", "", label, *printed]
        lines.append("\t".join(line))
    report = read(document(applications="\n".join(lines)))
    assert cells(report, "granted") == [None] * 7
    assert "applications.granted.total" in flagged(report)
    assert cells_are_numbered(report, "new_received")


def cells_are_numbered(report: Report, row: str) -> bool:
    """Whether a row prints the numbers of the form of tests."""
    return [str(value) for value in cells(report, row)] == TABLE[row][1:]


def test_a_sum_met_by_chance_tells_no_blank_cell() -> None:
    """Totals are left out with their cells; in one row the last value happens to be a sum."""
    printed = {name: values[1:7] for name, values in TABLE.items()}
    printed["granted"] = ["1", "0", "0", "0", "0", "1"]
    lines = [" ".join((TABLE[name][0], *values)) for name, values in printed.items()]
    report = read(document(applications="\n".join(lines)))
    assert cells(report, "granted")[-1] is None
    assert "applications.granted.total" in flagged(report)


def test_columns_are_learnt_from_rows_that_each_leave_some_blank() -> None:
    rows = {name: ["", "", "", "", "", "", ""] for name in TABLE}
    rows["new_received"] = ["3", "", "1", "", "", "", "4"]
    rows["carried_in"] = ["", "2", "", "", "10", "", "12"]
    rows["granted"] = ["3", "", "", "5", "", "6", "14"]
    rows["partially_granted"] = ["", "2", "1", "", "10", "", "13"]
    rows["refused_state_secret"] = ["", "", "", "7", "", "8", "15"]
    assert cells(aligned(rows), "granted") == [3, None, None, 5, None, 6, 14]
    assert cells(aligned(rows), "carried_in") == [None, 2, None, None, 10, None, 12]
