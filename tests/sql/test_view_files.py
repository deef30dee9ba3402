"""The view files: comments of every view and column, and the columns that others rely on."""

from __future__ import annotations

import re
from typing import Any

import duckdb

Con = duckdb.DuckDBPyConnection


def test_every_view_and_column_has_a_comment(warehouse: Con, views: tuple[Any, ...]) -> None:
    assert len(views) >= 25
    for view in views:
        described = warehouse.execute(f"DESCRIBE {view.name}").fetchall()
        assert list(view.columns) == [name for name, *_ in described], view.name
        assert view.comment.endswith("."), view.name
        assert all(view.columns.values()), view.name


def test_comments_are_stored(warehouse: Con, views: tuple[Any, ...]) -> None:
    query = (
        """
        SELECT view_name, comment FROM duckdb_views() WHERE NOT internal
        UNION ALL SELECT table_name, comment FROM duckdb_tables() WHERE table_name IN
    """
        + f"({', '.join(repr(view.name) for view in views if view.stored)})"
    )
    stored = dict(warehouse.execute(query).fetchall())
    assert stored == {view.name: view.comment for view in views}
    query = "SELECT comment FROM duckdb_columns() WHERE table_name = 'outcome_rate'"
    comments = warehouse.execute(query).fetchall()
    assert ("numerator / denominator; unit: share, 0 to 1",) in comments


def test_reported_cell_has_the_columns_relied_on(warehouse: Con) -> None:
    described = warehouse.execute("DESCRIBE reported_cell").fetchall()
    assert [(name, kind) for name, kind, *_ in described] == [
        ("report_id", "VARCHAR"),
        ("source_uri", "VARCHAR"),
        ("is_current", "BOOLEAN"),
        ("agency_name", "VARCHAR"),
        ("year", "INTEGER"),
        ("edition", "VARCHAR"),
        ("cell", "VARCHAR"),
        ("value", "DOUBLE"),
        ("raw", "VARCHAR"),
        ("status", "VARCHAR"),
        ("source_start", "INTEGER"),
        ("source_end", "INTEGER"),
        ("source_page", "INTEGER"),
        ("source_box", "DOUBLE[]"),
        ("source_table", "INTEGER"),
        ("source_row", "INTEGER"),
        ("source_column", "INTEGER"),
        ("label_start", "INTEGER"),
        ("label_end", "INTEGER"),
    ]


def test_no_view_leaves_out_several_columns_of_a_star(views: tuple[Any, ...]) -> None:
    """DuckDB stores such a list in any order: the database would never be as it was made."""
    several = re.compile(r"exclude\s*\([^)]*,", re.IGNORECASE)
    assert [view.name for view in views if several.search(view.query)] == []
