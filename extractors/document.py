"""What a reader makes of a document: its text, and where in the document each word stands.

Every reader prints tables alike: a line for each row, a tab between columns, nothing in the
columns that a merged cell covers. The engine behind needs to know no kind of document.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from extractors.model import Finding

UNKNOWN = "\ufffd"
"""Printed within a number, or in its place, that cannot be told: the engine takes it for none."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom: in points from the top left corner of a page."""


class Place(NamedTuple):
    """Where a stretch of text stands: its page and box, or its table, row and column.

    All count from 1; a merged cell stands in the row and column where it begins. ``part`` is
    the sheet, or the file within an archive.
    """

    page: int | None = None
    box: Box | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    part: str | None = None


class Placed(NamedTuple):
    """A stretch of the text, ``text[start:end]``, and its place."""

    start: int
    end: int
    place: Place


_place = partial(tuple.__new__, Place)
_placed = partial(tuple.__new__, Placed)


class Metadata(NamedTuple):
    """What a document says of itself outside of its text: in its head, or in a sidecar.

    ``published`` is an ISO date. ``index_number`` is the 索引号 of the publisher's catalogue,
    ``credit_code`` the publisher's 统一社会信用代码, ``address`` where the document was fetched.
    """

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    index_number: str | None = None
    credit_code: str | None = None
    address: str | None = None


NO_METADATA = Metadata()
"""Of a document that says nothing of itself."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of one report of a document, and how it was come by.

    ``encoding`` is that of the bytes where they are text. ``method`` tells which reader read
    it. ``places`` are in order and do not overlap. ``findings`` are doubts met while reading.
    ``part`` names the sheet where a document holds several reports. ``recognised`` are the
    stretches that were read from images, in order, where others were not.
    """

    text: str
    encoding: str | None
    media_type: str = "text/plain"
    method: str = "text"
    places: tuple[Placed, ...] = ()
    findings: tuple[Finding, ...] = ()
    metadata: Metadata = NO_METADATA
    part: str | None = None
    recognised: tuple[tuple[int, int], ...] = ()

    def is_recognised(self, start: int, end: int) -> bool:
        """Whether any of a stretch of the text was recognised from an image."""
        if self.method == "ocr":
            return True
        index = bisect_right(self.recognised, start, key=lambda span: span[1])
        return index < len(self.recognised) and self.recognised[index][0] < end

    def place(self, offset: int) -> Place | None:
        """The place of the character at an offset."""
        index = bisect_right(self.places, offset, key=lambda placed: placed.start) - 1
        if index < 0 or offset >= self.places[index].end:
            return None
        return self.places[index].place


class Writer:
    """Text put together piece by piece, with the place of each."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._places: list[Placed] = []
        self._length = 0

    def line(self, text: str, place: Place | None = None) -> None:
        """Add a line of prose; white space within it becomes single spaces."""
        self.row(((text, place),))

    def row(self, cells: Sequence[tuple[str, Place | None]]) -> None:
        """Add a row of a table: for each column what it prints, and where."""
        parts, length = self._parts, self._length
        for index, (text, place) in enumerate(cells):
            if index:
                parts.append("\t")
                length += 1
            line = " ".join(text.split())
            if line:
                if place is not None:
                    self._places.append(_placed((length, length + len(line), place)))
                parts.append(line)
                length += len(line)
        parts.append("\n")
        self._length = length + 1

    def cells(self, texts: Sequence[str], table: int, row: int, first: int = 1) -> None:
        """Add a row of a table whose columns, from the first one given, print these lines,
        without white space but for single spaces."""
        start = self._length
        for column, text in enumerate(texts, first):
            end = start + len(text)
            if text:
                place = _place((None, None, table, row, column, None))
                self._places.append(_placed((start, end, place)))
            start = end + 1
        self._parts += ("\t".join(texts), "\n")
        self._length = start if texts else start + 1

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    @property
    def places(self) -> tuple[Placed, ...]:
        """The places so far, in order."""
        return tuple(self._places)
