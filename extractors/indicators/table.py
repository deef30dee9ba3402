"""An indicator table as entries: its rows and headings in printed order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from extractors.compact import Compact
from extractors.indicators.codes import codes_of, is_known, key_of
from extractors.indicators.head import Head
from extractors.indicators.labels import Label, read_labels
from extractors.indicators.scan import Kind, Piece, RawRow, scan, unit_names
from extractors.indicators.values import Counters, Slots, is_numbered, read_values
from extractors.model import Span
from schema import form
from schema.messages import words

_LABEL_NUMBER = re.compile(
    r"[(\[《“][^()\[\]《》“”]*[)\]》”]|(?:20\d\d|\d{1,3})[年月日号个]|12\d{3}|(\d+)"
)
"""A number in a label, behind what holds numbers that are none: brackets, dates, 12345."""
_MOST_PIECES = 4
_FEW_HEADINGS = 3
_BEFORE = words("doubt.before")
_LONGEST = 90
"""Characters of a label; what is longer, and behind all known rows, is prose."""


class Row(NamedTuple):
    """A printed row, or a heading, which has no slots."""

    label: Label
    slots: Slots | None


class IndicatorTable(NamedTuple):
    """A table or its part on one page: head, rows and headings, its span in compact text,
    and numbers in it that belong to no row."""

    head: Head
    rows: list[Row]
    span: Span
    unread: list[Piece]


def read_table(
    text: str, flat: Compact, head: Head, limit: int, counters: Counters
) -> IndicatorTable:
    """The table below a head, up to the compact position ``limit`` at most; ``counters`` go
    on from the table before."""
    stop = _stop().search(flat.text, head.end, limit)
    end = flat.source((stop.start() if stop else limit) - 1) + 1
    scanned = scan(flat.folded, flat.source(head.end), end, head)
    columns = len(head.columns) + head.coded
    if not head.ordinal and is_numbered(flat.folded, scanned, columns):
        head = head._replace(ordinal=True)
    labels = _labels(text, flat.folded, scanned, head)
    slots = read_values(flat.folded, scanned, head, labels, counters)
    if _stand_before(flat.folded, scanned, head, labels):
        slots = [one._replace(doubt=_BEFORE) if one.printed else one for one in slots]
    rows, unread = _rows(flat.folded, scanned, head, labels, slots)
    if any(piece.kind is Kind.RUN for row in scanned for piece in row.values):
        unread += _in_labels(flat.folded, rows)
    ends = [row.slots.printed[-1].end for row in rows if row.slots and row.slots.printed]
    last = max([*ends, *(row.label.span.end for row in rows[-1:])], default=0)
    span = Span(head.start, max(head.end, flat.position(last - 1) + 1))
    return IndicatorTable(head, rows, span, [piece for piece in unread if piece.start < last])


def _stand_before(
    folded: str, scanned: Sequence[RawRow], head: Head, labels: Sequence[Sequence[Label]]
) -> bool:
    """Whether numbers may stand before the labels of their rows: some do before the first, or
    behind headings, and none does behind the last."""
    first = scanned[0]
    counted = [
        row for row, group in zip(scanned, labels, strict=True) if any(one.unit for one in group)
    ]
    if head.ordinal or not counted or counted[-1].values:
        return False
    ahead = not first.texts and len(first.values) >= len(head.columns)
    headings = sum(
        any(piece.kind is not Kind.MARK for piece in row.values)
        and bool(group)
        and group[-1].unit is None
        for row, group in zip(scanned, labels, strict=True)
    )
    behind_headings = head.has_unit and headings >= _FEW_HEADINGS
    return behind_headings or (ahead and bool(_unexplained(folded, first, head)))


@cache
def _stop() -> re.Pattern[str]:
    """What ends a table: notes, signatures, later tables, the last sections of a report."""
    later = "|".join(section.pattern for section in form.sections() if section.section > 4)
    sections = [rf"{numeral}[、.](?:{later})" for numeral in "三四五六七八九十"]
    return re.compile("|".join([*form.indicator_words("stop"), *sections]))


def _labels(text: str, folded: str, scanned: Sequence[RawRow], head: Head) -> list[list[Label]]:
    groups: list[list[Label]] = []
    for index, row in enumerate(scanned):
        follows = index > 0
        group = read_labels(text, folded, row.texts, head.has_unit, follows) if row.texts else []
        if group and row.values and index + 1 < len(scanned) and not codes_of(group[-1].shape.key):
            group[-1] = _mended(text, folded, group[-1], scanned[index + 1])
        groups.append(group)
    return groups


def _mended(text: str, folded: str, label: Label, below: RawRow) -> Label:
    """A label whose end is printed below its value, as in the middle of three lines.

    The pieces are taken from the row below where they make a label that is known.
    """
    for count in range(1, min(len(below.texts), _MOST_PIECES)):
        pieces = below.texts[:count]
        if pieces[-1].line == below.texts[count].line:
            continue
        words = "".join(folded[piece.start : piece.end] for piece in pieces)
        key = key_of(folded[label.span.start : label.span.end] + words)
        if is_known(key):
            del below.texts[:count]
            printed = "".join(text[piece.start : piece.end] for piece in pieces)
            return label._replace(text=label.text + printed, shape=label.shape._replace(key=key))
    return label


def _rows(
    folded: str,
    scanned: Sequence[RawRow],
    head: Head,
    labels: Sequence[Sequence[Label]],
    slots: Sequence[Slots],
) -> tuple[list[Row], list[Piece]]:
    """Rows and headings up to where prose begins, and numbers without a row."""
    blank = Slots(((None,) * len(head.columns),), ())
    rows: list[Row] = []
    unread: list[Piece] = []
    for index, (raw, group) in enumerate(zip(scanned, labels, strict=True)):
        if any(len(one.text) > _LONGEST for one in group) and not _goes_on(labels, index):
            break
        torn = slots[index - 1].item if index else None
        for place, named in enumerate(_whole(group, torn) if torn else group):
            label = _with_unit(folded, named, raw) if place == len(group) - 1 else named
            is_row = place == len(group) - 1 and _is_row(raw, slots[index], label, head)
            is_blank = label.unit or (not head.has_unit and codes_of(label.shape.key))
            own = _named(slots[index], folded, label) if is_row else None
            rows.append(Row(label, own or (blank if is_blank else None)))
        if not group:
            unread += _unexplained(folded, raw, head)
        unread += slots[index].extras
    return _without_tail(rows, head), unread


def _named(slots: Slots, folded: str, label: Label) -> Slots:
    """Values of a row; in doubt where nothing but a unit names them."""
    if folded[label.span.start : label.span.end] not in unit_names():
        return slots
    return slots._replace(doubt=slots.doubt or words("doubt.only_unit"))


def _with_unit(folded: str, label: Label, raw: RawRow) -> Label:
    """A label with the unit that stands behind its numbers, if it has none of its own."""
    if label.unit or not raw.units:
        return label
    return label._replace(unit=folded[raw.units[0].start : raw.units[0].end])


def _in_labels(folded: str, rows: Sequence[Row]) -> list[Piece]:
    """Digits in labels where nothing separates labels from numbers: they may be one."""
    return [
        Piece(Kind.RUN, match.start(), match.end(), 0, False)
        for row in rows
        for match in _LABEL_NUMBER.finditer(folded, *row.label.span)
        if match[1]
    ]


def _whole(labels: Sequence[Label], item: int) -> list[Label]:
    """Labels with the number that the run of digits before them had swallowed."""
    return [
        label._replace(number=f"{item}{label.number}", shape=label.shape._replace(item=item))
        if label.is_torn
        else label
        for label in labels
    ]


def _goes_on(labels: Sequence[Sequence[Label]], index: int) -> bool:
    """Whether rows with a unit and a known meaning follow."""
    later = (label for group in labels[index:] for label in group if label.unit)
    return any(is_known(label.shape.key) for label in later)


def _is_row(raw: RawRow, slots: Slots, label: Label, head: Head) -> bool:
    """Whether a label with what follows it is a row; chapters print strokes and no unit."""
    if label.unit is not None:
        return True
    if not raw.values or (len(slots.readings) == 1 and not any(slots.readings[0])):
        return False
    return not (slots.marks and (head.has_unit or label.shape.key.endswith("情况")))


def _unexplained(folded: str, raw: RawRow, head: Head) -> list[Piece]:
    """Numbers before all labels that neither number the columns nor the first row."""
    printed = [folded[piece.start : piece.end] for piece in raw.values]
    first = printed[:-1] if head.ordinal else printed
    if first == [str(number) for number in range(1, len(first) + 1)]:
        return []
    return [piece for piece in raw.values if piece.kind is not Kind.MARK]


def _without_tail(rows: list[Row], head: Head) -> list[Row]:
    """Rows without the words and numbers of a page that follow its last row."""
    while rows and (rows[-1].slots is None or not _is_sure(rows[-1].label, head)):
        rows.pop()
    return rows


def _is_sure(label: Label, head: Head) -> bool:
    numbered = label.shape.rank is not None
    return label.unit is not None or numbered or is_known(label.shape.key) or not head.has_unit
