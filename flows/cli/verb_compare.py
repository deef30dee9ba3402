"""``ogi compare``."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.app import DEFAULT_DB, Db, app, problem

if TYPE_CHECKING:
    from flows.compare import Comparison, Line, Place, Value


class CompareFormat(enum.StrEnum):
    """How ``ogi compare`` writes figures."""

    table = "table"
    csv = "csv"
    json = "json"


@app.command(epilog="Example: ogi compare 西工区司法局 信阳市司法局 --year 2024")
def compare(
    agency: Annotated[
        list[str], typer.Argument(help="Names, parts of names with their region, or agency_ids.")
    ],
    year: Annotated[
        int | None,
        typer.Option(help="Year; else all years of one agency, the latest that several share."),
    ] = None,
    same_province: Annotated[
        bool, typer.Option("--same-province", help="Only peers of the same province.")
    ] = False,
    db: Db = DEFAULT_DB,
    format: Annotated[
        CompareFormat, typer.Option("--format", "-f", help="Form of the figures.")
    ] = CompareFormat.table,
) -> None:
    """Print agencies side by side, with the median of their peers."""
    from flows.cli import show
    from flows.compare import compare as run
    from flows.query import reader

    with reader(db) as con:
        found = run(con, agency, year, same_province)
    for warning in found.warnings:
        problem(warning)
    if format is CompareFormat.table:
        _print(found)
    else:
        write = show.as_csv if format is CompareFormat.csv else show.as_json
        write(_HEAD, _long(found))


def _print(found: Comparison) -> None:
    from flows.cli.show import line, table

    for column in found.columns:
        kind = " ".join(filter(None, (column.place, column.function_label or column.function)))
        what = f"edition {column.edition}, scope {column.like_scope}"
        line(
            f"{column.agency_name} {column.year}: {kind or 'region and function not known'}; {what}"
        )
    line()
    shown = _peer_columns(found)
    heads = [f"{c.agency_name} {c.year}" for c in found.columns]
    if len({c.agency_id for c in found.columns}) == 1:
        heads = [str(c.year) for c in found.columns]
    elif len({c.year for c in found.columns}) == 1:
        heads = [c.agency_name for c in found.columns]
    peers = [_peer_head(found, place) for place in shown]
    body: list[list[str]] = []
    section, left_out = "", 0
    for one in found.lines:
        if all(value.value is None and value.denominator is None for value in one.values):
            left_out += 1
            continue
        if one.section != section:
            section = one.section
            body.append([section] + [""] * (1 + len(heads) + len(peers)))
        cells = [_value(one, value) for value in one.values]
        cells += [_place(one, one.peers[place]) for place in shown]
        body.append([f"  {one.label}", _UNITS.get(one.unit, one.unit), *cells])
    table(("", "单位", *heads, *peers), body, right=[False, False] + [True] * len(heads + peers))
    line(_LEGEND)
    if any(one.label.endswith("†") for one in found.lines):
        line(_CAVEAT)
    if left_out:
        line(f"{left_out} figures that no report here gives are left out.")


def _peer_columns(found: Comparison) -> list[int]:
    """Places of the columns whose peers are shown: one for each group, of many only the last."""
    groups: dict[tuple[Any, ...], int] = {}
    for place, column in enumerate(found.columns):
        known = not found.same_province or column.province_code is not None
        if column.has_peers and known:
            groups.setdefault(column.group(found.same_province), place)
    places = list(groups.values())
    return places if len(places) <= 3 else places[-1:]


def _peer_head(found: Comparison, place: int) -> str:
    """What tells this group of peers from the others that are shown: year, function or level."""
    column = found.columns[place]
    shown = [found.columns[other] for other in _peer_columns(found)]
    parts = [
        text
        for text, values in (
            (str(column.year), {one.year for one in found.columns}),
            (column.function_label or column.function, {one.function for one in shown}),
            (_LEVELS.get(column.level or ""), {one.level for one in shown}),
        )
        if text and len(values) > 1
    ]
    return "".join(["同类中位(n)", *parts])


def _value(one: Line, value: Value) -> str:
    if one.kind != "rate":
        return _number(value.value)
    if value.numerator is None or value.denominator is None:
        return "·"
    mark = "*" if value.small_denominator else ""
    share = "" if value.value is None else f"={_percent(value.value)}"
    return f"{value.numerator}/{value.denominator}{share}{mark}"


def _place(one: Line, place: Place | None) -> str:
    if place is None or place.median is None:
        return f"· ({place.n})" if place else "·"
    median = _percent(place.median) if one.kind == "rate" else _number(place.median)
    return f"{median} ({place.n})"


def _number(value: float | None) -> str:
    return "·" if value is None else f"{value:.10g}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _long(found: Comparison) -> Iterator[tuple[Any, ...]]:
    """One row per report and figure, with the place of the figure among peers."""
    for one in found.lines:
        for column, value, place in zip(found.columns, one.values, one.peers, strict=True):
            yield (
                *(column.agency_id, column.agency_name, column.year, column.edition),
                *(column.function, column.level, column.like_scope, column.province),
                *(one.section, one.figure, one.label, one.unit),
                *value,
                "province" if found.same_province else "country",
                *(place or (None,) * 6),
            )


_UNITS = {"share": "%"}
_LEVELS = {
    "national": "国家级",
    "province": "省级",
    "prefecture": "地级",
    "county": "县级",
    "township": "乡级",
}
_LEGEND = (
    "· not given   * fewer than 20 below the line\n"
    "同类中位(n): median among the n reports of bodies like it, itself among them, that give it"
)
_CAVEAT = "† counted in another way before 2019: see harmonised_series"
_HEAD = (
    *("agency_id", "agency_name", "year", "edition", "function", "level", "like_scope"),
    *("province", "section", "figure", "label", "unit"),
    *("value", "numerator", "denominator", "small_denominator", "peers_within"),
    *("peers_n", "peers_n_small", "peers_p25", "peers_median", "peers_p75", "peers_pooled"),
)
