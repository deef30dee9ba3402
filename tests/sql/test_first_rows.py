"""The first rows of every view, which readers ask for before anything else.

DuckDB 2.0 waits for ever where a query with LIMIT probes a common table expression with itself
and both are large: the views are written so that this does not happen.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import duckdb
import pytest

from flows import warehouse
from flows.warehouse import View

REPORTS = 20_000
PATIENCE = 60.0
"""Seconds; a view takes one or two."""
_FILL = f"""
INSERT INTO report BY NAME
SELECT
    'report ' || n AS report_id, 'document ' || n AS document_id, 'file ' || n AS source_uri,
    'agency ' || n // 3 AS agency_id, '财政局' AS agency_name, 2022 + n % 3 AS year,
    '2021' AS edition, 1 AS version, true AS is_current
FROM range({REPORTS}) t (n);
INSERT INTO agency BY NAME
SELECT
    'agency ' || n AS agency_id, '财政局' AS name, 'finance' AS function, 'department' AS form,
    'county' AS level, '410303' AS region_code
FROM range({REPORTS} // 3 + 1) t (n);
INSERT INTO fact_application BY NAME
SELECT
    report_id, agency_id, year, cell, "row" AS outcome, "column" AS applicant_type,
    CASE WHEN version = 1 THEN 0 END AS count, is_total, 'read' AS status
FROM report
CROSS JOIN (FROM form_cell WHERE edition = '2021' AND "table" = 'applications')
WHERE column_role = 'total'
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with all divisions and many reports over three years."""
    path: Path = tmp_path_factory.mktemp("large") / "large.duckdb"
    with duckdb.connect(str(path), config={"threads": 2}) as con:
        warehouse.create(con)
        con.execute(_FILL)
        yield con


def test_the_first_rows_of_every_view_come(
    large: duckdb.DuckDBPyConnection, views: tuple[View, ...]
) -> None:
    stuck = []
    for view in views:
        timer = Timer(PATIENCE, large.interrupt)
        timer.start()
        try:
            large.execute(f'SELECT * FROM "{view.name}" LIMIT 1').fetchall()
        except duckdb.InterruptException:
            stuck.append(view.name)
        finally:
            timer.cancel()
    assert stuck == []
