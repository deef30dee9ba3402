"""Rows whose values may be those of the next one, because a stretch of the text is lost."""

from __future__ import annotations

from extractors.labels import Found, is_made_of, label_key
from extractors.row import Rows
from extractors.tokens import VALUES, Kind
from schema.messages import words

TORN = words("doubt.torn")


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
