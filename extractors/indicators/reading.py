"""The indicator tables of report years before 2019: every printed row, with its code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from extractors.checks.unfilled import shows_figures
from extractors.compact import Compact
from extractors.edition import indicator_edition
from extractors.findings import finding
from extractors.identify import identify
from extractors.indicators.build import Source, build, names_of
from extractors.indicators.checks import check_indicators
from extractors.indicators.codes import indicator_infos, summed_codes
from extractors.indicators.cuts import Reading
from extractors.indicators.head import find_heads, may_hold_heads
from extractors.indicators.scan import Kind
from extractors.indicators.settle import Choice, Entry, Numbers, part_of, settle
from extractors.indicators.table import IndicatorTable, read_table
from extractors.indicators.tree import place
from extractors.indicators.values import Counters
from extractors.model import Finding, Indicator, Span
from schema import form

_ROW_END = 400
"""Characters of blank space in which a row that is cut off may end."""
_TITLE_REACH = 80
"""Characters before a head in which the table's title stands."""
_OTHER_TIME = re.compile(r"累计|以来|历年|截[至止]|上年|去年|同期|其中|[一二三四]季度|\d月")
_YEAR = re.compile(r"(20\d\d)年")
_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,9})?")
_MORE_ROWS = re.compile(r"[\u4e00-\u9fff]{2,20}数(?:条|次|件|个|人次|篇|场次|人|万元)\d+")
_MIN_MORE = 2
_LOOSE_ROW = re.compile(r"数\W{0,4}(?:条|次|件|个|人次|篇|场次|人|万元)\W{0,4}\d")
"""A row's label, its unit and its number, with any marks between them."""
_MANY_MARKS, _MANY_ROWS = 3, 5
_BEHIND = 600
"""Characters behind a table that may hold more of its rows, as behind a note within it."""
_SENTENCE = 60
"""Characters before a stated number that tell what it is about."""


class IndicatorReading(NamedTuple):
    """What a report prints in indicator tables; ``spans`` of the tables are in compact text,
    ``edition`` is null where no head of one is printed."""

    indicators: tuple[Indicator, ...] = ()
    findings: tuple[Finding, ...] = ()
    spans: tuple[Span, ...] = ()
    edition: str | None = None


class Narrative(NamedTuple):
    """A compact text, the stretches of it that are tables, and the year reported on."""

    text: str
    tables: Sequence[Span]
    year: int | None

    def numbers(self, pattern: re.Pattern[str]) -> Iterator[float]:
        """Numbers of the year that sentences outside the tables state."""
        for match in pattern.finditer(self.text):
            place = match.start()
            if any(start <= place < end for start, end in self.tables):
                continue
            before = re.split(r"[。;]", self.text[max(0, place - _SENTENCE) : place])[-1]
            years = _YEAR.findall(before)
            other = self.year and years and int(years[-1]) != self.year
            if not other and not _OTHER_TIME.search(before):
                yield float(match["number"].replace(",", ""))


def read_indicators(text: str, flat: Compact) -> IndicatorReading:
    """Read the indicator tables of a text, if there are any."""
    heads = find_heads(flat.text) if may_hold_heads(flat.text) else []
    if not heads:
        return IndicatorReading()
    limits = [*(head.start for head in heads[1:]), len(flat.text)]
    counters = Counters()
    tables = [
        read_table(text, flat, head, limit, counters)
        for head, limit in zip(heads, limits, strict=True)
    ]
    edition, marks = _edition(flat, tables)
    year = identify(flat, text)[0].year
    entries = _entries(tables, year)
    if not any(entry.slots for entry in entries):
        whole = any(_is_apart(flat, table) for table in tables)
        return _unreadable(edition) if marks > 1 and whole else IndicatorReading()
    if marks < 2 and not any(entry.place.code for entry in entries):
        return IndicatorReading()
    narrative = Narrative(flat.text, [table.span for table in tables], year)
    return _read(Source(text, flat.folded), narrative, tables, entries, edition)


def unread_table(flat: Compact) -> list[Finding]:
    """A doubt about a report without any table: words of an indicator table, or what reads like
    rows of one, may be a table whose layout is not known."""
    marks = indicator_edition(flat.text, Span(0, len(flat.text)), cumulative=False)[1]
    rows = _LOOSE_ROW.findall(flat.text)
    if marks < _MANY_MARKS and len(rows) < _MANY_ROWS:
        return []
    return [finding("tables_not_read.none")]


def _unreadable(edition: str) -> IndicatorReading:
    return IndicatorReading((), (finding("tables_not_read.head"),), (), edition)


def _is_apart(flat: Compact, table: IndicatorTable) -> bool:
    """Whether the cells of a head stand apart, as they do not in a sentence."""
    start, end = flat.source_span(Span(table.head.start, table.head.end))
    return end - start > table.head.end - table.head.start


def _edition(flat: Compact, tables: Sequence[IndicatorTable]) -> tuple[str, int]:
    """The edition that the tables print, and how many marks of it."""
    start = max(0, tables[0].span.start - _TITLE_REACH)
    cumulative = any(table.head.cumulative is not None for table in tables)
    return indicator_edition(flat.text, Span(start, tables[-1].span.end), cumulative)


def _entries(tables: Sequence[IndicatorTable], year: int | None) -> list[Entry]:
    """Rows and headings of all tables with their places; a list may go on over a page."""
    shapes = tuple(row.label.shape for table in tables for row in table.rows)
    places = iter(place(shapes))
    entries = []
    for table in tables:
        value, cumulative = table.head.place(year), table.head.cumulative
        entries += [
            Entry(row.label, next(places), row.slots, value, cumulative) for row in table.rows
        ]
    return entries


