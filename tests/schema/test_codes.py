"""Every code that a column may have has a number and a Chinese label."""

from __future__ import annotations

import re

import pytest

from schema import form
from schema.codes import codes
from schema.fields import FIELDS

_OF_THE_FORM = {
    "outcome": ("applications", "row"),
    "applicant_type": ("applications", "column"),
    "item": ("proactive", "row"),
    "measure": ("proactive", "column"),
    "channel": ("review", "row"),
    "result": ("review", "column"),
}


@pytest.mark.parametrize("field", [field for field in FIELDS.values() if field.allowed], ids=str)
def test_allowed_values_are_codes(field: object) -> None:
    name, allowed = field.name, field.allowed  # type: ignore[attr-defined]
    assert set(codes()[name]) == set(allowed)


@pytest.mark.parametrize("name", sorted(_OF_THE_FORM))
def test_codes_of_the_form_have_its_labels(name: str) -> None:
    table, kind = _OF_THE_FORM[name]
    cells = [c for edition in form.editions() for c in edition.cells if c.table == table]
    printed: dict[str, set[str]] = {}
    for cell in cells:
        label = re.sub(r"^(\(.\)|\d\.|.、)", "", getattr(cell, f"{kind}_label"))
        printed.setdefault(getattr(cell, kind), set()).add(label)
    assert set(printed) <= set(codes()[name])
    for code, labels in printed.items():
        assert codes()[name][code].label_zh in labels


def test_numbers_tell_codes_apart() -> None:
    for lines in codes().values():
        numbers = [line.number for line in lines.values()]
        assert len(set(numbers)) == len(numbers)
        assert min(numbers) >= 1
