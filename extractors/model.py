"""Frozen values that the extractor returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from schema.form import Edition

if TYPE_CHECKING:
    from extractors.document import Decoded

Status = Literal["read", "blank", "not_applicable", "absent", "resolved", "conflict", "corrected"]
Severity = Literal["error", "warning", "info"]
Number = int | float


class Span(NamedTuple):
    """A stretch of the decoded text, ``text[start:end]``."""

    start: int
    end: int


class Cell(NamedTuple):
    """A cell of the form as printed. ``label`` is the span of its row's printed label,
    ``unit`` a unit printed in the cell other than the form's."""

    name: str
    status: Status
    value: Number | None = None
    raw: str | None = None
    span: Span | None = None
    label: Span | None = None
    unit: str | None = None

    def opened(self) -> Cell:
        """The cell in conflict, without its value; one that has none stays as it is."""
        return self if self.value is None else self._replace(status="conflict", value=None)


class ExtraRow(NamedTuple):
    """A printed row that the national form lacks: its label and its values, each with its
    printed text and span; a value is null where it could not be told."""

    table: str
    label: str
    span: Span
    values: tuple[tuple[Number | None, str, Span], ...]


class Indicator(NamedTuple):
    """A row of an indicator table (forms before 2019) as printed.

    ``label`` is without its number and unit; ``code`` is set where the meaning is known.
    ``value`` is the year's, ``cumulative`` that of a cumulative column beside it; ``raw`` and
    ``span`` are those of the value, of all its digits where they are in doubt.
    """

    name: str
    label: str
    status: Status
    code: str | None = None
    number: str | None = None
    unit: str | None = None
    value: Number | None = None
    cumulative: Number | None = None
    raw: str | None = None
    span: Span | None = None
    label_span: Span | None = None
    cumulative_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule or a doubtful reading, with its evidence; made by ``extractors.findings``."""

    rule: str
    severity: Severity
    message: str
    cells: tuple[str, ...] = ()
    expected: str | None = None
    found: str | None = None
    message_zh: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the narrative: its printed title, span and prose without tables."""

    number: int
    title: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports on which year, as printed."""

    title: str | None = None
    agency_name: str | None = None
    year: int | None = None
    period: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One report read from a document; ``source`` is the text that it was read from."""

    identity: Identity
    edition: str
    form: Edition | None
    cells: tuple[Cell, ...]
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]
    source: Decoded
    indicators: tuple[Indicator, ...] = ()
    extra_rows: tuple[ExtraRow, ...] = ()

    @property
    def text(self) -> str:
        """The text that spans count in."""
        return self.source.text


@dataclass(frozen=True, slots=True)
class SetAside:
    """A document that is not read as a report, with the reason in one sentence.

    ``needs`` names what would have to be installed to read it, as in ``extractors.needs``.
    """

    reason: str
    media_type: str
    encoding: str | None = None
    needs: str | None = None