def _read(
    source: Source,
    narrative: Narrative,
    tables: Sequence[IndicatorTable],
    entries: Sequence[Entry],
    edition: str,
) -> IndicatorReading:
    """Indicators of entries, and all that is to be said of them."""
    choices = _settled(source, narrative, entries)
    names = names_of(entries)
    findings = _columns(tables, entries, names)
    indicators: dict[int, Indicator] = {}
    for index, entry in enumerate(entries):
        if entry.slots is not None:
            built = build(source, entry, names[index], choices.get(index))
            indicators[index] = built[0]
            findings += built[1]
    findings += _cut_off(source, entries, indicators)
    findings += _unread(source, tables)
    findings += _behind(narrative)
    if not any(i.raw for i in indicators.values()) and shows_figures(source.folded):
        findings.append(finding("tables_not_read.blank", [i.name for i in indicators.values()]))
    parts = part_of(entries, by_code=True)
    summed = {index: entries[index].place.code in summed_codes() for index in parts}
    findings += check_indicators(indicators, parts, summed, edition == "2014")
    spans = tuple(table.span for table in tables)
    return IndicatorReading(tuple(indicators.values()), tuple(findings), spans, edition)


def _behind(narrative: Narrative) -> list[Finding]:
    """A doubt where what reads like more rows stands right behind the end of a table."""
    end = narrative.tables[-1].end
    rows = _MORE_ROWS.findall(narrative.text, end, end + _BEHIND)
    if len(rows) < _MIN_MORE:
        return []
    found = " ".join(rows)
    return [finding("tables_not_read.behind", n=len(rows), first=rows[0], found=found)]


def _settled(source: Source, narrative: Narrative, entries: Sequence[Entry]) -> dict[int, Choice]:
    """Choices for all rows, where one has several readings."""
    certain = {i: e.slots.readings for i, e in enumerate(entries) if e.slots and not e.slots.doubt}
    if all(len(readings) < 2 for readings in certain.values()):
        return {}
    choices = {
        index: Choice({reading: _numbers(source, reading) for reading in readings})
        for index, readings in certain.items()
        if readings
    }
    settle(entries, choices, _stated(narrative, entries, choices))
    return choices


def _numbers(source: Source, reading: Reading) -> Numbers:
    """Numbers of a reading, null for what is blank or no plain number."""
    texts = [source.folded[p.start : p.end].replace(",", "") if p else "" for p in reading]
    return tuple(float(text) if _PLAIN.fullmatch(text) else None for text in texts)


def _stated(
    narrative: Narrative, entries: Sequence[Entry], choices: Mapping[int, Choice]
) -> dict[int, set[float]]:
    """Numbers that the prose states for rows with several readings."""
    asked = {i: entries[i].place.code for i, choice in choices.items() if choice.is_open}
    found = {
        code: set(narrative.numbers(pattern))
        for code, pattern in _statements().items()
        if code in asked.values()
    }
    return {index: found[code] for index, code in asked.items() if code in found}


@cache
def _statements() -> dict[str, re.Pattern[str]]:
    infos = indicator_infos().values()
    return {info.code: re.compile(info.stated) for info in infos if info.stated}


def _columns(
    tables: Sequence[IndicatorTable], entries: Sequence[Entry], names: Sequence[str]
) -> list[Finding]:
    """Tables where no column is certain to be the year's."""
    findings = []
    start = 0
    for table in tables:
        end = start + len(table.rows)
        without = [i for i in range(start, end) if entries[i].slots and entries[i].value is None]
        start = end
        if without:
            years = [str(column.year) for column in table.head.columns if column.year]
            key = "year_column.years" if years else "year_column.none"
            cells = (names[index] for index in without)
            findings.append(finding(key, cells, years=", ".join(years)))
    return findings


def _cut_off(
    source: Source, entries: Sequence[Entry], indicators: dict[int, Indicator]
) -> list[Finding]:
    """A number that the text ends with: its last digits may be missing.

    It stays where it stands in the last row of the form, whose table is then whole.
    """
    index = max(indicators)
    indicator, slots = indicators[index], entries[index].slots
    printed = slots.printed if slots else ()
    if indicator.status == "blank":
        spans = [indicator.label_span or Span(0, 0), *(Span(p.start, p.end) for p in printed)]
        rest = source.text[max(span.end for span in spans) :]
        cells = "" if rest.endswith("\n") else "|\t"
        if len(rest) < _ROW_END and not rest.strip(f" \n{cells}{indicator.unit}"):
            indicators[index] = indicator._replace(status="absent")
    if not printed or source.folded[printed[-1].end :].strip(".,"):
        return []
    last = printed[-1]
    number = source.folded[last.start : last.end]
    if not number[-1].isdigit() or (number == "0" and last.kind is Kind.NUMBER):
        return []
    whole = indicator.code == form.indicators()[-1].code and last.kind is Kind.NUMBER
    if not whole:
        kept = indicator._replace(cumulative=None, cumulative_span=None)
        at_end = indicator.span is None or indicator.span.end == last.end
        if at_end or last.kind is Kind.RUN:
            kept = kept._replace(status="conflict", value=None)
        indicators[index] = kept
    return [finding("cut_off", (indicator.name,), found=number)]


def _unread(source: Source, tables: Sequence[IndicatorTable]) -> list[Finding]:
    """Numbers in a table that no row took."""
    pieces = [piece for table in tables for piece in table.unread]
    if not pieces:
        return []
    printed = " ".join(source.text[piece.start : piece.end] for piece in pieces)
    return [finding("unread_number.indicators", found=printed)]
