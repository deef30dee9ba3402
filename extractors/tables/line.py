"""Tables printed as one line of figures under a stacked head."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from extractors.findings import finding
from extractors.model import Cell, Finding, Span
from extractors.tables.labels import Found, is_made_of, label_key, label_text
from extractors.tables.row import RowReading
from extractors.tables.tokens import VALUES, Kind, Token
from schema.form import Edition, FormCell


@cache
def head_words(edition: Edition, table: str) -> str:
    """All words of a table's head, joined: a piece of it may be any part of a word."""
    rows = edition.rows_of(table)
    columns = edition.columns_of(table, rows[0].row)
    labels = [label for row in rows for label in (row.group, row.label)]
    return "".join(map(label_key, [*labels, *(column.label for column in columns)]))


def find_line(folded: str, tokens: Sequence[Token], words: str) -> Found | None:
    """The last word of the head stands for the label of the line."""
    last = -1
    for index, token in enumerate(tokens):
        if token.kind in VALUES and last >= 0:
            break
        if token.kind is Kind.TEXT and _is_head(folded, tokens, index, words):
            last = index
    return Found(0, last, last, 0, 0) if last >= 0 else None


def end_of_line(folded: str, tokens: Sequence[Token], label: Found, words: str) -> int:
    """Index of the first text after the head that is no part of it: prose below the table."""
    for index in range(label.last + 1, len(tokens)):
        if tokens[index].kind is Kind.TEXT and not _is_head(folded, tokens, index, words):
            return index
    return len(tokens)


def _is_head(folded: str, tokens: Sequence[Token], index: int, words: str) -> bool:
    """Whether a text is made of words of the head, the first perhaps begun by the text before."""
    key = label_key(folded[tokens[index].start : tokens[index].end])
    if key in words or is_made_of(key, words):
        return True
    before = tokens[index - 1] if index else None
    if before is None or before.kind is not Kind.TEXT:
        return False
    return is_made_of(label_key(folded[before.start : before.end]) + key, words)


def head_spans(
    folded: str, tokens: Sequence[Token], label: Found, group: Sequence[FormCell]
) -> list[Span]:
    """For each cell of the line the words of the head that stand for its column; the last
    words of the head where it does not print one for every cell."""
    head = label_text(folded, tokens[: label.last + 1])
    labels = "|".join(dict.fromkeys(label_key(spec.column_label) for spec in group))
    places = [match.span() for match in re.finditer(labels, head.text)]
    if len(places) != len(group):
        last = tokens[label.last]
        return [Span(last.start, last.end)] * len(group)
    return [
        Span(tokens[head.token_at(start)].start, tokens[head.token_at(end - 1)].end)
        for start, end in places
    ]


def is_interleaved(tokens: Sequence[Token], reading: RowReading) -> bool:
    """Whether parts of the head stand between the figures, so that their order is in doubt."""
    if not any(reading.cells):
        return False
    starts = [cell.start for cell in reading.cells if cell]
    first, last = min(starts), max(starts)
    return any(t.kind is Kind.TEXT and first < t.start < last for t in tokens)


def resolve_by_sums(
    edition: Edition, cells: Mapping[str, Cell], *, in_order: bool, below_names: bool
) -> tuple[dict[str, Cell], Finding]:
    """Settle a line in doubt: every sum of the table confirms it, or its figures stand
    ``below_names`` of their columns, or it stays a conflict.

    Sums hold in any order of the channels: they confirm only cells that are ``in_order``, in
    that of the form or of the channels that rows name.
    """
    sums = {
        name: terms
        for name, terms in edition.identities.items()
        if all(cell in cells for cell, _ in terms)
    }
    confirmed = in_order and all(_holds(terms, cells) for terms in sums.values())
    printed = " ".join(cell.raw or "" for cell in cells.values())
    if confirmed or below_names:
        settled = {name: _resolved(cell) for name, cell in cells.items()}
        if not confirmed:
            return settled, finding("resolved_by_layout.line", cells, found=printed)
        names = ", ".join(sums)
        return settled, finding("resolved_by_sums.line", cells, sums=names, found=printed)
    settled = {name: cell._replace(status="conflict", value=None) for name, cell in cells.items()}
    return settled, finding("doubtful_reading.line", cells, found=printed)


def _resolved(cell: Cell) -> Cell:
    return cell if cell.value is None else cell._replace(status="resolved")


def _holds(terms: Sequence[tuple[str, int]], cells: Mapping[str, Cell]) -> bool:
    total = 0.0
    for name, weight in terms:
        value = cells[name].value
        if value is None:
            return False
        total += value * weight
    return total == 0
