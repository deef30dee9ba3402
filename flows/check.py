"""Drafts checked: what an official sends back to the author.

Each document is read apart, so that one which cannot be read costs no other.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import polars as pl

from extractors.frames import Read
from extractors.model import Cell, Indicator, Report, SetAside
from flows.apart import read_apart
from flows.beside import findings_beside
from flows.extract import checked
from flows.files import Problem, uri
from flows.prepare import prepare
from flows.sources import list_documents
from schema.reasons import reason_zh
from schema.rules import rules

SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
"""Severities, worst first, with the words of the report."""
_TOGETHER = 50
"""Documents that are prepared together: as many as one conversion takes."""


class CellShown(NamedTuple):
    """A cell that a finding names: its name, its labels and what it prints."""

    cell: str
    label: str
    raw: str | None


class Told(NamedTuple):
    """A finding with what it rests on; ``sentence_zh`` is what its rule asks for."""

    severity: str
    rule: str
    message: str
    message_zh: str
    cells: tuple[CellShown, ...]
    expected: str | None
    found: str | None
    sentence_zh: str

    @property
    def is_of_draft(self) -> bool:
        """Whether it is for the author: notes on how the document was read are not."""
        return self.severity != "info" or rules()[self.rule].compared != "source"


class Draft(NamedTuple):
    """A report of a document with its findings, worst first; or a document without a report,
    with the reason."""

    source_uri: str
    reason: str | None = None
    part: str | None = None
    agency_name: str | None = None
    year: int | None = None
    edition: str | None = None
    findings: tuple[Told, ...] = ()

    @property
    def name(self) -> str:
        """How to call it: its path, from here on where it is below, and its sheet."""
        path = self.source_uri
        here = os.path.join(uri(os.getcwd()), "")  # noqa: PTH109, PTH118 - text, as in listings
        shown = path.removeprefix(here)
        return f"{shown}（{self.part}）" if self.part else shown

    @property
    def reason_zh(self) -> str | None:
        """The reason in Chinese, or as it is told where there are no words for it."""
        return self.reason and (reason_zh(self.reason) or self.reason)

    @property
    def shown(self) -> tuple[Told, ...]:
        """The findings that are for the author."""
        return tuple(one for one in self.findings if one.is_of_draft)

    def count(self, severity: str) -> int:
        """How many of these are of a severity."""
        return sum(one.severity == severity for one in self.shown)


def check_drafts(sources: Sequence[str], db: Path | None = None) -> Iterator[Draft]:
    """The drafts of files, folders and globs, in order of their names; those that cannot be
    read come with the reason, sources that gave none first.

    With ``db`` they are also held against the reports of that database; all are read first.
    """
    listing = list_documents(sources)
    for problem in listing.problems:
        yield Draft(problem.source_uri, problem.reason)
    if db is None:
        for outcome in _read(listing.paths):
            yield from _drafts(outcome)
        return
    outcomes = list(_read(listing.paths))
    beside = findings_beside(db, [one for one in outcomes if isinstance(one, Read)])
    for outcome in outcomes:
        yield from _drafts(outcome, beside)


def _read(paths: Iterable[str]) -> Iterator[Read | Problem]:
    now = datetime.now(UTC).replace(tzinfo=None)
    left = iter(paths)
    while batch := list(islice(left, _TOGETHER)):
        prepare(batch)
        for path in batch:
            yield read_apart(path, now)


def _drafts(
    outcome: Read | Problem, beside: Mapping[str, list[dict[str, Any]]] = MappingProxyType({})
) -> Iterator[Draft]:
    if isinstance(outcome, Problem):
        yield Draft(outcome.source_uri, outcome.reason)
        return
    if isinstance(outcome.result, SetAside):
        yield Draft(outcome.source_uri, outcome.result.reason)
        return
    frames = checked([outcome])
    several = len(outcome.result) > 1
    for report_id, report in zip(frames["report"]["report_id"], outcome.result, strict=True):
        rows = frames["finding"].filter(pl.col("report_id") == report_id)
        yield Draft(
            outcome.source_uri,
            None,
            report.source.part if several else None,
            report.identity.agency_name,
            report.identity.year,
            report.edition,
            _told(report, [*rows.rows(named=True), *beside.get(report_id, ())]),
        )


def _told(report: Report, rows: Sequence[dict[str, Any]]) -> tuple[Told, ...]:
    """Findings worst first, in the order of the registry."""
    cells: dict[str, Cell | Indicator] = {cell.name: cell for cell in report.cells}
    cells |= {one.name: one for one in report.indicators}
    order = {name: place for place, name in enumerate(rules())}
    worst = list(SEVERITIES)
    told = [
        Told(
            row["severity"],
            row["rule"],
            row["message"],
            row["message_zh"] or row["message"],
            tuple(_cell(report, cells[name]) for name in row["cells"] if name in cells),
            row["expected"],
            row["found"],
            rules()[row["rule"]].sentence_zh,
        )
        for row in rows
    ]
    return tuple(sorted(told, key=lambda one: (worst.index(one.severity), order[one.rule])))


def _cell(report: Report, cell: Cell | Indicator) -> CellShown:
    if isinstance(cell, Indicator):
        return CellShown(cell.name, cell.label, cell.raw)
    assert report.form is not None, "cells are those of a form"
    spec = report.form.cell[cell.name]
    return CellShown(cell.name, f"{spec.row_label} × {spec.column_label}", cell.raw)
