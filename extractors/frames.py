"""Reports as typed polars frames, one per stored table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import polars as pl

from extractors.model import Report, SetAside
from schema import form
from schema.identifiers import agency_id, report_id
from schema.projections import polars_schema
from schema.tables import TABLE

_FACTS = {
    "applications": ("fact_application", "outcome", "applicant_type"),
    "proactive": ("fact_proactive_disclosure", "item", "measure"),
    "review": ("fact_review_litigation", "channel", "result"),
}
TABLES = ("document", "report", *(fact for fact, _, _ in _FACTS.values()), "finding", "narrative")
"""Tables that extraction fills."""


class Read(NamedTuple):
    """A document with what was read from it."""

    document_id: str
    source_uri: str
    size: int
    retrieved_at: datetime
    extractor_version: str
    result: Report | SetAside


def to_frames(documents: Sequence[Read]) -> dict[str, pl.DataFrame]:
    """Frames of ``TABLES`` for a batch of documents, typed as declared in ``schema.tables``.

    ``version`` and ``is_current`` of a report are decided when it is loaded.
    """
    reports = [(doc, doc.result) for doc in documents if isinstance(doc.result, Report)]
    return {
        "document": _frame("document", [_document(doc) for doc in documents]),
        "report": _frame("report", [_report(doc, report) for doc, report in reports]),
        "finding": _frame("finding", [f for doc, r in reports for f in _findings(doc, r)]),
        "narrative": _frame("narrative", [s for doc, r in reports for s in _sections(doc, r)]),
        **_facts(reports),
    }


def _frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=polars_schema(TABLE[table]))


def _document(doc: Read) -> dict[str, Any]:
    set_aside = doc.result if isinstance(doc.result, SetAside) else None
    return {
        "document_id": doc.document_id,
        "source_uri": doc.source_uri,
        "media_type": set_aside.media_type if set_aside else "text/plain",
        "encoding": doc.result.encoding,
        "bytes": doc.size,
        "retrieved_at": doc.retrieved_at,
        "status": "set_aside" if set_aside else "extracted",
        "reason": set_aside.reason if set_aside else None,
        "extractor_version": doc.extractor_version,
    }


def _report(doc: Read, report: Report) -> dict[str, Any]:
    identity = report.identity
    period = identity.period or (None, None)
    return {
        "report_id": report_id(doc.document_id),
        "document_id": doc.document_id,
        "source_uri": doc.source_uri,
        "agency_id": agency_id(identity.agency_name) if identity.agency_name else None,
        "agency_name": identity.agency_name,
        "year": identity.year,
        "edition": report.edition,
        "title": identity.title,
        "period_start": period[0],
        "period_end": period[1],
        "version": 1,
        "is_current": False,
    }


def _findings(doc: Read, report: Report) -> list[dict[str, Any]]:
    return [
        {
            "report_id": report_id(doc.document_id),
            "rule": finding.rule,
            "severity": finding.severity,
            "cells": list(finding.cells),
            "message": finding.message,
            "expected": finding.expected,
            "found": finding.found,
        }
        for finding in report.findings
    ]


def _sections(doc: Read, report: Report) -> list[dict[str, Any]]:
    return [
        {
            "report_id": report_id(doc.document_id),
            "section": section.number,
            "title": section.title,
            "text": section.text,
            "source_start": section.span.start,
            "source_end": section.span.end,
        }
        for section in report.sections
    ]


@cache
def _form_cells() -> tuple[pl.DataFrame, dict[str, int]]:
    """What a cell is by its place in the form, and the row of each name; of all editions."""
    cells = {cell.name: cell for edition in form.editions() for cell in edition.cells}
    frame = pl.DataFrame(
        {
            "cell": list(cells),
            "table": [cell.table for cell in cells.values()],
            "row": [cell.row for cell in cells.values()],
            "column": [cell.column for cell in cells.values()],
            "is_total": [cell.is_total for cell in cells.values()],
            "form_unit": [cell.unit for cell in cells.values()],
        }
    )
    return frame, {name: index for index, name in enumerate(cells)}


def _facts(reports: Sequence[tuple[Read, Report]]) -> dict[str, pl.DataFrame]:
    """Fact frames: what a report prints beside what the form says of each cell."""
    frame, places = _form_cells()
    indices = [places[cell.name] for _, report in reports for cell in report.cells]
    cells = pl.concat([_printed(reports), frame[indices]], how="horizontal").with_columns(
        unit=pl.coalesce("unit", "form_unit"), count=pl.col("value")
    )
    return {fact: _fact(cells, table, fact, row, col) for table, (fact, row, col) in _FACTS.items()}


def _printed(group: Sequence[tuple[Read, Report]]) -> pl.DataFrame:
    """Columns that are printed, one row per cell, reports one after the other."""
    ids = [report_id(doc.document_id) for doc, _ in group]
    names = [report.identity.agency_name for _, report in group]
    sizes = [len(report.cells) for _, report in group]
    cells = [cell for _, report in group for cell in report.cells]
    spans = [cell.span or (None, None) for cell in cells]
    labels = [cell.label or (None, None) for cell in cells]
    per_report = pl.DataFrame(
        {
            "report_id": ids,
            "agency_id": [agency_id(name) if name else None for name in names],
            "year": [report.identity.year for _, report in group],
            "size": sizes,
        },
        schema={
            "report_id": pl.String,
            "agency_id": pl.String,
            "year": pl.Int32,
            "size": pl.UInt32,
        },
    ).select(pl.exclude("size").repeat_by("size").explode())
    per_cell = pl.DataFrame(
        {
            "value": pl.Series([cell.value for cell in cells], dtype=pl.Float64, strict=False),
            "status": pl.Series([cell.status for cell in cells], dtype=pl.String),
            "unit": pl.Series([cell.unit for cell in cells], dtype=pl.String),
            "raw": pl.Series([cell.raw for cell in cells], dtype=pl.String),
            "source_start": pl.Series([span[0] for span in spans], dtype=pl.Int32),
            "source_end": pl.Series([span[1] for span in spans], dtype=pl.Int32),
            "label_start": pl.Series([label[0] for label in labels], dtype=pl.Int32),
            "label_end": pl.Series([label[1] for label in labels], dtype=pl.Int32),
        }
    )
    return pl.concat([per_report, per_cell], how="horizontal")


def _fact(cells: pl.DataFrame, table: str, fact: str, row: str, column: str) -> pl.DataFrame:
    schema = polars_schema(TABLE[fact])
    return (
        cells.filter(pl.col("table") == table)
        .rename({"row": row, "column": column})
        .select(pl.col(name).cast(dtype) for name, dtype in schema.items())
    )
