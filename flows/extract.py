"""Reading documents in batches into frames spooled on disk, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from extractors.findings import finding
from extractors.frames import TABLES, Read, finding_row, to_frames
from extractors.model import Report, SetAside
from extractors.readers import MAX_BYTES, too_large
from extractors.report import read_document
from flows.boundary import split
from flows.files import Problem, read_file, uri
from flows.prepare import prepare
from flows.records import Batch, BatchResult, Reader
from flows.sidecars import Told
from flows.version import VERSION
from schema.projections import polars_schema
from schema.tables import TABLE

_UNKNOWN = "application/octet-stream"
_NOTHING = Told()


def read_path(
    path: str, retrieved_at: datetime, reader: Reader = read_document, told: Told = _NOTHING
) -> Read | Problem:
    """Read one file; a defect of the reader costs this document only.

    ``told`` is what was noted beside it: its address counts more than its path.
    """
    loaded = read_file(path, MAX_BYTES + 1)
    if isinstance(loaded, Problem):
        return loaded
    result: Sequence[Report] | SetAside
    if loaded.size > MAX_BYTES:
        result = too_large(loaded.size)
    else:
        try:
            result = reader(loaded.data)
        except MemoryError:
            result = SetAside("reading it takes more memory than a document may", _UNKNOWN)
        except Exception as error:  # one document never costs the run
            reason = f"reading it failed: {type(error).__name__}: {error}"
            result = SetAside(reason, _UNKNOWN)
    source = told.address or uri(path)
    time = told.retrieved_at or retrieved_at
    return Read(loaded.document_id, source, loaded.size, time, VERSION, result)


def extract_batch(
    batch: Batch, reader: Reader = read_document, mark: Callable[[int], None] = lambda _: None
) -> BatchResult:
    """Read a batch, check its frames at the boundary, and spool them as parquet.

    ``mark`` is told the place of each document before it is read, and -1 when all are.
    Rows that break a rule go to the quarantine, each with the rule's name.
    """
    problems: list[Problem] = []
    read = reader if batch.condemned is None else _setting_aside(batch.condemned)
    if batch.condemned is None:
        prepare(batch.paths)

    def documents() -> Iterator[Read]:
        for place, path in enumerate(batch.paths):
            mark(place)
            told = batch.told.get(path, _NOTHING)
            outcome = read_path(path, batch.retrieved_at, read, told)
            if isinstance(outcome, Problem):
                problems.append(outcome)
            else:
                yield outcome
        mark(-1)

    _spool(batch, checked(documents()))
    return BatchResult(tuple(problems))


def _setting_aside(reason: str) -> Reader:
    return lambda _data: SetAside(reason, _UNKNOWN)


def _spool(batch: Batch, frames: dict[str, pl.DataFrame]) -> None:
    """Write one parquet file per table that has rows."""
    for table, frame in frames.items():
        if frame.height:
            folder = Path(batch.spool, table)
            folder.mkdir(parents=True, exist_ok=True)
            frame.write_parquet(
                folder / f"{batch.first:09}.parquet", compression="lz4", statistics=False
            )


def checked(documents: Iterable[Read]) -> dict[str, pl.DataFrame]:
    """Frames of documents with the rows that break a rule moved to ``quarantine``."""
    frames = to_frames(documents)
    documents_of = dict(frames["report"].select("report_id", "document_id").iter_rows())
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
                    "report_id": row.get("report_id"),
                }
            )
    schema = polars_schema(TABLE["quarantine"])
    rows_by_name = [{name: row[name] for name in schema} for row in refused]
    good["quarantine"] = pl.DataFrame(rows_by_name, schema=schema)
    good["finding"] = pl.concat([good["finding"], _quarantine_findings(refused, frames["report"])])
    return good


def _quarantine_findings(refused: Sequence[dict[str, Any]], reports: pl.DataFrame) -> pl.DataFrame:
    """A refused row is a finding of its report, so that no cell vanishes unseen."""
    known = frozenset(reports["report_id"])
    rows = []
    for row in refused:
        if row["report_id"] in known:
            cells = [row["cell"]] if row["cell"] else []
            facts = {"table": row["table_name"], "row": row["row_json"][:200]}
            refusal = finding("quarantine", cells, expected=row["rule"], **facts)
            rows.append(finding_row(row["report_id"], refusal))
    return pl.DataFrame(rows, schema=polars_schema(TABLE["finding"]))
