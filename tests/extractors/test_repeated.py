"""Rows whose label is printed twice."""

from __future__ import annotations

import pytest

from .support import application_table, document, faults, flagged, numbered, read, rows_of

NUMBERS = numbered()


def twice(code: str, place: int, values: list[str]) -> str:
    """A report that prints a row of section three again, as its ``place``th row."""
    rows = rows_of("applications")
    lines = list(rows.values())
    lines.insert(place, [rows[code][0], *values])
    return document(applications=application_table(lines))


@pytest.mark.parametrize("place", [14, 18])
def test_a_row_printed_twice_with_different_values_is_left_open(place: int) -> None:
    other = ["1", "2", "3", "4", "5", "6", "21"]
    report = read(twice("not_processed_repeat", place, other))
    cells = {cell.name: cell for cell in report.cells}
    names = {name for name in NUMBERS if ".not_processed_repeat." in name}
    assert {cells[name].status for name in names} == {"conflict"}
    (finding,) = (found for found in report.findings if found.rule == "repeated_row")
    assert set(finding.cells) == names
    own = " ".join(str(NUMBERS[name]) for name in finding.cells)
    assert sorted((finding.found or "").split("; ")) == sorted([own, " ".join(other)])
    assert names <= flagged(report)
    assert faults(report) == []


def test_a_row_printed_twice_alike_is_read() -> None:
    own = rows_of("applications")["not_processed_repeat"][1:]
    report = read(twice("not_processed_repeat", 18, own))
    assert "repeated_row" not in {found.rule for found in report.findings}
