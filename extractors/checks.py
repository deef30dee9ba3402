"""Findings on the cells of one report: the form's identities, and what is no count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.model import Cell, Finding, Number
from schema.form import Edition

_VALUED = frozenset(("read", "resolved", "corrected"))
_TOLERANCE = 1e-6


def check_cells(edition: Edition, cells: Sequence[Cell]) -> list[Finding]:
    """Identities that the printed values break, and printed values that are no counts.

    An identity is evaluated only when each of its cells carries a value: what is blank or
    missing is not zero.
    """
    values = {cell.name: cell.value for cell in cells if cell.status in _VALUED}
    findings = [_not_a_count(edition, cell) for cell in cells if _is_negative(edition, cell)]
    for name, terms in edition.identities.items():
        if all(cell in values for cell, _ in terms):
            finding = _broken(edition, name, terms, values)
            if finding:
                findings.append(finding)
    return findings


def evaluate(edition: Edition, cells: Sequence[Cell], name: str) -> list[tuple[str, bool | None]]:
    """Identities that a cell takes part in: whether each holds, null where it lacks operands."""
    values = {cell.name: cell.value for cell in cells if cell.status in _VALUED}
    verdicts: list[tuple[str, bool | None]] = []
    for identity, terms in edition.identities.items():
        if name in (cell for cell, _ in terms):
            complete = all(cell in values for cell, _ in terms)
            holds = complete and _broken(edition, identity, terms, values) is None
            verdicts.append((identity, holds if complete else None))
    return verdicts


def _is_negative(edition: Edition, cell: Cell) -> bool:
    spec = edition.cell[cell.name]
    return cell.value is not None and cell.value < 0 and spec.column != "change"


def _not_a_count(edition: Edition, cell: Cell) -> Finding:
    spec = edition.cell[cell.name]
    return Finding(
        "negative_count",
        "error",
        f"{spec.row_label} {spec.column_label} prints {cell.raw}, a count is not negative",
        (cell.name,),
        expected="0 or more",
        found=cell.raw,
    )


def _broken(
    edition: Edition,
    name: str,
    terms: Sequence[tuple[str, int]],
    values: Mapping[str, Number | None],
) -> Finding | None:
    left = [cell for cell, weight in terms if weight > 0]
    right = [cell for cell, weight in terms if weight < 0]
    expected = sum(values[cell] or 0 for cell in left)
    found = sum(values[cell] or 0 for cell in right)
    if abs(expected - found) <= _TOLERANCE:
        return None
    by_column = len({edition.cell[cell].row for cell, _ in terms}) == 1
    sides = (" + ".join(_side(edition, cells, values, by_column)) for cells in (left, right))
    return Finding(
        name,
        "error",
        f"{_title(edition, terms)}: {' is not '.join(sides)}"
        f" ({expected} against {found}, difference {found - expected:+})",
        tuple(cell for cell, _ in terms),
        expected=str(expected),
        found=str(found),
    )


def _title(edition: Edition, terms: Sequence[tuple[str, int]]) -> str:
    """What the cells of an identity share: their row, or their column."""
    specs = [edition.cell[cell] for cell, _ in terms]
    if len({spec.row for spec in specs}) == 1:
        return specs[0].row_label
    return f"column {specs[0].column_label}"


def _side(
    edition: Edition, cells: Sequence[str], values: Mapping[str, Number | None], by_column: bool
) -> list[str]:
    """Printed operands with their labels; zeros are left out of long sums."""
    shown = [cell for cell in cells if values[cell]] if len(cells) > 4 else cells
    specs = [edition.cell[cell] for cell in shown]
    return [
        f"{spec.column_label if by_column else spec.row_label} {values[spec.name]}"
        for spec in specs
    ] or ["0"]
