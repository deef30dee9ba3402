"""``ogi history``."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.app import DEFAULT_DB, Db, app

if TYPE_CHECKING:
    from flows.history import History, Row, Version


class HistoryFormat(enum.StrEnum):
    """How ``ogi history`` writes versions."""

    table = "table"
    json = "json"


@app.command(epilog="Example: ogi history 洛阳市司法局 2024")
def history(
    agency: Annotated[
        str, typer.Argument(help="A name, parts of one with its region, or an agency_id.")
    ],
    year: Annotated[int, typer.Argument(help="Year reported on.")],
    db: Db = DEFAULT_DB,
    format: Annotated[
        HistoryFormat, typer.Option("--format", "-f", help="Form of the versions.")
    ] = HistoryFormat.table,
) -> None:
    """Print the versions of a report, why one is current, and the cells that differ."""
    from flows.cli.show import as_json
    from flows.history import history as run
    from flows.query import reader

    with reader(db) as con:
        found = run(con, agency, year)
    if format is HistoryFormat.json:
        rows = [_record(version) for version in found.versions]
        as_json(list(rows[0]), [tuple(row.values()) for row in rows])
    else:
        _print(found)


def _record(version: Version) -> Row:
    parts = {"addresses": version.addresses, "changes": version.changes}
    return {**version.facts, **parts, "findings": version.findings}


def _print(found: History) -> None:
    from flows.cli.show import line, table

    noun = "version" if len(found.versions) == 1 else "versions"
    line(f"{found.body.name} {found.year}: {len(found.versions)} {noun}\n")
    heads = ("version", "retrieved (UTC)", "current", "why", "page", "edition", "read from")
    rows = []
    for version in found.versions:
        of = version.facts
        page = f"vanished {_time(of['gone_at'])}" if of["gone_at"] else of["page"]
        current = "current" if of["is_current"] else ""
        told = (of["version"], _time(of["first_retrieved_at"]), current, of["why"], page)
        rows.append((*told, of["edition"], of["method"]))
    table(heads, rows, right=[False] * len(heads))
    line()
    for version in found.versions:
        for address in version.addresses:
            line(f"{version.facts['version']}  {_place(address)}")
    for version in found.versions[1:]:
        _print_changes(version)


def _place(address: Row) -> str:
    """An address, and what became of it where it no longer gives the version."""
    if address["gone_at"]:
        return f"{address['source_uri']} (vanished {_time(address['gone_at'])})"
    return f"{address['source_uri']}{'' if address['is_latest'] else ' (gives something else now)'}"


def _print_changes(version: Version) -> None:
    from flows.cli.show import line, table

    number = version.facts["version"]
    line(f"\nFrom version {number - 1} to {number}: {_counted(version)}")
    if version.changes:
        rows = [(one["cell"], one["label"], *_sides(one)) for one in version.changes]
        table(("cell", "label", "old", "new"), rows, right=[False, False, True, True])
    if version.changes and version.findings:
        line()
    for one in version.findings:
        line(f"{_MARKS[one['change']]} {one['severity']} {one['rule']}: {one['message_zh']}")


def _counted(version: Version) -> str:
    cells, findings = len(version.changes), [one["change"] for one in version.findings]
    if not cells and not findings:
        return "no cell and no finding differs"
    noun = "cell differs" if cells == 1 else "cells differ"
    return f"{cells} {noun}; findings: {findings.count('came')} came, {findings.count('went')} went"


def _sides(one: Row) -> tuple[str, str]:
    """Both values as printed, with the unit where it is another one."""
    units = (one["previous_unit"], one["unit"])
    other = None not in units and units[0] != units[1]
    old = _cell(one["previous_value"], one["previous_raw"], one["previous_status"])
    new = _cell(one["value"], one["raw"], one["status"])
    return (f"{old} {units[0]}", f"{new} {units[1]}") if other else (old, new)


def _cell(value: float | None, raw: str | None, status: str | None) -> str:
    """A cell as it is printed, with its value where that is written otherwise, else its status."""
    printed = (raw or "").strip()
    if value is None:
        return f"{printed} ({status or 'absent'})".strip()
    number = f"{value:.10g}"
    if printed == number:
        return printed
    note = "" if status == "read" else f", {status}"
    return f"{printed} (= {number}{note})" if printed else f"{number} ({status})"


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


_MARKS = {"came": "+", "went": "-"}
