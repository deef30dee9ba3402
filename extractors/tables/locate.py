"""Where the statistical tables stand in a report's text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractors.compact import Compact
from extractors.model import Span
from extractors.sections import Heading
from schema import form
from schema.form import FormTable, TableName


def locate_tables(compact: Compact, headings: Sequence[Heading]) -> dict[TableName, Span]:
    """Compact span of each table: from its head to the next table or section.

    A table's head is looked for in its own section, and where it is not there, anywhere.
    """
    heads: dict[TableName, int] = {}
    for table, opening in _openings():
        start, end = _section_bounds(table, headings, len(compact.text))
        match = opening.search(compact.text, start, end) or opening.search(compact.text)
        if match:
            heads[table.table] = match.start()
    stops = [*heads.values(), *(heading.start for heading in headings), len(compact.text)]
    return {
        name: Span(head, min(stop for stop in stops if stop > head)) for name, head in heads.items()
    }


@cache
def _openings() -> tuple[tuple[FormTable, re.Pattern[str]], ...]:
    return tuple((table, re.compile(table.opening)) for table in form.form_tables())


def _section_bounds(table: FormTable, headings: Sequence[Heading], length: int) -> tuple[int, int]:
    before = [h.end for h in headings if h.number <= table.section]
    after = [h.start for h in headings if h.number > table.section]
    return max(before, default=0), min(after, default=length)
