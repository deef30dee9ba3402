"""Rows in doubt are settled by the sums of their table, where these leave one reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.model import Finding
from extractors.options import Reading
from extractors.rows import RowReading
from extractors.solve import Equation, Term, solve
from extractors.values import parse_value
from schema.form import Edition, FormCell

Groups = Sequence[Sequence[FormCell]]


def settle(
    folded: str, edition: Edition, groups: Groups, readings: Sequence[RowReading]
) -> tuple[list[RowReading], list[Finding]]:
    """Choose among the readings of each row in doubt those that meet the form's sums.

    A cell on which all remaining readings agree is settled, the others are left open. A sum
    takes part only when each of its rows is printed; a blank cell counts as zero in it.
    """
    doubtful = [index for index, reading in enumerate(readings) if reading.options]
    if not doubtful:
        return list(readings), []
    names = [[spec.name for spec in groups[reading.found.row]] for reading in readings]
    domains = [
        _domain(folded, edition, group_names, reading, groups[reading.found.row])
        for group_names, reading in zip(names, readings, strict=True)
    ]
    equations, sums = _equations(edition, names, domains)
    zeros = [[tuple(value or 0 for value in r) for r in domain] for domain in domains]
    alive = solve(zeros, equations) if equations else [set(range(len(d))) for d in domains]
    settled = list(readings)
    findings = []
    for index in doubtful:
        settled[index] = _settled(readings[index], domains[index], alive[index])
    resolved = [i for i in doubtful if settled[i].settled]
    if resolved:
        findings.append(_record(groups, settled, resolved, sums))
    return settled, findings


def _domain(
    folded: str,
    edition: Edition,
    names: Sequence[str],
    reading: RowReading,
    group: Sequence[FormCell],
) -> list[Reading]:
    """Readings of a row that meet the sums within it; of a settled row its one reading.

    Where a text does not show its blank cells, a reading whose sums are met, and are not all
    zero, excludes those that no sum can judge.
    """
    if reading.options is None:
        values = []
        for spec, token in zip(group, reading.cells, strict=False):
            printed = folded[token.start : token.end] if token else ""
            value = parse_value(printed, spec.unit)[0] if printed else None
            values.append(value if isinstance(value, int) else None)
        return [tuple(values)] if values else []
    inside = [
        [(names.index(cell), weight) for cell, weight in terms]
        for terms in edition.identities.values()
        if all(cell in names for cell, _ in terms)
    ]
    options = [
        option
        for option in reading.options.readings
        if all(_meets(option, terms) is not False for terms in inside)
    ]
    confirmed = [option for option in options if all(_meets(option, t) for t in inside)]
    telling = not reading.options.shows_blanks and any(any(option) for option in confirmed)
    return confirmed if telling else options


def _meets(option: Reading, terms: Sequence[tuple[int, int]]) -> bool | None:
    """Whether a reading meets a sum; null where parts are printed without their total."""
    if any(option[place] is None for place, weight in terms if weight < 0):
        return True if all(option[place] is None for place, _ in terms) else None
    return sum((option[place] or 0) * weight for place, weight in terms) == 0


def _equations(
    edition: Edition, names: Sequence[Sequence[str]], domains: Sequence[Sequence[Reading]]
) -> tuple[list[Equation], list[str]]:
    """The sums over several rows, all of which are printed and have a reading."""
    places = {
        name: (row, place)
        for row, group in enumerate(names)
        if domains[row]
        for place, name in enumerate(group)
    }
    equations, used = [], []
    for identity, terms in edition.identities.items():
        if not all(cell in places for cell, _ in terms):
            continue
        if len({places[cell][0] for cell, _ in terms}) == 1:
            continue
        equation = tuple(Term(*places[cell], weight) for cell, weight in terms)
        if any(_may_be_blank(domains, term) for term in equation if term.weight < 0):
            continue
        equations.append(equation)
        used.append(identity)
    return equations, used


def _may_be_blank(domains: Sequence[Sequence[Reading]], term: Term) -> bool:
    return any(reading[term.place] is None for reading in domains[term.row])


def _settled(reading: RowReading, domain: Sequence[Reading], alive: set[int]) -> RowReading:
    """A row with the cells on which its remaining readings agree; others stay open."""
    if reading.options is None or not alive:
        return reading._replace(
            options=None, doubt=f"{reading.doubt}, and no reading meets the sums"
        )
    if len(reading.options.readings) == 1:
        return RowReading(reading.found, reading.options.cells(0))
    remaining = [domain[index] for index in sorted(alive)]
    chosen = reading.options.cells(reading.options.readings.index(remaining[0]))
    agreed = [len({option[place] for option in remaining}) == 1 for place in range(len(chosen))]
    if not any(agreed):
        shown = "; ".join(" ".join(map(_shown, option)) for option in remaining[:4])
        return reading._replace(
            options=None, doubt=f"{reading.doubt}; {len(remaining)} readings are left: {shown}"
        )
    cells = tuple(token if agree else None for token, agree in zip(chosen, agreed, strict=True))
    doubt = None
    if not all(agreed):
        shown = "; ".join(" ".join(map(_shown, option)) for option in remaining[:4])
        doubt = f"{len(remaining)} readings are left: {shown}"
    return RowReading(reading.found, cells, doubt, reading.spare, settled=True)


def _shown(value: int | None) -> str:
    return "□" if value is None else str(value)


def _record(
    groups: Groups, settled: Sequence[RowReading], resolved: Sequence[int], sums: Sequence[str]
) -> Finding:
    cells: list[str] = []
    labels: list[str] = []
    for index in resolved:
        group = groups[settled[index].found.row]
        pairs: Mapping[str, object] = dict(
            zip([spec.name for spec in group], settled[index].cells, strict=True)
        )
        cells += [name for name, token in pairs.items() if token is not None]
        labels.append(group[0].row_label)
    used = f"sums of their rows and {', '.join(sums)}" if sums else "sums of their rows"
    return Finding(
        "resolved_by_sums",
        "info",
        f"the layout leaves a choice in {len(resolved)} rows ({'、'.join(labels)}),"
        f" settled by the {used}",
        tuple(cells),
    )
