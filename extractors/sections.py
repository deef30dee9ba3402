"""Headings of the six sections, found in compact text, and the prose between them."""

from __future__ import annotations

import re
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from extractors.compact import Compact
from extractors.model import Section, Span
from schema import form

_NUMERALS = "一二三四五六七八九十"
_SENTENCE_END = "。;；!！?？:："
_TABLE_END = "0123456789/-元件项"
"""What a table that runs on into the next heading ends with."""
_TITLE_END = "报告"
_MOST = 8
"""Candidates kept per section: more than the tables of contents of any report."""


class Heading(NamedTuple):
    """A heading in compact text: ``start`` of its numeral, ``end`` of its line."""

    number: int
    start: int
    end: int
    score: int


class _Chain(NamedTuple):
    """Headings one after the other, where the last one ends, and what tells the best of several:
    the sum of their scores, then where the first one starts."""

    rank: tuple[int, int]
    end: int
    headings: tuple[Heading, ...]

    def followed_by(self, heading: Heading) -> _Chain:
        """The chain with a further heading."""
        score, start = self.rank
        rank = (score + heading.score, start if self.headings else heading.start)
        return _Chain(rank, heading.end, (*self.headings, heading))


_NO_CHAIN = _Chain((0, -1), 0, ())


@cache
def _patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple((section.section, re.compile(section.pattern)) for section in form.sections())


@cache
def _numbered_title() -> re.Pattern[str]:
    titles = "|".join(section.pattern for section in form.sections())
    return re.compile(rf"([{_NUMERALS}])[、.,:](?={titles})")


def find_headings(compact: Compact) -> list[Heading]:
    """The headings of a report, in order.

    A heading has its numeral or a line of its own. Of a table of contents and the body,
    both of which name all sections, the later one is the body.
    """
    numbered = _numbered(compact)
    best = [_NO_CHAIN]
    for number, pattern in _patterns():
        candidates = numbered.get(number) or _unnumbered(compact, number, pattern)
        extended = [
            chain.followed_by(heading)
            for chain in best
            for heading in candidates[-_MOST:]
            if chain.end <= heading.start
        ]
        best = _undominated([*best, *extended])
    return list(max(best, key=attrgetter("rank")).headings)


def _numbered(compact: Compact) -> dict[int, list[Heading]]:
    """Headings with a numeral, at the start of a line or, in run-on text, of a sentence."""
    found: dict[int, list[Heading]] = {}
    text = compact.text
    for numeral in _numbered_title().finditer(text):
        for number, pattern in _patterns():
            match = pattern.match(text, numeral.end())
            if match is None:
                continue
            start = numeral.start()
            own_line = compact.starts_line(start)
            expected = _NUMERALS.index(numeral[1]) + 1 == number
            before = text[max(0, start - 2) : start]
            runs_on = expected and (before[-1:] in _TABLE_END or before == _TITLE_END)
            if own_line or before[-1:] in _SENTENCE_END or runs_on:
                end = _heading_end(compact, match.end())
                score = 2 + own_line + 2 * expected + (own_line and end is not None)
                found.setdefault(number, []).append(
                    Heading(number, start, end or match.end(), score)
                )
    return found


def _unnumbered(compact: Compact, number: int, pattern: re.Pattern[str]) -> list[Heading]:
    """Headings without a numeral: the title fills its line."""
    found = []
    for match in pattern.finditer(compact.text):
        if compact.starts_line(match.start()):
            end = _heading_end(compact, match.end())
            if end is not None:
                found.append(Heading(number, match.start(), end, 4))
    return found


def _heading_end(compact: Compact, position: int, reach: int = 16) -> int | None:
    """End of the heading's line when it ends within ``reach`` characters."""
    for end in range(position, min(position + reach, len(compact.text)) + 1):
        if compact.ends_line(end):
            return end
        if end < len(compact.text) and compact.text[end] in "。，,":
            return None
    return None


def _undominated(chains: list[_Chain]) -> list[_Chain]:
    """Of chains that end at the same place, the best one."""
    kept: dict[int, _Chain] = {}
    for chain in chains:
        if chain.end not in kept or chain.rank > kept[chain.end].rank:
            kept[chain.end] = chain
    return list(kept.values())


def read_sections(
    text: str, compact: Compact, headings: list[Heading], tables: list[Span]
) -> tuple[Section, ...]:
    """Sections of the narrative; stretches of ``tables`` are left out of their prose."""
    sections = []
    for index, heading in enumerate(headings):
        title_start = compact.source(heading.start)
        start = compact.source(heading.end - 1) + 1
        after = headings[index + 1].start if index + 1 < len(headings) else len(compact.text)
        end = compact.line_start(after)
        sections.append(
            Section(
                number=heading.number,
                title=compact.text[heading.start : heading.end].lstrip("#*"),
                span=Span(title_start, end),
                text=_without(text, Span(start, end), tables),
            )
        )
    return tuple(sections)


def _without(text: str, span: Span, tables: list[Span]) -> str:
    parts, position = [], span.start
    for table in sorted(tables):
        if span.start <= table.start < span.end:
            parts.append(text[position : table.start])
            position = max(position, table.end)
    parts.append(text[position : span.end])
    return "\n".join(part.strip("\n\r\t |") for part in parts if part.strip())
