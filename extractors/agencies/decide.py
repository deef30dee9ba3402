"""What the signs of a region decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.agencies.model import Asked, Parsed, Sign
from extractors.agencies.names import parse
from extractors.agencies.signs import WEIGHTS, ending_at, now, places
from schema import regions
from schema.regions import Division

ENOUGH = 2.0
"""What the signs for one region must count, and how much more than those for any other."""
_ENOUGH_WITHOUT_NAME = 4.0
_AGAINST = 4.0
"""What signs must count to unsettle a name that alone would do."""
_OF_THE_BODY = ("host", "superior", "name", "credit_code", "address")
"""Signs that may name a body's own region; others only tell where it lies."""
_PART = 0.5
_DOUBTFUL, _WEAK = 1.5, 1.0
"""What signs count that decide only with another."""


class Candidate(NamedTuple):
    """A region that a body may be of: its code of today, and the division (for a township, that
    it lies in) as the name means it."""

    code: str
    division: Division


def candidates_of(parsed: Parsed) -> list[Candidate]:
    """Regions that a name may mean."""
    if parsed.town is None:
        return [Candidate(_latest(one), one) for one in parsed.places]
    found = []
    for one in parsed.places:
        code = _latest(one)
        towns = regions.townships_of(code if one.level != "prefecture" else code[:4])
        listed = [towns[name] for name in _town_names(parsed.town) if name in towns]
        found.append(Candidate(listed[0] if listed else code, one))
    if parsed.places:
        return found
    named = regions.townships_named()
    for name in _town_names(parsed.town)[:1]:
        for code in named.get(name, ()):
            division = regions.find(code[:6])
            if division:
                found.append(Candidate(code, division))
    return found


def _town_names(town: str) -> tuple[str, ...]:
    """How the list may have a township: a subdistrict may be called by its road."""
    return (town, town.removesuffix("街道") + "地区") if town.endswith("街道") else (town,)


def _latest(one: Division) -> str:
    return regions.by_body()[one.body][-1].code


def support(code: str, sign: Sign, *, own: bool = False) -> float:
    """How much a sign speaks for a region. ``own`` where the level is not known: then a sign
    of a larger region is only half a sign of the smaller one."""
    if any(regions.within(code, region) for region in sign.regions):
        larger = own and sign.kind in _OF_THE_BODY and code not in sign.regions
        return sign.weight * _PART if larger else sign.weight
    if any(regions.within(region, code) for region in sign.regions):
        return sign.weight * _PART
    return 0.0


def score(code: str, signs: Iterable[Sign], *, own: bool = False) -> tuple[float, int]:
    """What all signs count for a region, the best of each kind, and how many kinds do."""
    best: dict[str, float] = {}
    for sign in signs:
        best[sign.kind] = max(best.get(sign.kind, 0.0), support(code, sign, own=own))
    return sum(best.values()), sum(weight > 0 for weight in best.values())


def choose(candidates: Sequence[Candidate], signs: Sequence[Sign]) -> Candidate | None:
    """The candidate that the signs decide for, if they do."""
    ranked = sorted(candidates, key=lambda one: -score(one.code, signs)[0])
    if not ranked:
        return None
    best = score(ranked[0].code, signs)[0]
    second = score(ranked[1].code, signs)[0] if len(ranked) > 1 else 0.0
    return ranked[0] if best >= ENOUGH and best - second >= ENOUGH else None


def unsettled(one: Candidate, signs: Sequence[Sign]) -> bool:
    """Whether signs of several kinds all speak against a region, and none for it."""
    if score(one.code, signs)[0] > 0:
        return False
    against = {sign.kind: sign.weight for sign in signs if sign.regions}
    return len(against) > 1 and sum(against.values()) >= _AGAINST


