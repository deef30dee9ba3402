"""Divisions of the country, their names and codes through the years.

Everything is read when it is first asked for and kept: the divisions down to counties take a
few hundredths of a second, the townships are a file apart.
"""

from __future__ import annotations

import csv
import gzip
import io
from bisect import bisect_left
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from schema.division_names import spellings

_LEVELS = {2: "province", 4: "prefecture", 6: "county", 9: "township"}


class Division(NamedTuple):
    """A code in the years in which it had this name.

    ``first`` is null before the first list known, ``last`` while it lasts. ``successors`` took
    its place. ``body`` is the same for all codes and names of one division: a district that was
    renamed or has another code is the same, one that was merged into another is not.
    """

    code: str
    name: str
    level: str
    parent: str | None
    first: int | None
    last: int | None
    successors: tuple[str, ...]
    pinyin: str
    area_code: str
    postcode: str
    body: str = ""

    @property
    def stem(self) -> str:
        """The name without its unit: its pinyin has a syllable for each character of it."""
        return self.name[: self.pinyin.count(" ") + 1]

    def lasts(self, year: int, tolerance: int = 0) -> bool:
        """Whether the division had this code and name in a year, or so many years apart."""
        early = self.first is not None and year < self.first - tolerance
        late = self.last is not None and year > self.last + tolerance
        return not (early or late)


class Named(NamedTuple):
    """A division by one of its names; ``whole`` where the name has its unit."""

    division: Division
    whole: bool


@cache
def divisions() -> tuple[Division, ...]:
    """Divisions down to counties, in the order of codes, and of years within a code."""
    text = files("schema").joinpath("divisions/divisions.csv").read_text(encoding="utf-8")
    lines = csv.reader(io.StringIO(text))
    next(lines)
    read = [
        Division(
            code,
            name,
            level,
            parent or None,
            int(first) if first else None,
            int(last) if last else None,
            tuple(successors.split(";")) if successors else (),
            pinyin,
            area_code,
            postcode,
        )
        for code, name, level, parent, first, last, successors, pinyin, area_code, postcode in lines
    ]
    bodies = _bodies(read)
    return tuple(Division(*one[:-1], body) for one, body in zip(read, bodies, strict=True))


def _bodies(read: list[Division]) -> list[str]:
    """For each division the code that it has last, with the year where that code is used again."""
    begins = {(one.code, one.first): place for place, one in enumerate(read)}
    before: dict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(read):
        for code in one.successors:
            target = begins.get((code, (one.last or 0) + 1))
            if target is not None and read[target].level == one.level:
                before[target].append(place)
    follows: dict[int, int] = {}
    for target, olds in before.items():
        goal = read[target]
        whole = [p for p in olds if len(read[p].successors) == 1]
        same = [p for p in whole if read[p].stem == goal.stem]
        same = same or [p for p in whole if read[p].code == goal.code]
        if not same and len(olds) == 1:
            same = whole
        if len(same) == 1:
            follows[same[0]] = target
    lasting = {one.code for one in read if one.last is None}
    result = []
    for place in range(len(read)):
        end = place
        while end in follows:
            end = follows[end]
        goal = read[end]
        ended = goal.last is not None and goal.code in lasting
        result.append(f"{goal.code}-{goal.last}" if ended else goal.code)
    return result


@cache
def by_code() -> dict[str, tuple[Division, ...]]:
    """Divisions by code, the latest last: a code may have had several names."""
    found: dict[str, list[Division]] = defaultdict(list)
    for one in divisions():
        found[one.code].append(one)
    return {
        code: tuple(sorted(ones, key=lambda one: one.first or 0)) for code, ones in found.items()
    }


@cache
def by_body() -> dict[str, tuple[Division, ...]]:
    """All codes and names of each division, the latest last."""
    found: dict[str, list[Division]] = defaultdict(list)
    for one in divisions():
        found[one.body].append(one)
    return {
        body: tuple(sorted(ones, key=lambda one: one.first or 0)) for body, ones in found.items()
    }


