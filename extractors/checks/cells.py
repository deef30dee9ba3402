"""Findings on the cells of one report: the form's identities, and what is no count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from extractors.findings import finding
from extractors.model import Cell, Finding, Number
from schema.form import Edition
from schema.messages import Words, words

_TOLERANCE = 1e-6
_EMPTY = ("blank", "not_applicable")


def check_cells(edition: Edition, cells: Sequence[Cell]) -> list[Finding]:
    """Identities that the printed values break, and printed values that are no counts.

    An identity is evaluated when each of its cells carries a value. Where cells of one side
    are printed empty, only that the others are not more than they may be: a blank is no zero.
    """
    values = {cell.name: cell.value for cell in cells if cell.value is not None}
    findings = [
        _not_a_count(edition, cell)
        for cell in cells
        if cell.value is not None and cell.value < 0 and _counts(edition, cell)
    ]
    empty: set[str] | None = None
    for name, (left, right) in _sides(edition).items():
        try:
            difference = sum(map(values.__getitem__, left)) - sum(map(values.__getitem__, right))
        except KeyError:
            empty = empty or {cell.name for cell in cells if cell.status in _EMPTY}
            sides = ((left, right), (right, left))
            over = [_beside_blanks(*pair, values, empty) for pair in sides]
            if any(more is not None and more > _TOLERANCE for more in over):
                findings.append(_broken(edition, name, values))
            continue
        if abs(difference) > _TOLERANCE:
            findings.append(_broken(edition, name, values))
    return findings + (_blanks_in_sums(edition, values, empty) if empty else [])


def _blanks_in_sums(
    edition: Edition, values: Mapping[str, Number], empty: set[str]
) -> list[Finding]:
    """Rows that fill parts and leave their total blank, and those whose printed parts are less
    than their total: a cell that is missing, rather than blank, has moved the others.

    A total left blank beside parts of zero counts where other rows print theirs beside blanks.
    """
    found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    rows = [sides for name, sides in _sides(edition).items() if name in edition.row_sums]
    totals = {
        edition.cell[whole[0]].table
        for parts, whole in rows
        if whole[0] in values and any(part in empty for part in parts)
    }
    for parts, whole in rows:
        table = edition.cell[whole[0]].table
        printed = {values[part] for part in parts if part in values}
        if not any(printed) and not (printed and table in totals):
            continue
        if all(cell in empty for cell in whole):
            found.setdefault(("total_blank", table), []).append((*parts, *whole))
        elif (_beside_blanks(parts, whole, values, empty) or 0) < -_TOLERANCE and not all(
            name in values for name in parts
        ):
            found.setdefault(("blank_parts", table), []).append((*parts, *whole))
    return [
        finding(
            rule,
            (cell for row in rows for cell in row),
            n=len(rows),
            labels="、".join(edition.cell[row[-1]].row_label for row in rows),
        )
        for (rule, _), rows in found.items()
    ]


def _beside_blanks(
    parts: Sequence[str], whole: Sequence[str], values: Mapping[str, Number], empty: set[str]
) -> Number | None:
    """By how much printed parts are more than their whole, other parts being printed empty;
    null where the whole, or another part, is not printed."""
    if not all(name in values for name in whole):
        return None
    if not all(name in values or name in empty for name in parts):
        return None
    return sum(values.get(name, 0) for name in parts) - sum(values[name] for name in whole)


@cache
def _sides(edition: Edition) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Cells on the two sides of each identity."""
    return {
        name: (
            tuple(cell for cell, weight in terms if weight > 0),
            tuple(cell for cell, weight in terms if weight < 0),
        )
        for name, terms in edition.identities.items()
    }


def evaluate(edition: Edition, cells: Sequence[Cell], name: str) -> list[tuple[str, bool | None]]:
    """Identities that a cell takes part in: whether each holds, null where it lacks operands."""
    values = {cell.name: cell.value for cell in cells if cell.value is not None}
    broken = {one.rule for one in check_cells(edition, cells)}
    return [
        (identity, identity not in broken if all(c in values for c, _ in terms) else None)
        for identity, terms in edition.identities.items()
        if name in (cell for cell, _ in terms)
    ]


def _counts(edition: Edition, cell: Cell) -> bool:
    """Whether a cell holds a count or an amount, and not a signed change."""
    return edition.cell[cell.name].column != "change"


def _not_a_count(edition: Edition, cell: Cell) -> Finding:
    spec = edition.cell[cell.name]
    return finding(
        "negative_count.cell",
        (cell.name,),
        row=spec.row_label,
        column=spec.column_label,
        printed=cell.raw,
        expected="0 or more",
        found=cell.raw,
    )


def _broken(edition: Edition, name: str, values: Mapping[str, Number]) -> Finding:
    terms = edition.identities[name]
    left, right = _sides(edition)[name]
    expected = sum(values.get(cell, 0) for cell in left)
    found = sum(values.get(cell, 0) for cell in right)
    in_row = name in edition.row_sums
    return finding(
        "identity.row" if in_row else "identity.column",
        (cell for cell, _ in terms),
        rule=name,
        line=edition.identity_labels[name],
        left=_side(edition, left, values, in_row),
        right=_side(edition, right, values, in_row),
        difference=f"{_plain(found - expected):+}",
        expected=str(expected),
        found=str(found),
    )


def _plain(number: Number) -> Number:
    """A number without what computing left behind its last printed decimal."""
    return number if isinstance(number, int) else round(number, 6)


def _side(
    edition: Edition, cells: Sequence[str], values: Mapping[str, Number], by_column: bool
) -> Words:
    """Printed operands with their labels, and their sum; zeros are left out of long sums."""
    printed = [cell for cell in cells if cell in values]
    shown = [cell for cell in printed if values[cell]] if len(cells) > 4 else printed
    specs = [edition.cell[cell] for cell in shown]
    terms = [
        f"{spec.column_label if by_column else spec.row_label} {values[spec.name]}"
        for spec in specs
    ] or ["0"]
    joined = " + ".join(terms)
    if len(terms) < 2:
        return words("side.one", terms=joined)
    return words("side.sum", terms=joined, sum=sum(values[cell] for cell in shown))
