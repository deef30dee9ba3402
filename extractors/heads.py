"""The head of a table against the form: the order of its columns and the unit it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.labels import label_key
from extractors.model import Cell, Finding
from schema.form import Edition, FormCell

_UNIT = re.compile(r"单位[:为]?([百千万亿]{0,2}元)")


def check_head(
    edition: Edition, table: str, text: str, cells: Mapping[str, Cell]
) -> tuple[dict[str, Cell], list[Finding]]:
    """Cells whose head contradicts the form lose their value, with a finding.

    ``text`` is the table in compact text. Values are given to columns in the order of the
    form; where the head prints its labels in another order, that would be wrong.
    """
    specs = [edition.cell[name] for name in cells]
    doubtful: dict[str, str] = {}
    key = label_key(text)
    for columns in _column_sets(edition, table):
        if _is_permuted(key, columns):
            message = f"the head prints {'、'.join(columns)} in another order than the form"
            doubtful |= {s.name: message for s in specs if s.column_label in columns}
    unit = _UNIT.search(text)
    for spec in specs:
        if unit and spec.unit.endswith("元") and unit[1] not in (spec.unit, spec.other_units):
            doubtful[spec.name] = f"the head counts in {unit[1]}, the form in {spec.unit}"
    return _without(cells, doubtful), _findings(specs, doubtful, cells)


def _column_sets(edition: Edition, table: str) -> list[list[str]]:
    """Labels of neighbouring columns; a total stands anywhere in a head, so it is left out."""
    sets: dict[str, list[str]] = {}
    for column in edition.columns:
        if column.table == table and column.role == "leaf":
            sets.setdefault(column.rows, []).append(column.label)
    return [labels for labels in sets.values() if len(labels) > 1]


def _is_permuted(text: str, labels: Sequence[str]) -> bool:
    """Whether labels that are printed whole first stand in another order than the form's.

    Short labels may be part of others, and torn ones are not found; both are left out.
    """
    places = [text.find(label_key(label)) for label in labels if len(label_key(label)) > 3]
    found = [place for place in places if place >= 0]
    return found != sorted(found)


def _without(cells: Mapping[str, Cell], doubtful: Mapping[str, str]) -> dict[str, Cell]:
    return {
        name: cell._replace(status="conflict", value=None)
        if name in doubtful and cell.value is not None
        else cell
        for name, cell in cells.items()
    }


def _findings(
    specs: Sequence[FormCell], doubtful: Mapping[str, str], cells: Mapping[str, Cell]
) -> list[Finding]:
    findings = []
    for message in dict.fromkeys(doubtful.values()):
        names = tuple(s.name for s in specs if doubtful.get(s.name) == message)
        printed = " ".join(cells[name].raw or "" for name in names)
        text = f"{message}; the cells are left without a value"
        findings.append(Finding("head_differs", "warning", text, names, found=printed))
    return findings
