"""Reading documents in batches into frames spooled on disk, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from extractors.decode import MAX_BYTES, too_large
from extractors.frames import TABLES, Read, to_frames
from extractors.model import Finding, Report, SetAside
from extractors.report import read_document
from flows.boundary import split
from flows.sources import Problem, load, uri
from flows.version import VERSION
from schema.projections import polars_schema
from schema.tables import TABLE

BATCH_SIZE = 500
"""Documents per batch: a second or two of work."""


class Batch(NamedTuple):
    """Documents that are read together, and the spool folder their frames go to."""

    number: int
    paths: tuple[str, ...]
    retrieved_at: datetime
    spool: str


class BatchResult(NamedTuple):
    """Documents that vanished or became unreadable since they were listed."""

    problems: tuple[Problem, ...]


def batches(
    paths: Sequence[Path], retrieved_at: datetime, spool: Path, size: int = BATCH_SIZE
) -> Iterator[Batch]:
    """Cut documents into batches."""
    for number, start in enumerate(range(0, len(paths), size)):
        chosen = tuple(str(path) for path in paths[start : start + size])
        yield Batch(number, chosen, retrieved_at, str(spool))


def read_path(path: Path, retrieved_at: datetime) -> Read | Problem:
    """Read one file; a defect of the reader costs this document only."""
    loaded = load(path, MAX_BYTES + 1)
    if isinstance(loaded, Problem):
        return loaded
    result: Report | SetAside
    if loaded.size > MAX_BYTES:
        result = too_large(loaded.size)
    else:
        try:
            result = read_document(loaded.data)
        except Exception as error:  # one document never costs the run
            reason = f"reading it failed: {type(error).__name__}: {error}"
            result = SetAside(reason, "application/octet-stream")
    return Read(loaded.document_id, uri(path), loaded.size, retrieved_at, VERSION, result)


def extract_batch(batch: Batch) -> BatchResult:
    """Read a batch, check its frames at the boundary, and spool them as parquet.

    Rows that break a rule go to the quarantine, each with the rule's name.
    """
    outcomes = [read_path(Path(path), batch.retrieved_at) for path in batch.paths]
    problems = tuple(outcome for outcome in outcomes if isinstance(outcome, Problem))
    frames = checked([outcome for outcome in outcomes if isinstance(outcome, Read)])
    for table, frame in frames.items():
        folder = Path(batch.spool) / table
        folder.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(folder / f"{batch.number:06}.parquet", compression="lz4")
    return BatchResult(problems)


def checked(documents: Iterable[Read]) -> dict[str, pl.DataFrame]:
    """Frames of documents with the rows that break a rule moved to ``quarantine``."""
    read = list(documents)
    frames = to_frames(read)
    ids = frames["report"].select("report_id", "document_id").iter_rows()
    documents_of = dict(ids)
    good: dict[str, pl.DataFrame] = {}
    refused: list[dict[str, Any]] = []
    for table in TABLES:
        good[table], rows = split(frames[table], TABLE[table])
        for rule, row, row_json in rows:
            document = row.get("document_id") or documents_of[row["report_id"]]
            refused.append(
                {
                    "document_id": document,
                    "table_name": table,
                    "rule": rule,
                    "row_json": row_json,
                    "cell": row.get("cell"),
                }
            )
    schema = polars_schema(TABLE["quarantine"])
    rows_by_name = [{name: row[name] for name in schema} for row in refused]
    good["quarantine"] = pl.DataFrame(rows_by_name, schema=schema)
    good["finding"] = pl.concat([good["finding"], _quarantine_findings(refused, frames["report"])])
    return good


def _quarantine_findings(refused: Sequence[dict[str, Any]], reports: pl.DataFrame) -> pl.DataFrame:
    """A refused row is a finding of its report, so that no cell vanishes unseen."""
    by_document = dict(zip(reports["document_id"], reports["report_id"], strict=True))
    rows = []
    for row in refused:
        if row["document_id"] in by_document:
            message = f"a row of {row['table_name']} was refused: {row['row_json'][:200]}"
            finding = Finding("quarantine", "error", message, expected=row["rule"])
            rows.append(
                {
                    "report_id": by_document[row["document_id"]],
                    "rule": finding.rule,
                    "severity": finding.severity,
                    "cells": [row["cell"]] if row["cell"] else [],
                    "message": finding.message,
                    "expected": finding.expected,
                    "found": None,
                }
            )
    return pl.DataFrame(rows, schema=polars_schema(TABLE["finding"]))
