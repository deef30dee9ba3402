"""Tables that print just what the form asks for: one pattern for each, made from the form.

Most reports print every row in the order of the form, each with all of its values and no other
number. One pattern reads such a table; every other goes through the general engine, and where
the pattern fits, that would read the same.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extractors.labels import label_key
from extractors.model import Cell, Span
from schema import form
from schema.form import Edition, FormRow, TableName

_BETWEEN = r"[^\w/\\+-]*+"
"""White space, pipes and punctuation, which may stand anywhere in a label."""
_TEXT = r"[^0-9A-Za-z]*?"
_REST = r"[^0-9A-Za-z]*+\Z"
_COUNT = r"(0|[1-9][0-9]{0,14})(?=[\s|])"
_AMOUNT = r"((?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,6})?)(?=[\s|])"
_NEXT = r"[\s|]++"
_new = tuple.__new__
"""Makes a named tuple in half the time of a call of its class: a report has 200 cells."""
_STROKE = re.compile(r"(?<![^\s|])[-/\\+]+(?![^\s|])|[-+/][0-9]|[0-9][-+/]")


class PlainTable(NamedTuple):
    """A table's cells, the end of what it prints, and the text of its heads and groups."""

    cells: tuple[Cell, ...]
    end: int
    heads: str


def read_plain(
    text: str, folded: str, span: Span, edition: Edition, name: TableName
) -> PlainTable | None:
    """A table that is printed as the form has it; null where it is not."""
    pattern = _pattern(edition, name)
    match = pattern.match(folded, *span) if pattern else None
    if match is None or _has_stroke(folded, span):
        return None
    cells: list[Cell] = []
    heads: list[str] = []
    place, end = 1, span.start
    for names in _names(edition, name):
        after = place + 1 + len(names)
        label, *values = match.regs[place:after]
        heads.append(label_key(folded[end : label[0]]))
        own = Span(*label)
        for cell, (start, end) in zip(names, values, strict=True):
            printed = folded[start:end]
            value = float(printed) if "." in printed else int(printed)
            at = _new(Span, (start, end))
            cells.append(_new(Cell, (cell, "read", value, text[start:end], at, own, None)))
        place = after
    return PlainTable(tuple(cells), end, "|".join(heads))


@cache
def _names(edition: Edition, table: TableName) -> tuple[tuple[str, ...], ...]:
    """Names of the cells of each row."""
    return tuple(
        tuple(f"{table}.{row.row}.{c.column}" for c in edition.columns_of(table, row.row))
        for row in edition.rows_of(table)
    )


def _has_stroke(folded: str, span: Span) -> bool:
    """Whether a mark stands for a value, or touches one."""
    return any(folded.find(mark, *span) >= 0 for mark in "-/\\+") and (
        _STROKE.search(folded, *span) is not None
    )


@cache
def _pattern(edition: Edition, table: TableName) -> re.Pattern[str] | None:
    """The pattern of a table of rows, with a group for each label and each value."""
    arrangement = next(t.arrangement for t in form.form_tables() if t.table == table)
    if arrangement != "rows":
        return None
    rows = (_row_pattern(edition, row) for row in edition.rows_of(table))
    return re.compile("".join(rows) + _REST)


def _row_pattern(edition: Edition, row: FormRow) -> str:
    aliases = [a.alias for a in form.aliases() if (a.table, a.row) == (row.table, row.row)]
    labels = sorted({row.label, *aliases}, key=len, reverse=True)
    number = _letters(row.number) + _BETWEEN if row.number else ""
    label = f"({number}(?:{'|'.join(map(_letters, labels))}))"
    note = f"(?:{_BETWEEN}{_letters(row.note)})?" if row.note else ""
    columns = edition.columns_of(row.table, row.row)
    values = _NEXT.join(_AMOUNT if column.unit == "万元" else _COUNT for column in columns)
    return rf"{_TEXT}{label}{note}{_BETWEEN}(?<=[\s|]){values}"


def _letters(label: str) -> str:
    """A pattern of a label's characters, whatever stands between them."""
    return _BETWEEN.join(label_key(label))
