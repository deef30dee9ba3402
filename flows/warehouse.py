"""The DuckDB database as this installation makes it: its tables, the form, and its views."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from flows.published import Connection, fingerprint
from flows.reference import REFERENCE, fill_reference
from schema.projections import duckdb_statements, duckdb_type, sql_literal
from schema.tables import TABLE


class View(NamedTuple):
    """A view of ``sql/views``: its comment, its columns' comments and its query.

    One that is ``stored`` is a table, filled by ``load.store`` whenever a database is published.
    """

    name: str
    comment: str
    columns: dict[str, str]
    query: str
    stored: bool = False


class Macro(NamedTuple):
    """A table macro of ``sql/macros``: comments of itself, its parameters and its columns.

    ``definition`` begins with the parameters in brackets. Without columns of its own it has
    those of the relation that it reads.
    """

    name: str
    comment: str
    parameters: dict[str, str]
    columns: dict[str, str]
    definition: str


def read_views(folder: str = "views") -> Iterator[View]:
    """The views in order of creation, or other queries of a folder of ``sql``.

    A file's leading comment lines are the view's comment; ``-- @column name: text`` comments
    a column; ``-- @stored`` has it stored; the rest is the query.
    """
    for name, comment, tagged, query in _read(folder):
        stored = "stored" in tagged
        told = f"{comment} {_STORED}" if stored else comment
        yield View(name, told, tagged.get("column", {}), query, stored)


def read_macros() -> Iterator[Macro]:
    """The table macros in order of creation; ``-- @parameter name: text`` is a comment too."""
    for name, comment, tagged, definition in _read("macros"):
        parameters, columns = tagged.get("parameter", {}), tagged.get("column", {})
        yield Macro(name, comment, parameters, columns, definition)


def _read(folder: str) -> Iterator[tuple[str, str, dict[str, dict[str, str]], str]]:
    """Name, comment, comments by tag and name, and SQL of the files of a folder of ``sql``."""
    entries = files("sql").joinpath(*folder.split("/")).iterdir()
    for file in sorted(entries, key=lambda entry: entry.name):
        if not file.name.endswith(".sql"):
            continue
        lines = file.read_text(encoding="utf-8").splitlines()
        head = 0
        while head < len(lines) and lines[head].startswith("--"):
            head += 1
        comments = [line[2:].strip() for line in lines[:head]]
        tagged: dict[str, dict[str, str]] = {}
        for line in (c for c in comments if c[:1] == "@"):
            tag, _, rest = line[1:].partition(" ")
            name, _, text = rest.partition(": ")
            tagged.setdefault(tag, {})[name] = text
        name = file.name.removesuffix(".sql").split("_", 1)[1]
        comment = " ".join(c for c in comments if c[:1] != "@")
        yield name, comment, tagged, "\n".join(lines[head:])


def create(con: Connection) -> None:
    """Create all declared tables, and what ``refresh`` brings."""
    con.execute(";".join(duckdb_statements(table)[0] for table in TABLE.values()))
    refresh(con)


def refresh(con: Connection) -> None:
    """Bring comments, the form's tables and the views to the state of this installation."""
    with _at_once(con):
        con.execute(";".join(text for t in TABLE.values() for text in duckdb_statements(t)[1:]))
        for (name,) in con.execute(_MACROS).fetchall():
            con.execute(f'DROP MACRO TABLE IF EXISTS "{name}"')
        for (name,) in con.execute(_VIEWS).fetchall():
            con.execute(f'DROP VIEW IF EXISTS "{name}"')
        for view in read_views():
            if view.stored:
                con.execute(f'DROP TABLE IF EXISTS "{view.name}"')
    for table, rows in form_rows().items():
        con.execute(f"DELETE FROM {table}")
        insert_columns(con, table, {name: [row[name] for row in rows] for name in rows[0]})
    fill_reference(con)
    with _at_once(con):
        for view in read_views():
            create_view(con, view)
        for macro in read_macros():
            create_macro(con, macro)
        con.execute(f"CREATE OR REPLACE MACRO made_as() AS {sql_literal(fingerprint(con))}")
        con.execute(f"COMMENT ON MACRO made_as IS {sql_literal(_MADE_AS)}")


