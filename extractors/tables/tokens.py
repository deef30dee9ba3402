"""Layouts become tokens here; everything after this module is the same for all layouts.

A table's text is a sequence of label text, values, marks for "not applicable" and, where
separators show them, blank cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from extractors.layouts.cells import Pipes, cells_of_line, join_at_lone_pipes, what_pipes_do


class Kind(IntEnum):
    """What a token is. ``GLUED`` is a run of digits whose extent is not certain, or what
    stands in the place of a number and is none."""

    TEXT = 0
    VALUE = 1
    NOT_APPLICABLE = 2
    BLANK = 3
    GLUED = 4


VALUES = (Kind.VALUE, Kind.NOT_APPLICABLE, Kind.GLUED)
"""Kinds that print something in a cell."""


class Token(NamedTuple):
    """A token with its span in the source, its line, and its cell on that line."""

    kind: Kind
    start: int
    end: int
    line: int
    cell: int


_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNIT = r"(?:万元|元|件|条|项|个|次|%|\((?:万元|元|件|条|项|个|次)\))?"
_VALUE = re.compile(_NUMBER + _UNIT)
_WORD = re.compile(r"\S+")
_NOT_APPLICABLE = frozenset(("/", "-", "--", "---", "\\", "//"))
NO_VALUE = frozenset(("NaN", "nan", "None", "null", "<NA>"))
"""What programs print for a cell that is blank."""
_NONE = frozenset(("无", "零", "〇", "暂无", "没有"))
"""Words that fill a cell where a number should stand."""
UNITS = frozenset(("件", "条", "项", "个", "次"))
"""What values count."""
_DIGITS = re.compile(r"/*[+-]?\.?\d(?:[\d,./~-]*\d)?/*|//+|-{3,}")
_UNREADABLE = re.compile(r"(?=[^0-9A-Za-z\ufffd]*[0-9A-Za-z\ufffd])[^\u2e80-\u9fff]{1,12}")
_LONE_ENUMERATOR = re.compile(r"[\[(]?[1-9]\d?[\])]?[.,、]?")
_ABOUT = re.compile(r"[约近超逾减负降]$|[减降]少?$|下降$|以上$|大于$|不少于$")
"""Words before a number that make it another one: 约12, 减13."""
_DIGIT = re.compile(r"[0-9]|//|---")
_WIDE = "\u2e80-\u9fff"
_CLOSING = re.compile(f"[{_WIDE})”’\\]》,]")
_ENUMERATOR = re.compile(r"[1-9][.、．,]{1,2}(?!\d)|[1-9](?=\))")
_ROW_START = re.compile(r"[一二三四五六七][、.]|[(][一二三四五六七][)]")
_NOTE = re.compile(r"\((?=[^()]{0,60}\d)(?=[^()]{0,60}[\u4e00-\u9fff])[^()|\t]{2,60}\)")
"""A note in brackets that holds words and digits: 如-8, 指2019年的项目."""
_VALUES_LINE = re.compile(r"\n[^\S\n]*(?:[-+]?[\d.,/]+[^\S\n]+){2,}[-+]?[\d.,/]+[^\S\n]*\n")
"""A line of nothing but numbers: the values of a row whose label is set over lines around it."""
_FILLED_UP = re.compile(r"\|\|[^\S\n]*(?:\n|\Z)")
"""A line that ends with pipes between which nothing stands, not even a space."""
_FEW_CELLS = 2
_PAGE_DIGITS = 3
_MAX_KNOWN = 64
"""Longest line that is remembered: the lines of tables come again, those of prose do not."""


class _Piece(NamedTuple):
    """A part of a word in which digits touch text. ``apart`` tells whether a number stays one
    in a table whose numbers have separators."""

    kind: Kind
    start: int
    end: int
    apart: bool


class _Word(NamedTuple):
    """A word of a cell, with its place on the line; one in which digits touch text has pieces."""

    kind: Kind
    start: int
    end: int
    cell: int
    pieces: tuple[_Piece, ...] = ()


class Scan(NamedTuple):
    """A table's words in order, before it is known what digits that touch text are.

    ``mixed`` holds the pieces of such words by their place; ``alone`` counts the numbers that
    stand alone, ``inside`` those that touch text. ``pads`` tells that pipes may fill up rows
    whose blank cells were dropped, ``filled_up`` that some look as if they did.
    """

    words: list[Token]
    mixed: dict[int, tuple[_Piece, ...]]
    alone: int
    inside: int
    pads: bool
    filled_up: bool


def scan(folded: str, start: int, end: int) -> Scan:
    """The words of ``folded[start:end]``, a stretch that holds a table."""
    text = folded[start:end]
    lines = text.split("\n")
    pipes = what_pipes_do(lines) if "|" in text else Pipes.BETWEEN
    if pipes is Pipes.ALONE:
        lines = join_at_lone_pipes(text).split("\n")
    rows: list[tuple[Kind, int, int, int, int]] = []
    mixed: dict[int, tuple[_Piece, ...]] = {}
    offset = start
    for number, line in enumerate(lines):
        if line:
            known = len(line) <= _MAX_KNOWN
            words = _known_words(line, pipes) if known else _words_of_line(line, pipes)
            for kind, left, right, cell, pieces in words:
                if pieces:
                    mixed[len(rows)] = pieces
                rows.append((kind, offset + left, offset + right, number, cell))
        offset += len(line) + 1
    notes = [m.span() for m in _NOTE.finditer(folded, start, end) if not _VALUES_LINE.search(m[0])]
    if notes:
        _make_text(rows, mixed, notes)
    alone = [row[0] for row in rows].count(Kind.VALUE)
    inside = sum(piece.kind is not Kind.TEXT for pieces in mixed.values() for piece in pieces)
    pads = "|" in text and pipes is not Pipes.AROUND
    filled_up = pads and " | " in text and _FILLED_UP.search(text) is not None
    return Scan(list(map(_token, rows)), mixed, alone, inside, pads, filled_up)


_token = partial(tuple.__new__, Token)


def _make_text(
    rows: list[tuple[Kind, int, int, int, int]],
    mixed: dict[int, tuple[_Piece, ...]],
    notes: Sequence[tuple[int, int]],
) -> None:
    """Words within notes are text, whatever digits they hold."""
    for index, (_, start, end, line, cell) in enumerate(rows):
        if any(left < end and start < right for left, right in notes):
            pieces = mixed.get(index)
            if pieces is None:
                rows[index] = (Kind.TEXT, start, end, line, cell)
            elif kept := _outside(pieces, start - pieces[0].start, notes):
                mixed[index] = kept
            else:
                del mixed[index]


def _outside(
    pieces: tuple[_Piece, ...], offset: int, notes: Sequence[tuple[int, int]]
) -> tuple[_Piece, ...]:
    """Pieces of a word whose numbers within notes are text; none where no number is left."""
    kept = tuple(
        piece._replace(kind=Kind.TEXT)
        if any(left < offset + piece.end and offset + piece.start < right for left, right in notes)
        else piece
        for piece in pieces
    )
    return kept if any(piece.kind is not Kind.TEXT for piece in kept) else ()


def tokenize(scans: Sequence[Scan], apart: int = 0) -> list[list[Token]]:
    """Tokens of the tables of one text, in the rest of which ``apart`` numbers stand alone.

    Where most numbers stand alone, digits inside a label belong to the label, and only
    those at the end of a word are a value, or those that run into the next row's label.
    Where hardly any stands alone, the text has no separators, and every run is a value.
    A table that shows neither clearly follows the others.
    """
    alone = apart + sum(s.alone for s in scans)
    inside = sum(s.inside for s in scans)
    return [_split_words(s, s.alone + alone / 2 >= s.inside + inside / 2) for s in scans]


def _words_of_line(line: str, pipes: Pipes) -> tuple[_Word, ...]:
    cells = list(enumerate(cells_of_line(line, pipes)))
    none = {cell for cell, (_, content) in cells if content.strip() in _NONE}
    if not none or len(cells) <= _FEW_CELLS:
        none = set()
    elif not _is_filled(cells):
        none.discard(0)
    return tuple(
        word._replace(kind=Kind.GLUED) if cell in none else word
        for cell, (offset, content) in cells
        for word in _words(content, offset, cell)
    )


def _is_filled(cells: Sequence[tuple[int, tuple[int, str]]]) -> bool:
    """Whether a line has values, or words in their place, and no label: one of section four."""
    printed = [content.strip() for _, (_, content) in cells]
    return all(
        not text or text in _NONE or text in _NOT_APPLICABLE or _VALUE.fullmatch(text)
        for text in printed
    )


_known_words = lru_cache(maxsize=16_384)(_words_of_line)


def _words(content: str, offset: int, cell: int) -> Iterator[_Word]:
    """The words of one cell; a cell without any is blank."""
    whole = content.strip()
    if whole.isdecimal():  # by far the commonest cell
        start = offset + content.index(whole)
        yield _Word(Kind.VALUE, start, start + len(whole), cell)
        return
    blank = True
    for match in _WORD.finditer(content):
        word, start, end = match[0], match.start(), match.end()
        if word in UNITS and not blank and content[:start].rstrip()[-1:].isdecimal():
            continue  # the unit of the number before it
        blank = False
        pieces: tuple[_Piece, ...] = ()
        if _VALUE.fullmatch(word):
            kind = Kind.VALUE
            if _is_marked(content, end):  # an enumerator apart from its mark: "1 .属于"
                kind = Kind.TEXT if len(word) == 1 else Kind.GLUED
        elif word in _NOT_APPLICABLE:
            kind = Kind.NOT_APPLICABLE
        elif word in NO_VALUE:
            kind = Kind.BLANK
        elif _UNREADABLE.fullmatch(word) and not _LONE_ENUMERATOR.fullmatch(word):
            kind = Kind.GLUED
        else:
            kind = Kind.TEXT
            if _DIGIT.search(word):
                pieces = _pieces(content, start, end)
        yield _Word(kind, offset + start, offset + end, cell, pieces)
    if blank:
        yield _Word(Kind.BLANK, offset, offset + len(content), cell)


def shows_places(tokens: Sequence[Token]) -> bool:
    """Whether blank cells stand where the form has them: some stand before a value.

    Where all of them end a row, they may only fill it up to the width of the table.
    """
    return any(
        before.kind is Kind.BLANK and after.kind in VALUES for before, after in pairwise(tokens)
    )


def without_page_numbers(tokens: list[Token]) -> list[Token]:
    """Tokens of a table whose cells stand between separators, without numbers that stand alone
    on a line that has none."""
    values = [token for token in tokens if token.kind is Kind.VALUE]
    if 10 * sum(token.cell > 0 for token in values) <= 9 * len(values):
        return tokens
    lines = Counter(token.line for token in tokens)
    return [
        token
        for token in tokens
        if token.kind is not Kind.VALUE
        or token.cell > 0
        or lines[token.line] > 1
        or token.end - token.start > _PAGE_DIGITS
    ]


def without_blanks(tokens: Sequence[Token]) -> list[Token]:
    """Tokens of a table whose blank cells have no place."""
    return [token for token in tokens if token.kind is not Kind.BLANK]


def _split_words(table: Scan, separated: bool) -> list[Token]:
    """Tokens of a table: words in which digits touch text are split into their pieces."""
    tokens: list[Token] = []
    done = 0
    for index, pieces in table.mixed.items():
        _, start, _, line, cell = table.words[index]
        offset = start - pieces[0].start
        tokens += table.words[done:index]
        tokens += (
            Token(
                piece.kind if piece.apart or not separated else Kind.TEXT,
                offset + piece.start,
                offset + piece.end,
                line,
                cell,
            )
            for piece in pieces
        )
        done = index + 1
    return tokens + table.words[done:]


def _is_marked(content: str, end: int) -> bool:
    """Whether the mark of an enumerator follows a number."""
    return content[end : end + 2].strip(" ")[:1] in (".", "、")


def _pieces(content: str, start: int, end: int) -> tuple[_Piece, ...]:
    """Text and digit runs of a word; an enumerator ("1.属于", "3、其他") is text."""
    pieces: list[_Piece] = []
    text_start = position = start
    while match := _DIGITS.search(content, position, end):
        digit_start, digit_end = match.span()
        enumerator = _ENUMERATOR.match(content, digit_start, end)
        if enumerator and (digit_start == start or _CLOSING.match(content, digit_start - 1)):
            position = enumerator.end()
            continue
        about = _ABOUT.search(content[text_start:digit_start])
        if about:
            digit_start = text_start + about.start()
        if digit_start > text_start:
            pieces.append(_Piece(Kind.TEXT, text_start, digit_start, apart=True))
        marked = _is_marked(content, digit_end)
        sure = not marked and not about and _VALUE.fullmatch(match[0])
        kind = Kind.VALUE if sure else Kind.GLUED
        opens = not pieces and (kind is Kind.GLUED or _ROW_START.match(content, digit_end))
        pieces.append(_Piece(kind, digit_start, digit_end, apart=bool(opens) or digit_end == end))
        text_start = position = digit_end
    if text_start < end:
        pieces.append(_Piece(Kind.TEXT, text_start, end, apart=True))
    return tuple(pieces)
