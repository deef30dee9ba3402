"""The tables of divisions and functions, read by the database from the files of ``schema``."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from flows.published import Connection
from schema.projections import sql_literal

_LAST = "coalesce(valid_to, 9999)"
REFERENCE: dict[str, tuple[str, ...]] = {
    "region": (
        f"""
        SELECT
            code AS region_code,
            arg_max(name, {_LAST}) AS name,
            arg_max(level, {_LAST}) AS level,
            arg_max(parent, {_LAST}) AS parent_code,
            if(bool_or(valid_from IS NULL), NULL, min(valid_from)) AS valid_from,
            if(bool_or(valid_to IS NULL), NULL, max(valid_to)) AS valid_to,
            if(
                bool_or(valid_to IS NULL) OR contains(arg_max(successors, {_LAST}), ';'),
                NULL,
                arg_max(successors, {_LAST})
            ) AS successor_code
        FROM {{divisions}} GROUP BY code ORDER BY code
        """,
        """
        SELECT code AS region_code, name, 'township' AS level, code[:6] AS parent_code
        FROM {townships} ORDER BY code
        """,
    ),
    "region_name": (
        """
        SELECT code AS region_code, name, level, parent AS parent_code, valid_from, valid_to
        FROM {divisions} ORDER BY code, valid_from NULLS FIRST
        """,
    ),
    "agency_function": ("SELECT function, label, valid_from, valid_to FROM {functions}",),
    "function_reform": ("FROM {reforms}",),
}
"""Queries that fill each table."""
_FILES = {
    "divisions": (
        "divisions/divisions.csv",
        "code name level parent valid_from:INTEGER valid_to:INTEGER successors pinyin"
        " area_code postcode",
    ),
    "townships": ("divisions/townships.csv.gz", "code name"),
    "functions": (
        "agencies/functions.csv",
        "function label valid_from:INTEGER valid_to:INTEGER names",
    ),
    "reforms": ("agencies/reforms.csv", "function predecessor since:INTEGER"),
}
"""Files with their columns; those without a type are words."""


def fill_reference(con: Connection) -> None:
    """Fill the tables of ``REFERENCE`` anew."""
    with as_file(files("schema")) as folder:
        sources = {
            name: _source(Path(folder, path), columns) for name, (path, columns) in _FILES.items()
        }
        for table, queries in REFERENCE.items():
            con.execute(f"DELETE FROM {table}")
            for query in queries:
                con.execute(f"INSERT INTO {table} BY NAME {query.format(**sources)}")


def _source(path: Path, columns: str) -> str:
    """The rows of a file; what is empty is null."""
    typed = (column.partition(":") for column in columns.split())
    types = ", ".join(f"'{name}': '{kind or 'VARCHAR'}'" for name, _, kind in typed)
    return f"read_csv({sql_literal(str(path))}, header = true, columns = {{{types}}})"
