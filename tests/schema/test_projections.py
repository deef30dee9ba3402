"""Tables are declared once: frames, database and files all say what the declaration says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from schema.fields import EDITIONS, FIELDS, SEVERITIES, STATUSES, VALUE_STATUSES
from schema.projections import (
    describe,
    duckdb_statements,
    parquet_metadata,
    polars_schema,
    sql_literal,
)
from schema.tables import TABLE, TABLES

NAMES = [table.name for table in TABLES]

# Columns that users rely on.
CONTRACT = {
    "document": "document_id source_uri media_type bytes retrieved_at status reason",
    "report": "report_id document_id source_uri agency_id agency_name year edition title"
    " is_current",
    "agency": "agency_id name function level region_code",
    "region": "region_code name level parent_code",
    "fact_application": "report_id agency_id year outcome applicant_type count is_total status",
    "fact_proactive_disclosure": "report_id agency_id year item measure value unit status",
    "fact_review_litigation": "report_id agency_id year channel result count is_total status",
    "fact_indicator": "report_id agency_id year label code unit value cumulative status",
    "finding": "report_id rule severity cells message expected found",
}
# Types in polars and in SQL, written down here a second time on purpose.
PAIRS: dict[str, tuple[Any, str]] = {
    "string": (pl.String(), "VARCHAR"),
    "floats": (pl.List(pl.Float64()), "DOUBLE[]"),
    "int32": (pl.Int32(), "INTEGER"),
    "int64": (pl.Int64(), "BIGINT"),
    "float64": (pl.Float64(), "DOUBLE"),
    "bool": (pl.Boolean(), "BOOLEAN"),
    "timestamp": (pl.Datetime("us"), "TIMESTAMP"),
    "date": (pl.Date(), "DATE"),
    "strings": (pl.List(pl.String()), "VARCHAR[]"),
}


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with every table in it."""
    with duckdb.connect() as connection:
        for table in TABLES:
            for statement in duckdb_statements(table):
                connection.execute(statement)
        yield connection


@pytest.mark.parametrize("name", CONTRACT)
def test_tables_have_the_columns_that_users_rely_on(name: str) -> None:
    assert set(CONTRACT[name].split()) <= set(TABLE[name].columns)


def test_table_names_are_unique() -> None:
    assert len(NAMES) == len(set(NAMES))
    assert set(NAMES) == set(TABLE)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_described(name: str) -> None:
    table = TABLE[name]
    assert table.description.endswith("."), "a sentence"
    assert table.columns
    for column, field in table.columns.items():
        assert len(field.description) >= 4, column
        assert field.description.strip() == field.description
        assert field.description not in (column, field.name), f"{column} describes nothing"


@pytest.mark.parametrize("name", NAMES)
def test_keys_are_columns_that_are_never_null(name: str) -> None:
    table = TABLE[name]
    assert set(table.key) <= set(table.required) <= set(table.columns)


def test_every_field_is_used_by_a_table() -> None:
    used = {field.name for table in TABLES for field in table.columns.values()}
    assert used == set(FIELDS)


@pytest.mark.parametrize("name", NAMES)
def test_polars_schema_agrees_with_the_declaration(name: str) -> None:
    declared = {column: PAIRS[f.dtype][0] for column, f in TABLE[name].columns.items()}
    assert polars_schema(TABLE[name]) == declared
    assert list(polars_schema(TABLE[name])) == list(TABLE[name].columns)


@pytest.mark.parametrize("name", NAMES)
def test_duckdb_table_agrees_with_the_declaration(
    con: duckdb.DuckDBPyConnection, name: str
) -> None:
    table = TABLE[name]
    rows = con.execute(
        "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns()"
        " WHERE table_name = ? ORDER BY column_index",
        [name],
    )
    assert rows.fetchall() == [
        (column, PAIRS[field.dtype][1], column not in table.required, describe(field))
        for column, field in table.columns.items()
    ]


@pytest.mark.parametrize("name", NAMES)
def test_duckdb_table_carries_its_description(con: duckdb.DuckDBPyConnection, name: str) -> None:
    query = "SELECT comment FROM duckdb_tables() WHERE table_name = ?"
    assert con.execute(query, [name]).fetchall() == [(TABLE[name].description,)]


