"""Percentages of growth that prose states beside the numbers that they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.findings import finding
from extractors.model import Finding
from extractors.narrative.facts import Facts
from extractors.narrative.told import Told

_LAST = r"(?:较|比|与)(?:上一?年度?|去年|20\d\d年度?)(?:同期|全年|相比|的)*,?"
_MORE, _LESS = r"增加|增长|增多|上升|提高|多", r"减少|下降|降低|少"
_RATE = (
    rf",?(?:同比|增幅|降幅|幅度|{_MORE}|{_LESS})*(?:为|约|达到?|了)*"
    r"(?P<rate>\d{1,4}(?:\.(?P<decimals>\d{1,2}))?)%"
)
_BY = re.compile(
    rf"{_LAST}(?:\(?\d{{1,7}}[件宗起条]\)?)?(?:(?P<more>{_MORE})|{_LESS})了?(?P<change>\d{{1,7}})[件宗起条]{_RATE}(?!个)"
)
_FROM = re.compile(rf"{_LAST}\(?(?P<before>\d{{1,7}})[件宗起条]\)?(?:{_MORE}|{_LESS}){_RATE}(?!个)")
_REACH = 3
"""Characters between the number of applications and what is said of the year before."""


def check_growth(one: Told, facts: Facts) -> list[Finding]:
    """Growth in percent that is not that of the applications received, which stand before it."""
    for match, changes in _stated(one, facts):
        stated = float(match["rate"])
        slack = 0.06 if match["decimals"] else 0.56
        shares = [(100 * change / base, change, base) for change, base in changes if base > 0]
        if shares and all(abs(right - stated) > slack for right, _, _ in shares):
            right, change, base = min(shares, key=lambda share: abs(share[0] - stated))
            return [
                finding(
                    "narrative_percentage",
                    count=f"{change:g}",
                    of=f"{base:g}",
                    sentence=one.sentence.quote(match.end()),
                    expected=f"{right:.2f}",
                    found=match["rate"],
                )
            ]
    return []


def _stated(one: Told, facts: Facts) -> Iterator[tuple[re.Match[str], list[tuple[float, float]]]]:
    """Statements of growth, with the changes that they may speak of and what these are of."""
    text = one.sentence.text
    ends = [q.end for q in one.quantities if q.number in facts.taken]
    taken = [float(number) for number in facts.taken]
    for match in _BY.finditer(text):
        if any(0 <= match.start() - end <= _REACH for end in ends):
            change = float(match["change"])
            sign = 1 if match["more"] else -1
            yield match, [(change, number - sign * change) for number in taken]
    for match in _FROM.finditer(text):
        if any(0 <= match.start() - end <= _REACH for end in ends):
            before = float(match["before"])
            yield match, [(abs(number - before), before) for number in taken]
