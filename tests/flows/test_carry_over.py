"""A database of an older shape is carried over by column names at the next ingest."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from flows.errors import OgiError
from flows.warehouse import read_views
from schema.tables import TABLE

from .support import (
    AGENCIES,
    SAMPLES,
    another,
    as_read,
    ask,
    cells_of,
    content,
    faults,
    fingerprint,
    ingest,
    is_sentence,
    leftovers,
    truth,
    write,
)

SHAPE = (
    "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns()"
    " WHERE table_name IN (SELECT table_name FROM duckdb_tables()) GROUP BY table_name"
)
OLDER = {
    "columns less": [
        "ALTER TABLE report DROP COLUMN title",
        "ALTER TABLE fact_application DROP COLUMN label_start",
        "ALTER TABLE document DROP COLUMN encoding",
    ],
    "a table and a view less": ["DROP TABLE narrative", "DROP VIEW outcome_rate"],
    "columns and a table more": [
        "ALTER TABLE report ADD COLUMN old INTEGER DEFAULT 7",
        "CREATE TABLE old AS SELECT 1 AS x",
    ],
    "another order and another type": [
        "ALTER TABLE agency DROP COLUMN function",
        "ALTER TABLE agency ADD COLUMN function VARCHAR",
        "ALTER TABLE report ALTER year TYPE BIGINT",
    ],
    "an older form": ["DELETE FROM form_cell", "ALTER TABLE form_cell DROP COLUMN article"],
}


def change(db: Path, statements: list[str]) -> None:
    with duckdb.connect(str(db)) as con:
        for statement in statements:
            con.execute(statement)


def assert_carried_over(db: Path, reports: int) -> None:
    """All samples are there as they were, in the declared shape, with every view."""
    stored = {view.name: list(view.columns) for view in read_views() if view.stored}
    assert dict(ask(db, SHAPE)) == {name: list(t.columns) for name, t in TABLE.items()} | stored
    assert ask(db, "SELECT count(*) FROM report") == [(reports,)]
    assert faults(db) == []
    for name, agency in AGENCIES.items():
        assert cells_of(db, agency) == as_read(truth(name))
    assert ask(db, "SELECT count(*) FROM report_headline") == [(reports,)]
    assert ask(db, "SELECT count(*), count(article) FROM form_cell") == [(398, 398)]
    assert leftovers(db) == []


def test_an_older_shape_is_carried_over(own: Path, tmp_path: Path) -> None:
    change(own, OLDER["columns less"])
    assert ingest(own, write(tmp_path / "new.txt", another(1))).reports == 1
    assert_carried_over(own, 6)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(OLDER) - {"columns less"}))
def test_other_older_shapes_are_carried_over(own: Path, tmp_path: Path, name: str) -> None:
    change(own, OLDER[name])
    assert ingest(own, write(tmp_path / "new.txt", another(1))).reports == 1
    assert_carried_over(own, 6)


@pytest.mark.slow
def test_an_older_shape_is_carried_over_even_if_no_document_is_new(own: Path) -> None:
    change(own, OLDER["a table and a view less"])
    ingest(own, SAMPLES)
    assert_carried_over(own, 5)


NOT_AS_MADE = {
    "a view less": "DROP VIEW outcome_rate",
    "a stored view less": "DROP TABLE report_headline",
    "a view that was not stored": "DROP TABLE report_headline;"
    " CREATE VIEW report_headline AS SELECT 1 AS x",
    "a view more": "CREATE VIEW mine AS SELECT 1 AS x",
    "another query": "CREATE OR REPLACE VIEW outcome_rate AS SELECT 1 AS x",
    "another comment": "COMMENT ON TABLE report IS 'mine'",
    "made before it was noted": "DROP MACRO made_as",
    "made by another version": "CREATE OR REPLACE MACRO made_as() AS '0'",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", NOT_AS_MADE)
def test_what_is_not_as_made_is_renewed_even_if_no_document_is_new(own: Path, name: str) -> None:
    comments = "SELECT table_name, column_name, comment FROM duckdb_columns() ORDER BY ALL"
    described = "SELECT table_name, comment FROM duckdb_tables() ORDER BY ALL"
    before = content(own), ask(own, comments), ask(own, described)
    change(own, [NOT_AS_MADE[name]])
    summary = ingest(own, SAMPLES)
    assert (summary.new, summary.published) == (0, True)
    assert (content(own), ask(own, comments), ask(own, described)) == before
    assert not ingest(own, SAMPLES).published


def test_a_database_of_another_version_is_renewed_once(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.published.VERSION", "another")
    assert ingest(own, SAMPLES).published
    before = fingerprint(own)
    assert not ingest(own, SAMPLES).published
    assert fingerprint(own) == before


@pytest.mark.slow
def test_carrying_over_loses_nothing_but_what_is_gone(own: Path, tmp_path: Path) -> None:
    new = write(tmp_path / "new.txt", another(1))
    other = tmp_path / "undisturbed.duckdb"
    other.write_bytes(own.read_bytes())
    ingest(other, new)
    change(own, ["ALTER TABLE report DROP COLUMN title"])
    ingest(own, new)
    carried, whole = content(own), content(other)
    assert {name for name in whole if carried[name] != whole[name]} == {"report"}
    rows = ask(own, "SELECT agency_name, title FROM report WHERE title IS NOT NULL")
    assert rows == [("乙县司法局", "乙县司法局2024年政府信息公开工作年度报告")]


@pytest.mark.slow
@pytest.mark.parametrize("column", ["report.version", "document.extractor_version"])
def test_a_required_column_that_is_missing(own: Path, tmp_path: Path, column: str) -> None:
    """Whether it can be filled or not: no unexpected failure, and nothing is lost."""
    table, name = column.split(".")
    change(own, [f"ALTER TABLE {table} DROP COLUMN {name}"])
    before, message = fingerprint(own), ""
    try:
        ingest(own, write(tmp_path / "new.txt", another(1)))
    except OgiError as error:
        message = str(error)
    if message:
        assert is_sentence(message)
        assert str(own) in message
        assert name in message
        assert fingerprint(own) == before
    else:
        assert_carried_over(own, 6)
