"""Text without white space and separators, where broken lines are whole again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate

from extractors.model import Span

_WORD = re.compile(r"[^\s|]+")
_LINE_LEAD = " \t|#*>"
_BLOT = "\N{FULL BLOCK}"
_MAX_KNOWN = 64
"""Longest line that is remembered: the lines of tables come again, those of prose do not."""
_INDENT = 400
"""Marks before or behind the text of a line that are looked over; no page is as wide."""


@dataclass(frozen=True, slots=True)
class Compact:
    """Compact text and the way back: for each line where it begins, in both texts."""

    text: str
    folded: str
    _lines: list[str]
    _compact: list[int]
    _source: list[int]
    _known_words: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict)

    def _words(self, number: int) -> tuple[list[int], list[int]]:
        """Where the words of a line begin in its compact text, and on the line."""
        if number not in self._known_words:
            spans = [match.span() for match in _WORD.finditer(self._lines[number])]
            starts = [0, *accumulate(end - start for start, end in spans)]
            self._known_words[number] = starts[:-1], [start for start, _ in spans]
        return self._known_words[number]

    def source(self, position: int) -> int:
        """Offset in the source of the character at a compact position."""
        if position >= len(self.text):
            return len(self.folded)
        number = bisect_right(self._compact, position) - 1
        inside = position - self._compact[number]
        in_compact, on_line = self._words(number)
        word = bisect_right(in_compact, inside) - 1
        return self._source[number] + on_line[word] + inside - in_compact[word]

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
        inside = offset - self._source[number]
        in_compact, on_line = self._words(number)
        word = bisect_right(on_line, inside) - 1
        if word < 0:
            return self._compact[number]
        length = len(_compacted(self._lines[number]))
        end = in_compact[word + 1] if word + 1 < len(in_compact) else length
        return self._compact[number] + min(in_compact[word] + inside - on_line[word], end)

    def line_start(self, position: int) -> int:
        """Source offset of a compact position, or of its line where only marks precede it."""
        offset = self.source(position)
        if not self.starts_line(position):
            return offset
        return self.folded.rfind("\n", max(0, offset - _INDENT), offset) + 1

    def starts_line(self, position: int) -> bool:
        """Whether a compact position is the first of its printed line."""
        number = bisect_right(self._compact, position) - 1
        if position > self._compact[number]:
            if self.text[position - 1] not in _LINE_LEAD:
                return False
        elif self._lines[number].lstrip(_LINE_LEAD)[:1] == self.text[position : position + 1]:
            return True
        offset = self.source(position)
        before = self.folded[max(0, offset - _INDENT) : offset].rstrip(_LINE_LEAD)
        return before.endswith("\n") or (not before and offset < _INDENT)

    def ends_line(self, position: int) -> bool:
        """Whether a printed line ends before the compact position (exclusive end)."""
        following = bisect_right(self._compact, position - 1)
        end = self._compact[following] if following < len(self._compact) else len(self.text)
        if position < end:
            if self.text[position] not in _LINE_LEAD:
                return False
        elif self._lines[following - 1].rstrip(_LINE_LEAD)[-1:] == self.text[position - 1]:
            return True
        offset = self.source(position - 1) + 1
        after = self.folded[offset : offset + _INDENT].lstrip(_LINE_LEAD)
        return after.startswith("\n") or (not after and offset + _INDENT > len(self.folded))


def compact(folded: str) -> Compact:
    """Compact a folded text."""
    lines = folded.split("\n")
    parts = [_known(line) if len(line) <= _MAX_KNOWN else _compacted(line) for line in lines]
    compact_starts = [0, *accumulate(map(len, parts))]
    source_starts = [0, *accumulate(len(line) + 1 for line in lines)]
    return Compact("".join(parts), folded, lines, compact_starts[:-1], source_starts[:-1])


def _compacted(line: str) -> str:
    return "".join(line.replace("|", " ").split())


_known = lru_cache(maxsize=16_384)(_compacted)
