"""What damage leaves printed, and what print leaves undetermined."""

from __future__ import annotations

from random import Random

import pytest

from tests.accuracy.after import printed_after
from tests.accuracy.undetermined import undetermined
from tests.extractors.support import document, numbered, proactive_table, read, rows_of
from tests.generator import random_truth

NAME = "proactive.penalties.decisions"
PRINTED = numbered()


def table(values: dict[str, int]) -> str:
    return document(proactive=proactive_table(rows_of("proactive", PRINTED | values)))


@pytest.mark.parametrize(("printed", "expected"), [(4000, 400), (57, 5), (5, None)])
def test_a_cell_prints_what_is_left_of_it(printed: int, expected: int | None) -> None:
    before = table({NAME: printed})
    shorter = str(printed)[:-1]
    after = before.replace(f"行政处罚\t{printed}", f"行政处罚\t{shorter}")
    values = printed_after(before, after, read(before), PRINTED | {NAME: printed})
    assert values[NAME] == (printed if expected is None else expected)
    assert {name for name in PRINTED if values[name] != PRINTED[name]} <= {NAME}


def test_values_exchanged_stand_in_the_place_of_each_other() -> None:
    names = ["proactive.rules.issued", "proactive.rules.repealed"]
    before = table({names[0]: 5, names[1]: 2})
    after = before.replace("规章\t5\t2\t", "规章\t2\t5\t")
    values = printed_after(before, after, read(before), PRINTED)
    assert [values[name] for name in names] == [2, 5]


def test_a_lost_label_leaves_the_values_as_they_were() -> None:
    before = table({})
    assert printed_after(before, before.replace("行政处罚", ""), read(before), PRINTED) == PRINTED


def test_a_row_of_digits_is_undetermined_where_other_cuts_break_no_sum() -> None:
    truth = random_truth(Random(1), size="zero")
    rules = {"proactive.rules.issued": 12, "proactive.rules.repealed": 0}
    cells = truth.cells | rules | {"proactive.rules.in_force": 34}
    truth.cells.update(cells)
    names = {name for name in cells if name.startswith("proactive.rules.")}
    assert undetermined(truth, names) == names  # 12034 is 1 20 34 as well
    truth.cells.update({"proactive.rules.issued": 0, "proactive.rules.in_force": 7})
    assert undetermined(truth, names) == set()  # 007 is one thing only


def test_a_row_that_adds_up_in_one_way_is_determined() -> None:
    truth = random_truth(Random(1), size="zero")
    review = ("upheld", "corrected", "other", "pending", "total")
    names = {f"review.reconsideration.{result}" for result in review}
    values = dict(zip(review, (3, 1, 0, 0, 4), strict=True))
    truth.cells.update({f"review.reconsideration.{name}": n for name, n in values.items()})
    assert undetermined(truth, names) == set()
