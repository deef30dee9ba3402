"""Rows in doubt are settled by the sums of their table, where these leave one reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial

from extractors.checks.stated import stated_numbers
from extractors.findings import finding
from extractors.model import Finding, Number
from extractors.tables.options import Reading
from extractors.tables.row import RowReading
from extractors.tables.solve import Equation, Term, solve
from extractors.tables.values import parse_value
from schema.form import Edition, FormCell
from schema.messages import words

Groups = Sequence[Sequence[FormCell]]


def settle(
    folded: str,
    edition: Edition,
    groups: Groups,
    readings: Sequence[RowReading],
    prose: str,
) -> tuple[list[RowReading], list[Finding]]:
    """Choose among the readings of each row in doubt those that meet the form's sums.

    Where these leave several, a number that the prose states for a cell decides. A cell on
    which all remaining readings agree is settled, the others are left open. A sum takes part
    only when each of its rows is printed.
    """
    doubtful = [index for index, reading in enumerate(readings) if reading.options]
    if not doubtful:
        return list(readings), []
    names = [tuple(spec.name for spec in groups[reading.found.row]) for reading in readings]
    domains = [
        _domain(folded, edition, group_names, reading, groups[reading.found.row])
        for group_names, reading in zip(names, readings, strict=True)
    ]
    _distrust_blanks(readings, domains)
    equations, sums = _equations(edition, names, domains)
    zeros = [[tuple(value or 0 for value in r) for r in domain] for domain in domains]
    alive = solve(zeros, equations)
    if not alive and any(map(partial(_breaks_its_sum, edition), names, domains)):
        alive = _least_broken(zeros, equations)
    if not alive:  # what leaves no choice is read as it is printed
        certain = [not (reading.options and reading.options.by_sums) for reading in readings]
        alive = [{0} if len(d) == 1 and c else set() for d, c in zip(domains, certain, strict=True)]
    settled = list(readings)
    findings = []
    stated = stated_numbers(prose) if any(len(alive[i]) > 1 for i in doubtful) else {}
    for index in doubtful:
        supported = _supported(names[index], domains[index], alive[index], stated)
        if supported < alive[index]:
            findings.append(_by_prose(groups[readings[index].found.row], stated))
        settled[index] = _settled(readings[index], domains[index], supported)
    resolved = [i for i in doubtful if settled[i].settled]
    if resolved:
        findings.append(_record(groups, settled, resolved, sums))
    return settled, findings


def _supported(
    names: Sequence[str],
    domain: Sequence[Reading],
    alive: set[int],
    stated: Mapping[str, frozenset[int]],
) -> set[int]:
    """Of the remaining readings of a row those with the numbers that the prose states; all
    where none has them."""
    for place, name in enumerate(names):
        if len(alive) > 1 and name in stated:
            kept = {index for index in alive if domain[index][place] in stated[name]}
            alive = kept or alive
    return alive


def _by_prose(group: Sequence[FormCell], stated: Mapping[str, frozenset[int]]) -> Finding:
    """The record of a row that the prose helped to cut."""
    cells = tuple(spec.name for spec in group if spec.name in stated)
    numbers = "、".join(str(n) for name in cells for n in sorted(stated[name]))
    label = group[0].row_label
    return finding("resolved_by_prose.row", cells, label=label, found=numbers)


def _least_broken(
    domains: Sequence[Sequence[tuple[Number, ...]]], equations: Sequence[Equation]
) -> list[set[int]]:
    """Readings that break the sums of one column only, where the printed sums contradict each
    other and one row breaks its own: a cell misprinted by its publisher does both."""
    alive: list[set[int]] = [set() for _ in domains]
    for column in {equation[0].place for equation in equations}:
        others = [equation for equation in equations if equation[0].place != column]
        for row, found in enumerate(solve(domains, others)):
            alive[row] |= found
    return alive if any(alive) else []


def _breaks_its_sum(edition: Edition, names: tuple[str, ...], domain: Sequence[Reading]) -> bool:
    """Whether no reading of a row meets the sums within it."""
    inside = _inside(edition, names)
    return bool(domain) and all(
        any(_meets(reading, terms) is False for terms in inside) for reading in domain
    )


@cache
def _inside(edition: Edition, names: tuple[str, ...]) -> list[list[tuple[int, int]]]:
    """The sums within a row, as places and weights."""
    return [
        [(names.index(cell), weight) for cell, weight in terms]
        for terms in edition.identities.values()
        if all(cell in names for cell, _ in terms)
    ]


def _domain(
    folded: str,
    edition: Edition,
    names: tuple[str, ...],
    reading: RowReading,
    group: Sequence[FormCell],
) -> list[Reading]:
    """Readings of a row that meet the sums within it; of a settled row its one reading.

    A blank cell may hide a number that its sum counts. Readings with blanks are therefore
    chosen by a sum only where it is met by one of them, and is not zero.
    """
    if reading.options is None:
        values = []
        for spec, token in zip(group, reading.cells, strict=False):
            printed = folded[token.start : token.end] if token else ""
            value = parse_value(printed, spec.unit)[0] if printed else None
            values.append(value if isinstance(value, int) else None)
        return [tuple(values)] if values else []
    inside = _inside(edition, names)
    options = reading.options.readings
    if any(None in option for option in options):
        met = [option for option in options if all(_meets(option, terms) for terms in inside)]
        if any(any(option) for option in met):
            return met
        return list(options) if len(options) > 1 or reading.options.certain else []
    if reading.options.certain and not reading.options.by_sums:
        return list(options)
    return [o for o in options if all(_meets(o, terms) is not False for terms in inside)]


def _distrust_blanks(readings: Sequence[RowReading], domains: list[list[Reading]]) -> None:
    """Open the rows whose blank cell a sum has told, where in most rows none tells it.

    Then the cell that all of them lack may be the sum itself, which one row meets by chance.
    """
    rows = [
        (index, reading.options.readings)
        for index, reading in enumerate(readings)
        if reading.options
        and not reading.options.certain
        and any(None in option and any(option) for option in reading.options.readings)
    ]
    told = [index for index, options in rows if len(domains[index]) < len(options)]
    if 2 * len(told) < len(rows):
        for index, options in rows:
            domains[index] = list(options)


def _meets(option: Reading, terms: Sequence[tuple[int, int]]) -> bool | None:
    """Whether a reading meets a sum; null where parts are printed without their total."""
    if any(option[place] is None for place, weight in terms if weight < 0):
        return True if all(option[place] is None for place, _ in terms) else None
    return sum((option[place] or 0) * weight for place, weight in terms) == 0


def _blanks_are_zeros(
    edition: Edition, names: Sequence[tuple[str, ...]], domains: Sequence[Sequence[Reading]]
) -> bool:
    """Whether rows that are not in doubt show that a blank cell counts as zero in the sums."""
    shown = False
    for group, domain in zip(names, domains, strict=True):
        if len(domain) != 1 or None not in domain[0]:
            continue
        for terms in _inside(edition, group):
            if _meets(domain[0], terms) is False:
                return False
            total = next(place for place, weight in terms if weight < 0)
            parts = [domain[0][place] for place, weight in terms if weight > 0]
            shown = shown or (None in parts and bool(domain[0][total]))
    return shown


def _equations(
    edition: Edition, names: Sequence[tuple[str, ...]], domains: Sequence[Sequence[Reading]]
) -> tuple[list[Equation], list[str]]:
    """The sums over several rows, all of which are printed and have a reading.

    Sums over cells that may be blank are left out, unless blanks are known to be zeros.
    """
    places = {
        name: (row, place)
        for row, group in enumerate(names)
        if domains[row]
        for place, name in enumerate(group)
    }
    zeros = _blanks_are_zeros(edition, names, domains)
    blanks = {
        (row, place)
        for row, domain in enumerate(domains)
        for reading in domain
        if None in reading
        for place, value in enumerate(reading)
        if value is None
    }
    equations, used = [], []
    for identity, terms in edition.identities.items():
        if not all(cell in places for cell, _ in terms):
            continue
        if len({places[cell][0] for cell, _ in terms}) == 1:
            continue
        equation = tuple(Term(*places[cell], weight) for cell, weight in terms)
        if any((t.row, t.place) in blanks for t in equation if t.weight < 0 or not zeros):
            continue
        equations.append(equation)
        used.append(identity)
    return equations, used


def _settled(reading: RowReading, domain: Sequence[Reading], alive: set[int]) -> RowReading:
    """A row with the cells on which its remaining readings agree; others stay open."""
    if reading.options is None or not alive:
        return reading._replace(options=None, doubt=words("doubt.no_sums", doubt=reading.doubt))
    if len(reading.options.readings) == 1 and (reading.options.certain or domain):
        return reading._replace(
            cells=reading.options.cells(0),
            doubt=None,
            spare=(),
            options=None,
            settled=reading.options.by_sums,
        )
    remaining = [domain[index] for index in sorted(alive)]
    chosen = reading.options.cells(reading.options.readings.index(remaining[0]))
    agreed = [len({option[place] for option in remaining}) == 1 for place in range(len(chosen))]
    if not any(agreed):
        left = words("doubt.left_too", doubt=reading.doubt, **_left(remaining))
        return reading._replace(options=None, doubt=left)
    cells = tuple(token if agree else None for token, agree in zip(chosen, agreed, strict=True))
    doubt = None if all(agreed) else words("doubt.left", **_left(remaining))
    return reading._replace(cells=cells, doubt=doubt, options=None, settled=True)


def _left(remaining: Sequence[Reading]) -> dict[str, object]:
    """How many readings of a row are left, and some of them."""
    shown = "; ".join(" ".join(map(_shown, option)) for option in remaining[:4])
    return {"n": len(remaining), "shown": shown}


def _shown(value: Number | None) -> str:
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
    used = words("used.sums", sums=", ".join(sums)) if sums else words("used.rows")
    shown = "、".join(labels)
    return finding("resolved_by_sums.rows", cells, n=len(resolved), labels=shown, used=used)
