"""Sentences on applications, with what their quantities count and whose applications they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractors.findings import finding
from extractors.model import Finding, Number
from extractors.narrative.facts import Facts
from extractors.narrative.labels import Times, kind_of
from extractors.narrative.prose import Prose, Quantity, Sentence, quantities, sentences
from extractors.narrative.received import Statement

_TRIGGERS = (
    *("申请", "结转", "办结", "不予公开", "予以公开", "部分公开", "无法提供", "不予处理"),
    *("信函", "当面"),
)
_SUBJECT = ("信息公开申请", "依申请公开", "申请公开", "公开申请")
_NEAR = 2


class Mention(NamedTuple):
    """A quantity that states a number of the tables, in its sentence."""

    kind: str
    quantity: Quantity
    sentence: Sentence

    @property
    def quote(self) -> str:
        """The words of the source."""
        return self.sentence.quote(self.quantity.end)


class Told(NamedTuple):
    """A sentence with its quantities by kind, and whether it speaks of the report's own
    applications: null where it does not say. ``received`` is what it states of them."""

    sentence: Sentence
    quantities: list[Quantity]
    mentions: list[Mention]
    agrees: bool | None
    received: Number | None


def total_cell(row: str) -> str:
    """The name of the cell that totals a row of section three."""
    return f"applications.{row}.total"


def tell(
    prose: Prose, statements: Sequence[Statement], facts: Facts, year: int | None
) -> list[Told]:
    """The sentences of a section that speak of applications."""
    told: list[Told] = []
    places = [one.at for one in statements]
    for sentence in sentences(prose, _TRIGGERS):
        start, end = sentence.start, sentence.start + len(sentence.text)
        first, last = (bisect_left(places, place) for place in (start, end))
        own = [one.number for one in statements[first:last]]
        found = quantities(sentence)
        mentions = [
            Mention(kind, quantity, sentence)
            for quantity in found
            if (kind := kind_of(quantity, year))
        ]
        if mentions:
            times = Times(sentence.text, year)
            mentions = [m for m in mentions if not times.is_other(m.quantity.at)]
        agrees: bool | None = None
        if own and facts.received is not None:
            agrees = any(number in facts.taken for number in own)
        elif not own and told:
            before = told[-1].sentence
            near = start - before.start - len(before.text) <= _NEAR
            agrees = told[-1].agrees if near else None
        told.append(Told(sentence, found, mentions, agrees, max(own, default=None)))
    return told


def is_own(one: Told) -> bool:
    """Whether a sentence may be taken to speak of the report's own applications."""
    about = any(word in one.sentence.text for word in _SUBJECT)
    return bool(one.agrees) or (one.agrees is None and about)


def differing(
    mentions: Sequence[Mention],
    right: set[Number | None],
    key: str,
    cells: Iterable[str],
    outcome: str | None = None,
) -> list[Finding]:
    """A finding where something is stated and no statement is right."""
    values = {value for value in right if value is not None}
    if not mentions or not values or any(m.quantity.number in values for m in mentions):
        return []
    first = mentions[0]
    return [
        finding(
            key,
            cells,
            sentence=first.quote,
            expected=" / ".join(f"{value:g}" for value in sorted(values)),
            found=f"{first.quantity.number:g}",
            outcome=outcome,
        )
    ]
