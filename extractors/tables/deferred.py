"""Values that do not stand behind the label of their own row, but with those of other rows.

Programs that print a page block by block put a label that spans several columns behind the
values beside it, or all labels of a page first and then its columns, one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.tables.labels import Found
from extractors.tables.options import Options, has_sums
from extractors.tables.row import RowReading, RowSpec
from extractors.tables.slots import Slots
from extractors.tables.tokens import Kind, Token
from schema.messages import words

_DOUBT = words("doubt.apart")
_SEVERAL = 2
Shares = list[tuple[Token, ...]]
"""The values of each of several rows."""


class _Apart(Options):
    """The one reading of a row whose values stand apart; the sums of the table must hold."""

    by_sums = True


def deferred_rows(
    folded: str, found: Sequence[Found], slots: Sequence[Slots], specs: Sequence[RowSpec]
) -> dict[int, RowReading]:
    """Readings, by place, of rows whose values stand together: behind the label of the first of
    them, row by row, or behind that of the last one, row by row or column by column.

    Each row's share must add up in one way only. The other rows are those next to it in the
    form, and print nothing of their own.
    """
    readings: dict[int, RowReading] = {}
    for place, slot in enumerate(slots):
        width, values = specs[found[place].row].width, slot.values
        count = len(values) // width
        if not _SEVERAL <= count <= len(found) or len(values) != count * width:
            continue
        by_rows = [values[start : start + width] for start in range(0, count * width, width)]
        by_columns = [values[row::count] for row in range(count)]
        for first, ways in ((place, [by_rows]), (place - count + 1, [by_rows, by_columns])):
            rows = found[first : first + count] if first >= 0 else ()
            others = [own for own in range(first, first + count) if own != place]
            if (
                len(rows) < count
                or not _are_next(rows)
                or any(slots[own].all or slots[own].words for own in others)
            ):
                continue
            kept = [way for way in ways if _add_up(folded, rows, way, specs)]
            if kept and all(_values(folded, way) == _values(folded, kept[0]) for way in kept):
                for own, (label, share) in enumerate(zip(rows, kept[0], strict=True), first):
                    options = _Apart(folded, [share])
                    readings[own] = RowReading(label, (), _DOUBT, share, options)
    return readings


def _are_next(rows: Sequence[Found]) -> bool:
    """Whether rows follow each other in the form."""
    return [label.row - rows[0].row for label in rows] == list(range(len(rows)))


def _values(folded: str, shares: Shares) -> list[tuple[float | None, ...]]:
    return list(Options(folded, shares).readings)


def _add_up(folded: str, rows: Sequence[Found], shares: Shares, specs: Sequence[RowSpec]) -> bool:
    """Whether each row's share is as wide as the row, all numbers, and adds up."""
    return all(
        specs[label.row].width == len(share)
        and all(token.kind is Kind.VALUE for token in share)
        and has_sums(Options(folded, [share]).readings[0], specs[label.row].blocks)
        for label, share in zip(rows, shares, strict=True)
    )
