"""Reports as typed polars frames, one per stored table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

import polars as pl

from extractors.agencies.model import Agency
from extractors.agencies.of_report import agency_of
from extractors.document import Decoded
from extractors.model import Cell, Finding, Report, SetAside, Span
from schema import form
from schema.identifiers import report_id
from schema.projections import polars_schema
from schema.tables import TABLE

_FACTS = {
    "applications": ("fact_application", "outcome", "applicant_type"),
    "proactive": ("fact_proactive_disclosure", "item", "measure"),
    "review": ("fact_review_litigation", "channel", "result"),
}
TABLES = (
    "document",
    "report",
    "agency",
    "agency_evidence",
    *(fact for fact, _, _ in _FACTS.values()),
    "fact_indicator",
    "extra_row",
    "finding",
    "narrative",
)
"""Tables that extraction fills."""
_NOWHERE = (None, None)


class Read(NamedTuple):
    """A document with what was read from it: its reports, or why it is set aside."""

    document_id: str
    source_uri: str
    size: int
    retrieved_at: datetime
    extractor_version: str
    result: Sequence[Report] | SetAside


class _Of(NamedTuple):
    """A report of a document: its identifier, that of its agency, and the year."""

    report_id: str
    agency_id: str | None
    year: int | None


def to_frames(documents: Iterable[Read]) -> dict[str, pl.DataFrame]:
    """Frames of ``TABLES`` for a batch of documents, typed as declared in ``schema.tables``.

    Documents are taken one at a time and not kept: an iterator need not hold a batch of texts.
    ``version`` and ``is_current`` of a report are decided when it is loaded.
    """
    tables = ("document", "report", "agency_evidence", *_ROWS)
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in tables}
    agencies: dict[str, dict[str, Any]] = {}
    printed = _Printed()
    for doc in documents:
        rows["document"].append(_document(doc))
        reports = () if isinstance(doc.result, SetAside) else doc.result
        for ordinal, report in enumerate(reports, 1):
            identifier = report_id(doc.document_id, ordinal)
            agency, doubts = agency_of(report, doc.source_uri, identifier)
            of = _Of(identifier, agency.agency_id if agency else None, report.identity.year)
            rows["report"].append(_report(doc, of, report, agency))
            if agency:
                _keep_fullest(agencies, agency)
                rows["agency_evidence"] += _evidence(of, agency)
            rows["finding"] += [finding_row(identifier, doubt) for doubt in doubts]
            printed.add(of, report)
            for table, rows_of in _ROWS.items():
                rows[table] += rows_of(of, report)
    rows["agency"] = list(agencies.values())
    return {**{table: _frame(table, found) for table, found in rows.items()}, **_facts(printed)}


def _keep_fullest(agencies: dict[str, dict[str, Any]], agency: Agency) -> None:
    """Keep one row for each body: of several spellings of its name the longest."""
    row: dict[str, Any] = {
        "agency_id": agency.agency_id,
        "name": agency.name,
        "function": agency.function,
        "form": agency.form,
        "level": agency.level,
        "region_code": agency.latest_code,
        "region_candidates": list(agency.candidates) or None,
    }
    known = agencies.get(agency.agency_id, {"name": ""})["name"]
    if (len(known), known) < (len(agency.name), agency.name):
        agencies[agency.agency_id] = row


def _evidence(of: _Of, agency: Agency) -> list[dict[str, Any]]:
    return [
        {
            "report_id": of.report_id,
            "agency_id": of.agency_id,
            "kind": sign.kind,
            "text": sign.text,
            "regions": list(sign.regions),
            "source_start": sign.start,
            "source_end": sign.end,
        }
        for sign in agency.evidence
    ]


def _frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=polars_schema(TABLE[table]))


def _document(doc: Read) -> dict[str, Any]:
    set_aside = doc.result if isinstance(doc.result, SetAside) else None
    source = doc.result if isinstance(doc.result, SetAside) else doc.result[0].source
    return {
        "document_id": doc.document_id,
        "source_uri": doc.source_uri,
        "media_type": source.media_type,
        "encoding": source.encoding,
        "bytes": doc.size,
        "retrieved_at": doc.retrieved_at,
        "status": "set_aside" if set_aside else "extracted",
        "reason": set_aside.reason if set_aside else None,
        "needs": set_aside.needs if set_aside else None,
        "extractor_version": doc.extractor_version,
    }


def _report(doc: Read, of: _Of, report: Report, agency: Agency | None) -> dict[str, Any]:
    identity = report.identity
    period = identity.period or (None, None)
    metadata = report.source.metadata
    return {
        **of._asdict(),
        "document_id": doc.document_id,
        "source_uri": doc.source_uri,
        "agency_name": identity.agency_name,
        "region_code": agency and agency.region_code,
        "scope": agency and agency.scope,
        "edition": report.edition,
        "title": identity.title,
        "period_start": period[0],
        "period_end": period[1],
        "method": report.source.method,
        "part": report.source.part,
        "published_on": date.fromisoformat(metadata.published) if metadata.published else None,
        "publisher": metadata.publisher,
        "index_number": metadata.index_number,
        "credit_code": metadata.credit_code,
        "version": 1,
        "is_current": False,
    }


def finding_row(report_id: str, finding: Finding) -> dict[str, Any]:
    """A finding of a report as a row of the table ``finding``."""
    return {"report_id": report_id, **asdict(finding), "cells": list(finding.cells)}


def _findings(of: _Of, report: Report) -> list[dict[str, Any]]:
    return [finding_row(of.report_id, finding) for finding in report.findings]


def _sections(of: _Of, report: Report) -> list[dict[str, Any]]:
    return [
        {
            "report_id": of.report_id,
            "section": section.number,
            "title": section.title,
            "text": section.text,
            "source_start": section.span.start,
            "source_end": section.span.end,
        }
        for section in report.sections
    ]


def _indicators(of: _Of, report: Report) -> list[dict[str, Any]]:
    of_report = of._asdict()
    return [
        {
            **of_report,
            "position": position,
            "cell": one.name,
            "number": one.number,
            "label": one.label,
            "code": one.code,
            "unit": one.unit,
            "value": one.value,
            "cumulative": one.cumulative,
            "status": one.status,
            "raw": one.raw,
            **_ends("source", one.span),
            **place_of(report.source, one.span)._asdict(),
            **_ends("label", one.label_span),
            **_ends("cumulative", one.cumulative_span),
        }
        for position, one in enumerate(report.indicators, 1)
    ]


def _extra_rows(of: _Of, report: Report) -> list[dict[str, Any]]:
    of_report = of._asdict()
    return [
        {
            **of_report,
            "table": row.table,
            "label": row.label,
            "position": position,
            "value": value,
            "status": "conflict" if value is None else "read",
            "raw": raw,
            **_ends("source", span),
            **place_of(report.source, span)._asdict(),
            **_ends("label", row.span),
        }
        for row in report.extra_rows
        for position, (value, raw, span) in enumerate(row.values, 1)
    ]


def _ends(prefix: str, span: Span | None) -> dict[str, int | None]:
    start, end = span or _NOWHERE
    return {f"{prefix}_start": start, f"{prefix}_end": end}


class CellPlace(NamedTuple):
    """Where a cell stands in its document, as the columns of the tables have it."""

    source_page: int | None = None
    source_box: tuple[float, ...] | None = None
    source_table: int | None = None
    source_row: int | None = None
    source_column: int | None = None


_NO_PLACE = CellPlace()


def place_of(source: Decoded, span: Span | None) -> CellPlace:
    """Where the characters of a span stand in the document."""
    place = source.place(span.start) if span else None
    if place is None:
        return _NO_PLACE
    return CellPlace(place.page, place.box, place.table, place.row, place.column)


_ROWS: dict[str, Callable[[_Of, Report], list[dict[str, Any]]]] = {
    "finding": _findings,
    "narrative": _sections,
    "fact_indicator": _indicators,
    "extra_row": _extra_rows,
}
"""Tables that have a few rows of each report."""


@cache
def _form_cells() -> pl.DataFrame:
    """What a cell is by its place in the form, of all editions."""
    cells = {cell.name: cell for edition in form.editions() for cell in edition.cells}
    return pl.DataFrame(
        {
            "cell": list(cells),
            "table": [cell.table for cell in cells.values()],
            "row": [cell.row for cell in cells.values()],
            "column": [cell.column for cell in cells.values()],
            "is_total": [cell.is_total for cell in cells.values()],
            "form_unit": [cell.unit for cell in cells.values()],
        }
    )


@cache
def _places(names: tuple[str, ...]) -> list[int]:
    """Rows of ``_form_cells`` by name; reports of one edition have the same names."""
    rows = {name: row for row, name in enumerate(_form_cells()["cell"])}
    return [rows[name] for name in names]


_OF_REPORT = {"report_id": pl.String, "agency_id": pl.String, "year": pl.Int32, "size": pl.UInt32}
_OF_CELL = {
    "place": pl.UInt32,
    "value": pl.Float64,
    "status": pl.String,
    "unit": pl.String,
    "raw": pl.String,
    "source_start": pl.Int32,
    "source_end": pl.Int32,
    "label_start": pl.Int32,
    "label_end": pl.Int32,
}


class _Printed:
    """What is printed in the cells, column by column, reports one after the other.

    A report has hundreds of cells: they are turned into columns while they are at hand.
    """

    def __init__(self) -> None:
        self.reports: list[tuple[str, str | None, int | None, int]] = []
        self.columns: dict[str, list[Any]] = {name: [] for name in _OF_CELL}
        self.places: dict[str, list[Any]] = {name: [] for name in CellPlace._fields}

    def add(self, of: _Of, report: Report) -> None:
        """Take the cells of a report."""
        cells = report.cells
        if not cells:
            return
        self.reports.append((*of, len(cells)))
        fields = dict(zip(Cell._fields, zip(*cells, strict=True), strict=True))
        self.columns["place"] += _places(fields["name"])
        for name in ("value", "status", "unit", "raw"):
            self.columns[name] += fields[name]
        for name, prefix in (("span", "source"), ("label", "label")):
            starts, ends = zip(*[span or _NOWHERE for span in fields[name]], strict=True)
            self.columns[f"{prefix}_start"] += starts
            self.columns[f"{prefix}_end"] += ends
        self._add_places(report.source, fields["span"])

    def _add_places(self, source: Decoded, spans: Sequence[Span | None]) -> None:
        nowhere = not source.places  # as in plain text
        places = [_NO_PLACE] * len(spans) if nowhere else [place_of(source, s) for s in spans]
        for name, column in zip(CellPlace._fields, zip(*places, strict=True), strict=True):
            self.places[name] += column

    def frame(self) -> pl.DataFrame:
        """One row per cell: its report, its place in the form, and what is printed."""
        of_report = pl.DataFrame(self.reports, schema=_OF_REPORT, orient="row").select(
            pl.exclude("size").repeat_by("size").explode()
        )
        of_cell = pl.DataFrame(self.columns, schema=_OF_CELL, strict=False)
        schema = polars_schema(TABLE["fact_application"])
        of_place = pl.DataFrame(self.places, schema={name: schema[name] for name in self.places})
        return pl.concat([of_report, of_cell, of_place], how="horizontal")


def _facts(printed: _Printed) -> dict[str, pl.DataFrame]:
    """Fact frames: what reports print beside what the form says of each cell."""
    frame = printed.frame()
    cells = pl.concat([frame, _form_cells()[frame["place"]]], how="horizontal").with_columns(
        unit=pl.coalesce("unit", "form_unit"), count=pl.col("value")
    )
    return {fact: _fact(cells, table, fact, row, col) for table, (fact, row, col) in _FACTS.items()}


def _fact(cells: pl.DataFrame, table: str, fact: str, row: str, column: str) -> pl.DataFrame:
    schema = polars_schema(TABLE[fact])
    return (
        cells.filter(pl.col("table") == table)
        .rename({"row": row, "column": column})
        .select(pl.col(name).cast(dtype) for name, dtype in schema.items())
    )
