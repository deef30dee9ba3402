"""Agencies side by side with their peers: which are meant, which years, and their figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flows.errors import UsageError
from flows.published import Connection

LISTED = 8
"""How many candidates an error names."""
EARLY = ("2014", "local")
"""Editions whose tables have other rows than those since 2019."""


class Body(NamedTuple):
    """A body that reported, with the names of the divisions that it is in."""

    agency_id: str
    name: str
    place: str


class Column(NamedTuple):
    """A report that is compared, with what tells its peers."""

    agency_id: str
    agency_name: str
    year: int
    edition: str
    place: str
    function: str | None
    function_label: str | None
    level: str | None
    like_scope: str
    province_code: str | None
    province: str | None

    @property
    def has_peers(self) -> bool:
        """Whether it is known which bodies are like this one."""
        return self.function is not None and self.level is not None

    def group(self, same_province: bool) -> tuple[Any, ...]:
        """What this report and its peers have in common."""
        province = self.province_code if same_province else None
        return (self.function, self.level, self.like_scope, self.year, province)


class Place(NamedTuple):
    """How a figure lies among peers; ``n`` of them give it."""

    n: int
    n_small: int | None
    p25: float | None
    median: float | None
    p75: float | None
    pooled: float | None


class Value(NamedTuple):
    """A figure of a report; numerator and denominator where it is a rate."""

    value: float | None
    numerator: int | None
    denominator: int | None
    small_denominator: bool | None


class Line(NamedTuple):
    """A figure with its values, one per column, and its place among the peers of each."""

    figure: str
    section: str
    label: str
    unit: str
    kind: str
    values: tuple[Value, ...]
    peers: tuple[Place | None, ...]


class Comparison(NamedTuple):
    """Reports side by side."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    same_province: bool

    @property
    def warnings(self) -> list[str]:
        """Sentences on what makes the reports unlike each other."""
        told = []
        for what, names in (
            ("scope", {column.like_scope for column in self.columns}),
            ("edition of the form", {column.edition for column in self.columns}),
        ):
            if len(names) > 1:
                told.append(f"the reports differ in {what}: {', '.join(sorted(names))}")
        alone = [f"{c.agency_name} {c.year}" for c in self.columns if not c.has_peers]
        if alone:
            told.append(f"no peers: function or level is not known of {', '.join(alone)}")
        if self.same_province:
            nowhere = [c for c in self.columns if c.has_peers and c.province_code is None]
            told += [f"no peers: the province of {c.agency_name} is not known" for c in nowhere]
        return told


def compare(
    con: Connection, texts: Sequence[str], year: int | None = None, same_province: bool = False
) -> Comparison:
    """Reports of the bodies that ``texts`` name, with the figures of their peers.

    Without ``year`` they are all years of one body, or the latest that several have in common.
    Raises ``UsageError`` where a text names no body or several, and where there is no report.
    """
    bodies = list(dict.fromkeys(find(con, text) for text in texts))
    reports = {
        body: [Column(*row) for row in con.execute(_REPORTS, [body.agency_id]).fetchall()]
        for body in bodies
    }
    years = _years({body: {c.year for c in found} for body, found in reports.items()}, year)
    columns = [column for found in reports.values() for column in found if column.year in years]
    groups = {column.group(same_province) for column in columns if column.has_peers}
    places = {group: _places(con, group, same_province) for group in groups}
    values = {column: _values(con, column) for column in columns}
    lines = [
        Line(
            figure,
            section,
            label,
            unit,
            kind,
            tuple(values[column][figure] for column in columns),
            tuple(places.get(column.group(same_province), {}).get(figure) for column in columns),
        )
        for figure, section, label, unit, kind in con.execute(_FIGURES).fetchall()
    ]
    if any(column.edition in EARLY for column in columns):
        lines += _harmonised(con, columns)
    return Comparison(tuple(columns), tuple(lines), same_province)


