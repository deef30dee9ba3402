"""Frozen values that the extractor returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from schema.form import Edition

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


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule or a doubtful reading, with its evidence."""

    rule: str
    severity: Severity
    message: str
    cells: tuple[str, ...] = ()
    expected: str | None = None
    found: str | None = None


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
    """One report read from a document."""

    identity: Identity
    edition: str
    form: Edition | None
    cells: tuple[Cell, ...]
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]
    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """A document that is not read as a report, with the reason in one sentence."""

    reason: str
    media_type: str
    encoding: str | None = None
