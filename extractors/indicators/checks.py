"""Findings on the indicators of one report: totals and their parts, cumulative values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractors.findings import finding
from extractors.model import Finding, Indicator, Number

_TOLERANCE = 1e-6


def check_indicators(
    indicators: Mapping[int, Indicator],
    parts: Mapping[int, Sequence[int]],
    summed: Mapping[int, bool],
    complete: bool,
) -> list[Finding]:
    """Totals that differ from their parts, and cumulative values below the year's.

    ``parts`` are rows by the row they are part of, ``summed`` those whose parts add up by
    the form; ``complete`` tells that the form lists all parts, so that fewer is an error.
    """
    findings: list[Finding] = []
    for total, members in parts.items():
        below = [indicators[index] for index in members]
        for column in ("value", "cumulative") if indicators[total].cumulative_span else ("value",):
            if summed[total] and _is_whole([indicators[total], *below], column):
                findings += _sum(indicators[total], below, column, complete)
            else:
                findings += _within(indicators[total], below, column)
    for one in indicators.values():
        if "#" in one.name and one.code:
            findings += _repeated(one, indicators.values())
        if one.value is not None and (one.value < 0 or one.cumulative is not None):
            findings += _single(one, one.value)
    return findings


def _repeated(again: Indicator, indicators: Iterable[Indicator]) -> Iterator[Finding]:
    """A row that means the same as one before and differs, as in a table for a region."""
    first = next(one for one in indicators if one.code == again.code)
    if None not in (first.value, again.value) and first.value != again.value:
        yield finding(
            "repeated_indicator",
            (first.name, again.name),
            again=again.label,
            again_value=again.value,
            first=first.label,
            first_value=first.value,
            expected=str(first.value),
            found=str(again.value),
        )


def _number(indicator: Indicator, column: str) -> Number | None:
    return indicator.value if column == "value" else indicator.cumulative


def _is_whole(involved: Sequence[Indicator], column: str) -> bool:
    return len(involved) > 2 and all(_number(one, column) is not None for one in involved)


def _sum(
    total: Indicator, below: Sequence[Indicator], column: str, complete: bool
) -> Iterator[Finding]:
    """An indicator whose parts do not add up to it."""
    expected = _number(total, column) or 0
    found = sum(_number(part, column) or 0 for part in below)
    if abs(found - expected) <= _TOLERANCE:
        return
    shown = " + ".join(f"{part.label} {_number(part, column)}" for part in below)
    yield finding(
        f"indicator_total.{column}",
        (total.name, *(part.name for part in below)),
        severity="error" if complete or found > expected else "warning",
        label=total.label,
        total=expected,
        sum=found,
        parts=shown,
        expected=str(expected),
        found=str(found),
    )


def _within(total: Indicator, below: Sequence[Indicator], column: str) -> Iterator[Finding]:
    """An indicator that is smaller than a part of it."""
    limit = _number(total, column)
    for part in below:
        number = _number(part, column)
        if limit is not None and number is not None and number - limit > _TOLERANCE:
            yield finding(
                f"indicator_part.{column}",
                (total.name, part.name),
                label=part.label,
                number=number,
                total=total.label,
                limit=limit,
                expected=f"at most {limit}",
                found=str(number),
            )


def _single(indicator: Indicator, value: Number) -> Iterator[Finding]:
    """A count below zero, or one of the year that exceeds that of all years."""
    cumulative = indicator.cumulative
    if value < 0:
        yield finding(
            "negative_count.indicator",
            (indicator.name,),
            label=indicator.label,
            printed=indicator.raw,
            expected="0 or more",
            found=indicator.raw,
        )
    if cumulative is not None and value - cumulative > _TOLERANCE:
        yield finding(
            "indicator_cumulative",
            (indicator.name,),
            label=indicator.label,
            value=value,
            cumulative=cumulative,
            expected=f"at least {value}",
            found=str(cumulative),
        )
