"""What a truth must have printed, as patterns; for tests of the generator itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import LAYOUTS, Truth
from .indicators import Amount, Indicator

_LAST_OF_DOCUMENTS = (
    "proactive.normative_documents.in_force",
    "proactive.normative_documents.public_total",
)


def number(value: Amount) -> str:
    """A pattern of a number in plain numerals."""
    return re.escape(f"{value:.6f}".rstrip("0").rstrip(".")) + r"(?:\.00)?"


def cell(truth: Truth, name: str) -> str:
    """A pattern of the text of a cell."""
    value = truth.cells[name]
    if value is None:
        return re.escape(truth.marks[name])
    sign = r"\+?" if name.endswith(".change") and value > 0 else ""
    return sign + number(value) + truth.units.get(name, "")


def rows(truth: Truth) -> list[list[str]]:
    """Patterns of each row's cells, in the order of the form."""
    rows: dict[str, list[str]] = {}
    for form_cell in truth.form.cells:
        row = form_cell.row if form_cell.table != "review" else "review"
        rows.setdefault(row, []).append(cell(truth, form_cell.name))
        if form_cell.name in _LAST_OF_DOCUMENTS:
            for label, values in truth.extra_rows:
                rows[label] = [number(value or 0) for value in values]
    return list(rows.values())


_APART = r"""[\s|,;"'\[\]…]"""
"""What separates the cells of a row."""


def indicator_rows(truth: Truth) -> Iterator[str]:
    """Patterns of the rows of indicators: label, unit and values with anything white between."""
    for indicator in truth.indicators:
        label = r"\s*".join(map(re.escape, indicator.label))
        yield f"{_APART}*".join((label, indicator.unit, *values(indicator)))


def values(indicator: Indicator) -> list[str]:
    """Patterns of the one or two values of an indicator."""
    printed = (indicator.value, indicator.cumulative)
    return [number(value) for value in printed if value is not None]


def assert_printed(truth: Truth, layout: str, text: str) -> None:
    """Every row prints its values in order, one row behind the other."""
    glued = LAYOUTS[layout].glued
    place = text.index("二、")
    for row in rows(truth):
        # In section four heads and values may take turns, and a layout may name each value's
        # column; nothing else stands inside a row.
        named = len(row) == 15 or layout == "named_values"
        between = r"\s*" if glued else r"\D+" if named else _APART + "+"
        behind = "" if glued else r"(?![\d.])"
        found = re.compile(rf"(?<![\d.]){between.join(row)}{behind}").search(text, place)
        assert found, (layout, row)
        place = found.end()
    for pattern in indicator_rows(truth):
        found = re.compile(pattern).search(text, place)
        assert found, (layout, pattern)
        place = found.end()
