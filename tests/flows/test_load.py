"""Loading: every spooled row is stored, also where there are more than DuckDB keeps together."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from flows import load
from flows.errors import OgiError
from flows.extract import checked, read_path
from flows.files import Problem
from flows.load import load_spool
from flows.publish import open_build, prepare_build
from flows.workspace import Workspace, workspace

from .support import leftovers, sample

NOW = datetime(2025, 1, 2, 3, 4, 5)
MANY = 750
"""Reports with more cells than one row group of DuckDB holds, which is 122,880."""


def spool_copies(space: Workspace, file: str, first: int, count: int) -> None:
    """Spool a sample's report many times, each time as another agency's."""
    read = read_path(str(sample("xinyang")), NOW)
    assert not isinstance(read, Problem)
    numbers = pl.DataFrame({"n": range(first, first + count)}, schema={"n": pl.String})
    for table, frame in checked([read]).items():
        if frame.height:
            own = [c for c in ("document_id", "report_id", "agency_id") if c in frame.columns]
            copies = numbers.join(frame, how="cross").with_columns(
                pl.concat_str(column, "n").alias(column) for column in own
            )
            (space.spool / table).mkdir(parents=True, exist_ok=True)
            copies.drop("n").write_parquet(space.spool / table / f"{file}.parquet")


def test_every_row_of_a_large_load_is_stored(tmp_path: Path) -> None:
    db = tmp_path / "ogi.duckdb"
    with workspace(db) as space:
        spool_copies(space, "000000000", 0, MANY)
        spool_copies(space, "000000750", MANY, MANY)
        prepare_build(space)
        with open_build(space) as con:
            loaded = load_spool(con, space.spool, (), NOW)
            rows = con.execute(
                "SELECT count(*), count(DISTINCT report_id), sum(count)::BIGINT,"
                " (SELECT count(*) FILTER (is_current) FROM report),"
                " (SELECT count(*) FROM narrative), (SELECT count(*) FROM retrieval)"
                " FROM fact_application"
            ).fetchall()
            order = con.execute(
                "SELECT count(*) FROM (SELECT rowid, row_number() OVER"
                " (ORDER BY report_id[17:]::INT, rowid) AS n"
                " FROM fact_application) WHERE rowid + 1 <> n"
            ).fetchall()
    assert loaded.reports == 2 * MANY
    assert rows == [(2 * MANY * 175, 2 * MANY, 2 * MANY * 32, 2 * MANY, 12 * MANY, 2 * MANY)]
    assert order == [(0,)], "rows are stored in the order of documents"
    assert leftovers(db) == []


def test_a_build_without_new_documents_may_need_more_than_its_memory(tmp_path: Path) -> None:
    with workspace(tmp_path / "ogi.duckdb") as space:
        prepare_build(space)
        with open_build(space) as con:
            con.execute("SET memory_limit = '40MB'")
            con.execute("CREATE TEMP TABLE t AS SELECT range::VARCHAR AS a FROM range(4_000_000)")
            assert con.execute("SELECT count(DISTINCT a) FROM t").fetchall() == [(4_000_000,)]


def test_a_load_that_loses_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "_count", lambda _con, table: 7 if table == "new_report" else 0)
    with workspace(tmp_path / "ogi.duckdb") as space:
        spool_copies(space, "000000000", 0, 1)
        prepare_build(space)
        message = "report: 0 rows are stored, not 7; nothing was published"
        with open_build(space) as con, pytest.raises(OgiError, match=message):
            load_spool(con, space.spool, (), NOW)