@pytest.mark.parametrize("name", NAMES)
def test_frames_enter_the_database_with_the_same_types(
    con: duckdb.DuckDBPyConnection, name: str
) -> None:
    con.register("frame", pl.DataFrame(schema=polars_schema(TABLE[name])).to_arrow())
    con.execute("CREATE OR REPLACE TABLE copied AS FROM frame")
    query = "SELECT data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index"
    types = [con.execute(query, [table]).fetchall() for table in (name, "copied")]
    assert types[0] == types[1]


@pytest.mark.parametrize("name", NAMES)
def test_parquet_metadata_describes_table_and_columns(name: str, tmp_path: Path) -> None:
    table = TABLE[name]
    metadata = parquet_metadata(table)
    assert metadata == {
        "table": name,
        "description": table.description,
        **{f"column:{column}": describe(field) for column, field in table.columns.items()},
    }
    file = tmp_path / "table.parquet"
    pl.DataFrame(schema=polars_schema(table)).write_parquet(file, metadata=metadata)
    stored = pl.read_parquet_metadata(file)
    assert {key: stored[key] for key in metadata} == metadata


def test_a_description_tells_unit_and_allowed_values() -> None:
    assert describe(FIELDS["bytes"]) == "size of the file; unit: byte"
    severity = describe(FIELDS["severity"])
    assert severity == "how grave it is; one of: error, warning, info"


def test_quotes_in_a_description_stay_quotes(con: duckdb.DuckDBPyConnection) -> None:
    assert sql_literal("the form's own") == "'the form''s own'"
    quoted = con.execute(f"SELECT {sql_literal(chr(39) * 3)}").fetchall()
    assert quoted == [("'''",)]


def test_vocabularies_are_those_of_the_contract() -> None:
    assert STATUSES == (
        "read",
        "blank",
        "not_applicable",
        "absent",
        "resolved",
        "conflict",
        "corrected",
    )
    assert VALUE_STATUSES == ("read", "resolved", "corrected")
    assert EDITIONS == ("2021", "2019", "2014", "local", "prose")
    assert SEVERITIES == ("error", "warning", "info")
    assert FIELDS["status"].allowed == STATUSES
    assert FIELDS["edition"].allowed == EDITIONS
    assert FIELDS["document_status"].allowed == ("extracted", "set_aside")


# A row of section three, column by column, and the rules that it breaks.
GOOD = {"count": 3, "status": "read", "source_start": 10, "source_end": 11}
ROWS: list[tuple[dict[str, Any], set[str]]] = [
    ({}, set()),
    ({"status": "resolved"}, set()),
    ({"status": "corrected"}, set()),
    ({"count": None, "status": "blank"}, set()),
    ({"count": None, "status": "absent", "source_start": None, "source_end": None}, set()),
    ({"count": 0, "status": "blank"}, {"value_only_where_read"}),
    ({"count": 0, "status": "conflict"}, {"value_only_where_read"}),
    ({"count": None}, {"value_only_where_read"}),
    ({"source_start": None, "source_end": None}, {"reading_has_source"}),
    ({"source_start": 12}, {"span_in_order"}),
]


@pytest.mark.parametrize(("change", "broken"), ROWS)
@pytest.mark.parametrize("name", ["fact_application", "fact_review_litigation"])
def test_rules_pick_the_rows_that_break_them(
    con: duckdb.DuckDBPyConnection, name: str, change: dict[str, Any], broken: set[str]
) -> None:
    row = GOOD | change
    con.execute(
        "CREATE OR REPLACE TABLE facts"
        " (count BIGINT, status VARCHAR, source_start INT, source_end INT)"
    )
    con.execute("INSERT INTO facts VALUES (?, ?, ?, ?)", list(row.values()))
    failing = {
        rule.name
        for rule in TABLE[name].rules
        if con.execute(f"FROM facts WHERE NOT ({rule.sql})").fetchall()
    }
    assert failing == broken


@pytest.mark.parametrize("name", NAMES)
def test_rules_are_expressions_over_the_columns_of_the_table(
    con: duckdb.DuckDBPyConnection, name: str
) -> None:
    for rule in TABLE[name].rules:
        assert con.execute(f'FROM "{name}" WHERE NOT ({rule.sql})').fetchall() == []
