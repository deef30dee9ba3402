"""Labels of indicator tables: their numbers, units and places, and the codes they stand for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from extractors.indicators.codes import ENUMERATOR, bare, is_cited, is_known, key_of
from extractors.indicators.scan import GOES_ON, Piece, depth, unit_names, units
from extractors.model import Span

_NUMERALS = "一二三四五六七八九十"
_RANKS = {"chapter": 1, "section": 2, "item": 3, "torn": 3, "sub": 4, "circle": 5}
_LEADING_NOTE = re.compile(rf"\((?!\d{{1,2}}\)|[{_NUMERALS}]{{1,3}}\))[^()]*\)")
_END_OF_NOTE = re.compile(r"(?!\d{1,2}\))[^()]{1,60}\)")
_TITLE = re.compile(r"(?:情况|方面|统计表|统计|续表|年度|报告|附[件表]\d?|[):页])$")
_LONGEST_UNIT = 4
_LONGEST_REST = 6
_NOT_DIGIT = re.compile(r"\D")
_WHOLE = (0,)
_NO_CELLS: frozenset[int] = frozenset()
_USUAL = 200
"""Characters of label text that is worth remembering: no row of a form prints as much."""


class Shape(NamedTuple):
    """What tells a row's place: the level of its number (一、 is 1), null without one; the
    number itself where it is in digits; whether 其中 stands before it; what codes compare."""

    rank: int | None
    item: int | None
    among: bool
    key: str


class Label(NamedTuple):
    """A printed label, without its number and unit, which stand apart."""

    text: str
    span: Span
    number: str | None
    unit: str | None
    shape: Shape

    @property
    def is_torn(self) -> bool:
        """Whether the digits of its number stand in the run before it."""
        return self.number is not None and self.number[0] in ".．、)）"


class _Place(NamedTuple):
    """A stretch of joined text by its first and last piece, from an offset in the first to
    one in the last."""

    first: int
    start: int
    last: int
    end: int


class _Cut(NamedTuple):
    """A label in joined text: itself, its number and its unit, and what these say."""

    label: _Place
    number: _Place | None
    unit: _Place | None
    shape: Shape


class _Joined(NamedTuple):
    """Label pieces as one text. Piece ``i`` begins at ``starts[i]``; ``cells`` are those that
    begin a further cell of their line."""

    text: str
    starts: tuple[int, ...]
    cells: frozenset[int]


def read_labels(
    text: str, folded: str, pieces: Sequence[Piece], has_unit: bool, follows: bool
) -> list[Label]:
    """Labels in a stretch of label text: headings, blank rows, last the row before a value.

    ``text`` is the source; ``follows`` tells that a row's value stands before the stretch.
    """
    joined = _join(folded, pieces)
    cuts = _cuts if len(joined.text) <= _USUAL else _cuts.__wrapped__
    return [_label(text, pieces, cut) for cut in cuts(joined, has_unit, follows)]


def _join(folded: str, pieces: Sequence[Piece]) -> _Joined:
    """Put label pieces together, without what separates them."""
    first = pieces[0]
    if len(pieces) == 1:
        return _Joined(folded[first.start : first.end], _WHOLE, _NO_CELLS)
    starts, cells, words, length = [], [], [], 0
    line = -1
    for _, start, end, on, hard, _ in pieces:
        if hard and on == line:
            cells.append(length)
        line = on
        starts.append(length)
        words.append(folded[start:end])
        length += end - start
    return _Joined("".join(words), tuple(starts), frozenset(cells) if cells else _NO_CELLS)


def _label(text: str, pieces: Sequence[Piece], cut: _Cut) -> Label:
    """The label that a cut tells, in the source's own characters."""
    place, number, unit, shape = cut
    start = pieces[place.first].start + place.start
    end = pieces[place.last].start + place.end
    return Label(
        text[start:end] if place.first == place.last else _printed(text, pieces, place),
        Span(start, end),
        _printed(text, pieces, number) if number else None,
        _printed(text, pieces, unit) if unit else None,
        shape,
    )


def _printed(text: str, pieces: Sequence[Piece], place: _Place) -> str:
    """The source's characters of a stretch, without white space and separators."""
    first, start, last, end = place
    if first == last:
        offset = pieces[first].start
        return text[offset + start : offset + end]
    whole = [text[piece.start : piece.end] for piece in pieces[first : last + 1]]
    whole[-1] = whole[-1][:end]
    whole[0] = whole[0][start:]
    return "".join(whole)


def _place(starts: Sequence[int], start: int, end: int) -> _Place | None:
    """The stretch of pieces from one place in joined text to another."""
    if start >= end:
        return None
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
    return _Place(first, start - starts[first], last, end - starts[last])


@lru_cache(maxsize=4096)
def _cuts(joined: _Joined, has_unit: bool, follows: bool) -> tuple[_Cut, ...]:
    """Labels in joined text. Forms print the same labels again and again."""
    stretches = _segments(joined, has_unit, follows)
    return tuple(cut for stretch in stretches for cut in _cut(joined, *stretch, has_unit))


def _segments(joined: _Joined, has_unit: bool, follows: bool) -> Iterator[tuple[int, int]]:
    """Stretches of label text that hold one label each, cut at numbers and after units."""
    text = joined.text
    start = 0
    if follows:
        note = _LEADING_NOTE.match(text) or _END_OF_NOTE.match(text)
        start = note.end() if note and note.end() < len(text) else _torn_end(text)
    for left, right in pairwise([start, *_numbers(text, start), len(text)]):
        at = left
        for end in (_unit_ends if has_unit else _known_ends)(joined, left, right):
            yield at, end
            at = end
        if at < right:
            yield at, right


