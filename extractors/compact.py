"""Text without white space and separators, where broken lines are whole again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from extractors.model import Span

_WORD = re.compile(r"[^\s|]+")
_LINE_LEAD = " \t|#*>"
_BLOT = "\N{FULL BLOCK}"
_MAX_KNOWN = 64
"""Longest line that is remembered: the lines of tables come again, those of prose do not."""
_INDENT = 400
"""Marks before or behind the text of a line that are looked over; no page is as wide."""


class _Line(NamedTuple):
    """A line's compact text, and where its words begin in it and on the line."""

    text: str
    compact: tuple[int, ...]
    source: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Compact:
    """Compact text and the way back: for each line its words, and where it begins."""

    text: str
    folded: str
    _lines: list[_Line]
    _compact: list[int]
    _source: list[int]

    def source(self, position: int) -> int:
        """Offset in the source of the character at a compact position."""
        if position >= len(self.text):
            return len(self.folded)
        number = bisect_right(self._compact, position) - 1
        line, inside = self._lines[number], position - self._compact[number]
        word = bisect_right(line.compact, inside) - 1
        return self._source[number] + line.source[word] + inside - line.compact[word]

    def source_span(self, span: Span) -> Span:
        """Span in the source of a compact one that is not empty."""
        return Span(self.source(span.start), self.source(span.end - 1) + 1)

    def without(self, spans: Iterable[Span]) -> Compact:
        """The same text with stretches blotted out, all others in their places."""
        text = self.text
        for start, end in spans:
            text = text[:start] + _BLOT * (end - start) + text[end:]
        return self if text is self.text else replace(self, text=text)

    def position(self, offset: int) -> int:
        """Compact position of the first character at or after a source offset."""
        number = max(0, bisect_right(self._source, offset) - 1)
        line, inside = self._lines[number], offset - self._source[number]
        word = bisect_right(line.source, inside) - 1
        if word < 0:
            return self._compact[number]
        end = line.compact[word + 1] if word + 1 < len(line.compact) else len(line.text)
        return self._compact[number] + min(line.compact[word] + inside - line.source[word], end)

    def line_start(self, position: int) -> int:
        """Source offset of a compact position, or of its line where only marks precede it."""
        offset = self.source(position)
        if not self.starts_line(position):
            return offset
        return self.folded.rfind("\n", max(0, offset - _INDENT), offset) + 1

    def starts_line(self, position: int) -> bool:
        """Whether a compact position is the first of its printed line."""
        offset = self.source(position)
        before = self.folded[max(0, offset - _INDENT) : offset].rstrip(_LINE_LEAD)
        return before.endswith("\n") or (not before and offset < _INDENT)

    def ends_line(self, position: int) -> bool:
        """Whether a printed line ends before the compact position (exclusive end)."""
        offset = self.source(position - 1) + 1
        after = self.folded[offset : offset + _INDENT].lstrip(_LINE_LEAD)
        return after.startswith("\n") or (not after and offset + _INDENT > len(self.folded))


def compact(folded: str) -> Compact:
    """Compact a folded text."""
    lines: list[_Line] = []
    compact_starts: list[int] = []
    source_starts: list[int] = []
    position = offset = 0
    for text in folded.split("\n"):
        line = _known_line(text) if len(text) <= _MAX_KNOWN else _line(text)
        lines.append(line)
        compact_starts.append(position)
        source_starts.append(offset)
        position += len(line[0])
        offset += len(text) + 1
    return Compact(
        "".join([line[0] for line in lines]), folded, lines, compact_starts, source_starts
    )


def _line(text: str) -> _Line:
    spans = [match.span() for match in _WORD.finditer(text)]
    words = [text[start:end] for start, end in spans]
    starts = (0, *accumulate(map(len, words)))
    return _Line("".join(words), starts[:-1], tuple(start for start, _ in spans))


_known_line = lru_cache(maxsize=16_384)(_line)
