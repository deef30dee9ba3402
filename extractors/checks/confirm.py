"""Numbers recognised from images keep their value only where a sum of the form confirms them.

A recogniser may take any digit for another one, and nothing in the text would show it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from extractors.findings import finding
from extractors.indicators.codes import indicator_infos
from extractors.model import Cell, ExtraRow, Finding, Indicator, Number
from schema.form import Edition
from schema.messages import words

Terms = tuple[tuple[str, int], ...]
"""Cells with weights that add to zero."""
_TOLERANCE = 1e-6
_EMPTY = ("blank", "not_applicable")


def confirmed(
    identities: Collection[Terms],
    values: Mapping[str, Number],
    zeros: Collection[str] = (),
) -> set[str]:
    """The names of the values that identities confirm.

    ``zeros`` are parts printed empty, which count as zero. An identity is evaluated where all
    else is printed, on both sides of it. A value is confirmed where one that it takes part in
    holds, and errors of values that none confirms explain all those that do not: two errors
    that cancel each other in a row break two columns, and nothing else explains these.
    """
    residuals: dict[Terms, float] = {}
    for terms in identities:
        sides = {weight > 0 for name, weight in terms if name in values}
        if len(sides) == 2 and all(name in values or name in zeros for name, _ in terms):
            residuals[terms] = sum(values.get(name, 0) * weight for name, weight in terms)
    broken = {terms: off for terms, off in residuals.items() if abs(off) > _TOLERANCE}
    supported = {name for terms in residuals.keys() - broken.keys() for name, _ in terms}
    unexplained = _unexplained(broken, supported)
    return (supported & values.keys()) - {name for terms in unexplained for name, _ in terms}


def _unexplained(broken: Mapping[Terms, float], supported: set[str]) -> list[Terms]:
    """Broken identities but those that the error of one value alone explains.

    That is one which no identity supports, and which two or more show to be off by as much.
    Where there are two such values, others could explain the same just as well.
    """
    errors: dict[str, list[float]] = {}
    for terms, off in broken.items():
        for name, weight in terms:
            if name not in supported:
                errors.setdefault(name, []).append(off / weight)
    culprits = {n for n, own in errors.items() if len(own) > 1 and max(own) - min(own) < _TOLERANCE}
    suspects = {terms: [name for name, _ in terms if name in errors] for terms in broken}
    return [
        terms for terms, names in suspects.items() if len(names) != 1 or names[0] not in culprits
    ]


def confirmed_cells(
    edition: Edition, cells: Sequence[Cell], told: Collection[str] = ()
) -> tuple[tuple[Cell, ...], list[Finding]]:
    """Cells of which only those keep a value that sums confirm, and those that were ``told`` by
    text; with a finding for each table with others. Values that sums chose are not confirmed
    by them."""
    values = {cell.name: cell.value for cell in cells if cell.value is not None}
    empty = {cell.name for cell in cells if cell.status in _EMPTY}
    parts = {name for name in empty if not edition.cell[name].is_total}
    sure = confirmed(tuple(edition.identities.values()), values, parts)
    sure -= {cell.name for cell in cells if cell.status != "read"}
    doubted = [
        cell
        for cell in cells
        if cell.value is not None and cell.name not in sure and cell.name not in told
    ]
    findings = [
        _finding(table, [(cell.name, cell.raw) for cell in own])
        for table, own in groupby(doubted, lambda cell: edition.cell[cell.name].table)
    ]
    names = {cell.name for cell in doubted}
    return tuple(cell.opened() if cell.name in names else cell for cell in cells), findings


def confirmed_indicators(
    indicators: Sequence[Indicator],
) -> tuple[tuple[Indicator, ...], list[Finding]]:
    """The same for the indicators of a report before 2019: those of a code that is a sum."""
    kept = [_values_kept(indicators, column) for column in ("value", "cumulative")]
    result: list[Indicator] = []
    doubted: list[tuple[str, str | None]] = []
    for one in indicators:
        value = one.value if one.name in kept[0] else None
        cumulative = one.cumulative if one.name in kept[1] else None
        if (value, cumulative) != (one.value, one.cumulative):
            doubted.append((one.name, one.raw))
        status = "conflict" if value != one.value else one.status
        result.append(one._replace(status=status, value=value, cumulative=cumulative))
    return tuple(result), [_finding("indicators", doubted)] if doubted else []


def _values_kept(indicators: Sequence[Indicator], column: str) -> set[str]:
    times = Counter(one.code for one in indicators)
    by_code = {one.code: one for one in indicators if one.code and times[one.code] == 1}
    totals: dict[str, list[tuple[str, int]]] = {}
    for code, one in by_code.items():
        info = indicator_infos()[code]
        if info.relation == "sum" and info.total in by_code:
            terms = totals.setdefault(info.total, [(by_code[info.total].name, -1)])
            terms.append((one.name, 1))
    sums = [tuple(terms) for terms in totals.values() if len(terms) > 2]
    printed = {
        one.name: number
        for one in indicators
        if one.status == "read" and (number := getattr(one, column)) is not None
    }
    return confirmed(sums, printed)


def without_values(row: ExtraRow) -> ExtraRow:
    """A row that the form lacks: no sum of the form confirms its values."""
    return row._replace(values=tuple((None, raw, span) for _, raw, span in row.values))


def as_doubts(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings that accuse nobody: what looks like an error may be the recogniser's."""
    return tuple(
        replace(one, severity="warning") if one.severity == "error" else one for one in findings
    )


def _finding(table: str, readings: Sequence[tuple[str, str | None]]) -> Finding:
    return finding(
        "unconfirmed_reading",
        (name for name, _ in readings),
        n=len(readings),
        table=words(f"table.{table}"),
        found=", ".join(f"{name} {raw}" for name, raw in readings),
    )
