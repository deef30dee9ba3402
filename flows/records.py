"""What the steps of a run hand to each other.

This module loads nothing heavy: workers start before the database does, and a run that finds
nothing new is short.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.corrections import NO_CORRECTIONS, Corrections
from flows.files import Problem
from flows.sidecars import Told

if TYPE_CHECKING:
    from extractors.model import Report, SetAside

Reader = Callable[[bytes], "Sequence[Report] | SetAside"]
"""Reads a document's bytes: its reports, or why it is set aside."""

MARK = struct.Struct("=i")
"""How a worker notes the place in its batch of the document that it reads."""

READER_MEMORY = 3 * 2**30
"""Bytes that a process may take that reads documents; an ordinary one takes little."""


class Web(NamedTuple):
    """By which catalogue addresses are fetched, and the raw archive that keeps what they give."""

    catalogue: Path = Path("data/sources")
    archive: Path = Path("data/archive")


class Known(NamedTuple):
    """Documents that a database holds, why some were set aside and what those need that may be
    read once it is installed, what each source last gave; whether tables, form and views
    are those that this installation makes; which corrections are in force; since when the
    pages of some sources are gone; and what sources gave earlier, with the time of retrieval."""

    extracted: frozenset[str] = frozenset()
    set_aside: Mapping[str, str] = MappingProxyType({})
    needs: Mapping[str, str] = MappingProxyType({})
    latest: Mapping[str, str] = MappingProxyType({})
    current: bool = True
    corrections: frozenset[tuple[Any, ...]] = frozenset()
    gone: Mapping[str, datetime] = MappingProxyType({})
    earlier: frozenset[tuple[str, str, datetime]] = frozenset()

    def holds(self, document_id: str) -> bool:
        """Whether a document is stored."""
        return document_id in self.extracted or document_id in self.set_aside


class Held(NamedTuple):
    """What a source of a run holds; ``retrieved_at`` is when a crawler got it, if it says, and
    ``gone_at`` since when its page is gone. ``is_last``: the source gave nothing else after it."""

    source_uri: str
    document_id: str
    retrieved_at: datetime | None = None
    gone_at: datetime | None = None
    is_last: bool = True

    def is_as_known(self, known: Known) -> bool:
        """Whether a database already has that the source gives this, and whether it is gone, or
        that it gave this then."""
        was_given = (self.source_uri, self.document_id, self.retrieved_at) in known.earlier
        if not self.is_last:
            return was_given
        is_latest = known.latest.get(self.source_uri) == self.document_id
        return (was_given or is_latest) and known.gone.get(self.source_uri) == self.gone_at


class Plan(NamedTuple):
    """Documents of a run by content: which are new, what every source holds, what was noted
    beside new documents, and corrections of those that are stored."""

    new: tuple[str, ...]
    held: tuple[Held, ...]
    known: Known
    problems: tuple[Problem, ...]
    told: Mapping[str, Told] = MappingProxyType({})
    again: bool = False
    corrections: Corrections = NO_CORRECTIONS

    @property
    def says_new(self) -> bool:
        """Whether any source holds other content than when it was last read, or its page vanished
        or is back, a document can be
        read ``again`` that could not be, the database has another shape or other views than
        this installation makes, or corrections are others than those in force."""
        return (
            self.again
            or not self.known.current
            or self.corrections.of(self.known.extracted) != self.known.corrections
            or not all(held.is_as_known(self.known) for held in self.held)
        )


class Batch(NamedTuple):
    """Documents that are read together, and the spool folder their frames go to.

    ``first`` is the place of the first of them among all documents of the run: it names the
    spooled files, so that rows are in the same order however documents were cut into batches.
    ``condemned`` is the reason not to read the documents but to set them aside. ``told`` is
    what was noted beside some of them.
    """

    first: int
    paths: tuple[str, ...]
    retrieved_at: datetime
    spool: str
    condemned: str | None = None
    told: dict[str, Told] = {}  # noqa: RUF012 - never changed

    def part(self, start: int, stop: int) -> Batch:
        """The documents from place ``start`` up to ``stop`` as a batch of their own."""
        return self._replace(first=self.first + start, paths=self.paths[start:stop])


class BatchResult(NamedTuple):
    """Documents that vanished or became unreadable since they were listed."""

    problems: tuple[Problem, ...]


class Loaded(NamedTuple):
    """What a load added: reports, findings by severity, refused rows, documents set aside."""

    reports: int
    findings: tuple[tuple[str, int], ...]
    quarantined: int
    set_aside: dict[str, str]


class Change(NamedTuple):
    """What differs in a report: a cell, or what the report says of itself, as ``report.year``;
    ``report`` where the report as such came or went. Values are texts, null where there is none."""

    agency_name: str | None
    year: int | None
    source_uri: str
    report_id: str
    cell: str
    label: str | None
    old: str | None
    old_raw: str | None
    old_status: str | None
    new: str | None
    new_raw: str | None
    new_status: str | None


class Compared(NamedTuple):
    """What differs: the first of the changes, numbers of them by kind, and documents that are
    now set aside with their reasons."""

    changes: tuple[Change, ...] = ()
    cells: int = 0
    reports: int = 0
    came: int = 0
    went: int = 0
    set_aside: tuple[Problem, ...] = ()