@contextmanager
def _at_once(con: Connection) -> Iterator[None]:
    """One transaction for hundreds of comments and definitions: each of its own is synced to the
    disk, which takes most of the time. No rows are inserted within, see ``load._copy``."""
    con.execute("BEGIN")
    yield
    con.execute("COMMIT")


def create_macro(con: Connection, macro: Macro) -> None:
    """Create a table macro; what is known of its parameters and columns is in its comment."""
    parts = [macro.comment]
    for title, texts in (("Parameters", macro.parameters), ("Columns", macro.columns)):
        if texts:
            told = "; ".join(f"{name}: {text}" for name, text in texts.items())
            parts.append(f"{title}: {told}.")
    con.execute(f'CREATE MACRO "{macro.name}"{macro.definition}')
    con.execute(f'COMMENT ON MACRO TABLE "{macro.name}" IS {sql_literal(" ".join(parts))}')


def create_view(con: Connection, view: View) -> None:
    """Create a view with its comments, or the table of one that is stored, without rows."""
    name = f'"{view.name}"'
    kind, ending = ("TABLE", "WITH NO DATA") if view.stored else ("VIEW", "")
    statements = [
        f"CREATE {kind} {name} AS {view.query} {ending}",
        f"COMMENT ON {kind} {name} IS {sql_literal(view.comment)}",
        *(
            f'COMMENT ON COLUMN {name}."{column}" IS {sql_literal(text)}'
            for column, text in view.columns.items()
        ),
    ]
    con.execute(";\n".join(statements))


def reference_tables() -> frozenset[str]:
    """Tables that come with this installation and not from documents."""
    return frozenset(form_rows()) | frozenset(REFERENCE)


@cache
def form_rows() -> dict[str, list[dict[str, Any]]]:
    """Rows of the tables that carry the form and the rules."""
    from schema import form  # validates every row of it: not needed where nothing is new
    from schema.rules import rules

    columns = TABLE["form_cell"].columns
    cells = [
        {name: getattr(cell, name) for name in columns if hasattr(cell, name)}
        | {"edition": edition.edition, "cell": cell.name, "position": cell.order}
        for edition in form.editions()
        for cell in edition.cells
    ]
    identities = [
        {"edition": edition.edition, **term.model_dump()}
        for edition in form.editions()
        for term in edition.identity_terms
    ]
    infos = [info.model_dump() for info in form.edition_infos()]
    indicators = [
        {
            name: value or None
            for name, value in info.model_dump(exclude={"stated", "total"}).items()
        }
        | {"position": position, "total_code": info.total or None}
        for position, info in enumerate(form.indicators(), 1)
    ]
    return {
        "form_edition": infos,
        "form_cell": cells,
        "form_indicator": indicators,
        "form_identity": identities,
        "rule": [rule.model_dump() for rule in rules().values()],
    }


def insert_columns(con: Connection, table: str, columns: dict[str, list[Any]]) -> None:
    """Insert columns of values, all of one length."""
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(f"unnest(${number})" for number in range(1, len(columns) + 1))
    con.execute(f'INSERT INTO "{table}" ({names}) SELECT {values}', list(columns.values()))


_VIEWS = "SELECT view_name FROM duckdb_views() WHERE NOT internal"
_STORED = "It is stored: made anew from the tables whenever the database is published."
_MACROS = """
SELECT function_name FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal
"""
_MADE_AS = "Fingerprint of the tables, the form and the views that this database was made with"


def has_declared_shape(con: Connection) -> bool:
    """Whether the stored tables have the declared columns and types, in their order; those of
    stored views do not count, as ``refresh`` makes them anew."""
    made = [view.name for view in read_views() if view.stored]
    stored = con.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE table_name IN"
        " (SELECT table_name FROM duckdb_tables()) AND NOT list_contains($1, table_name)"
        " ORDER BY table_name, column_index",
        [made],
    ).fetchall()
    return stored == [
        (name, column, duckdb_type(field))
        for name, table in sorted(TABLE.items())
        for column, field in table.columns.items()
    ]
