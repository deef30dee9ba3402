"""Prose in sentences, and the quantities in a sentence with the words that lead to each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.fold import fold
from extractors.narrative.numerals import counts

_LONGEST = 800
"""Characters of a sentence that are looked at."""
_EVIDENCE = 60
"""Characters of a sentence that a finding quotes before the end of its quantity."""
_QUANTITY = re.compile(
    r"(\d(?<![\d.].)(?<!\d,.)(?:\d{0,2}(?:,\d{3})+|\d{0,8}))(\.\d{1,4})?"
    r"(%|(?:件次?|宗|起|条|份|例|次|个)(?!月|工作日))"
)
_DIGIT = re.compile(r"\d")
_ASIDE = re.compile(r"\([^()\d]*\)")
_HEADING = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．][^，。；：,;:]{2,30}")
_BOUNDS = ",;:()"
_TAIL = re.compile(r"[^,;:()、\d]{0,30}")
_FILL = "\0"
_STOP = "。"


class Prose(NamedTuple):
    """A section's text as printed, and the same folded, without white space and with counts in
    figures. ``origins`` are the places of its characters before counts were put in figures,
    where there were any."""

    section: int
    text: str
    compact: str
    origins: tuple[int, ...] = ()

    def printed(self, start: int, end: int) -> str:
        """A stretch of the compact text as printed, without white space and without headings
        above it, which no mark ends."""
        if self.origins:
            start, end = self.origins[start], self.origins[min(end, len(self.compact))]
        folded = fold(self.text)
        places = [place for place, char in enumerate(folded) if not char.isspace()][start:end]
        lines = self.text[places[0] : places[-1] + 1].split("\n") if places else []
        while len(lines) > 1 and (not lines[0].strip() or _HEADING.fullmatch(lines[0].strip())):
            del lines[0]
        return "".join("".join(lines).split())


def prose_of(section: int, text: str) -> Prose:
    """The prose of a section."""
    compact = "".join(fold(text).split())
    pieces, origins, last = [], [], 0
    for start, end, value in counts(compact):
        figures = str(value)
        pieces += [compact[last:start], figures]
        origins += [*range(last, start), *[start] * len(figures)]
        last = end
    if not pieces:
        return Prose(section, text, compact)
    origins += range(last, len(compact) + 1)
    return Prose(section, text, "".join((*pieces, compact[last:])), tuple(origins))


class Sentence(NamedTuple):
    """A sentence: ``text`` is part of the compact prose from ``start``, remarks in brackets
    without digits blotted out; ``before`` is what stands before it."""

    prose: Prose
    start: int
    text: str

    def quote(self, end: int) -> str:
        """The sentence as printed up to a place in it, clipped, and to the end of its clause."""
        begin = max(0, end - _EVIDENCE)
        stops = [self.text.find(mark, end) for mark in ",;)"]
        stop = min([s for s in stops if s >= 0], default=len(self.text))
        words = self.prose.printed(self.start + begin, self.start + min(stop, end + _EVIDENCE))
        return ("…" if begin else "") + words.lstrip(",;:、，；：")


class Quantity(NamedTuple):
    """A number with its unit: ``lead`` are the words from the mark or quantity before it,
    ``tail`` those up to the next mark.

    ``inside`` tells that it stands in brackets, ``at`` and ``end`` where in its sentence.
    """

    number: float
    unit: str
    lead: str
    tail: str
    inside: bool
    at: int
    end: int
    decimals: int


def sentences(prose: Prose, triggers: Sequence[str]) -> Iterator[Sentence]:
    """Sentences that hold one of some words."""
    compact, length = prose.compact, len(prose.compact)
    spans: dict[int, int] = {}
    for trigger in triggers:
        place = compact.find(trigger)
        while place >= 0:
            start = compact.rfind(_STOP, 0, place) + 1
            end = spans.get(start) or compact.find(_STOP, place)
            spans[start] = end = length if end < 0 else end
            place = compact.find(trigger, end)
    for start in sorted(spans):
        text = compact[start : min(spans[start], start + _LONGEST)]
        if "(" in text:
            text = _ASIDE.sub(_blotted, text)
        yield Sentence(prose, start, text)


def _blotted(match: re.Match[str]) -> str:
    return _FILL * len(match[0])


def quantities(sentence: Sentence) -> list[Quantity]:
    """The quantities of a sentence, in order."""
    if not _DIGIT.search(sentence.text):
        return []
    text, found, last = sentence.text, [], 0
    brackets = "(" in text
    for match in _QUANTITY.finditer(text):
        start = max(last, *(text.rfind(mark, last, match.start()) + 1 for mark in _BOUNDS))
        lead = text[start : match.start()].replace(_FILL, "").lstrip("、和及与以并")
        inside = brackets and text.count("(", 0, start) > text.count(")", 0, start)
        digits, fraction, unit = match.groups()
        number = float(digits.replace(",", "") + (fraction or ""))
        decimals = len(fraction or ".") - 1
        at, last = match.span()
        tail = _TAIL.match(text, last)
        words = tail[0].replace(_FILL, "") if tail else ""
        found.append(Quantity(number, unit, lead, words, inside, at, last, decimals))
    return found
