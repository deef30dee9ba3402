"""Prose that denies that applications were carried over, against section three."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractors.findings import finding
from extractors.model import Finding, Number
from extractors.narrative.labels import Times
from extractors.narrative.told import Told, is_own

_WHAT = (
    r"(?:的|至|到|入|本年度?|今年|继续|办理|处理|答复|政府信息公开|信息公开|依申请公开|申请|事项|案件|件|情况)*"
    r"(?=[,;)]|$)"
)
_DENIALS = {
    "carried": re.compile(rf"(?:无|没有)(?:上一?年度?|去年)(?:结转|遗留){_WHAT}"),
    "forward": re.compile(
        rf"(?:无|没有)(?:需要?)?结转(?:至|到|入)?(?:下一?年度?|次年|明年){_WHAT}"
    ),
}


def denied(
    told: Sequence[Told], kind: str, value: Number | None, cells: Iterable[str], year: int | None
) -> list[Finding]:
    """The first sentence that denies applications of a ``kind``, of which the table has some."""
    for one in told if value else ():
        match = _DENIALS[kind].search(one.sentence.text) if is_own(one) else None
        if match and not Times(one.sentence.text, year).is_other(match.start()):
            return [
                finding(
                    f"narrative_carried.{kind}",
                    cells,
                    sentence=one.sentence.quote(match.end()),
                    expected=f"{value:g}",
                    found="0",
                )
            ]
    return []
