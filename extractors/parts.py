"""A report spread over the sheets of a workbook, a table on each, is put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from extractors.document import Decoded, Placed
from extractors.findings import finding
from extractors.model import Finding, Report, SetAside

_MOST = 12
"""Sheets of one report, with a cover and notes."""
_MANY = 2


def in_one(
    texts: Sequence[Decoded],
    reports: Sequence[Report],
    read: Callable[[Decoded], Report | SetAside],
) -> Report | None:
    """The one report whose tables stand on sheets of their own; null where there may be several.

    No table of the form stands on two sheets, no two bodies or years are named, and read in one
    text every cell has the value that its sheet gives it.
    """
    if not _MANY <= len(reports) <= len(texts) <= _MOST:
        return None
    tables = [table for report in reports for table in _tables(report)]
    if len(set(tables)) < len(tables) or not all(map(_tables, reports)):
        return None
    names = {report.identity.agency_name for report in reports} - {None}
    years = {report.identity.year for report in reports} - {None}
    if len(names) > 1 or len(years) > 1 or any(report.indicators for report in reports):
        return None
    whole = read(_joined(texts))
    if not isinstance(whole, Report) or _values(whole) != _together(reports):
        return None
    sheets = "、".join(text.part or "?" for text in texts)
    joined = finding("joined_sheets", n=len(texts), sheets=sheets)
    return replace(whole, findings=(*whole.findings, joined))


def _tables(report: Report) -> set[str]:
    """The tables of the form that a report prints."""
    return {cell.name.partition(".")[0] for cell in report.cells if cell.status != "absent"}


def _values(report: Report) -> dict[str, object]:
    return {
        cell.name: (cell.status, cell.value) for cell in report.cells if cell.status != "absent"
    }


def _together(reports: Sequence[Report]) -> dict[str, object]:
    return {name: value for report in reports for name, value in _values(report).items()}


def _joined(texts: Sequence[Decoded]) -> Decoded:
    """Texts one below the other, each piece at its place."""
    places: list[Placed] = []
    findings: list[Finding] = []
    length = 0
    for text in texts:
        places += (Placed(length + one.start, length + one.end, one.place) for one in text.places)
        findings += text.findings
        length += len(text.text)
    return replace(
        texts[0],
        text="".join(text.text for text in texts),
        places=tuple(places),
        findings=tuple(findings),
        part=None,
    )
