"""Frames at the boundary: rows that break a rule are split off, named, and shown as findings."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from extractors.frames import Read
from extractors.model import Cell, SetAside
from flows.boundary import split
from flows.extract import checked, read_path
from flows.pipeline import load_and_publish
from flows.publish import prepare_build
from flows.records import Held, Known, Plan
from flows.workspace import workspace
from schema.projections import polars_schema
from schema.tables import TABLE

from .support import ask, sample

NOW = datetime(2025, 1, 2, 3, 4, 5)
FACT = TABLE["fact_application"]
PLACE = ("source_page", "source_box", "source_table", "source_row", "source_column")
GOOD: dict[str, Any] = {
    "report_id": "r",
    "agency_id": "a",
    "year": 2024,
    "cell": "applications.granted.total",
    "outcome": "granted",
    "applicant_type": "total",
    "count": 5,
    "is_total": True,
    "status": "read",
    "raw": "5",
    "source_start": 10,
    "source_end": 11,
    **dict.fromkeys(PLACE),
    "label_start": 1,
    "label_end": 5,
}


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=polars_schema(FACT))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"report_id": None}, "report_id_not_null"),
        ({"status": None}, "status_not_null"),
        ({"status": "guessed"}, "status_allowed"),
        ({"year": 1899}, "year_minimum"),
        ({"source_start": -1}, "source_start_minimum"),
        ({"count": None}, "value_only_where_read"),
        ({"status": "blank"}, "value_only_where_read"),
        ({"status": "conflict"}, "value_only_where_read"),
        ({"source_start": None}, "reading_has_source"),
        ({"source_start": 12}, "span_in_order"),
    ],
)
def test_a_row_that_breaks_a_rule_is_split_off(change: dict[str, Any], rule: str) -> None:
    other = GOOD | {"cell": "applications.other.total"}
    good, refused = split(frame(GOOD, other | change), FACT)
    assert good.rows(named=True) == [GOOD]
    ((name, row, row_json),) = refused
    assert name == rule
    assert row == other | change
    assert json.loads(row_json) == other | change


def test_a_repeated_key_is_split_off() -> None:
    second = GOOD | {"count": 6, "raw": "6"}
    good, refused = split(frame(GOOD, second), FACT)
    assert good.rows(named=True) == [GOOD]
    assert [(rule, row) for rule, row, _ in refused] == [("report_id_cell_unique", second)]


@pytest.mark.parametrize(
    "change",
    [
        {"agency_id": None, "year": None},
        {"count": None, "status": "absent", "raw": None, "source_start": None, "source_end": None},
        {"count": None, "status": "blank", "raw": ""},
        {"count": None, "status": "conflict"},
        {"status": "resolved"},
        {"status": "corrected"},
        {"count": -3, "raw": "-3"},
    ],
)
def test_a_row_that_meets_every_rule_stays(change: dict[str, Any]) -> None:
    good, refused = split(frame(GOOD | change), FACT)
    assert good.rows(named=True) == [GOOD | change]
    assert refused == []


def test_an_empty_frame_stays_empty() -> None:
    good, refused = split(frame(), FACT)
    assert (good.height, refused) == (0, [])
    assert dict(good.schema) == polars_schema(FACT)


@pytest.mark.parametrize(
    "wrong",
    [
        frame(GOOD).with_columns(pl.col("count").cast(pl.Float64)),
        frame(GOOD).with_columns(pl.col("year").cast(pl.Int64)),
        frame(GOOD).drop("raw"),
        frame(GOOD).with_columns(pl.lit(1).alias("extra")),
        frame(GOOD).rename({"count": "number"}),
    ],
)
def test_wrong_columns_or_types_raise(wrong: pl.DataFrame) -> None:
    with pytest.raises(ValueError, match="frame for fact_application has"):
        split(wrong, FACT)


def damaged(*cells: Cell) -> Read:
    """Xinyang's report as read, with some of its cells replaced."""
    read = read_path(str(sample("xinyang")), NOW)
    assert isinstance(read, Read)
    assert not isinstance(read.result, SetAside)
    (report,) = read.result
    new = {cell.name: cell for cell in cells}
    changed = tuple(new.get(cell.name, cell) for cell in report.cells)
    return read._replace(result=[replace(report, cells=changed)])


BROKEN = {
    "applications.granted.total": Cell("applications.granted.total", "read", None, "0"),
    "proactive.licences.decisions": Cell("proactive.licences.decisions", "blank", 389, "389"),
    "review.reconsideration.upheld": Cell("review.reconsideration.upheld", "read", 3, "3"),
}
RULES = {
    "applications.granted.total": ("fact_application", "value_only_where_read"),
    "proactive.licences.decisions": ("fact_proactive_disclosure", "value_only_where_read"),
    "review.reconsideration.upheld": ("fact_review_litigation", "reading_has_source"),
}


def test_refused_cells_are_in_quarantine_and_among_the_findings(tmp_path: Path) -> None:
    read = damaged(*BROKEN.values())
    db = tmp_path / "ogi.duckdb"
    with workspace(db) as space:
        for table, rows in checked([read]).items():
            (space.spool / table).mkdir(parents=True)
            rows.write_parquet(space.spool / table / "000000.parquet")
        prepare_build(space)
        plan = Plan((), (Held(read.source_uri, read.document_id),), Known(), ())
        loaded = load_and_publish(space, plan, NOW)
    assert loaded.quarantined == 3
    assert loaded.findings == (("error", 3),)

    stored = ask(db, "SELECT document_id, table_name, rule, row_json FROM quarantine")
    assert {document for document, *_ in stored} == {read.document_id}
    rules = {json.loads(row)["cell"]: (table, rule) for _, table, rule, row in stored}
    assert rules == RULES

    found = ask(
        db, "SELECT severity, rule, expected, message FROM finding JOIN report USING (report_id)"
    )
    assert len(found) == 3
    for cell, (table, rule) in RULES.items():
        (match,) = [message for *_, expected, message in found if cell in message]
        assert match.startswith(f"a row of {table} was refused: ")
        assert [expected for *_, expected, message in found if message == match] == [rule]
    assert {(severity, rule) for severity, rule, *_ in found} == {("error", "quarantine")}

    cells = ask(db, "SELECT cell FROM reported_cell")
    assert len(cells) == 197
    assert not {cell for (cell,) in cells} & set(BROKEN)


def test_a_finding_of_a_refused_cell_names_the_cell() -> None:
    frames = checked([damaged(BROKEN["applications.granted.total"])])
    found = frames["finding"].filter(pl.col("rule") == "quarantine")
    assert found["cells"].to_list() == [["applications.granted.total"]]


def test_a_whole_report_leaves_the_quarantine_empty() -> None:
    frames = checked([damaged()])
    assert frames["quarantine"].height == 0
    assert frames["finding"].height == 0
    facts = ("fact_application", "fact_proactive_disclosure", "fact_review_litigation")
    assert sum(frames[table].height for table in facts) == 200
