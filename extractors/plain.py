"""Tables that print just what the form asks for: one pattern for each, made from the form.

Most reports print every row in the order of the form, each with all of its values and no other
number. One pattern reads such a table; every other goes through the general engine, and where
the pattern fits, that would read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, repeat
from typing import Any, NamedTuple

from extractors.document import UNKNOWN
from extractors.labels import head_keys, is_made_of, label_key, row_keys
from extractors.line import head_words
from extractors.model import Cell, Number, Span
from schema import form
from schema.form import Edition, FormRow, TableName

_BETWEEN = r"[^\w/\\+-]*+"
"""White space, pipes and punctuation, which may stand anywhere in a label."""
_TEXT = r"[^0-9A-Za-z]*?"
_REST = r"[^0-9A-Za-z]*+\Z"
_COUNT = r"(0|[1-9][0-9]{0,14})(?=[\s|])"
_AMOUNT = r"((?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,6})?)(?=[\s|])"
_NEXT = r"[\s|]++"
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
    printed, raw = _printed(text, folded, match)
    cells: list[Cell] = []
    heads: list[str] = []
    place, end = 0, span.start
    for names, spellings in zip(_names(edition, name), _spellings(edition, name), strict=True):
        label = match.regs[place + 1]
        heads.append(label_key(folded[end : label[0]]))
        if any(spelling in heads[-1] for spelling in spellings):
            return None  # the row stands there, without values; this is another one like it
        values = slice(place + 1, place + 1 + len(names))
        spans = match.regs[values.start + 1 : values.stop + 1]
        cells += _cells(names, printed[values], raw[values], spans, repeat(Span(*label)))
        place, end = values.stop, spans[-1][1]
    return PlainTable(tuple(cells), end, "|".join(heads))


def _printed(
    text: str, folded: str, match: re.Match[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the groups of a pattern match, in the folded text and in the source."""
    printed = match.groups()
    start, end = match.span()
    if text[start:end] == folded[start:end]:
        return printed, printed
    return printed, tuple(text[first:last] for first, last in match.regs[1:])


def _line(
    text: str, folded: str, match: re.Match[str], edition: Edition, name: TableName
) -> PlainTable | None:
    """A table of one line of figures, under a head that names each of their columns."""
    head, *values = match.regs[1:]
    key = label_key(folded[slice(*head)])
    columns = [Span(*found.span()) for found in _columns(edition, name).finditer(folded, *head)]
    if len(columns) != len(values) or not is_made_of(key, head_words(edition, name)):
        return None
    names = chain.from_iterable(_names(edition, name))
    (_, *printed), (_, *raw) = _printed(text, folded, match)
    cells = tuple(_cells(names, printed, raw, values, columns))
    return PlainTable(cells, values[-1][1], key)


def _cells(
    names: Iterable[str],
    printed: Iterable[str],
    raw: Iterable[str],
    places: Iterable[tuple[int, int]],
    labels: Iterable[Span],
) -> Iterator[Cell]:
    """Cells that are read, column by column: a report has 200 of them."""
    spans = map(_new, repeat(Span), places)
    fields = zip(names, repeat("read"), map(_number, printed), raw, spans, labels, repeat(None))
    return map(_new, repeat(Cell), fields)


def _number(printed: str) -> Number:
    return float(printed) if "." in printed else int(printed)


@cache
def _names(edition: Edition, table: TableName) -> tuple[tuple[str, ...], ...]:
    """Names of the cells of each row."""
    return tuple(
        tuple(f"{table}.{row.row}.{c.column}" for c in edition.columns_of(table, row.row))
        for row in edition.rows_of(table)
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
        return re.compile(rf"({_TEXT})(?<=[\s|]){_NEXT.join([_COUNT] * width)}{_REST}")
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
