"""The data dictionary page, a projection of the declared tables and the views."""

from __future__ import annotations

from collections.abc import Iterable

from schema import form
from schema.projections import duckdb_type
from schema.tables import TABLES, Table

_HEAD = """\
# Data dictionary

Generated from `schema/tables.py`, `schema/fields.py` and `sql/views`; `make docs` writes it anew.
A blank is null, not zero; views say where they count it as zero.

"""


def page(views: Iterable[tuple[str, str, dict[str, str]]]) -> str:
    """The page in Markdown; ``views`` gives name, comment and comments of columns."""
    view_list = list(views)
    parts = [_HEAD, _contents([t.name for t in TABLES], [name for name, _, _ in view_list])]
    parts += [_table(table) for table in TABLES]
    parts += [_view(name, comment, columns) for name, comment, columns in view_list]
    parts.append(_indicator_codes())
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _contents(tables: list[str], views: list[str]) -> str:
    def links(names: list[str]) -> str:
        return " · ".join(f"[{name}](#{name})" for name in names)

    codes = "[Codes of indicators](#codes-of-indicators)"
    return f"Tables: {links(tables)}\n\nViews: {links(views)}\n\n{codes}\n"


def _table(table: Table) -> str:
    key = f"\n\nKey: {', '.join(f'`{name}`' for name in table.key)}." if table.key else ""
    lines = [
        f"## {table.name}\n\n{table.description}{key}\n",
        "| column | type | unit | null | description |",
        "|---|---|---|---|---|",
    ]
    required = set(table.required)
    for name, field in table.columns.items():
        allowed = f" One of: {', '.join(field.allowed)}." if field.allowed else ""
        null = "no" if name in required else "yes"
        lines.append(
            f"| `{name}` | {duckdb_type(field)} | {field.unit} | {null} |"
            f" {field.description}.{allowed} |"
        )
    if table.rules:
        lines.append("\nRows that break one of these go to the quarantine:\n")
        lines += [f"- `{rule.name}`: `{rule.sql}`" for rule in table.rules]
    return "\n".join(lines)


def _view(name: str, comment: str, columns: dict[str, str]) -> str:
    lines = [f"## {name}\n\n{comment}\n", "| column | description |", "|---|---|"]
    lines += [f"| `{column}` | {text} |" for column, text in columns.items()]
    return "\n".join(lines)


def _indicator_codes() -> str:
    """Codes of the tables before 2019 with what they are part of."""
    relations = {"sum": "part of `{}`", "within": "at most `{}`", "": ""}
    lines = [
        "## Codes of indicators\n",
        "Column `code` of `fact_indicator`, from `schema/forms/indicators.csv`.\n",
        "| code | label | unit | |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{one.code}` | {one.label} | {one.unit} | {relations[one.relation].format(one.total)} |"
        for one in form.indicators()
    ]
    return "\n".join(lines)
