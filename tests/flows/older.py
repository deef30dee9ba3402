"""Databases as an older extractor would have left them."""

from __future__ import annotations

from pathlib import Path

import duckdb

OLDER = "0.0.9"
MISREAD = [
    f"UPDATE document SET extractor_version = '{OLDER}'",
    "UPDATE fact_application SET count = 7, raw = '7' WHERE cell = 'applications.granted.total'",
    "UPDATE fact_review_litigation SET count = NULL, status = 'blank', raw = ''"
    " WHERE cell = 'review.reconsideration.upheld'",
    "UPDATE fact_application SET count = NULL, status = 'conflict'"
    " WHERE cell = 'applications.not_held.total'",
    "UPDATE report SET year = 2022, edition = '2019' WHERE agency_name LIKE '%友好%'",
    "UPDATE agency SET name = name || '（原）', level = NULL",
    "DELETE FROM narrative",
    "DELETE FROM agency_evidence",
    "DELETE FROM finding",
    "INSERT INTO finding BY NAME SELECT report_id, 'period' AS rule, 'error' AS severity,"
    " [] AS cells, 'm' AS message, 'm' AS message_zh FROM report",
]


def as_read_before(db: Path, *more: str) -> Path:
    """Have a database hold what an older version misread, and ``more`` of that."""
    with duckdb.connect(str(db)) as con:
        for statement in (*MISREAD, *more):
            con.execute(statement)
    return db
