"""Indicators made of entries and the readings chosen for them, with what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache, reduce
from typing import NamedTuple

from extractors.findings import finding
from extractors.indicators.cuts import Reading
from extractors.indicators.labels import Label
from extractors.indicators.scan import Kind, Piece, units
from extractors.indicators.settle import Choice, Entry
from extractors.model import Finding, Indicator, Number, Span, Status
from extractors.tables.values import parse_value
from schema.messages import Words, words

_MONEY = frozenset("元%")
_MOST_DIGITS = 40
_SHOWN = 8
"""Readings that a message lists."""


class Source(NamedTuple):
    """A decoded text, and the same folded."""

    text: str
    folded: str


class _Value(NamedTuple):
    """A printed value: its number, why there is none, and a unit printed beside it."""

    number: Number | None
    doubt: Words | None
    unit: str | None


_NO_VALUE = _Value(None, None, None)


def names_of(entries: Sequence[Entry]) -> list[str]:
    """A name for each entry that no other has: by its code, else by its label."""
    seen: dict[str, int] = {}
    names = []
    for entry in entries:
        name = f"indicators.{entry.place.code or entry.label.text}"
        times = 0
        if entry.slots is not None:
            times = seen[name] = seen.get(name, 0) + 1
        names.append(name if times < 2 else f"{name}#{times}")
    return names


def build(
    source: Source, entry: Entry, name: str, choice: Choice | None
) -> tuple[Indicator, list[Finding]]:
    """The indicator of a row, and findings about readings that are left or were ruled out.

    ``choice`` is null for a row with one reading or none.
    """
    slots = entry.slots
    assert slots is not None
    readings = list(choice.readings) if choice else slots.readings
    if len(readings) != 1 or slots.doubt:
        return _in_doubt(source, entry, name, readings)
    findings = _settled(source, name, entry, choice) if choice and choice.used else []
    if entry.value is None and entry.cumulative is None:
        return _plain(source, entry, name, slots.printed), findings
    indicator = _read(source, entry, name, readings[0], findings)
    if findings and indicator.status == "read":
        indicator = indicator._replace(status="resolved")
    return indicator, findings


def _read(
    source: Source, entry: Entry, name: str, reading: Reading, findings: list[Finding]
) -> Indicator:
    """The indicator with the value and the cumulative value of a reading."""
    label = entry.label
    status: Status = "absent" if entry.value is None else "blank"
    unit, number, raw, span = label.unit, None, None, None
    piece = reading[entry.value] if entry.value is not None else None
    if piece is not None:
        span = Span(piece.start, piece.end)
        raw = source.text[piece.start : piece.end]
        number, doubt, beside = _value(source, piece, unit)
        unit = beside or unit
        status = "conflict" if doubt else "read"
        if doubt:
            findings.append(_doubtful(name, label, doubt, raw))
    if piece is not None and piece.kind is Kind.MARK:
        status = "not_applicable"
    cumulative, at = None, None
    beside_it = reading[entry.cumulative] if entry.cumulative is not None else None
    if beside_it is not None and beside_it.kind is not Kind.MARK:
        at = Span(beside_it.start, beside_it.end)
        cumulative, doubt, _ = _value(source, beside_it, label.unit)
        if doubt:
            printed = source.text[at.start : at.end]
            findings.append(_doubtful(name, label, words("doubt.cumulative", doubt=doubt), printed))
    return Indicator(
        name, label.text, status, entry.place.code, label.number, unit, number, cumulative,
        raw, span, label.span, at,
    )  # fmt: skip


@cache
def _printed_unit() -> re.Pattern[str]:
    return re.compile(rf"({units()})?\**[。;,]?\Z")


def _value(source: Source, piece: Piece, unit: str | None) -> _Value:
    """The number that a piece prints; counts have no fraction, sums of money may."""
    if piece.kind is Kind.MARK:
        return _NO_VALUE
    if piece.end - piece.start > _MOST_DIGITS:
        return _Value(None, words("doubt.too_long_piece"), None)
    return _parse(source.folded[piece.start : piece.end], unit)


@lru_cache(maxsize=8192)
def _parse(printed: str, unit: str | None) -> _Value:
    match = _printed_unit().search(printed)
    beside = match[1] if match else None
    bare = printed[: match.start()] if match else printed
    counted = not _MONEY.intersection((beside or unit or "元")[-1])
    number, _, doubt = parse_value(bare, "件" if counted else "")
    return _Value(number, doubt, beside)


def _in_doubt(
    source: Source, entry: Entry, name: str, readings: Sequence[Reading]
) -> tuple[Indicator, list[Finding]]:
    """A row with several readings or none: no value, its readings in a finding."""
    slots = entry.slots
    assert slots is not None
    indicator = _plain(source, entry, name, slots.printed)
    doubt = slots.doubt
    if len(readings) > 1:
        shown = [_show(source, reading) for reading in readings[:_SHOWN]]
        more = len(readings) - _SHOWN
        key = "doubt.may_be_more" if more > 0 else "doubt.may_be"
        choice = words(key, shown=", ".join(shown), n=more)
        doubt = words("doubt.both", first=doubt, second=choice) if doubt else choice
    return indicator, [_doubtful(name, entry.label, doubt, indicator.raw or "")]


def _plain(source: Source, entry: Entry, name: str, pieces: Sequence[Piece]) -> Indicator:
    """The indicator with all that is printed for it and no value."""
    label = entry.label
    span = Span(pieces[0].start, pieces[-1].end) if pieces else None
    return Indicator(
        name=name,
        label=label.text,
        status="conflict" if pieces else "blank",
        code=entry.place.code,
        number=label.number,
        unit=label.unit,
        raw=source.text[span.start : span.end] if span else None,
        span=span,
        label_span=label.span,
    )


def _show(source: Source, reading: Reading) -> str:
    return "|".join([source.folded[p.start : p.end] if p else "" for p in reading])


def _doubtful(name: str, label: Label, doubt: Words | None, found: str) -> Finding:
    return finding(
        "doubtful_reading.indicator",
        (name,),
        label=label.text,
        doubt=doubt,
        found=" ".join(found.split()),
    )


def _settled(source: Source, name: str, entry: Entry, choice: Choice) -> list[Finding]:
    """What settled a row that had several readings."""
    (reading,) = choice.readings
    slots = entry.slots
    assert slots is not None
    printed = "".join([source.text[p.start : p.end] for p in slots.printed])
    reasons = [words(f"reason.{reason}") for reason in choice.used]
    said = reduce(lambda first, second: words("reason.both", first=first, second=second), reasons)
    rule = "resolved_by_prose" if "narrative" in choice.used else "resolved_by_sums"
    return [
        finding(
            f"{rule}.indicator",
            (name,),
            label=entry.label.text,
            printed=printed,
            reading=_show(source, reading),
            reasons=said,
            found=printed,
        )
    ]
