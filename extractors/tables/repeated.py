"""Rows whose label a table prints twice with different values: neither is taken."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.findings import finding
from extractors.model import Cell, Finding
from extractors.tables.labels import SHORT, LabelText
from extractors.tables.ledger import Groups, Printed
from extractors.tables.row import RowReading
from extractors.tables.tokens import VALUES, Kind, Token

_MOST = 24
"""Places of a label that are looked at: no table and its prose has more."""


def open_repeated(
    printed: Printed,
    labels: LabelText,
    groups: Groups,
    readings: Sequence[RowReading],
    cells: dict[str, Cell],
) -> list[Finding]:
    """Take their values from rows that are printed again with others; both are in a finding."""
    findings = []
    for reading in readings:
        group = groups[reading.found.row]
        own = [token for token in reading.cells if token and token.kind in VALUES]
        others = _others(printed, labels, reading, len(group)) if own else []
        read = printed.words(own)
        differing = [words for words in map(printed.words, others) if words != read]
        if not differing:
            continue
        for spec in group:
            cells[spec.name] = cells[spec.name].opened()
        names = [spec.name for spec in group]
        label, times = group[0].row_label, len(others) + 1
        found = "; ".join([read, *differing])
        findings.append(finding("repeated_row", names, label=label, n=times, found=found))
    return findings


def _others(
    printed: Printed, labels: LabelText, reading: RowReading, width: int
) -> list[list[Token]]:
    """The values behind each other place of a row's label, where they are as many as its cells."""
    label = reading.found
    key = labels.text[label.start : label.end]
    places = []
    start = labels.text.find(key) if label.exact and len(key) > SHORT else -1
    for _ in range(_MOST):
        if start < 0:
            break
        end = start + len(key)
        if start != label.start and labels.begins(start) and _ends(labels, end):
            values = _values(printed.tokens, labels.token_at(end - 1) + 1)
            if len(values) == width:
                places.append(values)
        start = labels.text.find(key, end)
    return places


def _ends(labels: LabelText, end: int) -> bool:
    """Whether a label text ends there."""
    return end == len(labels.text) or labels.begins(end)


def _values(tokens: Sequence[Token], start: int) -> list[Token]:
    """The values from a token on up to the next words; none where these stand on the last
    value's line: a sentence goes on."""
    values: list[Token] = []
    for index in range(start, len(tokens)):
        token = tokens[index]
        if token.kind is Kind.TEXT:
            return [] if values and values[-1].line == token.line else values
        if token.kind in VALUES:
            values.append(token)
    return values
