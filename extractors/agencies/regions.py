"""The chain of regions that a name begins with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from schema import regions
from schema.functions import lines
from schema.regions import Division, Named

_NOT_BEHIND = ("街道", "镇", "乡", "苏木", "社区", "村", "路", "大道", "街", "大学")
_NOT_BEHIND_COUNTY = (*_NOT_BEHIND, "河", "江", "湖", "山")
"""What a region's name is not followed by: it is then a part of another name."""
_NEW_AREA = "新区"
"""What follows the name of a new area, which is another body than a district called alike."""
_TOLERANCE = 1
"""Years that a name outlives its division in reports, or comes before it."""


class Chain(NamedTuple):
    """Regions at the beginning of a name: the divisions that the last of them may be, where
    they end, and whether each is written with its unit; ``links`` is how many there are."""

    places: tuple[Division, ...]
    end: int
    whole: bool
    links: int


@lru_cache(maxsize=16_384)
def chains(plain: str, year: int | None) -> tuple[Chain, ...]:
    """Ways to read the beginning of a name as a chain of regions, the longest first."""
    corps = _corps(plain)
    found = list(_chains(plain, 0, None, year, True, 0))
    found.sort(key=lambda one: (-one.end, not one.whole, -one.links))
    return tuple(found) if corps is None else (corps, *found)


def _chains(
    plain: str,
    start: int,
    above: tuple[Division, ...] | None,
    year: int | None,
    whole: bool,
    links: int,
) -> Iterator[Chain]:
    names = regions.by_name()
    for length in range(min(regions.longest_name(), len(plain) - start), 1, -1):
        word = plain[start : start + length]
        called = names.get(word)
        if called is None or (not called[0].whole and _goes_on(plain, start, length, called)):
            continue
        for with_unit in (True, False):
            ones = [named.division for named in called if named.whole is with_unit]
            places = _below(ones, above)
            if not with_unit:
                places = _meant(places, year if above else None)
            if not places:
                continue
            if above is None:
                places = in_time(places, year)
            end = start + length
            yield from _chains(plain, end, tuple(places), year, whole and with_unit, links + 1)
            best = in_time(places, year)
            if above is None or len(best) == len(places) or best:
                yield Chain(tuple(best), end, whole and with_unit, links + 1)


def _goes_on(plain: str, start: int, length: int, called: Sequence[Named]) -> bool:
    """Whether a name without its unit is only the beginning of another one, as 五台 of 五台山."""
    county = all(named.division.level == "county" for named in called)
    end = start + length
    if start and county and plain.startswith(_NEW_AREA, end):
        return True
    return plain.startswith(_NOT_BEHIND_COUNTY if county else _NOT_BEHIND, end)


def _below(ones: Sequence[Division], above: tuple[Division, ...] | None) -> list[Division]:
    """Those that lie in one of the regions before them."""
    if above is None:
        return list(ones)
    codes = {one.code for one in above}
    return [
        one
        for one in ones
        if one.code not in codes and any(regions.within(one.code, code) for code in codes)
    ]


def _meant(places: list[Division], year: int | None) -> list[Division]:
    """Those that a name without its unit may mean: the capital of a province, where it is one
    of them, as 西安; and behind another region only what there was in that year."""
    if year is not None:
        places = [one for one in places if one.lasts(year, _TOLERANCE)]
    return [one for one in places if one.code.endswith("0100")] or places


def in_time(places: Sequence[Division], year: int | None) -> list[Division]:
    """Of divisions those of a year, or of about that year; all where none is."""
    if year is None:
        return [one for one in places if one.last is None] or list(places)
    for tolerance in (0, _TOLERANCE):
        lasting = [one for one in places if one.lasts(year, tolerance)]
        if lasting:
            return lasting
    return list(places)


@cache
def _corps_codes() -> dict[str, str]:
    return {row["division_of_corps"]: row["region_code"] for row in lines("corps.csv")}


_CORPS = "新疆生产建设兵团"


def _corps(plain: str) -> Chain | None:
    """A division of the 兵团, alone or with the city that it is one with."""
    start = len(_CORPS) if plain.startswith(_CORPS) else 2 if plain.startswith("兵团") else 0
    behind = plain[start:]
    number, mark, after = behind.removeprefix("第").partition("师")
    if mark and behind.startswith("第") and number in _corps_codes():
        city = regions.find(_corps_codes()[number])
        assert city is not None
        end = len(plain) - len(after)
        if after.startswith(city.name):
            end += len(city.name)
        return Chain((city,), end, True, 1)
    if start:
        province = regions.find("650000")
        assert province is not None
        return Chain((province,), start, True, 1)
    return None
