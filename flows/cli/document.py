"""One document on the screen: its tables, its findings, and where a cell comes from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractors.checks import evaluate
from extractors.frames import Read
from extractors.model import Cell, Finding, Indicator, Report, SetAside, Span
from flows.cli import show
from flows.errors import OgiError, UsageError
from flows.extract import checked, read_path
from flows.sources import Problem
from schema import form
from schema.form import Edition

_SEVERITY = {"error": 0, "warning": 1, "info": 2}


def read(path: Path) -> tuple[Read, Report]:
    """Read one document; raises ``OgiError`` with the reason where it is no report."""
    if path.is_dir():
        raise UsageError(f"{path}: it is a folder; name one file")
    if path.exists() and not path.is_file():
        raise OgiError(f"{path}: it is not a regular file")
    outcome = read_path(str(path.absolute()), datetime.now(UTC).replace(tzinfo=None))
    if isinstance(outcome, Problem):
        missing = "there is no such file" if not path.exists() else outcome.reason
        raise OgiError(f"{path}: {missing}")
    if isinstance(outcome.result, SetAside):
        raise OgiError(f"{path}: {outcome.result.reason}")
    return outcome, outcome.result


def as_record(document: Read, report: Report) -> dict[str, Any]:
    """A report as a JSON object, with the names of the database's columns."""
    frames = checked([document])
    (row,) = frames["report"].drop("version", "is_current").rows(named=True)
    cells = [
        {
            "cell": cell.name,
            "value": cell.value,
            "raw": cell.raw,
            "status": cell.status,
            "source_start": cell.span and cell.span.start,
            "source_end": cell.span and cell.span.end,
        }
        for cell in report.cells
    ]
    return {
        **row,
        "encoding": report.encoding,
        "sections": frames["narrative"].drop("report_id").rows(named=True),
        "cells": cells,
        "indicators": frames["fact_indicator"]
        .drop("report_id", "agency_id", "year")
        .rows(named=True),
        "extra_rows": frames["extra_row"].drop("report_id", "agency_id", "year").rows(named=True),
        "findings": frames["finding"].drop("report_id").rows(named=True),
        "rejects": frames["quarantine"].drop("document_id").rows(named=True),
    }


def print_report(document: Read, report: Report) -> None:
    """Print a report's identity, tables, findings and rejected rows."""
    identity = report.identity
    show.line(f"{identity.title or '(no title)'}")
    show.line(f"  agency   {identity.agency_name or '(not stated)'}")
    show.line(f"  year     {identity.year or '(not stated)'}")
    if identity.period:
        show.line(f"  period   {identity.period[0]} to {identity.period[1]}")
    show.line(f"  edition  {report.edition}")
    show.line(f"  sections {'  '.join(s.title for s in report.sections) or '(none)'}")
    if report.form:
        _print_tables(report.form, report.cells)
    if report.indicators:
        _print_indicators(report.indicators)
    if report.extra_rows:
        rows = [(row.label, " ".join(raw for _, raw, _ in row.values)) for row in report.extra_rows]
        show.table(("row", "values"), rows, "Rows that the form lacks")
    print_findings(report.findings)
    rejects = checked([document])["quarantine"]
    if rejects.height:
        show.table(
            ("table", "rule", "row"),
            rejects.select("table_name", "rule", "row_json").rows(),
            "Rejected rows",
        )


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


def print_findings(findings: Sequence[Finding]) -> None:
    """Print findings, worst first."""
    if not findings:
        show.line("\nNo findings.")
        return
    ordered = sorted(findings, key=lambda finding: _SEVERITY[finding.severity])
    show.table(
        ("severity", "rule", "message"),
        [(finding.severity, finding.rule, finding.message) for finding in ordered],
        "Findings",
    )