def _harmonised(con: Connection, columns: list[Column]) -> list[Line]:
    """Concepts that editions before 2019 have too, by the definitions of harmonised_series."""
    found: dict[Column, dict[str, float | None]] = {}
    lines: dict[str, tuple[str, str]] = {}
    for column in columns:
        rows = con.execute(_CONCEPTS, [column.agency_id, column.year]).fetchall()
        found[column] = {concept: value for concept, _, _, value in rows}
        lines |= {concept: (label, comparison) for concept, label, comparison, _ in rows}
    return [
        Line(
            figure=f"harmonised.{concept}",
            section="跨版本可比",
            label=label + ("†" if comparison == "with_caveat" else ""),
            unit="件",
            kind="count",
            values=tuple(Value(found[column][concept], None, None, None) for column in columns),
            peers=(None,) * len(columns),
        )
        for concept, (label, comparison) in lines.items()
    ]


def find(con: Connection, text: str) -> Body:
    """The one body that reported and is called ``text``.

    An ``agency_id``, a whole name, or words that all stand in the names of the body and of the
    divisions that it is in. Raises ``UsageError`` where it is none or several.
    """
    words = text.split()
    if not words:
        raise UsageError("AGENCY: give a name, a part of one, or an agency_id")
    bodies = [Body(*row) for row in con.execute(_BODIES).fetchall()]
    for rank in (
        [body for body in bodies if body.agency_id == text],
        [body for body in bodies if body.name == text],
        [body for body in bodies if all(word in body.place + body.name for word in words)],
    ):
        if len(rank) == 1:
            return rank[0]
        if rank:
            raise UsageError(f"{text}: {len(rank)} bodies are called so: {_candidates(rank)}")
    raise UsageError(f"{text}: no body with a report is called so")


def _candidates(bodies: list[Body]) -> str:
    named = [
        f"{body.name} ({body.place or 'region not known'}, {body.agency_id})"
        for body in bodies[:LISTED]
    ]
    more = [f"and {len(bodies) - LISTED} more"] if len(bodies) > LISTED else []
    return "; ".join(named + more)


def _years(reported: dict[Body, set[int]], year: int | None) -> set[int]:
    """Years to compare; raises ``UsageError`` where a body has no report on them."""
    if year is not None:
        for body, years in reported.items():
            if year not in years:
                raise UsageError(no_report(body, year, years))
        return {year}
    if len(reported) == 1:
        return set().union(*reported.values())
    common = set.intersection(*reported.values())
    if not common:
        told = "; ".join(f"{body.name} {_list(years)}" for body, years in reported.items())
        raise UsageError(f"the bodies have no year in common: {told}")
    return {max(common)}


def no_report(body: Body, year: int, years: set[int]) -> str:
    """The sentence about a body that has reports on other years only."""
    return f"{body.name}: no report on {year}, only on {_list(years)}"


def _list(years: set[int]) -> str:
    return ", ".join(map(str, sorted(years)))


def _values(con: Connection, column: Column) -> dict[str, Value]:
    rows = con.execute(_VALUES, [column.agency_id, column.year]).fetchall()
    return {figure: Value(*value) for figure, *value in rows}


def _places(con: Connection, group: tuple[Any, ...], same_province: bool) -> dict[str, Place]:
    within = "province" if same_province else "country"
    *known, province = group
    rows = con.execute(_PLACES, [within, *known, province]).fetchall()
    return {figure: Place(*place) for figure, *place in rows}


_PLACE = "concat_ws('', province, nullif(prefecture, province), nullif(county, prefecture))"
_BODIES = f"""
SELECT agency_id, arg_max(agency_name, year) AS name, arg_max({_PLACE}, year) AS place
FROM agency_year GROUP BY agency_id ORDER BY place, name
"""
_REPORTS = f"""
SELECT agency_id, agency_name, year, edition, {_PLACE}, function, function_label, level,
    like_scope, province_code, province
FROM agency_year WHERE agency_id = ? ORDER BY year
"""
_FIGURES = "SELECT figure, section, label, unit, kind FROM figure ORDER BY position"
_VALUES = """
SELECT figure, value, numerator, denominator, small_denominator
FROM report_figure WHERE agency_id = ? AND year = ?
"""
_PLACES = """
SELECT figure, n, n_small, p25, median, p75, pooled FROM peer_figure
WHERE within = ? AND function = ? AND level = ? AND like_scope = ? AND year = ?
    AND province_code IS NOT DISTINCT FROM ?
"""
_CONCEPTS = """
SELECT concept, label, comparison, value FROM harmonised_series
WHERE agency_id = ? AND year = ? AND comparison NOT IN ('from_2019', 'from_2021')
ORDER BY position
"""
