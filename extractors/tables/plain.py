"""Tables that print just what the form asks for: one pattern for each, made from the form.

Most reports print every row in the order of the form, each with all of its values and no other
number. One pattern reads such a table; every other goes through the general engine, and where
the pattern fits, that would read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import accumulate, repeat
from operator import itemgetter
from typing import Any, NamedTuple

from extractors.document import UNKNOWN
from extractors.model import Cell, Number, Span
from extractors.tables.labels import head_keys, is_made_of, label_key, row_keys
from extractors.tables.line import head_words
from schema import form
from schema.form import Edition, FormRow, TableName

_BETWEEN = r"[^\w/\\+-]*+"
"""White space, pipes and punctuation, which may stand anywhere in a label."""
_TEXT = r"[^0-9A-Za-z]*?"
_REST = r"[^0-9A-Za-z]*+\Z"
_COUNT = r"(0|[1-9][0-9]{0,14})(?=[\s|])"
_AMOUNT = r"((?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,6})?)(?=[\s|])"
_NEXT = r"[\s|]++"
_NO_BLANK = r"(?! *[\t|] *[\t|])"
_new: Any = tuple.__new__
"""Makes a named tuple in half the time of a call of its class."""
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
    match = _pattern(edition, name).match(folded, *span)
    if match is None or _has_stroke(folded, span) or folded.find(UNKNOWN, *span) >= 0:
        return None
    if _is_line(name):
        return _line(text, folded, match, edition, name)
    plan = _plan(edition, name)
    regs = match.regs
    labels = plan.labels(regs)
    ends = [span.start, *(regs[group][1] for group in plan.last)]
    heads = [label_key(folded[end:start]) for end, (start, _) in zip(ends, labels, strict=False)]
    for head, spellings in zip(heads, _spellings(edition, name), strict=True):
        if any(spelling in head for spelling in spellings):
            return None  # the row stands there, without values; this is another one like it
    own = plan.label_of([Span(*label) for label in labels])
    return PlainTable(_cells(plan, text, match, own), ends[-1], "|".join(heads))


def _line(
    text: str, folded: str, match: re.Match[str], edition: Edition, name: TableName
) -> PlainTable | None:
    """A table of one line of figures, under a head that names each of their columns."""
    plan = _plan(edition, name)
    head = match.regs[1]
    key = label_key(folded[slice(*head)])
    columns = [Span(*found.span()) for found in _columns(edition, name).finditer(folded, *head)]
    if len(columns) != len(plan.names) or not is_made_of(key, head_words(edition, name)):
        return None
    return PlainTable(_cells(plan, text, match, columns), match.regs[plan.last[-1]][1], key)


def _cells(
    plan: _Plan, text: str, match: re.Match[str], labels: Iterable[Span]
) -> tuple[Cell, ...]:
    """Cells that are read, column by column: a report has 200 of them."""
    places = plan.values(match.regs)
    values = map(_number if plan.amounts else int, plan.values((match[0], *match.groups())))
    raw = [text[start:end] for start, end in places]
    spans = map(_new, repeat(Span), places)
    fields = zip(plan.names, repeat("read"), values, raw, spans, labels, repeat(None))
    return tuple(map(_new, repeat(Cell), fields))


def _number(printed: str) -> Number:
    return float(printed) if "." in printed else int(printed)


class _Plan(NamedTuple):
    """How the groups of a table's pattern become cells: the cells' names, the groups of their
    values and of the labels, which of the labels is a cell's own, the last group of each row,
    and whether any value is an amount, which may have decimals."""

    names: tuple[str, ...]
    values: itemgetter[Any]
    labels: itemgetter[Any]
    label_of: itemgetter[Any]
    last: tuple[int, ...]
    amounts: bool


@cache
def _plan(edition: Edition, table: TableName) -> _Plan:
    rows = edition.rows_of(table)
    columns = [edition.columns_of(table, row.row) for row in rows]
    names = [
        f"{table}.{r.row}.{c.column}" for r, own in zip(rows, columns, strict=True) for c in own
    ]
    widths = [len(names)] if _is_line(table) else [len(own) for own in columns]
    first = list(accumulate((width + 1 for width in widths), initial=1))
    return _Plan(
        tuple(names),
        itemgetter(
            *(g + 1 + n for g, width in zip(first, widths, strict=False) for n in range(width))
        ),
        itemgetter(*first[:-1]),
        itemgetter(*(row for row, width in enumerate(widths) for _ in range(width))),
        tuple(group - 1 for group in first[1:]),
        any(column.unit == "万元" for own in columns for column in own),
    )


@cache
def _spellings(edition: Edition, table: TableName) -> tuple[tuple[str, ...], ...]:
    """For each row the spellings of its label that are not words of the table's heads too."""
    heads = "|".join(head_keys(edition, table))
    return tuple(
        tuple(key for key in keys if key not in heads) for keys in row_keys(edition, table)
    )


def _has_stroke(folded: str, span: Span) -> bool:
    """Whether a mark stands for a value, or touches one."""
    return any(folded.find(mark, *span) >= 0 for mark in "-/\\+") and (
        _STROKE.search(folded, *span) is not None
    )


@cache
def _is_line(table: TableName) -> bool:
    """Whether a table is one line of figures under a stacked head."""
    return next(t.arrangement for t in form.form_tables() if t.table == table) == "line"


@cache
def _pattern(edition: Edition, table: TableName) -> re.Pattern[str]:
    """The pattern of a table, with a group for each label, or for the head, and each value."""
    rows = edition.rows_of(table)
    if _is_line(table):
        width = sum(len(edition.columns_of(table, row.row)) for row in rows)
        values = (_NO_BLANK + _NEXT).join([_COUNT] * width)
        return re.compile(rf"({_TEXT})(?<=[\s|]){values}{_REST}")
    return re.compile("".join(_row_pattern(edition, row) for row in rows) + _REST)


@cache
def _columns(edition: Edition, table: TableName) -> re.Pattern[str]:
    """The pattern of the columns' labels in a head."""
    labels = dict.fromkeys(column.label for column in edition.columns if column.table == table)
    return re.compile("|".join(map(_letters, labels)))


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
