"""Indicator tables as pieces of print: label text, then what stands in the place of numbers.

All layouts end here. A piece is a word, a number, a mark for "not applicable", or a run of
digits inside a word, where nothing shows which cells they belong to.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from extractors.indicators.codes import bare, is_known, key_of
from extractors.indicators.head import Head
from extractors.tables.tokens import NO_VALUE
from schema import form

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MARK = r"[-/\\]{1,8}"
_INNER = re.compile(r"\d[\d,]*(?:\.\d+)*|[-/]+")
_PLAIN, _NUMBER, _STROKES, _ENUMERATED_WORD = 1, 2, 3, 4
"""Groups of the pattern of pieces; a word that is none of them may hold several."""
_OPEN, _CLOSE = "([《“‘", ")]》”’"
_BRACKET = re.compile(r"[(\[《“‘]")
_ENUMERATED = frozenset(".、)")
_ZERO = frozenset("零〇OoＯ")
_NONE = NO_VALUE | _ZERO | {"无"}
"""Words in the place of a number: no value, nothing counted, and zero, which is no digit."""
_ENUMERATOR = 2
"""Most digits that a row's number in its list has."""
_LABEL_DIGITS = re.compile(r"(20\d\d)年|(12\d{3})(?:热线|平台|市长|市民|政务|举报|投诉)")
_AFTER_LABEL = tuple("数量费额用次况")
GOES_ON = frozenset("数员次量民们别本例目款性体人")
"""Characters that make a unit before them part of a word: 人员, 件数, 条例."""
_MEMORY = 200
"""Characters of a label that are looked at: no row of a form prints as many."""
_LONGEST_UNIT = 4
_REACH = 60
"""Characters in which an open bracket of a label closes."""


class Kind(IntEnum):
    """What a piece is."""

    TEXT = 0
    NUMBER = 1
    MARK = 2
    RUN = 3


class Piece(NamedTuple):
    """A piece with its span in the source and its line.

    ``hard``: a separator stands before it. ``numbered``: a run that goes on into the number
    of the next row.
    """

    kind: Kind
    start: int
    end: int
    line: int
    hard: bool
    numbered: bool = False


class RawRow(NamedTuple):
    """Label text, the pieces in the place of numbers that follow it, and a unit behind them."""

    texts: list[Piece]
    values: list[Piece]
    units: list[Piece]


@cache
def unit_names() -> frozenset[str]:
    """Units that a row may be counted in."""
    return frozenset(form.indicator_words("unit_name"))


@cache
def units() -> str:
    """The units as one pattern, longer ones first."""
    return "|".join(sorted(map(re.escape, unit_names()), key=len, reverse=True))


def scan(folded: str, start: int, end: int, head: Head) -> list[RawRow]:
    """Rows of a folded text between a head and the next head, a note, or prose.

    The first row has no text where numbers stand before all labels. The last one may have
    no values.
    """
    scanner = _Scanner(folded, head)
    scanner.run(start, end)
    return scanner.rows


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(units())


@cache
def _piece() -> re.Pattern[str]:
    number = rf"[约近超逾]?[+-]?{_DIGITS}[余多万亿]?\+?(?:{units()})?\*{{0,3}}[。;,]?"
    return re.compile(
        rf"([^\s|\d/。-]+)(?=[\s|]|\Z)|({number})(?=[\s|]|\Z)|({_MARK})(?=[\s|]|\Z)"
        rf"|(\d{{1,2}}[.、][^\s|\d/。-]+)(?=[\s|]|\Z)|[^\s|]+"
    )


