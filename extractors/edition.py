"""The edition of the form, decided by what is printed and never by the year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from extractors.model import Span
from schema import form
from schema.form import Edition, TableName


@cache
def _markers() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((m.edition, m.table, re.compile(m.pattern)) for m in form.markers())


def printed_form(text: str, located: Mapping[TableName, Span]) -> Edition:
    """The form that is printed in a compact text, table by table.

    A table that shows no mark of its own follows the others.
    """
    counts = {table: _counts(text, table, span) for table, span in located.items()}
    total: dict[str, int] = {}
    for marks in counts.values():
        for name, number in marks.items():
            total[name] = total.get(name, 0) + number
    newest = [edition.edition for edition in form.editions()]
    usual = max(newest, key=lambda name: total.get(name, 0))
    parts = []
    for table in form.form_tables():
        marks = counts.get(table.table, {})
        best = max(newest, key=lambda name: marks.get(name, 0))
        parts.append((table.table, best if marks.get(best) else usual))
    return form.combined(tuple(parts))


def indicator_edition(text: str, span: Span, cumulative: bool) -> tuple[str, int]:
    """The edition of indicator tables in a stretch of text, and the marks of it they print.

    The national form has one column of numbers, so a ``cumulative`` one is a local form's.
    """
    counts = _counts(text, "", span)
    national = not cumulative and counts.get("2014", 0) > counts.get("local", 0)
    return "2014" if national else "local", max(counts.values(), default=0)


def _counts(text: str, table: str, span: Span) -> dict[str, int]:
    """How many marks of each edition a stretch of text prints for a table."""
    counts: dict[str, int] = {}
    for edition, marked, pattern in _markers():
        if marked == table and pattern.search(text, span.start, span.end):
            counts[edition] = counts.get(edition, 0) + 1
    return counts
