"""Rows whose values may be those of the next one, because a stretch of the text is lost."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.labels import Found, is_made_of, label_key
from extractors.row import RowReading, Rows
from extractors.tokens import VALUES, Kind, Token
from schema.messages import words

_FEW = 4
"""Characters by which the place of a word in a label is told."""
_FEWEST = 3
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


def before_labels(tokens: Sequence[Token], readings: Sequence[RowReading]) -> list[RowReading]:
    """Readings of a table whose values may stand before the labels of their rows: right before
    the first one stand as many as it has cells, and the last one has none. All are in doubt."""
    first, last = readings[0], readings[-1]
    width = len(first.cells) or 1
    ahead = tokens[max(0, first.found.first - width) : first.found.first]
    printed = [token for token in last.cells if token and token.kind in VALUES]
    if printed or last.spare or len(ahead) < width or len(readings) < _FEWEST:
        return [*readings]
    if any(token.kind not in VALUES for token in ahead):
        return [*readings]
    return [
        reading._replace(cells=(), doubt=BEFORE, spare=tuple(filter(None, reading.cells)))
        if any(reading.cells)
        else reading
        for reading in readings
    ]
