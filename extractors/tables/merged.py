"""Merged cells that a text prints once for each column they span."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.tables.slots import Slots
from extractors.tables.tokens import VALUES, Kind, Token

_AT_LEAST = 2
"""Rows that must show it before a table is taken for one that repeats merged cells."""


def unmerge(
    folded: str, slots: Sequence[Slots], widths: Sequence[int]
) -> list[tuple[Token, ...] | None]:
    """For each row its cells without repetitions; null for rows that have none.

    A row of the form with fewer cells than the widest one fills its columns with merged cells,
    so that in two rows or more every column prints a value, and neighbours the same. One such
    row will do where a blank cell stands before its neighbours: it has no other reading.
    """
    most = max(widths, default=0)
    cells = [
        _distinct(folded, slot, width, most) if width < most else None
        for slot, width in zip(slots, widths, strict=True)
    ]
    repeating = sum(
        _weight(own) * _repeats(folded, slot)
        for own, slot in zip(cells, slots, strict=True)
        if own is not None
    )
    return cells if repeating >= _AT_LEAST else [None] * len(cells)


def _weight(cells: Sequence[Token]) -> int:
    return _AT_LEAST if len(cells) > 1 and cells[0].kind is Kind.BLANK else 1


def _repeats(folded: str, slots: Slots) -> bool:
    """Whether the last columns of a row print the same value."""
    before, last = (folded[token.start : token.end] for token in _on_its_line(slots)[-2:])
    return before == last and last.strip() != ""


def _on_its_line(slots: Slots) -> list[Token]:
    """The cells of the row's first line; none where values stand on other lines too."""
    cells = slots.all
    own = [token for token in cells if token.line == cells[0].line]
    others = any(token.kind in VALUES for token in cells[len(own) :])
    return [] if others else own


def _distinct(folded: str, slots: Slots, width: int, most: int) -> tuple[Token, ...] | None:
    """The cells of a row that stand on one line, one for each column of the table."""
    cells = _on_its_line(slots)
    if len(cells) != most:
        return None
    printed = [folded[t.start : t.end] if t.kind in VALUES else "" for t in cells]
    if width == 1:
        return (cells[0],) if len(set(printed)) == 1 else None
    if width != most - 1:
        return None
    if printed[-2] == printed[-1]:
        return tuple(cells[:-1])
    return (cells[0], *cells[2:]) if printed[0] == printed[1] else None
