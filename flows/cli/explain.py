"""Where a cell of a document comes from, and how it was read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from extractors.checks.cells import evaluate
from extractors.document import Decoded, Place
from extractors.frames import Read
from extractors.model import Cell, Indicator, Report, Span
from flows.cli import show
from flows.cli.document import read
from flows.errors import UsageError
from schema import form


def explain(path: Path, name: str) -> None:
    """Print where a cell stands in a document and how it was read."""
    document, reports = read(path)
    known = [report for report in reports if _has(report, name)]
    if not known:
        raise UsageError(_unknown_cell(reports[0], name))
    for report in known:
        cell = next((cell for cell in report.cells if cell.name == name), None)
        indicator = _indicator(report, name)
        if cell:
            _explain_cell(document, report, cell)
        elif indicator:
            _explain_indicator(document, report, indicator)


def _has(report: Report, name: str) -> bool:
    named = any(cell.name == name for cell in report.cells)
    return named or _indicator(report, name) is not None


def _explain_cell(document: Read, report: Report, cell: Cell) -> None:
    edition = report.form
    assert edition is not None, "cells are those of a form"
    spec = edition.cell[cell.name]
    show.line(f"{cell.name}")
    show.line(
        f"  form      section {spec.section}, {spec.row_label} × {spec.column_label}"
        f" ({spec.unit}), edition {report.edition}"
    )
    if spec.article:
        show.line(f"  law       政府信息公开条例, article {spec.article}")
    show.line(f"  value     {'(none)' if cell.value is None else cell.value}")
    show.line(f"  status    {cell.status}: {_STATUS[cell.status]}")
    if cell.raw and not cell.span:
        show.line(f"  printed   “{cell.raw}”")
    _print_places(document, report.source, {"row label": cell.label, "printed": cell.span})
    for identity, holds in evaluate(edition, report.cells, cell.name):
        verdict = {True: "holds", False: "is broken", None: "cannot be evaluated"}[holds]
        show.line(f"  identity  {identity} {verdict}")
    _print_findings_on(report, cell.name)


def _print_places(document: Read, source: Decoded, spans: Mapping[str, Span | None]) -> None:
    """Print where label and values stand, and the lines from the label to the value."""
    for name, span in spans.items():
        if span:
            show.line(f"  {name:<9} {_place(source, span)}")
    label, value = spans["row label"], spans["printed"]
    if label or value:
        _print_context(document, source, label, value)


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
    places = {"row label": one.label_span, "printed": one.span, "cumulated": one.cumulative_span}
    _print_places(document, report.source, places)
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


def _place(source: Decoded, span: Span) -> str:
    text = source.text
    line = text.count("\n", 0, span.start) + 1
    column = span.start - text.rfind("\n", 0, span.start)
    words = " ".join(text[span.start : span.end].split())
    stands = f"“{words}” at characters {span.start}-{span.end} (line {line}, column {column})"
    place = source.place(span.start)
    return f"{stands}\n            {_in_document(place)}" if place else stands


def _in_document(place: Place) -> str:
    """Where in a document a cell stands, in words."""
    page, box, table, row, column, part = place
    words = [
        f"sheet {part}" if part else "",
        f"page {page}" if page else "",
        f"table {table}" if table else "",
        f"row {row}" if row else "",
        f"column {column}" if column else "",
    ]
    if box:
        words.append("box " + " ".join(f"{edge:.0f}" for edge in box) + " points")
    return ", ".join(filter(None, words))


def _print_context(document: Read, source: Decoded, label: Span | None, value: Span | None) -> None:
    """The printed lines from the row's label to the value, the value marked."""
    part = f", {source.part}" if source.part else ""
    show.line(f"  in {document.source_uri}{part}, {source.encoding or source.method}:")
    text = source.text
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
