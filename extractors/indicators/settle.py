"""A choice among the readings of an indicator table, by what the table and the prose say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from extractors.indicators.codes import indicator_infos, summed_codes
from extractors.indicators.cuts import Reading
from extractors.indicators.labels import Label
from extractors.indicators.tree import Place
from extractors.indicators.values import Slots

_MOST_SUMS = 4000
_PASSES = 6

Numbers = tuple[float | None, ...]


class Entry(NamedTuple):
    """A printed row, or a heading (without slots), its place, and its table's columns."""

    label: Label
    place: Place
    slots: Slots | None
    value: int | None
    cumulative: int | None


class Choice:
    """The readings of a row that are left, and what ruled out the others."""

    def __init__(self, readings: Mapping[Reading, Numbers]) -> None:
        self.readings = dict(readings)
        self.used: dict[str, None] = {}

    @property
    def is_open(self) -> bool:
        """Whether several readings are left."""
        return len(self.readings) > 1

    def keep(self, kept: Iterable[Reading], reason: str) -> bool:
        """Keep some readings; none left means that the reason does not hold here."""
        left = {reading: self.readings[reading] for reading in kept}
        if not left or len(left) == len(self.readings):
            return False
        self.readings = left
        self.used[reason] = None
        return True


def part_of(entries: Sequence[Entry], *, by_code: bool) -> dict[int, list[int]]:
    """Rows by the row that they are part of, as the print says, or also their codes."""
    infos = indicator_infos()
    latest: dict[str, int] = {}
    parts: dict[int, list[int]] = {}
    for index, entry in enumerate(entries):
        code, parent, certain = entry.place
        if not certain or parent is None or entries[parent].slots is None:
            parent = latest.get(infos[code].total) if by_code and code and not certain else None
        if entry.slots is not None:
            if parent is not None:
                parts.setdefault(parent, []).append(index)
            if code:
                latest[code] = index
    return parts


def settle(
    entries: Sequence[Entry], choices: Mapping[int, Choice], stated: Mapping[int, set[float]]
) -> None:
    """Narrow choices down: cumulative values, totals and their parts, then the narrative.

    ``stated`` are numbers that the prose gives for a row.
    """
    for index, choice in choices.items():
        if choice.is_open:
            _by_cumulative(entries[index], choice)
    parts = part_of(entries, by_code=False)
    _by_parts(entries, choices, parts)
    for index, numbers in stated.items():
        if index in choices and choices[index].is_open:
            place = entries[index].value
            choice = choices[index]
            kept = [
                r for r, n in choice.readings.items() if place is not None and n[place] in numbers
            ]
            if len(kept) == 1:
                choice.keep(kept, "narrative")
    _by_parts(entries, choices, parts)


def _by_cumulative(entry: Entry, choice: Choice) -> None:
    """The year's value does not exceed the cumulative one."""
    value, cumulative = entry.value, entry.cumulative
    if value is None or cumulative is None:
        return
    kept = [r for r, n in choice.readings.items() if not _above(n[value], n[cumulative])]
    choice.keep(kept, "cumulative")


def _by_parts(
    entries: Sequence[Entry], choices: Mapping[int, Choice], parts: Mapping[int, Sequence[int]]
) -> None:
    for _ in range(_PASSES):
        changed = False
        for total, members in parts.items():
            involved = [choices[i] for i in (total, *members) if i in choices]
            if total not in choices or not any(choice.is_open for choice in involved):
                continue
            whole, below = choices[total], [choices[i] for i in members if i in choices]
            summed = entries[total].place.code in summed_codes()
            if summed and len(below) == len(members):
                changed |= _fit_sum(whole, below)
            else:
                changed |= _fit_within(whole, below)
        if not changed:
            return


def _fit_sum(whole: Choice, below: Sequence[Choice]) -> bool:
    """Keep the readings with which parts can add up to their total."""
    before: list[set[Numbers]] = [{(0.0,) * len(next(iter(whole.readings.values())))}]
    for choice in below:
        before.append(_sums(before[-1], choice.readings.values()))
        if not before[-1] or len(before[-1]) > _MOST_SUMS:
            return False
    reached = before.pop() & set(whole.readings.values())
    if not reached:
        return False
    changed = whole.keep([r for r, n in whole.readings.items() if n in reached], "sums")
    for choice, earlier in zip(reversed(below), reversed(before), strict=True):
        kept, left = [], set()
        for reading, numbers in choice.readings.items():
            rests = {_minus(total, numbers) for total in reached} & earlier
            if rests:
                kept.append(reading)
                left |= rests
        changed |= choice.keep(kept, "sums")
        reached = left
    return changed


def _sums(totals: set[Numbers], more: Iterable[Numbers]) -> set[Numbers]:
    """Sums of each total with each of more; empty where a number is missing."""
    added = list(more)
    if any(number is None for numbers in added for number in numbers):
        return set()
    return {
        tuple((a or 0) + (b or 0) for a, b in zip(total, numbers, strict=True))
        for total in totals
        for numbers in added
    }


def _minus(total: Numbers, part: Numbers) -> Numbers:
    return tuple((a or 0) - (b or 0) for a, b in zip(total, part, strict=True))


def _fit_within(whole: Choice, below: Sequence[Choice]) -> bool:
    """Keep the readings with which no part exceeds its total."""
    changed = False
    for choice in below:
        pairs = [
            (reading, total)
            for reading, numbers in choice.readings.items()
            for total, limits in whole.readings.items()
            if not any(map(_above, numbers, limits))
        ]
        changed |= choice.keep(dict.fromkeys(reading for reading, _ in pairs), "sums")
        changed |= whole.keep(dict.fromkeys(total for _, total in pairs), "sums")
    return changed


def _above(number: float | None, limit: float | None) -> bool:
    return number is not None and limit is not None and number > limit
