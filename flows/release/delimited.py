"""CSV files that Excel opens as they are meant: in UTF-8 with a mark, formulas disarmed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flows.published import Connection
from schema.projections import sql_literal

MARK = "\ufeff"
_FORMULA = r"^[''=+\-@＝＋－＠\t\r\n]"
_HARMLESS = r"^[+\-＋－]*[0-9.,%]*$"
"""A dash, or a number with its sign, is what cells often print."""


def write(con: Connection, source: str, columns: Mapping[str, str], path: Path) -> None:
    """Write the rows of ``source`` (a table function or query) with these columns and types.

    Text that a spreadsheet could take for a formula, and text that begins with an apostrophe,
    gets an apostrophe before it: one apostrophe taken from the front gives the text again.
    Lists are JSON. Null is nothing, an empty text is ``""``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    selected = []
    for place, (name, kind) in enumerate(columns.items()):
        title = (MARK if place == 0 else "") + name
        selected.append(f'{_cell(name, kind)} AS "{title}"')
    con.execute(
        f"COPY (SELECT {', '.join(selected)} FROM {source})"
        f" TO {sql_literal(str(path))} (FORMAT csv, HEADER)"
    ).fetchall()


def _cell(name: str, kind: str) -> str:
    quoted = f'"{name}"'
    if kind.endswith("[]"):
        return f"to_json({quoted})::VARCHAR"
    if kind != "VARCHAR":
        return quoted
    return (
        f"CASE WHEN regexp_matches({quoted}, '{_FORMULA}')"
        f" AND NOT regexp_matches({quoted}, '{_HARMLESS}')"
        f" THEN '''' || {quoted} ELSE {quoted} END"
    )
