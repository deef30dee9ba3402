"""What a generated report says: its agency, its year and the value of every cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from schema.form import Edition

from .counts import Numbers, applications, older_proactive, proactive, review
from .indicators import FORMS, Indicator, break_sum, random_indicators
from .kinds import KINDS, Kind
from .names import before_2019, makes_rules, random_agency

Value = int | float | None
Size = Literal["small", "medium", "large", "zero"]
Pattern = Literal["scattered", "rows", "zeros", "totals", "parts"]

_MARKS = ("/", "/", "/", "/", "-", "—")


@dataclass(frozen=True)
class Truth:
    """The values a report prints.

    A cell that prints no number is None; ``marks`` holds what stands there instead, ``""``
    for a blank. ``narrative_received`` is the count of requests the prose gives, if any.
    ``edition`` is what a reader should tell; a hybrid's form is found under its ``kind``.
    ``units`` are those printed in the cell of an amount. ``extra_rows`` are rows of section
    two that the form lacks, as label and values. ``indicators`` are those of a table before
    2019, in the order of the table called ``statistics``. ``prose`` is what sections one and
    five say, a paragraph each, where it is not left to chance.
    """

    agency: str
    year: int
    edition: str
    cells: dict[str, Value]
    narrative_received: int | None
    marks: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    units: dict[str, str] = field(default_factory=dict)
    extra_rows: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    indicators: tuple[Indicator, ...] = ()
    statistics: str = ""
    prose: tuple[str, str] | None = None

    @property
    def blank(self) -> bool:
        """Whether a cell or an indicator is printed empty."""
        unknown = [i.mark for i in self.indicators if i.value is None]
        return "" in self.marks.values() or "" in unknown

    @property
    def form(self) -> Edition:
        """The form this report fills in; one without tables of cells fills in no cell."""
        return KINDS[self.kind or self.edition].form


def random_truth(
    rng: Random, *, size: Size = "medium", consistent: bool = True, edition: str = "2021"
) -> Truth:
    """A report whose sums add up, or, where not ``consistent``, one with a broken sum.

    ``edition`` is the name of a kind of report: an edition of the form or a hybrid.
    """
    kind = KINDS[edition]
    agency, year = random_agency(rng, busy=size == "large"), rng.choice(kind.years)
    truth = Truth(
        agency=agency if year >= 2019 else before_2019(agency),
        year=year,
        edition=kind.edition,
        cells={},
        narrative_received=None,
        kind=kind.name,
    )
    if not kind.parts:
        return _earlier(truth, rng, size, consistent=consistent)
    values = _numbers(kind, rng, size, rules=makes_rules(agency))
    received = values["applications.new_received.total"]
    truth = replace(
        truth,
        cells={cell.name: values[cell.name] for cell in kind.form.cells},
        narrative_received=int(received) if rng.random() < 0.75 else None,
    )
    truth = _with_unit(truth, rng)
    return truth if consistent else break_identity(truth, rng)


def _numbers(kind: Kind, rng: Random, size: Size, *, rules: bool) -> Numbers:
    """Consistent numbers for all cells of a form."""
    second = older_proactive if "proactive.procurement.amount" in kind.form.cell else proactive
    return (
        second(rng, size, rules=rules)
        | applications(rng, size, kind.form)
        | review(rng, size, kind.form)
    )


def _earlier(truth: Truth, rng: Random, size: Size, *, consistent: bool) -> Truth:
    """A report with a table of indicators, or with none."""
    tables = {"2014": ("national",), "local": ("fujian", "shanghai")}
    if truth.edition not in tables:
        top = {"zero": 0, "small": 9, "medium": 90, "large": 900}[size]
        stated = rng.randint(0, top) if rng.random() < 0.75 else None
        return replace(truth, narrative_received=stated)
    form = FORMS[rng.choice(tables[truth.edition])]
    indicators = random_indicators(rng, form, size)
    received = next(
        indicator.value
        for indicator, line in zip(indicators, form.counted, strict=True)
        if line.source == "received"
    )
    return replace(
        truth,
        narrative_received=int(received or 0) if rng.random() < 0.75 else None,
        indicators=indicators if consistent else break_sum(indicators, form, rng),
        statistics=form.name,
    )


def _with_unit(truth: Truth, rng: Random) -> Truth:
    """The amount of procurement now and then in 元, or with its unit in the cell."""
    name = "proactive.procurement.amount"
    amount = truth.cells.get(name)
    if amount is None or rng.random() < 0.7:
        return truth
    if rng.random() < 0.4:
        return replace(truth, units={name: "万元"})
    return replace(truth, units={name: "元"}, cells=truth.cells | {name: round(amount * 10_000)})


def with_extra_row(truth: Truth, rng: Random) -> Truth:
    """The report with a row behind the documents of section two that the form lacks."""
    label = rng.choice(("其他主动公开文件", "其他主动公开文件", "党内规范性文件", "其他政策文件"))
    counts = tuple(rng.choice((0, rng.randint(1, 9), rng.randint(10, 900))) for _ in range(3))
    return replace(truth, extra_rows=((label, counts),))


def break_identity(truth: Truth, rng: Random) -> Truth:
    """Change one cell so that at least one sum no longer adds up."""
    whole = [
        terms
        for terms in truth.form.identities.values()
        if all(truth.cells[cell] is not None for cell, _ in terms)
    ]
    if not whole:
        raise ValueError("no sum has all its terms")
    name = rng.choice(rng.choice(whole))[0]
    old = int(truth.cells[name] or 0)
    news = {old + 1, old + 10, old * 10, old // 10, max(old - 1, 0), old + rng.randint(2, 99)}
    new = rng.choice(sorted(news - {old}))
    return replace(truth, cells=truth.cells | {name: new})


def broken_identities(truth: Truth) -> list[str]:
    """The sums that do not add up; a sum with an empty cell is not judged."""
    broken = []
    for identity, terms in truth.form.identities.items():
        known = [(truth.cells[cell], weight) for cell, weight in terms]
        numbers = [value * weight for value, weight in known if value is not None]
        if len(numbers) == len(known) and sum(numbers) != 0:
            broken.append(identity)
    return broken


def leave_out(
    truth: Truth,
    rng: Random,
    *,
    blanks: float = 0.0,
    slashes: float = 0.0,
    pattern: Pattern = "scattered",
    marks: tuple[str, ...] = _MARKS,
) -> Truth:
    """Empty a share of the cells: ``blanks`` print nothing, ``slashes`` print a dash or slash.

    The pattern says which cells may be hit: any (scattered), whole rows, zeros, totals, or
    the parts of totals. Any indicator may be. One of ``marks`` is the slash of the report.
    """
    slash = rng.choice(marks)
    emptied = dict(truth.marks)
    for unit in _units(truth, pattern):
        draw = rng.random()
        if draw < blanks + slashes:
            emptied |= dict.fromkeys(unit, "" if draw < blanks else slash)
    indicators = tuple(
        _emptied(indicator, rng.random(), blanks, slashes, slash) for indicator in truth.indicators
    )
    cells = truth.cells | dict.fromkeys(emptied)
    return replace(truth, cells=cells, marks=emptied, indicators=indicators)


def _emptied(
    indicator: Indicator, draw: float, blanks: float, slashes: float, slash: str
) -> Indicator:
    """The indicator without its values, if the draw falls on it."""
    if draw >= blanks + slashes:
        return indicator
    return replace(indicator, value=None, cumulative=None, mark="" if draw < blanks else slash)


def _units(truth: Truth, pattern: Pattern) -> Iterable[list[str]]:
    """Sets of cells that are emptied together."""
    cells = truth.form.cells
    if pattern == "rows":
        rows: dict[str, list[str]] = {}
        for cell in cells:
            rows.setdefault(f"{cell.table}.{cell.row}", []).append(cell.name)
        return rows.values()
    if pattern == "zeros":
        return [[cell.name] for cell in cells if truth.cells[cell.name] == 0]
    if pattern == "totals":
        return [[cell.name] for cell in cells if cell.column == "total"]
    if pattern == "parts":
        tables = ("applications", "review")
        return [[c.name] for c in cells if c.table in tables and c.column != "total"]
    return [[cell.name] for cell in cells]
