"""Layouts become tokens here; everything after this module is the same for all layouts.

A table's text is a sequence of label text, values, marks for "not applicable" and, where
separators show them, blank cells.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple


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
_UNIT = r"(?:万元|元|件|条|项|个|次|%)?"
_VALUE = re.compile(_NUMBER + _UNIT)
_WORD = re.compile(r"\S+")
_NOT_APPLICABLE = frozenset(("/", "-", "--", "---", "\\", "//"))
_DIGITS = re.compile(r"[+-]?\.?\d(?:[\d,./~-]*\d)?")
_UNREADABLE = re.compile(r"(?=[^0-9A-Za-z]*[0-9A-Za-z])[^\u2e80-\u9fff]{1,12}")
_LONE_ENUMERATOR = re.compile(r"[\[(]?[1-9]\d?[\])]?[.,、]?")
_ABOUT = re.compile(r"[约近超逾]$|以上$|大于$|不少于$")
_DIGIT = re.compile(r"[0-9]")
_WIDE = "\u2e80-\u9fff"
_CLOSING = f"[{_WIDE})”’\\]》]"
_ENUMERATOR = re.compile(r"[1-9][.、．,]{1,2}(?!\d)|[1-9](?=\))")
_Piece = tuple[Kind, int, int]
_SEPARATOR = re.compile(r"[\t|]")


def tokenize(folded: str, start: int, end: int) -> list[Token]:
    """Tokens of ``folded[start:end]``, a stretch that holds a table."""
    tokens: list[Token] = []
    words: list[tuple[int, int, int]] = []
    position = start
    lines = folded[start:end].split("\n")
    framed = _is_framed(lines)
    for line, text in enumerate(lines):
        for cell, (cell_start, cell_end) in enumerate(_cells(text, position, framed)):
            _read_cell(folded, cell_start, cell_end, line, cell, tokens, words)
        position += len(text) + 1
    if words:
        tokens = _split_words(folded, tokens, words)
    return tokens


def _is_framed(lines: list[str]) -> bool:
    """Whether pipes stand around rows, as in Markdown, and not only between cells."""
    rows = [line.strip() for line in lines if line.count("|") > 1]
    return bool(rows) and all(row[0] == "|" == row[-1] for row in rows)


def _cells(line: str, offset: int, framed: bool) -> list[tuple[int, int]]:
    """Spans of a line's cells; a line without separators is one cell, an empty line none.

    A lone leading tab, and the pipes of a framed row, separate nothing.
    """
    stripped = line.strip(" ")
    if not stripped:
        return []
    start, end = 0, len(line)
    if framed and stripped[0] == "|":
        start, end = line.index("|") + 1, max(line.index("|") + 1, line.rindex("|"))
    elif stripped[0] == "\t" and "\t" not in stripped[1:]:
        start = line.index("\t") + 1
    spans, position = [], start
    for match in _SEPARATOR.finditer(line, start, end):
        spans.append((offset + position, offset + match.start()))
        position = match.end()
    spans.append((offset + position, offset + end))
    return spans


def _read_cell(
    folded: str,
    start: int,
    end: int,
    line: int,
    cell: int,
    tokens: list[Token],
    words: list[tuple[int, int, int]],
) -> None:
    """Append the tokens of one cell; words that mix text and digits wait in ``words``."""
    content = folded[start:end].strip()
    if not content:
        tokens.append(Token(Kind.BLANK, start, end, line, cell))
        return
    if content.isdecimal():  # by far the commonest cell
        first = folded.index(content, start)
        tokens.append(Token(Kind.VALUE, first, first + len(content), line, cell))
        return
    for match in _WORD.finditer(folded, start, end):
        word = match[0]
        if _VALUE.fullmatch(word):
            kind = Kind.VALUE
            if folded[match.end() : match.end() + 2].strip(" ")[:1] in (".", "、"):
                kind = Kind.TEXT  # an enumerator set apart from its mark: "1 .属于"
        elif word in _NOT_APPLICABLE:
            kind = Kind.NOT_APPLICABLE
        elif _UNREADABLE.fullmatch(word) and not _LONE_ENUMERATOR.fullmatch(word):
            kind = Kind.GLUED
        else:
            kind = Kind.TEXT
            if _DIGIT.search(word):
                words.append((len(tokens), match.start(), match.end()))
        tokens.append(Token(kind, match.start(), match.end(), line, cell))


def _split_words(
    folded: str, tokens: list[Token], words: list[tuple[int, int, int]]
) -> list[Token]:
    """Split words in which digits touch text.

    Where most numbers stand alone, digits inside a label belong to the label, and only
    those at the end of a word are a value. Where hardly any stands alone, the text has no
    separators, and every run of digits is a value.
    """
    alone = sum(token.kind is Kind.VALUE for token in tokens)
    pieces = {index: _pieces(folded, start, end) for index, start, end in words}
    inside = sum(kind is not Kind.TEXT for split in pieces.values() for kind, *_ in split)
    separated = alone >= inside
    result: list[Token] = []
    for index, token in enumerate(tokens):
        split = pieces.get(index)
        if split:
            kept = _separated(folded, split) if separated else split
            result += (Token(kind, start, end, token.line, token.cell) for kind, start, end in kept)
        else:
            result.append(token)
    return result


def _separated(folded: str, pieces: list[_Piece]) -> list[_Piece]:
    """Pieces of a word where numbers have separators: only a last number is a value, and a
    first one that runs into the next row's label."""
    last = len(pieces) - 1
    return [
        piece
        if place == last
        or (place == 0 and (piece[0] is Kind.GLUED or _starts_row(folded, piece[2])))
        else (Kind.TEXT, piece[1], piece[2])
        for place, piece in enumerate(pieces)
    ]


_ROW_START = re.compile(r"[一二三四五六七][、.]|[(][一二三四五六七][)]")


def _starts_row(folded: str, position: int) -> bool:
    return _ROW_START.match(folded, position) is not None


def _pieces(folded: str, start: int, end: int) -> list[_Piece]:
    """Text and digit runs of a word; an enumerator ("1.属于", "3、其他") is text."""
    pieces: list[_Piece] = []
    text_start = position = start
    while match := _DIGITS.search(folded, position, end):
        digit_start = match.start()
        enumerator = _ENUMERATOR.match(folded, digit_start, end)
        if enumerator and (digit_start == start or re.match(_CLOSING, folded[digit_start - 1])):
            position = enumerator.end()
            continue
        about = False
        if digit_start > text_start:
            pieces.append((Kind.TEXT, text_start, digit_start))
            about = _ABOUT.search(folded[text_start:digit_start]) is not None
        marked = folded[match.end() : match.end() + 1] in (".", "、") and match.end() < end
        sure = not marked and not about and _VALUE.fullmatch(match[0])
        pieces.append((Kind.VALUE if sure else Kind.GLUED, digit_start, match.end()))
        text_start = position = match.end()
    if text_start < end:
        pieces.append((Kind.TEXT, text_start, end))
    return pieces