@cache
def by_name() -> dict[str, tuple[Named, ...]]:
    """Divisions by their names, whole (洛阳市, 延边州) and without unit (洛阳)."""
    found: dict[str, list[Named]] = defaultdict(list)
    for one in divisions():
        whole = Named(one, True)
        found[one.name].append(whole)
        if "自治" in one.name:
            for name in spellings(one.name):
                found[name].append(whole)
        short = one.stem
        if short != one.name:
            found[short].append(Named(one, False))
    for name, code in aliases().items():
        found[name].append(Named(by_code()[code][-1], True))
    for name, code in _short_names().items():
        found[name] += [Named(one, True) for one in by_code()[code]]
    return {name: tuple(dict.fromkeys(ones)) for name, ones in found.items() if len(ones) > 1} | {
        name: tuple(ones) for name, ones in found.items() if len(ones) == 1
    }


@cache
def aliases() -> dict[str, str]:
    """Codes of the divisions that zones are one with, by the zones' names."""
    return _codes_of_names("aliases.csv")


def _short_names() -> dict[str, str]:
    """Codes of divisions by short names that no rule gives: 前郭县."""
    return _codes_of_names("short_names.csv")


def _codes_of_names(file: str) -> dict[str, str]:
    text = files("schema").joinpath("divisions", file).read_text(encoding="utf-8")
    return {row["name"]: row["code"] for row in csv.DictReader(io.StringIO(text))}


@cache
def longest_name() -> int:
    """Characters of the longest name."""
    return max(map(len, by_name()))


def find(code: str, year: int | None = None) -> Division | None:
    """The division of a code in a year, or the one that had it last."""
    ones = by_code().get(code, ())
    if year is not None:
        ones = tuple(one for one in ones if one.lasts(year)) or ones
    return ones[-1] if ones else None


def in_year(body: str, year: int | None) -> Division:
    """A division as it was in a year: the nearest where it was not, the latest without one."""
    ones = by_body()[body]
    if year is None:
        return ones[-1]
    return next((one for one in reversed(ones) if (one.first or 0) <= year), ones[0])


def chain(one: Division, year: int | None = None) -> tuple[Division, ...]:
    """A division and those above it, the province last."""
    found = [one]
    while found[-1].parent:
        above = find(found[-1].parent, year or one.last)
        if above is None:
            break
        found.append(above)
    return tuple(found)


def within(code: str, above: str) -> bool:
    """Whether a division is another one or lies in it, by their codes."""
    prefix = above[:4].removesuffix("00") if above.endswith("00") and len(above) == 6 else above
    return code.startswith(prefix)


def level_of(code: str) -> str:
    """Level of a division by its code, of six digits or nine."""
    if len(code) > 6:
        return "township"
    one = find(code)
    return one.level if one else _LEVELS[len(code.rstrip("0"))]


@cache
def _townships() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes and names of the townships, in the order of codes."""
    data = files("schema").joinpath("divisions/townships.csv.gz").read_bytes()
    lines = gzip.decompress(data).decode().splitlines()[1:]
    codes, names = zip(*(line.split(",", 1) for line in lines), strict=True)
    return codes, names


@cache
def townships_of(county: str) -> dict[str, str]:
    """Codes of a county's townships by name; of a prefecture's where it has no counties."""
    codes, names = _townships()
    start, end = bisect_left(codes, county), bisect_left(codes, county + "~")
    return dict(zip(names[start:end], codes[start:end], strict=True))


@cache
def townships_named() -> dict[str, tuple[str, ...]]:
    """Codes of all townships by name."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in zip(*_townships(), strict=True):
        found[name].append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def township_rows() -> list[tuple[str, str]]:
    """Codes and names of all townships."""
    return list(zip(*_townships(), strict=True))
