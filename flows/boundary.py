"""The boundary between extraction and warehouse: frames are split into good and bad rows."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import polars as pl

from schema.projections import polars_schema
from schema.tables import Table

Refused = tuple[str, dict[str, Any], str]
"""Name of the broken rule, the row, and the row as JSON."""


@cache
def rules(table: Table) -> tuple[tuple[str, pl.Expr], ...]:
    """All rules of a declared table: ``(name, expression)``, true where a row is good."""
    found: list[tuple[str, pl.Expr]] = []
    for name in table.required:
        found.append((f"{name}_not_null", pl.col(name).is_not_null()))
    for name, field in table.columns.items():
        value = pl.col(name)
        if field.allowed:
            found.append((f"{name}_allowed", value.is_null() | value.is_in(list(field.allowed))))
        if field.minimum is not None:
            found.append((f"{name}_minimum", value.is_null() | (value >= field.minimum)))
    if table.key:
        found.append((f"{'_'.join(table.key)}_unique", pl.struct(table.key).is_first_distinct()))
    found.extend((rule.name, pl.sql_expr(rule.sql)) for rule in table.rules)
    return tuple(found)


def split(frame: pl.DataFrame, table: Table) -> tuple[pl.DataFrame, list[Refused]]:
    """Rows of ``frame`` that meet every rule of ``table``, and the others with their first rule.

    Raises ``ValueError`` where columns or types are not those declared: that is a defect of
    the program and not of a document.
    """
    declared = polars_schema(table)
    if dict(frame.schema) != declared:
        raise ValueError(f"frame for {table.name} has {frame.schema}, declared is {declared}")
    checks = rules(table)
    verdicts = frame.select(
        pl.coalesce(expr, pl.lit(False)).alias(str(i)) for i, (_, expr) in enumerate(checks)
    )
    good = verdicts.select(pl.all_horizontal(pl.all())).to_series()
    if good.all():
        return frame, []
    refused: list[Refused] = []
    for row, passed in zip(
        frame.filter(~good).iter_rows(named=True), verdicts.filter(~good).iter_rows(), strict=True
    ):
        rule = checks[passed.index(False)][0]
        refused.append((rule, row, json.dumps(row, ensure_ascii=False, default=str)))
    return frame.filter(good), refused
