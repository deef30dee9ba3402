"""Text without white space and separators, where broken lines are whole again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractors.model import Span

_WORD = re.compile(r"[^\s|]+")
_LINE_LEAD = " \t|#*>"
_BLOT = "\N{FULL BLOCK}"
_INDENT = 400
"""Marks before or behind the text of a line that are looked over; no page is as wide."""


@dataclass(frozen=True, slots=True)
class Compact:
    """Compact text and the way back: word ``i`` starts at ``_compact[i]`` and ``_source[i]``."""

    text: str
    folded: str
    _compact: list[int]
    _source: list[int]

    def source(self, position: int) -> int:
        """Offset in the source of the character at a compact position."""
        if position >= len(self.text):
            return len(self.folded)
        word = bisect_right(self._compact, position) - 1
        return self._source[word] + position - self._compact[word]

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
        word = bisect_right(self._source, offset) - 1
        if word < 0:
            return 0
        end = self._compact[word + 1] if word + 1 < len(self._compact) else len(self.text)
        return min(self._compact[word] + offset - self._source[word], end)

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
    words: list[str] = []
    compact_starts: list[int] = []
    source_starts: list[int] = []
    position = 0
    for match in _WORD.finditer(folded):
        word = match[0]
        words.append(word)
        compact_starts.append(position)
        source_starts.append(match.start())
        position += len(word)
    return Compact("".join(words), folded, compact_starts, source_starts)
