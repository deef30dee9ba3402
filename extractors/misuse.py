"""Uses of the form that it does not allow: tables of another year, 规章 of a body without power."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from extractors.findings import finding
from extractors.model import Finding, Number
from schema import form
from schema.form import Edition

_IN_FORCE_FROM = 2021
"""First year to report on with the tables of the newest edition."""
_COUNTS = ("proactive.rules.issued", "proactive.rules.in_force")
_MAKERS = frozenset((("national", "department"), ("national", "government")))
_MAKING_GOVERNMENTS = ("province", "prefecture")
_WITHOUT_POWER = ("county", "township")


def check_form(printed: Edition, year: int | None) -> list[Finding]:
    """Tables that are not those of the form in force for the year, or of two editions.

    The form of 2021 serves reports on 2021 and later years; nothing is said where the year is
    not known and all tables follow one edition.
    """
    newest = form.editions()[0].edition
    editions = {table.table: _editions(printed, table.table) for table in form.form_tables()}
    older = [table for table in form.form_tables() if newest not in editions[table.table]]
    current = [table for table in form.form_tables() if editions[table.table] == {newest}]
    in_force = year is not None and year >= _IN_FORCE_FROM
    if not older or not (in_force or current):
        return []
    titles = "、".join(table.title for table in older)
    key = "form_edition.older" if in_force else "form_edition.mixed"
    names = sorted(set.intersection(*(set(editions[table.table]) for table in older)))
    return [finding(key, tables=titles, expected=newest, found=", ".join(names))]


@cache
def _editions(printed: Edition, table: str) -> frozenset[str]:
    """The editions that print a table as ``printed`` does."""
    cells = {cell.name for cell in printed.cells if cell.table == table}
    return frozenset(
        edition.edition
        for edition in form.editions()
        if cells == {cell.name for cell in edition.cells if cell.table == table}
    )


def may_make_rules(level: str | None, kind: str | None) -> bool | None:
    """Whether a body may make 规章; null where its level and form do not decide.

    ``level`` and ``kind`` are the columns ``level`` and ``form`` of the table ``agency``. By
    the 立法法 these are State Council departments, and governments of provinces and of cities
    with districts; no body of a county or township is among them.
    """
    if level in _WITHOUT_POWER:
        return False
    if (level, kind) in _MAKERS or (level in _MAKING_GOVERNMENTS and kind == "government"):
        return True
    if level in _MAKING_GOVERNMENTS and kind in ("department", "branch", "outpost"):
        return False
    return None


def check_rules(
    values: Mapping[str, Number | None], level: str | None, kind: str | None
) -> list[Finding]:
    """A finding where a body that cannot make 规章 counts some; ``values`` are cells by name."""
    counted = [name for name in _COUNTS if values.get(name)]
    if not counted or may_make_rules(level, kind) is not False:
        return []
    numbers = " / ".join(f"{values[name]:g}" for name in counted)
    return [finding("rules_without_power", counted, expected="0", found=numbers)]
