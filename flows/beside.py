"""Drafts beside a database: what they say against last year's reports, peers and others."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from extractors.frames import Read
from flows.errors import OgiError
from flows.extract import checked
from flows.publish import MEMORY_LIMIT
from flows.published import Connection, connect_published, in_a_sentence, require_current, rows
from flows.rules import judge
from flows.warehouse import read_views
from schema.rules import rules
from schema.tables import TABLE


def findings_beside(db: Path, documents: Sequence[Read]) -> Mapping[str, list[dict[str, Any]]]:
    """Findings on drafts, by report, of the rules that compare them with a published database.

    They are asked in a copy of it, in which a draft takes the place of what is published for its
    agency and year. Raises ``OgiError`` where the database cannot be read or is of another version.
    """
    if not db.exists():
        raise OgiError(f"{db}: there is no database yet; `ogi ingest` makes one")
    frames = checked(list(documents))
    with tempfile.TemporaryDirectory(prefix="ogi-check-") as name, in_a_sentence(db):
        copy = Path(name) / "copy.duckdb"
        with connect_published(db) as con:
            require_current(con, db)
            shutil.copyfile(db, copy)
        with duckdb.connect(
            str(copy), config={"memory_limit": MEMORY_LIMIT, "temp_directory": name}
        ) as con:
            _put_in(con, frames)
            judge(con)
            return _findings(con)


def _put_in(con: Connection, frames: Mapping[str, pl.DataFrame]) -> None:
    """Store the drafts, each in the place of what was published for its agency and year."""
    con.register("drafts", frames["report"].select("report_id", "document_id").to_arrow())
    con.execute("CREATE TEMP TABLE draft AS FROM drafts")
    for name, frame in frames.items():
        con.register("rows", frame.to_arrow())
        columns = TABLE[name].columns
        key = next(one for one in ("report_id", "document_id", "agency_id") if one in columns)
        con.execute(f'DELETE FROM "{name}" WHERE {key} IN (SELECT {key} FROM rows)')
        con.execute(f'INSERT INTO "{name}" BY NAME FROM rows')
        con.unregister("rows")
    con.execute(_CURRENT)


_CURRENT = """
UPDATE report SET is_current = report_id IN (SELECT report_id FROM draft)
WHERE report_id IN (SELECT report_id FROM draft)
    OR (agency_id, year) IN (SELECT (agency_id, year) FROM report SEMI JOIN draft USING (report_id))
"""


def _findings(con: Connection) -> Mapping[str, list[dict[str, Any]]]:
    asked = [
        query.name for query in read_views("rules") if rules()[query.name].compared != "source"
    ]
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in rows(con, _JUDGED, [asked]):
        found[one["report_id"]].append(one)
    return found


_JUDGED = """
FROM finding SEMI JOIN draft USING (report_id) WHERE list_contains($1, rule)
ORDER BY report_id, rule, message
"""