def _torn_end(text: str) -> int:
    """Where the rest of the row before ends that was printed behind its value: 数, before the
    number of the next row."""
    number = next(_numbers(text, 0), 0)
    torn = number <= _LONGEST_REST and text[:number].endswith("数")
    return number if torn and not is_known(key_of(text[:number])) else 0


def _numbers(text: str, start: int) -> Iterator[int]:
    """Places where the number of a label begins, outside brackets; 其中:1. is one number."""
    last = start
    for match in ENUMERATOR.finditer(text, start):
        place = match.start()
        if place == last:
            last = match.end()
        elif depth(text[start:place][-_USUAL:]) <= 0 and not is_cited(text, place):
            yield place
            last = match.end()


def _unit_ends(joined: _Joined, start: int, end: int) -> Iterator[int]:
    """Where a blank row ends inside a stretch: behind a unit that fills its cell, or that
    follows 数 or a known label."""
    text = joined.text
    if is_known(key_of(bare(text[start : _unit_start(joined, start, end)]))):
        return
    at = start
    for match in _unit().finditer(text, start, end):
        if match.end() >= end or text[match.end()] in GOES_ON or match.start() == at:
            continue
        label = bare(text[at : match.start()])
        fills = _begins(joined, match.start()) and _begins(joined, match.end())
        if (fills or label.endswith(("数", "数量")) or is_known(key_of(label))) and len(label) > 1:
            yield match.end()
            at = match.end()


def _begins(joined: _Joined, place: int) -> bool:
    """Whether a piece begins at a place."""
    return joined.starts[bisect_right(joined.starts, place) - 1] == place


def _known_ends(joined: _Joined, start: int, end: int) -> Iterator[int]:
    """Where a blank row ends in a table without units: between two known labels."""
    text = joined.text
    if is_known(key_of(bare(text[start : _odd_unit(joined, start, end)]))):
        return
    at = start
    for place in joined.starts:
        if not at < place < end or place - at > _USUAL:
            continue
        known = is_known(key_of(bare(text[at:place])))
        if known and (end - place > _USUAL or is_known(key_of(bare(text[place:end])))):
            yield place
            at = place


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(units())


@cache
def _final_unit() -> re.Pattern[str]:
    return re.compile(rf"(?:{units()})\Z")


def _cut(joined: _Joined, start: int, end: int, has_unit: bool) -> Iterator[_Cut]:
    """The label in a stretch, and before it the heading of a group of rows if there is one;
    neither where the stretch holds nothing but a number."""
    text = joined.text
    number, rank, item, among = start, None, None, False
    match = ENUMERATOR.match(text, start, end)
    while match:
        if match.lastgroup == "among":
            among = True
        else:
            number, rank = match.start(), _RANKS[match.lastgroup or ""]
            digits = _NOT_DIGIT.sub("", match[0])
            item = int(digits) if digits else None
        start = match.end()
        match = ENUMERATOR.match(text, start, end)
    unit = (_unit_start if has_unit else _odd_unit)(joined, start, end)
    label = _after_heading(joined, start, unit)
    printed = _place(joined.starts, number, start) if rank else None
    heading = _place(joined.starts, start, label)
    if heading:
        yield _Cut(heading, printed, None, Shape(rank, item, among, key_of(text[start:label])))
        printed, rank, item, among = None, None, None, False
    place = _place(joined.starts, label, unit)
    if place:
        within = _place(joined.starts, unit, end) or _unit_in_brackets(joined, label, unit)
        yield _Cut(place, printed, within, Shape(rank, item, among, key_of(text[label:unit])))


def _unit_in_brackets(joined: _Joined, start: int, end: int) -> _Place | None:
    """The unit that a label ends with in brackets: 收费金额(元)."""
    match = _bracketed_unit().search(joined.text, start, end)
    return _place(joined.starts, *match.span(1)) if match else None


@cache
def _bracketed_unit() -> re.Pattern[str]:
    return re.compile(rf"\(({units()})\)\Z")


def _odd_unit(joined: _Joined, start: int, end: int) -> int:
    """Where a unit begins that a row prints in a cell of its own, in a table without a column of
    them: behind a label that is known without it only."""
    text = joined.text
    for place in _late_pieces(joined, start, end):
        if text[place:end] in unit_names():
            with_unit, without = bare(text[start:end]), bare(text[start:place])
            return place if is_known(key_of(without)) and not is_known(key_of(with_unit)) else end
    return end


def _late_pieces(joined: _Joined, start: int, end: int) -> Sequence[int]:
    """Where pieces begin that are as short as a unit, at the end of a stretch."""
    first = bisect_right(joined.starts, max(start, end - _LONGEST_UNIT - 1))
    return joined.starts[first : bisect_right(joined.starts, end - 1)]


def _unit_start(joined: _Joined, start: int, end: int) -> int:
    """Where the unit at the end of a stretch begins: at its own cell if it has one."""
    for place in _late_pieces(joined, start, end):
        if joined.text[place:end] in unit_names():
            return place
    match = _final_unit().search(joined.text, max(start, end - _LONGEST_UNIT), end)
    return match.start() if match and match.start() > start else end


def _after_heading(joined: _Joined, start: int, end: int) -> int:
    """Where the label begins behind a heading that nothing separates from it but its cell.

    A label that is known whole, or has an open bracket before the cell, is not cut.
    """
    starts = joined.starts
    inside = starts[bisect_right(starts, start) : bisect_right(starts, end - 1)]
    if not inside or end - start > _USUAL or is_known(key_of(joined.text[start:end])):
        return start
    for place in reversed(inside):
        before = joined.text[start:place]
        if depth(before) > 0:
            continue
        if place in joined.cells:
            return place
        if _TITLE.search(before) and is_known(key_of(joined.text[place:end])):
            return place
    return start
