"""Rows whose values may be those of the next one, because a stretch of the text is lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extractors.tables.labels import Found, is_made_of, label_key
from extractors.tables.row import RowReading, Rows
from extractors.tables.tokens import VALUES, Kind, Token
from schema.messages import words

_FEW = 4
"""Characters by which the place of a word in a label is told."""
_FEWEST = 3
_UP_TO_POINT = re.compile(r"\d+\.")
TORN = words("doubt.torn")
BEFORE = words("doubt.before")
TAIL = words("doubt.tail")


def may_be_next(folded: str, rows: Rows, label: Found) -> bool:
    """Whether values behind a label may be those of the next row, whose label is missing: it is
    not printed as it should be, or other words stand between it and the first value."""
    if label.row + 1 not in rows.missing:
        return False
    if not label.exact:
        return True
    end = label.last + 1
    while end < len(rows.tokens) and rows.tokens[end].kind is Kind.TEXT:
        end += 1
    if end == len(rows.tokens) or rows.tokens[end].kind not in VALUES:
        return False
    printed = folded[rows.tokens[label.first].start : rows.tokens[end].start]
    return not is_made_of(label_key(printed), rows.specs[label.row].words)


def is_tail(folded: str, rows: Rows, label: Found) -> bool:
    """Whether only the end of a label was found, behind values that may be its own: a label is
    set over several lines around its values, with other words between its parts."""
    if label.exact or not label.first or rows.tokens[label.first - 1].kind not in VALUES:
        return False
    start, end = rows.tokens[label.first].start, rows.tokens[label.last].end
    key = label_key(folded[start:end])[:_FEW]
    own = rows.specs[label.row].words.partition("|")[0]
    return own.find(key) > len(rows.specs[label.row].number)


def with_whole_amounts(folded: str, tokens: list[Token]) -> list[Token]:
    """Tokens of section two, whose rows have no numbers of their own, with amounts in one piece
    whose decimals stand alone on the next line."""
    torn = {
        first: second
        for first, second in pairwise(tokens)
        if first.line + 1 == second.line
        and first.kind is Kind.TEXT
        and _UP_TO_POINT.fullmatch(folded, first.start, first.end)
        and folded[second.start : second.end].isdecimal()
    }
    if not torn:
        return tokens
    lines = Counter(token.line for token in tokens)
    joined = {
        first: first._replace(kind=Kind.VALUE, end=second.end)
        for first, second in torn.items()
        if lines[first.line] > 1 and lines[second.line] == 1
    }
    gone = {torn[first] for first in joined}
    return [joined.get(token, token) for token in tokens if token not in gone]


def before_labels(tokens: Sequence[Token], readings: Sequence[RowReading]) -> list[RowReading]:
    """Readings of a table, all in doubt where its values may stand before their labels: right
    before the first one stand more than half as many as it has cells, and the last has none."""
    first, last = readings[0], readings[-1]
    needed = len(first.cells) // 2 + 1
    ahead = tokens[max(0, first.found.first - needed) : first.found.first]
    printed = [token for token in last.cells if token and token.kind in VALUES]
    if printed or last.spare or len(ahead) < needed or len(readings) < _FEWEST:
        return [*readings]
    if any(token.kind not in VALUES for token in ahead):
        return [*readings]
    return [
        reading._replace(cells=(), doubt=BEFORE, spare=tuple(filter(None, reading.cells)))
        if any(reading.cells)
        else reading
        for reading in readings
    ]
