"""One document on the screen or as JSON: its reports, their tables and findings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from extractors.agencies.model import Agency
from extractors.agencies.of_report import agency_of
from extractors.frames import Read, place_of
from extractors.model import Cell, Finding, Indicator, Report, SetAside
from flows.apart import read_apart
from flows.archives import ArchiveError, is_archive, is_member, members
from flows.cli import show
from flows.cli.who import print_agency
from flows.errors import OgiError, UsageError
from flows.extract import checked
from flows.files import Problem
from schema import form
from schema.form import Edition
from schema.identifiers import report_id

_SEVERITY = {"error": 0, "warning": 1, "info": 2}


def read(path: Path) -> tuple[Read, Sequence[Report]]:
    """Read one document: its reports; raises ``OgiError`` with the reason where it has none."""
    if path.is_dir():
        raise UsageError(f"{path}: it is a folder; name one file")
    if path.exists() and not path.is_file():
        raise OgiError(f"{path}: it is not a regular file")
    _refuse_archive(path)
    outcome = read_apart(str(path.absolute()), datetime.now(UTC).replace(tzinfo=None))
    if isinstance(outcome, Problem):
        is_there = path.exists() or is_member(str(path))
        raise OgiError(f"{path}: {outcome.reason if is_there else 'there is no such file'}")
    if isinstance(outcome.result, SetAside):
        raise OgiError(f"{path}: {outcome.result.reason}")
    return outcome, outcome.result


def _refuse_archive(path: Path) -> None:
    """Refuse a ZIP archive of documents, of which one is to be named."""
    try:
        if not path.is_file() or not is_archive(str(path)):
            return
        first = next(members(str(path)), None)
    except (ArchiveError, OSError):  # whoever reads it says what is wrong
        return
    if first is None:
        raise OgiError(f"{path}: the archive holds no documents")
    raise UsageError(f"{path}: it is an archive; name a document in it, such as {first}")


def as_records(document: Read, reports: Sequence[Report]) -> list[dict[str, Any]]:
    """Reports as JSON objects, with the names of the database's columns."""
    frames = checked([document])
    rows = frames["report"].drop("version", "is_current").rows(named=True)
    return [
        {
            **row,
            "encoding": report.source.encoding,
            "agency": _agency(frames["agency"], row["agency_id"]),
            "evidence": _rows(frames["agency_evidence"], row, "report_id", "agency_id"),
            "sections": _rows(frames["narrative"], row, "report_id"),
            "cells": [_cell(report, cell) for cell in report.cells],
            "indicators": _rows(frames["fact_indicator"], row, *_OF_REPORT),
            "extra_rows": _rows(frames["extra_row"], row, *_OF_REPORT),
            "findings": _rows(frames["finding"], row, "report_id"),
            "rejects": frames["quarantine"].drop("document_id").rows(named=True),
        }
        for row, report in zip(rows, reports, strict=True)
    ]


_OF_REPORT = ("report_id", "agency_id", "year")


def _rows(frame: pl.DataFrame, report: dict[str, Any], *known: str) -> list[dict[str, Any]]:
    """Rows of a report, without the columns that it has itself."""
    own = frame.filter(pl.col("report_id") == report["report_id"])
    return own.drop(*known).rows(named=True)


def _agency(agencies: pl.DataFrame, agency_id: str | None) -> dict[str, Any] | None:
    """The row of a body, null where none is stated."""
    return next(agencies.filter(agency_id=agency_id).iter_rows(named=True), None)


def _cell(report: Report, cell: Cell) -> dict[str, Any]:
    return {
        "cell": cell.name,
        "value": cell.value,
        "raw": cell.raw,
        "status": cell.status,
        "source_start": cell.span and cell.span.start,
        "source_end": cell.span and cell.span.end,
        **place_of(report.source, cell.span)._asdict(),
    }


def print_reports(document: Read, reports: Sequence[Report]) -> None:
    """Print reports, one after the other, and what was rejected of their rows."""
    for ordinal, report in enumerate(reports, 1):
        if len(reports) > 1:
            show.line(f"\n{report.source.part}")
        identifier = report_id(document.document_id, ordinal)
        _print_report(report, *agency_of(report, document.source_uri, identifier))
    rejects = checked([document])["quarantine"]
    if rejects.height:
        show.table(
            ("table", "rule", "row"),
            rejects.select("table_name", "rule", "row_json").rows(),
            "Rejected rows",
        )


def _print_report(report: Report, agency: Agency | None, doubts: Sequence[Finding]) -> None:
    """Print a report's identity, tables and findings."""
    identity = report.identity
    show.line(f"{identity.title or '(no title)'}")
    show.line(f"  agency   {identity.agency_name or '(not stated)'}")
    show.line(f"  year     {identity.year or '(not stated)'}")
    if identity.period:
        show.line(f"  period   {identity.period[0]} to {identity.period[1]}")
    show.line(f"  edition  {report.edition}")
    if agency:
        print_agency(agency)
    show.line(f"  sections {'  '.join(s.title for s in report.sections) or '(none)'}")
    if report.form:
        _print_tables(report.form, report.cells)
    if report.indicators:
        _print_indicators(report.indicators)
    if report.extra_rows:
        rows = [(row.label, " ".join(raw for _, raw, _ in row.values)) for row in report.extra_rows]
        show.table(("row", "values"), rows, "Rows that the form lacks")
    _print_findings([*report.findings, *doubts])


def _print_tables(edition: Edition, cells: Sequence[Cell]) -> None:
    shown = {cell.name: _shown(cell) for cell in cells}
    for table in form.form_tables():
        rows = edition.rows_of(table.table)
        columns = list(
            dict.fromkeys(c.label for r in rows for c in edition.columns_of(table.table, r.row))
        )
        body = []
        for row in rows:
            line = {
                column.label: shown[f"{table.table}.{row.row}.{column.column}"]
                for column in edition.columns_of(table.table, row.row)
            }
            body.append([_short(row.number + row.label), *(line.get(c, "") for c in columns)])
        show.table(("", *columns), body, f"{table.title}")


def _print_indicators(indicators: Sequence[Indicator]) -> None:
    cumulative = any(one.cumulative_span for one in indicators)
    columns = ("", "indicator", "code", "unit", "value", *(["cumulative"] if cumulative else []))
    body = [
        [
            one.number,
            _short(one.label, 30),
            one.code,
            one.unit,
            _shown(one),
            *([one.cumulative] if cumulative else []),
        ]
        for one in indicators
    ]
    show.table(columns, body, "Indicators")


def _shown(cell: Cell | Indicator) -> str | int | float:
    marks = {"blank": "", "absent": "·", "conflict": "?", "not_applicable": cell.raw or "/"}
    return cell.value if cell.value is not None else marks[cell.status]


def _short(label: str, width: int = 22) -> str:
    return label if len(label) <= width else label[: width - 1] + "…"


def _print_findings(findings: Sequence[Finding]) -> None:
    """Print findings, worst first."""
    if not findings:
        show.line("\nNo findings.")
        return
    ordered = sorted(findings, key=lambda finding: _SEVERITY[finding.severity])
    show.table(
        ("severity", "rule", "message", "message_zh"),
        [(one.severity, one.rule, one.message, one.message_zh) for one in ordered],
        "Findings",
    )