def explain(path: Path, name: str) -> None:
    """Print where a cell stands in a document and how it was read."""
    document, report = read(path)
    cell = next((cell for cell in report.cells if cell.name == name), None)
    if cell is None or report.form is None:
        indicator = _indicator(report, name)
        if indicator is None:
            raise UsageError(_unknown_cell(report, name))
        _explain_indicator(document, report, indicator)
        return
    edition = report.form
    spec = edition.cell[name]
    show.line(f"{name}")
    show.line(
        f"  form      section {spec.section}, {spec.row_label} × {spec.column_label}"
        f" ({spec.unit}), edition {report.edition}"
    )
    if spec.article:
        show.line(f"  law       政府信息公开条例, article {spec.article}")
    show.line(f"  value     {'(none)' if cell.value is None else cell.value}")
    show.line(f"  status    {cell.status}: {_STATUS[cell.status]}")
    if cell.label:
        show.line(f"  row label {_place(report.text, cell.label)}")
    if cell.span:
        show.line(f"  printed   {_place(report.text, cell.span)}")
    elif cell.raw:
        show.line(f"  printed   “{cell.raw}”")
    if cell.label or cell.span:
        show.line(f"  in {document.source_uri}, {report.encoding}:")
        _print_context(report.text, cell.label, cell.span)
    for identity, holds in evaluate(edition, report.cells, name):
        verdict = {True: "holds", False: "is broken", None: "cannot be evaluated"}[holds]
        show.line(f"  identity  {identity} {verdict}")
    _print_findings_on(report, name)


def _print_findings_on(report: Report, name: str) -> None:
    for finding in report.findings:
        if name in finding.cells:
            show.line(f"  finding   {finding.severity}: {finding.message}")


def _indicator(report: Report, name: str) -> Indicator | None:
    """The indicator with a name, a code or a printed label."""
    return next((one for one in report.indicators if name in (one.name, one.code, one.label)), None)


def _explain_indicator(document: Read, report: Report, one: Indicator) -> None:
    show.line(f"{one.name}")
    info = next((info for info in form.indicators() if info.code == one.code), None)
    if info:
        show.line(f"  form      {info.label} ({info.unit}), edition {report.edition}")
    value = "(none)" if one.value is None else f"{one.value}{one.unit or ''}"
    cumulative = "" if one.cumulative is None else f", cumulative {one.cumulative}"
    show.line(f"  value     {value}{cumulative}")
    show.line(f"  status    {one.status}: {_STATUS[one.status]}")
    if one.label_span:
        show.line(f"  row label {_place(report.text, one.label_span)}")
    if one.span:
        show.line(f"  printed   {_place(report.text, one.span)}")
    if one.cumulative_span:
        show.line(f"  cumulated {_place(report.text, one.cumulative_span)}")
    show.line(f"  in {document.source_uri}, {report.encoding}:")
    _print_context(report.text, one.label_span, one.span)
    _print_findings_on(report, one.name)


_STATUS = {
    "read": "printed, and read in one way only",
    "blank": "the cell is printed empty",
    "not_applicable": "the cell is printed as not applicable",
    "absent": "the row or the cell is not in the document",
    "resolved": "the layout allowed several readings; sums or the narrative left one",
    "conflict": "several readings are left, so there is no value",
    "corrected": "corrected by a reviewed entry",
}


def _unknown_cell(report: Report, name: str) -> str:
    names = [cell.name for cell in report.cells] + [one.name for one in report.indicators]
    if not names:
        return f"the document has no cells: its edition is {report.edition}"
    stem = name.rsplit(".", 1)[-1]
    near = [known for known in names if stem and stem in known][:3]
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    return f"edition {report.edition} has no cell {name}{hint}"


def _place(text: str, span: Span) -> str:
    line = text.count("\n", 0, span.start) + 1
    column = span.start - text.rfind("\n", 0, span.start)
    words = " ".join(text[span.start : span.end].split())
    return f"“{words}” at characters {span.start}-{span.end} (line {line}, column {column})"


def _print_context(text: str, label: Span | None, value: Span | None) -> None:
    """The printed lines from the row's label to the value, the value marked."""
    spans = [span for span in (label, value) if span]
    start = text.rfind("\n", 0, min(span.start for span in spans)) + 1
    end = text.find("\n", max(span.end for span in spans))
    end = len(text) if end < 0 else end
    if value:
        marked = f"{text[start : value.start]}【{text[value.start : value.end]}】"
        shown = marked + text[value.end : end]
    else:
        shown = text[start:end]
    for line in shown.split("\n"):
        if line.strip():
            show.line("    | " + _clipped(line).replace("\t", " ⇥ "))


def _clipped(line: str, width: int = 160) -> str:
    """A long line around its marked value, or its beginning."""
    if len(line) <= width:
        return line
    start = max(0, line.find("【") - width // 2)
    before, after = "…" if start else "", "…" if start + width < len(line) else ""
    return before + line[start : start + width] + after
