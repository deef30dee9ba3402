"""Indicators of the tables before 2019: random counts whose parts add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

from .counts import deal, magnitude
from .indicator_forms import FUJIAN, NATIONAL, SHANGHAI

Amount = int | float


@dataclass(frozen=True)
class Line:
    """A line of such a table; without a unit it is a heading and has no values.

    ``source`` names what its count is drawn from: a number of the whole report, a ``share`` of
    the line above that ``adds`` up, or any ``part`` of the line above.
    """

    depth: int
    number: str
    label: str
    unit: str
    source: str
    adds: bool


@dataclass(frozen=True)
class Indicator:
    """A printed indicator: its label without its number, its unit, one value or two.

    ``value`` stands in the first column, ``cumulative`` in the second where there is one. Where
    they are None, ``mark`` is printed instead.
    """

    number: str
    label: str
    unit: str
    value: Amount | None
    cumulative: Amount | None
    mark: str = ""


@dataclass(frozen=True)
class Form:
    """A table of indicators: the titles of its columns in several wordings, and its lines."""

    name: str
    heads: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]

    @cached_property
    def counted(self) -> tuple[Line, ...]:
        """The lines that are indicators."""
        return tuple(line for line in self.lines if line.unit)

    @property
    def cumulates(self) -> bool:
        """Whether it has a second column of values."""
        return len(self.heads[0]) == 4


def _lines(text: str) -> tuple[Line, ...]:
    rows = [line.split("|") for line in text.splitlines()]
    return tuple(
        Line(int(depth), number, label, unit, source, plus == "+")
        for depth, number, label, unit, source, plus in rows
    )


FORMS = {
    form.name: form
    for form in (
        Form(
            "national",
            (("统计指标", "单位", "统计数"), ("统 计 指 标", "单位", "统计数")),
            _lines(NATIONAL),
        ),
        Form(
            "fujian",
            (
                ("指标名称", "计量单位", "{year}年度", "历年累计"),
                ("指标名称", "计量单位", "本年度", "历年累计"),
            ),
            _lines(FUJIAN),
        ),
        Form(
            "shanghai",
            (
                ("指标", "单位", "本期实际", "本年累计"),
                ("指标名称", "计量单位", "本期实际", "本年累计"),
            ),
            _lines(SHANGHAI),
        ),
    )
}
_RECEIVED = {"zero": (0, 0), "small": (0, 12), "medium": (5, 300), "large": (200, 5000)}
_TOPS = {
    "acts": {"zero": 400, "small": 2000, "medium": 20_000, "large": 90_000},
    "visits": {"zero": 900, "small": 20_000, "medium": 300_000, "large": 5_000_000},
    "documents": {"zero": 0, "small": 5, "medium": 60, "large": 300},
    "some": {"zero": 3, "small": 30, "medium": 400, "large": 3000},
    "few": {"zero": 1, "small": 6, "medium": 30, "large": 200},
    "cases": {"zero": 0, "small": 1, "medium": 12, "large": 150},
}


def random_indicators(rng: Random, form: Form, size: str) -> tuple[Indicator, ...]:
    """The indicators of a table; a cumulative value counts at least as much as the year's."""
    year = list(_draw(rng, form.counted, size))
    before = list(_draw(rng, form.counted, size)) if form.cumulates else []
    totals = [round(a + b, 2) for a, b in zip(year, before, strict=True)] if before else []
    return tuple(
        Indicator(line.number, line.label, line.unit, year[at], totals[at] if totals else None)
        for at, line in enumerate(form.counted)
    )


def _draw(rng: Random, lines: Sequence[Line], size: str) -> Iterator[Amount]:
    """A count for every line."""
    known = _whole(rng, size)
    above: dict[int, Amount] = {}
    heaps: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        if line.source == "share":
            count: Amount = heaps[line.depth].pop()
        elif line.source == "part":
            count = rng.randint(0, int(above[line.depth - 1]))
        else:
            count = known[line.source] if line.source in known else _any(rng, line, size, known)
        above[line.depth] = count
        if line.adds:
            weights = [rng.random() ** 3 + 0.001 for _ in _parts(lines, at)]
            heaps[line.depth + 1] = deal(rng, int(count), weights)
        yield count


def _whole(rng: Random, size: str) -> dict[str, int]:
    """Numbers that several lines of a report share."""
    received = magnitude(rng, *_RECEIVED[size])
    documents = magnitude(rng, 0, _TOPS["documents"][size])
    published = documents - magnitude(rng, 0, documents // 2)
    acts = max(magnitude(rng, 0, _TOPS["acts"][size]), published)
    return {
        "received": received,
        "finished": received - magnitude(rng, 0, received // 8),
        "documents": documents,
        "published": published,
        "acts": acts,
    }


def _any(rng: Random, line: Line, size: str, known: dict[str, int]) -> Amount:
    """A count of its own."""
    if line.source == "money":
        amount = rng.choice((0, 0, rng.randint(1, 60), round(rng.uniform(0.01, 40), 2)))
        return 0 if size == "zero" else amount
    if line.source == "channel":
        return rng.choice((0, known["acts"], magnitude(rng, 0, known["acts"])))
    return magnitude(rng, 0, _TOPS[line.source][size])


def _parts(lines: Sequence[Line], at: int) -> tuple[int, ...]:
    """The places of the lines that add up to this one."""
    places = []
    for place in range(at + 1, len(lines)):
        if lines[place].depth <= lines[at].depth:
            break
        if lines[place].depth == lines[at].depth + 1:
            places.append(place)
    return tuple(places)


def sums(form: Form) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Places of totals among the indicators, each with the places of its parts."""
    lines = form.counted
    return ((at, _parts(lines, at)) for at, line in enumerate(lines) if line.adds)


def break_sum(indicators: tuple[Indicator, ...], form: Form, rng: Random) -> tuple[Indicator, ...]:
    """The indicators with a total that is not the sum of its parts."""
    at, _ = rng.choice(list(sums(form)))
    more = rng.randint(1, 20)
    old = indicators[at]
    cumulative = None if old.cumulative is None else old.cumulative + more
    new = replace(old, value=(old.value or 0) + more, cumulative=cumulative)
    return (*indicators[:at], new, *indicators[at + 1 :])
