"""Which body reported, by its name and the signs of its region. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.agencies import decide
from extractors.agencies.decide import Candidate
from extractors.agencies.hosts import host_of
from extractors.agencies.model import Agency, Asked, Parsed, Sign
from extractors.agencies.names import parse
from extractors.agencies.scope import scope_of
from extractors.agencies.signs import signs
from extractors.findings import finding
from extractors.model import Finding
from schema import regions
from schema.identifiers import agency_id
from schema.regions import Division

_SHOWN = 6
_ZONE_WORDS = (
    ("高新技术产业开发区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("高新技术产业区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
)
_STATE = re.compile(r"^国家级?|国家级")


def resolve(asked: Asked) -> Agency:
    """Resolve a body: its region where name and evidence decide, else its candidates."""
    parsed = parse(asked.name, asked.year)
    scope = scope_of(asked.text, parsed.form)
    if parsed.national and not parsed.places:
        return _agency(asked, parsed, None, (), (), scope)
    candidates = decide.candidates_of(parsed)
    chosen: Candidate | None = None
    if len(candidates) == 1 and parsed.sure:
        found = signs(asked, all_kinds=False)
        found += decide.mentions(asked, candidates)
        by_list = parsed.town is not None and not parsed.places  # which holds one year only
        if not (by_list and decide.unsettled(candidates[0], found)):
            chosen = candidates[0]
    else:
        found = signs(asked, all_kinds=True)
        if candidates:
            found += decide.mentions(asked, candidates)
            found += decide.towns(asked, parsed, candidates)
            chosen = decide.choose(candidates, found)
        elif parsed.function or parsed.level:
            found += decide.own_names(asked, parsed)
            chosen, candidates = decide.without_name(parsed, found)
    evidence = (*_from_name(asked, parsed, candidates), *found)
    return _agency(asked, parsed, chosen, candidates, evidence, scope)


def _from_name(asked: Asked, parsed: Parsed, candidates: Sequence[Candidate]) -> list[Sign]:
    """What the name itself points to."""
    if not candidates or not (parsed.places or parsed.town):
        return []
    codes = tuple(sorted({one.code for one in candidates}))
    place = asked.text.find(asked.name)
    span = (place, place + len(asked.name)) if place >= 0 else (None, None)
    return [Sign("name", asked.name, codes, 1.0, *span)]


def _agency(
    asked: Asked,
    parsed: Parsed,
    chosen: Candidate | None,
    candidates: Sequence[Candidate],
    evidence: tuple[Sign, ...],
    scope: str | None,
) -> Agency:
    division = chosen.division if chosen else None
    latest = chosen.code if chosen else None
    region_code = latest
    if chosen and division and len(chosen.code) == 6:
        region_code = _code_in(division, asked.year)
    doubtful = division is None and len(candidates) == 1
    level = None if doubtful else parsed.level or (division and division.level)
    return Agency(
        agency_id=agency_id(_key(asked, parsed, division)),
        name=_full_name(parsed, division),
        function=parsed.function,
        form=parsed.form,
        level=level,
        region_code=region_code,
        latest_code=latest,
        candidates=() if chosen else tuple(sorted({one.code for one in candidates})),
        evidence=evidence,
        scope=scope,
    )


def _code_in(division: Division, year: int | None) -> str:
    """The code that a division had in a year; that of the one above it where it was not yet, as
    a division of the 兵团 before it had a city."""
    one = regions.in_year(division.body, year)
    if year is not None and one.first is not None and year < one.first - 1 and one.parent:
        return one.parent
    return one.code


def _key(asked: Asked, parsed: Parsed, division: Division | None) -> str:
    """What tells a body from all others, the same in all years and spellings.

    A body in a known region is told by the region, the township or zone, and what it is. One
    whose region is not known is told by its name and the host, the address lines of the text
    or, without these, the very document: two bodies are never taken for one.
    """
    if division:
        zone = _STATE.sub("", parsed.zone or "")
        for long, short in _ZONE_WORDS:
            zone = zone.replace(long, short)
        form = "body" if parsed.form in ("department", "government") else parsed.form
        return "|".join((division.body, parsed.town or "", zone, parsed.core, form or ""))
    if parsed.national:
        return f"national|{parsed.core}"
    host = host_of(asked.address) or host_of(asked.metadata.address or "")
    if host or (not parsed.places and not parsed.town and not parsed.whole):
        return f"name|{parsed.plain}|{host or ''}"
    return f"name|{parsed.plain}|{asked.metadata.credit_code or asked.document}"


@lru_cache(maxsize=16_384)
def _full_name(parsed: Parsed, division: Division | None) -> str:
    """The name with its regions written out, the province left out where others are named."""
    if division is None or parsed.national or "兵团" in parsed.plain or parsed.plain[:1] == "第":
        return parsed.plain
    if parsed.plain.startswith(tuple(regions.aliases())):
        return parsed.plain
    chain = regions.chain(regions.by_body()[division.body][-1])
    named = [one for one in chain if one.level != "province" or len(chain) == 1]
    if len(chain) == 2 and chain[0].level == "county" and chain[1].name.endswith("市"):
        named = list(chain)
    if parsed.form == "branch" and len(named) > 1 and not parsed.plain.startswith(division.name):
        named = named[1:]
    regions_named = "".join(one.name for one in reversed(named))
    rest = parsed.rest or "人民政府"
    return regions_named + (parsed.town or "") + rest


def findings(asked: Asked, agency: Agency) -> list[Finding]:
    """The record of a region that could not be told."""
    if agency.region_code or agency.level == "national":
        return []
    found = "、".join(dict.fromkeys(sign.text for sign in agency.evidence if sign.kind != "name"))
    if not agency.candidates:
        return [finding("region_ambiguous.none", found=found or None, name=asked.name)]
    names = "、".join(described(code) for code in agency.candidates[:_SHOWN])
    more = max(0, len(agency.candidates) - _SHOWN)
    key = "region_ambiguous.more" if more else "region_ambiguous.several"
    return [finding(key, found=found or None, name=asked.name, regions=names, more=more)]


def described(code: str) -> str:
    """A region's names from the province down, with its code."""
    division = regions.find(code[:6])
    names = [one.name for one in reversed(regions.chain(division))] if division else []
    if len(code) > 6:
        towns = regions.townships_of(code[:6])
        names += [name for name, listed in towns.items() if listed == code]
    return f"{''.join(names)} {code}".strip()
