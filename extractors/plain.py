"""Tables that print just what the form asks for: one pattern for each, made from the form.

Most reports print every row in the order of the form, each with all of its values and no other
number. One pattern reads such a table; every other goes through the general engine, and where
the pattern fits, that would read the same.
"""

from __future__ import annotations

import re
from functools import cache

from extractors.labels import Found, label_key
from extractors.model import Span
from extractors.rows import RowReading, Rows, RowSpec
from extractors.tokens import Kind, Token
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
_STROKE = re.compile(r"(?<![^\s|])[-/\\+]+(?![^\s|])|[-+/][0-9]|[0-9][-+/]")


def read_plain(
    folded: str, span: Span, edition: Edition, name: TableName, specs: tuple[RowSpec, ...]
) -> tuple[Rows, list[RowReading]] | None:
    """Rows of a table that prints them as the form has them; null where it does not."""
    pattern = _pattern(edition, name)
    match = pattern.match(folded, *span) if pattern else None
    if match is None or _has_stroke(folded, span):
        return None
    tokens: list[Token] = []
    found: list[Found] = []
    readings: list[RowReading] = []
    place = 1
    for row, spec in enumerate(specs):
        after = place + 1 + spec.width
        label, *values = match.regs[place:after]
        found.append(Found(row, len(tokens), len(tokens), 0, 0))
        cells = tuple([_new(Token, (Kind.VALUE, start, end, 0, 0)) for start, end in values])
        readings.append(RowReading(found[-1], cells))
        tokens.append(Token(Kind.TEXT, *label, 0, 0))
        tokens += cells
        place = after
    return Rows(tokens, found, specs), readings


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
