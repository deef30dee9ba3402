"""The data dictionary page, a projection of the declared tables and the views."""

from __future__ import annotations

from collections.abc import Iterable

from schema import form
from schema.projections import duckdb_type
from schema.tables import TABLES, Table

_HEAD = """\
# Data dictionary

Generated from `schema/tables.py`, `schema/fields.py` and `sql`; `make docs` writes it anew.
A blank is null, not zero; views say where they count it as zero.

"""


Macro = tuple[str, str, dict[str, str], dict[str, str]]


def page(views: Iterable[tuple[str, str, dict[str, str]]], macros: Iterable[Macro]) -> str:
    """The page in Markdown; ``views`` gives name, comment and comments of columns.

    ``macros`` gives name, comment, comments of parameters and of columns.
    """
    view_list, macro_list = list(views), list(macros)
    names = ([t.name for t in TABLES], [v[0] for v in view_list], [m[0] for m in macro_list])
    parts = [_HEAD, _contents(*names)]
    parts += [_table(table) for table in TABLES]
    parts += [_view(name, comment, columns) for name, comment, columns in view_list]
    parts += [_macro(*macro) for macro in macro_list]
    parts.append(_indicator_codes())
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _contents(tables: list[str], views: list[str], macros: list[str]) -> str:
    def links(names: list[str]) -> str:
        return " · ".join(f"[{name}](#{name})" for name in names)

    codes = "[Codes of indicators](#codes-of-indicators)"
    told = f"Tables: {links(tables)}\n\nViews: {links(views)}\n\nTable macros: {links(macros)}"
    return f"{told}\n\n{codes}\n"


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


def _macro(name: str, comment: str, parameters: dict[str, str], columns: dict[str, str]) -> str:
    arguments = ", ".join(parameters)
    lines = [f"## {name}\n\n`{name}({arguments})`: {comment}\n"]
    lines += ["| parameter | description |", "|---|---|"]
    lines += [f"| `{parameter}` | {text} |" for parameter, text in parameters.items()]
    if columns:
        lines += ["", "| column | description |", "|---|---|"]
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
