"""Uses of the form that it does not allow: tables of another year, or of two editions."""

from __future__ import annotations

from functools import cache

from extractors.findings import finding
from extractors.model import Finding
from schema import form
from schema.form import Edition

_IN_FORCE_FROM = 2021
"""First year to report on with the tables of the newest edition."""


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