class _Scanner:
    """Rows built piece by piece; a word is read in the light of what its row has so far."""

    def __init__(self, folded: str, head: Head) -> None:
        self.rows = [RawRow([], [], [])]
        self._folded = folded
        self._head = head
        self._line = 0
        self._hard = False

    def run(self, start: int, end: int) -> None:
        """Take the pieces of a stretch of text until the table has ended."""
        folded, done = self._folded, start
        for match in _piece().finditer(folded, start, end):
            left, right = match.span()
            gap = folded[done:left]
            done = right
            self._hard = gap != " " and ("|" in gap or "\t" in gap)
            if "\n" in gap:
                self._line += gap.count("\n")
            kind = match.lastindex
            if kind == _PLAIN and not self._is_none(match[0]):
                self._text(left, right)
            elif kind == _NUMBER and not self._is_bracketed(right):
                self._value(Kind.NUMBER, left, right)
            elif kind in (_PLAIN, _STROKES):
                self._value(Kind.NUMBER if match[0] in _ZERO else Kind.MARK, left, right)
            elif self._is_full() if kind == _ENUMERATED_WORD else match[0] in unit_names():
                self._text(left, right)
            elif "。" in match[0] and self._is_prose(match[0]):
                return
            else:
                self._split(left, right)

    def _is_none(self, word: str) -> bool:
        """Whether 无, a word for zero, or what a program prints for a blank cell stands where
        a number is expected."""
        if word not in _NONE:
            return False
        texts, values, _ = self.rows[-1]
        if texts and values:
            return len(values) < len(self._head.columns)
        return self._is_cell(self._before())

    def _value(self, kind: Kind, start: int, end: int, numbered: bool = False) -> None:
        piece = Piece(kind, start, end, self._line, self._hard, numbered)
        self.rows[-1].values.append(piece)

    def _text(self, start: int, end: int) -> None:
        piece = Piece(Kind.TEXT, start, end, self._line, self._hard)
        texts, values, units = self.rows[-1]
        if not values:
            texts.append(piece)
        elif self._folded[start:end] in unit_names() and self._is_unit_of_row(start, end):
            units.append(piece)
        elif not self._is_note(piece, values[-1]):
            self.rows.append(RawRow([piece], [], []))

    def _is_unit_of_row(self, start: int, end: int) -> bool:
        """Whether a unit behind a number is the row's own, or there is no column of units."""
        texts, _, units = self.rows[-1]
        printed = (self._folded[piece.start : piece.end] for piece in texts[-1:])
        return not units and (not self._head.has_unit or self._folded[start:end] in printed)

    def _is_note(self, piece: Piece, last: Piece) -> bool:
        """Whether text is a remark beside a row's values, where the head has such a column."""
        return self._head.has_note and piece.line == last.line and piece.hard

    def _before(self, reach: int = _MEMORY) -> str:
        """The end of the row's label text so far; empty right after a value."""
        texts, values, _ = self.rows[-1]
        if values:
            return ""
        words: list[str] = []
        length = 0
        for piece in reversed(texts):
            words.append(self._folded[max(piece.start, piece.end - reach) : piece.end])
            length += len(words[-1])
            if length >= reach:
                break
        return "".join(reversed(words))

    def _is_prose(self, word: str) -> bool:
        """Whether a sentence ends outside brackets."""
        return depth(self._before() + word[: word.index("。")]) <= 0

    def _is_bracketed(self, end: int) -> bool:
        """Whether digits stand in a bracket of the label that closes soon after them."""
        texts, values, _ = self.rows[-1]
        if values or not texts:
            return False
        if self._folded[texts[-1].start : texts[-1].end] in unit_names():
            return False
        before = self._before()
        if _BRACKET.search(before) is None or depth(before) <= 0 or self._is_cell(before):
            return False
        return any(mark in self._folded[end : end + _REACH] for mark in _CLOSE)

    def _is_cell(self, before: str) -> bool:
        """Whether a cell for numbers begins after a stretch of label text."""
        if self._head.has_unit:
            return before.endswith(form.indicator_words("unit_name"))
        ends = before.endswith(_AFTER_LABEL) or is_known(key_of(bare(before)))
        return ends and depth(before) <= 0

    def _split(self, place: int, last: int) -> None:
        """Add the pieces of a word with digits or strokes in it."""
        for inner in _INNER.finditer(self._folded, place, last):
            text = self._folded[max(place, inner.start() - _MEMORY) : inner.start()]
            end = self._end_of_run(inner)
            kind = self._kind(inner, text)
            if kind is Kind.TEXT or end <= inner.start():
                continue
            unit = self._unit_behind(end, text) if kind is Kind.RUN else 0
            if text:
                self._text(place, inner.start())
            place = end + unit
            after = self._folded[end : end + 1]
            numbered = kind is Kind.RUN and after in _ENUMERATED
            self._value(Kind.NUMBER if unit else kind, inner.start(), place, numbered)
            self._hard = False
        if place < last:
            self._text(place, last)

    def _unit_behind(self, end: int, text: str) -> int:
        """Length of a unit behind digits: the row's own, or any where there is no column."""
        match = _unit().match(self._folded, end)
        if match is None or self._folded[match.end() : match.end() + 1] in GOES_ON:
            return 0
        own = text.endswith(match[0]) if text else self._before().endswith(match[0])
        own = own or any(
            self._folded[value.start : value.end].endswith(match[0])
            for value in self.rows[-1].values
        )
        return len(match[0]) if own or not self._head.has_unit else 0

    def _end_of_run(self, inner: re.Match[str]) -> int:
        """End of a run without the digits that a label begins with, such as a year."""
        near = max(inner.start(), inner.end() - 5)
        label = _LABEL_DIGITS.search(self._folded, near, inner.end() + 5)
        if label and inner.end() in (label.end(1), label.end(2)):
            return label.start()
        return inner.end()

    def _kind(self, inner: re.Match[str], text: str) -> Kind:
        """What digits or strokes in a word are; ``text`` stands before them in the word."""
        reach = _LONGEST_UNIT if self._head.has_unit else _MEMORY
        before = text if self.rows[-1].values else self._before(reach) + text
        follows = not before and bool(self.rows[-1].values)
        if not inner[0][0].isdigit():
            chapter = len(inner[0]) > 1 and before.endswith("情况")
            return Kind.MARK if chapter or follows or self._is_cell(before) else Kind.TEXT
        if before:
            if before[-1] == "第" or not self._is_cell(before):
                return Kind.TEXT
            return Kind.RUN
        if not follows:
            first = self._head.ordinal and not any(self.rows[0])
            return Kind.RUN if first else Kind.TEXT
        after = self._folded[inner.end() : inner.end() + 1]
        label = len(inner[0]) <= _ENUMERATOR or after not in _ENUMERATED
        return Kind.TEXT if label and self._is_full() else Kind.RUN

    def _is_full(self) -> bool:
        """Whether the row has all its numbers, each printed apart."""
        texts, values, _ = self.rows[-1]
        own = len(self._head.columns) + self._head.coded if texts else 0
        full = bool(values) and len(values) >= own + self._head.ordinal
        return full and all(piece.kind is not Kind.RUN for piece in values)


def depth(text: str) -> int:
    """Brackets and quotes that a text opens and does not close."""
    return sum(map(text.count, _OPEN)) - sum(map(text.count, _CLOSE))