def mentions(asked: Asked, candidates: Sequence[Candidate]) -> Iterator[Sign]:
    """Candidates that the text names with the region above them, and mentions of that region.

    A text may name a place that others live in, or that was visited: the body's own name, or
    one that comes several times, counts in full.
    """
    text = asked.text
    own = parse(asked.name, asked.year).rest[:2]
    for one in candidates:
        above = regions.find(one.division.parent, asked.year) if one.division.parent else None
        if above is None or above.stem not in text:
            continue
        for name in (above.name + one.division.name, above.stem + one.division.name):
            place = text.find(name)
            if place >= 0:
                sure = name + own in text or text.count(name) > 1
                weight = WEIGHTS["name"] if sure else _DOUBTFUL
                yield Sign("name", name, (one.code,), weight, place, place + len(name))
                break
        alone = [match.start() for match in _alone(above.name, one.division.name).finditer(text)]
        if alone:
            sure = len(alone) > 2 or _body_of(above.name).search(text) is not None
            weight = WEIGHTS["superior"] if sure else _WEAK
            end = alone[0] + len(above.name)
            yield Sign("superior", above.name, now(above.code), weight, alone[0], end)


@lru_cache(maxsize=4_096)
def _alone(name: str, within: str) -> re.Pattern[str]:
    """A region's name that is not that of a division of it."""
    return re.compile(f"{name}(?!{within})")


@lru_cache(maxsize=512)
def _body_of(name: str) -> re.Pattern[str]:
    """A body of a region, such as 南京市司法局."""
    return re.compile(name + r"[\u4e00-\u9fff]{0,8}?(?:局|政府|委员会|市委|区委|县委)")


def towns(asked: Asked, parsed: Parsed, candidates: Sequence[Candidate]) -> Iterator[Sign]:
    """Townships of only one of the candidates: that of the body's name, or those of the text."""
    listed = [one for one in candidates if len(one.code) > 6]
    if parsed.town and parsed.places and len(listed) == 1:
        yield Sign("town", parsed.town, (listed[0].code,), WEIGHTS["town"])
    of_each = [{} if len(one.code) > 6 else regions.townships_of(one.code) for one in candidates]
    for one, names in zip(candidates, of_each, strict=True):
        found = [
            name
            for name in names
            if name in asked.text and sum(name in other for other in of_each) == 1
        ]
        weight = WEIGHTS["town"] if len(found) > 1 else _DOUBTFUL
        for name in found[:2]:
            place = asked.text.find(name)
            yield Sign("town", name, (one.code,), weight, place, place + len(name))


def own_names(asked: Asked, parsed: Parsed) -> Iterator[Sign]:
    """Where the text has the body's name with a region before it: 西工区司法局 for 司法局."""
    seen = set()
    for place in places(asked.text, parsed.rest) if len(parsed.rest) > 1 else ():
        found = ending_at(asked.text, place, asked.year)
        if found and found[1] not in seen:
            seen.add(found[1])
            end = place + len(parsed.rest)
            words = asked.text[found[0] : end]
            yield Sign("name", words, found[1], WEIGHTS["name"], found[0], end)


def without_name(parsed: Parsed, signs: Sequence[Sign]) -> tuple[Candidate | None, list[Candidate]]:
    """The region of a name that states none, and those that signs point to.

    Signs of two kinds must agree.
    """
    codes = {
        code
        for sign in signs
        if sign.kind in _OF_THE_BODY and sign.weight >= 1.5 and len(sign.regions) <= 4
        for code in sign.regions
    }
    found = []
    for code in sorted(codes):
        division = regions.find(code)
        if division and _fits(parsed, division):
            found.append((score(code, signs, own=True), Candidate(code, division)))
    found.sort(key=lambda pair: (-pair[0][0], pair[1].code))
    candidates = [candidate for _, candidate in found]
    if not found or found[0][0][0] < _ENOUGH_WITHOUT_NAME or found[0][0][1] < 2:
        return None, candidates
    if len(found) > 1 and found[0][0][0] - found[1][0][0] < ENOUGH:
        return None, candidates
    return candidates[0], candidates


def _fits(parsed: Parsed, division: Division) -> bool:
    """Whether a division is of the kind that a name such as 区司法局 speaks of."""
    unit = parsed.plain[: len(parsed.plain) - len(parsed.rest)]
    if not unit:
        return parsed.level is None or parsed.level == division.level
    return division.name.endswith(unit.removeprefix("自治")) or division.level == parsed.level
