"""One wrong cell is told by the sums that it breaks, and two exchanged ones likewise."""

from __future__ import annotations

import pytest

from extractors.checks.cells import check_cells
from extractors.checks.mend import mends
from extractors.model import Cell, Finding

from .support import EDITION, application_table, document, read, rows_of
from .test_checks import cells, value

APPLICATIONS = [cell.name for cell in EDITION.cells if cell.table == "applications"]


def mended(printed: tuple[Cell, ...]) -> list[Finding]:
    return mends(EDITION, printed, check_cells(EDITION, printed))


def test_sums_that_hold_need_no_mending() -> None:
    assert mended(cells()) == []


@pytest.mark.parametrize("name", APPLICATIONS)
def test_any_wrong_cell_of_section_three_is_named_with_its_right_value(name: str) -> None:
    (said,) = mended(cells({name: value(name) + 900}))
    assert (said.rule, said.severity, said.cells) == ("one_cell_explains", "warning", (name,))
    assert (said.expected, said.found) == (str(value(name)), str(value(name) + 900))
    for message in (said.message, said.message_zh):
        assert EDITION.cell[name].row_label in message
        assert str(value(name) + 900) in message


def test_two_wrong_cells_are_not_blamed_on_one() -> None:
    change = {name: value(name) + 7 for name in (APPLICATIONS[15], APPLICATIONS[30])}
    assert mended(cells(dict(change))) == []


@pytest.mark.parametrize(
    ("upheld", "corrected", "accused"),
    [(10, 0, None), (10, 1, "review.reconsideration.total")],
    ids=["either may be wrong", "no part can be so much smaller"],
)
def test_a_channel_of_section_four_accuses_the_only_cell_that_can_mend_it(
    upheld: int, corrected: int, accused: str | None
) -> None:
    channel = "review.reconsideration"
    zeros = {f"{channel}.{result}": 0 for result in ("other", "pending", "total")}
    change = {f"{channel}.upheld": upheld, f"{channel}.corrected": corrected}
    found = [one.cells for one in mended(cells({**zeros, **change}))]
    assert found == ([(accused,)] if accused else [])


def test_a_value_that_would_have_to_be_negative_mends_nothing() -> None:
    zero = next(n for n in APPLICATIONS if n.endswith(".business") and value(n) == 0)
    total = zero.replace("business", "total")
    (said,) = mended(cells({total: value(total) + 3}))
    assert said.cells == (total,)


def test_a_broken_sum_with_a_blank_cell_is_left_alone() -> None:
    row = {n: 0 for n in APPLICATIONS if n.startswith("applications.granted.")}
    change = {**row, "applications.granted.natural_person": 5, "applications.granted.total": 4}
    printed = cells({**change, "applications.granted.business": None})
    assert any(f.rule == "applications.applicants.granted" for f in check_cells(EDITION, printed))
    assert mended(printed) == []


def test_a_cell_that_the_sums_have_chosen_is_not_accused() -> None:
    name = "applications.granted.business"
    printed = tuple(
        cell._replace(status="resolved") if cell.name == name else cell
        for cell in cells({name: value(name) + 7})
    )
    assert mended(printed) == []


EXCHANGED = [
    ("granted.natural_person", "granted.business"),
    ("granted.business", "partially_granted.business"),
    ("refused_third_party.research", "refused_third_party.public_interest"),
    ("other.legal_service", "total_handled.legal_service"),
]


@pytest.mark.parametrize(("one", "other"), EXCHANGED)
def test_two_exchanged_neighbours_are_named(one: str, other: str) -> None:
    """The counts of the report are all different, far apart, and add up."""
    first, second = f"applications.{one}", f"applications.{other}"
    right = {cell.name: cell.value for cell in distinct()}
    wrong = {first: right[second], second: right[first]}
    printed = tuple(cell._replace(value=wrong.get(cell.name, cell.value)) for cell in distinct())
    assert check_cells(EDITION, distinct()) == []
    (said,) = mended(printed)
    assert (said.rule, said.severity, said.cells) == ("cells_swapped", "warning", (first, second))
    assert f"{right[second]}" in said.message_zh
    assert f"{right[first]}" in said.message_zh


def distinct() -> tuple[Cell, ...]:
    """A consistent section three in which no two neighbours differ by the same number."""
    values = dict.fromkeys((cell.name for cell in cells()), 0)
    columns = [c.column for c in EDITION.columns_of("applications", "granted")][:-1]
    rows = [row for row in EDITION.rows_of("applications") if row.role == "leaf"]
    for place, row in enumerate(rows):
        for number, column in enumerate(columns):
            values[f"applications.{row.row}.{column}"] = (place * 37 + number * 11) ** 2 % 9973
    for column in columns:
        handled = sum(values[f"applications.{row.row}.{column}"] for row in rows)
        values[f"applications.total_handled.{column}"] = handled
        values[f"applications.new_received.{column}"] = handled
    for row in EDITION.rows_of("applications"):
        names = [f"applications.{row.row}.{column}" for column in columns]
        values[f"applications.{row.row}.total"] = sum(values[name] for name in names)
    return tuple(cell._replace(status="read", value=values[cell.name]) for cell in cells())


def test_a_report_says_which_cell_is_wrong() -> None:
    rows = {code: [label, *["0"] * 7] for code, (label, *_) in rows_of("applications").items()}
    rows["new_received"][1:] = ["3", "0", "0", "0", "0", "0", "3"]
    rows["granted"][1:] = ["3", "0", "0", "0", "0", "0", "3"]
    rows["total_handled"][1:] = ["8", "0", "0", "0", "0", "0", "3"]
    report = read(document(applications=application_table(rows)))
    (said,) = [one for one in report.findings if one.rule == "one_cell_explains"]
    assert said.cells == ("applications.total_handled.natural_person",)
    assert said.message_zh == "(七)总计“自然人”填为 8，改为 3 后，本表 3 处不符全部相符"
