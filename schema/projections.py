"""Projections of the declared tables: polars schemas, DuckDB statements, parquet metadata."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from schema.fields import DType, Field
from schema.tables import Table

if TYPE_CHECKING:
    pass

_DUCKDB: dict[DType, str] = {
    "string": "VARCHAR",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "bool": "BOOLEAN",
    "timestamp": "TIMESTAMP",
    "date": "DATE",
    "strings": "VARCHAR[]",
    "floats": "DOUBLE[]",
}


@cache
def _polars_types() -> dict[DType, Any]:
    import polars as pl  # a tenth of a second, which verbs that only query need not spend

    return {
        "string": pl.String(),
        "int32": pl.Int32(),
        "int64": pl.Int64(),
        "float64": pl.Float64(),
        "bool": pl.Boolean(),
        "timestamp": pl.Datetime("us"),
        "date": pl.Date(),
        "strings": pl.List(pl.String()),
        "floats": pl.List(pl.Float64()),
    }


def polars_schema(table: Table) -> dict[str, Any]:
    """Column names and polars types of a table, in order."""
    types = _polars_types()
    return {name: types[field.dtype] for name, field in table.columns.items()}


def duckdb_type(field: Field) -> str:
    """SQL type of a field."""
    return _DUCKDB[field.dtype]


def sql_literal(text: str) -> str:
    """``text`` as a quoted SQL string."""
    return "'" + text.replace("'", "''") + "'"


def describe(field: Field) -> str:
    """A field's description with its unit and allowed values, on one line."""
    parts = [field.description]
    if field.unit:
        parts.append(f"unit: {field.unit}")
    if field.allowed:
        parts.append("one of: " + ", ".join(field.allowed))
    return "; ".join(parts)


def duckdb_statements(table: Table) -> list[str]:
    """``CREATE TABLE`` and the ``COMMENT ON`` statements of a table and all its columns.

    Uniqueness is checked where frames enter, so there is no index to slow a load.
    """
    required = set(table.required)
    columns = ", ".join(
        f'"{name}" {duckdb_type(field)}' + (" NOT NULL" if name in required else "")
        for name, field in table.columns.items()
    )
    return [
        f'CREATE TABLE "{table.name}" ({columns})',
        f'COMMENT ON TABLE "{table.name}" IS {sql_literal(table.description)}',
        *(
            f'COMMENT ON COLUMN "{table.name}"."{name}" IS {sql_literal(describe(field))}'
            for name, field in table.columns.items()
        ),
    ]


def parquet_metadata(table: Table) -> dict[str, str]:
    """Key-value metadata of a table's parquet file: its description and each column's."""
    columns = {f"column:{name}": describe(field) for name, field in table.columns.items()}
    return {"table": table.name, "description": table.description, **columns}
