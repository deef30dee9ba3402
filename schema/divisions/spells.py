"""Spells of divisions: from lists of some years, how long each code had a name and a parent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from schema.division_names import stem

State = dict[str, str]
MUNICIPALITIES = ("11", "12", "31", "50")


class Change(NamedTuple):
    """From ``year`` on ``new`` codes stand for an old one; without an old one they are new.

    Without a year both codes are of the same division and the old one is forgotten.
    """

    year: int | None
    old: str | None
    new: tuple[str, ...]


class Spell(NamedTuple):
    """A code with its name and parent; ``first`` is null for the first list known, ``last``
    while it lasts. ``successors`` are the codes that took its place."""

    code: str
    name: str
    parent: str | None
    first: int | None
    last: int | None
    successors: tuple[str, ...] = ()


def parent_of(code: str, state: Mapping[str, str]) -> str | None:
    """Code of the division one level up, among those of a list."""
    for above in (code[:4] + "00", code[:2] + "0000"):
        if above != code and above in state:
            return above
    return None


def level_of(code: str, parent: str | None) -> str:
    """Level of a division by its code."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") and parent else "county"


def spells(states: Mapping[int, State], changes: Iterable[Change]) -> tuple[list[Spell], list[str]]:
    """All spells in the order of their codes, and sentences on what no change explains."""
    years = sorted(states)
    changes = list(changes)
    same = {change.old: change.new[0] for change in changes if change.year is None}
    undated = {code for change in changes if not change.old for code in change.new}
    dated = [change for change in changes if change.year is not None]
    gone = {change.old: change for change in reversed(dated) if change.old is not None}
    made: dict[str, int] = {}
    for change in dated:
        for code in change.new:
            made[code] = max(change.year or 0, made.get(code, 0))
    named: dict[str, dict[int, str]] = defaultdict(dict)
    for year in years:
        for code, name in states[year].items():
            named[same.get(code, code)][year] = name
    found: list[Spell] = []
    unexplained: list[str] = []
    for code in sorted(named):
        runs = _runs(named[code], years)
        for name, first, last in runs:
            begins = _begins(code, first, years, made)
            ends = _ends(last, years, gone.get(code) if last in (runs[-1][2], years[-2]) else None)
            if ends is None and last != years[-1]:
                unexplained.append(f"{code} {name} is not listed after {last}")
                ends = last
            if begins is None and first != years[0] and code not in undated:
                unexplained.append(f"{code} {name} is not listed before {first}")
            found.append(Spell(code, name, None, begins, ends))
    return _with_successors(_with_parents(found), gone), unexplained


def _runs(named: Mapping[int, str], years: Sequence[int]) -> list[tuple[str, int, int]]:
    """Stretches of one name; years that one list leaves out in between do not count."""
    runs: list[tuple[str, int, int]] = []
    for year in years:
        name = named.get(year)
        if name is None:
            continue
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1], year)
        else:
            runs.append((name, year, year))
    return runs


def _begins(code: str, first: int, years: Sequence[int], made: Mapping[str, int]) -> int | None:
    if first == years[0]:
        return None
    before = years[years.index(first) - 1]
    if first - before == 1:
        return min(first, made.get(code, first))
    return made.get(code)


def _ends(last: int, years: Sequence[int], change: Change | None) -> int | None:
    if last == years[-1]:
        return None
    if change is not None and change.year is not None:
        return change.year - 1
    after = years[years.index(last) + 1]
    return last if after - last == 1 else None


def _with_parents(found: Sequence[Spell]) -> list[Spell]:
    """Spells cut where the division above has another code."""
    by_code: dict[str, list[Spell]] = defaultdict(list)
    for spell in found:
        by_code[spell.code].append(spell)
    result: list[Spell] = []
    for spell in found:
        above = next(
            (
                c
                for c in (spell.code[:4] + "00", spell.code[:2] + "0000")
                if c != spell.code and any(_overlap(spell, other) for other in by_code.get(c, ()))
            ),
            None,
        )
        result.append(spell._replace(parent=above))
    return result


def _overlap(one: Spell, other: Spell) -> bool:
    return (one.first or 0) <= (other.last or 9999) and (other.first or 0) <= (one.last or 9999)


def _with_successors(found: Sequence[Spell], gone: Mapping[str, Change]) -> list[Spell]:
    """Spells with the codes that took their place: as a change tells, or the division of the
    same level and name that appears when it ends."""
    appears: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for spell in found:
        if spell.first:
            appears[spell.code[:2], stem(spell.name), spell.first].append(spell.code)
    result = []
    lasting = {spell.code for spell in found if spell.last is None}
    for spell in found:
        change = gone.get(spell.code)
        if spell.last is None:
            result.append(spell)
        elif change is not None and change.year == spell.last + 1:
            result.append(spell._replace(successors=change.new))
        else:
            key = (spell.code[:2], stem(spell.name), spell.last + 1)
            same_level = [
                code
                for code in appears[key]
                if code != spell.code and level_of(code, "x") == level_of(spell.code, "x")
            ]
            keeps = (spell.code,) if spell.code in lasting else ()
            result.append(spell._replace(successors=tuple(same_level) or keeps))
    return result
