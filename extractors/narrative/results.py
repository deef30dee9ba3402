"""Results of reviews and litigation told behind the number of cases, against section four."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.model import Number
from extractors.narrative.prose import Quantity

_LEAD = r"(?:其中|已|均|结果|为|被|予以|依法|复议机关|法院|判决|裁定|决定|的|有|:)*"
_WHAT = r"(?:我局|本机关)?(?:原?(?:行政)?(?:行为|决定|答复))?(?:的|有|为|:)*"
_RESULTS = {
    "upheld": re.compile(rf"{_LEAD}维持{_WHAT}"),
    "corrected": re.compile(rf"{_LEAD}纠正{_WHAT}"),
    "other": re.compile(rf"{_LEAD}其他结果{_WHAT}"),
    "pending": re.compile(
        rf"{_LEAD}(?:尚未审结|未审结|尚未办结|尚在审理(?:中)?|正在审理(?:中)?){_WHAT}"
    ),
}
"""The form's four results, and no other words, which other reports count elsewhere."""
_UNITS = "件宗起例次个"


class Result(NamedTuple):
    """A number of cases with a result, as prose states it and as the table counts it."""

    result: str
    quantity: Quantity
    right: Number


def differing_results(
    told: Sequence[Quantity], total: Number, right: dict[str, set[Number]]
) -> Iterator[Result]:
    """Results that the table counts otherwise, of the quantities behind a number of cases.

    They must be all the results, so that they add up to it, or be more corrections than the
    table has. ``right`` are the numbers that the table allows for each result.
    """
    found: list[tuple[str, Quantity]] = []
    for quantity in told:
        result = next((r for r, words in _RESULTS.items() if words.fullmatch(quantity.lead)), None)
        if result is None or quantity.unit[0] not in _UNITS or result in dict(found):
            break
        found.append((result, quantity))
    whole = sum(quantity.number for _, quantity in found) == total
    for result, quantity in found:
        allowed = right.get(result)
        more = result == "corrected" and allowed and max(allowed) < quantity.number <= total
        if allowed and quantity.number not in allowed and (whole or more):
            yield Result(result, quantity, max(allowed))
