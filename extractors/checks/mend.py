"""What would mend a table that breaks its sums: one cell, or two neighbours exchanged.

Each cell of section three has its own pattern of sums, so one wrong cell tells itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from extractors.findings import finding
from extractors.model import Cell, Finding, Number
from schema.form import Edition

_TOLERANCE = 1e-6
_MOST_BROKEN = 6
"""Sums that two cells can break at most: each is in three."""
_LEAST_BROKEN = 2
"""Sums that two exchanged cells must break to be accused: one alone has too many mends."""
Pair = tuple[str, str]


def mends(edition: Edition, cells: Sequence[Cell], broken: Sequence[Finding]) -> list[Finding]:
    """For each table with ``broken`` identities the one cell that explains all of them, with
    the value that would mend them, or the one pair of neighbours that are to be exchanged.

    Nothing is said where several cells or pairs would do, where an identity that the printed
    values break lacks a cell, or where the cell was read with the help of the sums.
    """
    names = {one.rule for one in broken if one.rule in edition.identities}
    if not names:
        return []
    by_name = {cell.name: cell for cell in cells if cell.value is not None}
    values = {name: cell.value or 0 for name, cell in by_name.items()}
    findings = []
    for table in dict.fromkeys(name.partition(".")[0] for name in sorted(names)):
        own = {name for name in names if name.startswith(f"{table}.")}
        residuals = _residuals(edition, values, table)
        if {name for name, off in residuals.items() if off} != own:
            continue
        said = _one_cell(edition, by_name, residuals) or _exchanged(edition, by_name, residuals)
        findings += said
    return findings


def _residuals(edition: Edition, values: Mapping[str, Number], table: str) -> dict[str, Number]:
    """By how much each identity of a table is off, zero where it holds; of those only whose
    cells all have a value."""
    found: dict[str, Number] = {}
    for name, terms in edition.identities.items():
        if name.startswith(f"{table}.") and all(cell in values for cell, _ in terms):
            off = sum(values[cell] * weight for cell, weight in terms)
            found[name] = off if abs(off) > _TOLERANCE else 0
    return found


@cache
def _weights(edition: Edition) -> dict[str, dict[str, int]]:
    """For each cell the identities that it is in, with its weight."""
    found: dict[str, dict[str, int]] = {}
    for name, terms in edition.identities.items():
        for cell, weight in terms:
            found.setdefault(cell, {})[name] = weight
    return found


def _one_cell(
    edition: Edition, cells: Mapping[str, Cell], residuals: Mapping[str, Number]
) -> list[Finding]:
    broken = {name: off for name, off in residuals.items() if off}
    first = min(broken, key=lambda name: len(edition.identities[name]))
    found: list[tuple[Cell, Number]] = []
    for name, _ in edition.identities[first]:
        weights = {one: w for one, w in _weights(edition)[name].items() if one in residuals}
        errors = {off / weights[one] for one, off in broken.items() if one in weights}
        if weights.keys() == broken.keys() and max(errors) - min(errors) < _TOLERANCE:
            mended = (cells[name].value or 0) - errors.pop()
            if mended >= 0 and mended == int(mended):
                found.append((cells[name], int(mended)))
    if len(found) != 1 or found[0][0].status != "read":
        return []
    cell, mended = found[0]
    spec = edition.cell[cell.name]
    return [
        finding(
            "one_cell_explains",
            (cell.name,),
            row=spec.row_label,
            column=spec.column_label,
            n=len(broken),
            expected=str(mended),
            found=str(cell.value),
        )
    ]


def _exchanged(
    edition: Edition, cells: Mapping[str, Cell], residuals: Mapping[str, Number]
) -> list[Finding]:
    broken = {name: off for name, off in residuals.items() if off}
    if not _LEAST_BROKEN <= len(broken) <= _MOST_BROKEN:
        return []
    table = next(iter(broken)).partition(".")[0]
    pairs = [p for p in _neighbours(edition, table) if _explains(edition, cells, residuals, p)]
    if len(pairs) != 1 or {cells[name].status for name in pairs[0]} != {"read"}:
        return []
    first, second = pairs[0]
    return [
        finding(
            "cells_swapped",
            (first, second),
            first=_label(edition, first),
            second=_label(edition, second),
            printed=cells[first].value,
            other=cells[second].value,
            n=len(broken),
            expected=f"{cells[second].value}; {cells[first].value}",
            found=f"{cells[first].value}; {cells[second].value}",
        )
    ]


def _label(edition: Edition, name: str) -> str:
    spec = edition.cell[name]
    return f"{spec.row_label}·{spec.column_label}"


def _explains(
    edition: Edition, cells: Mapping[str, Cell], residuals: Mapping[str, Number], pair: Pair
) -> bool:
    """Whether all identities hold with two cells exchanged."""
    if not all(name in cells for name in pair):
        return False
    first, second = pair
    change = (cells[second].value or 0) - (cells[first].value or 0)
    if not change:
        return False
    ones, others = (_weights(edition).get(name, {}) for name in pair)
    moved = {name: (ones.get(name, 0) - others.get(name, 0)) * change for name in {*ones, *others}}
    return all(abs(off + moved.get(name, 0)) < _TOLERANCE for name, off in residuals.items())


@cache
def _neighbours(edition: Edition, table: str) -> tuple[Pair, ...]:
    """Cells that stand beside each other in a row, or below each other."""
    return tuple(_across(edition, table)) + tuple(_down(edition, table))


def _across(edition: Edition, table: str) -> Iterator[Pair]:
    for row in edition.rows_of(table):
        columns = [c.column for c in edition.columns_of(table, row.row)]
        yield from pairwise(f"{table}.{row.row}.{column}" for column in columns)


def _down(edition: Edition, table: str) -> Iterator[Pair]:
    rows = edition.rows_of(table)
    for column in edition.columns_of(table, rows[0].row):
        yield from pairwise(f"{table}.{row.row}.{column.column}" for row in rows)
