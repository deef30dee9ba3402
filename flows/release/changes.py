"""What changed from one release to another: rows added and removed, values changed."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from flows.errors import OgiError
from flows.published import Connection
from flows.release import delimited
from flows.release.folder import SUMS, digest, files_of
from flows.release.relations import Relation
from schema.projections import sql_literal

COLUMNS = dict.fromkeys(("table", "change", "key", "column", "old", "new"), "VARCHAR")
PARQUET = "parquet"


class Change(NamedTuple):
    """Counts of a table's changes, and columns that only one of the releases has."""

    table: str
    added: int
    removed: int
    changed: int
    values: int
    columns: tuple[str, ...]


def check(previous: Path) -> None:
    """Raise ``OgiError`` where a folder is no release with parquet files to compare with."""
    if not any(path.startswith(f"{PARQUET}/") for path in files_of(previous)):
        raise OgiError(f"{previous}: there is no release of ogi with parquet files in it")


def write(con: Connection, previous: Path, folder: Path, tables: list[Relation]) -> None:
    """Write ``changes.csv`` and ``CHANGES.md`` of a new release in ``folder``.

    Tables are compared by their keys; of those without one, whole rows. Rows of a report that
    was itself added or removed are counted and not listed one by one.
    """
    kinds = ", ".join(f'"{name}" VARCHAR' for name in COLUMNS)
    con.execute(f"CREATE OR REPLACE TEMP TABLE change ({kinds})")
    same = _alike(previous, folder)
    counts = [_compare(con, previous, folder, table, same) for table in tables]
    delimited.write(con, "(FROM change ORDER BY ALL)", COLUMNS, folder / "changes.csv")
    (folder / "CHANGES.md").write_text(_page(counts), encoding="utf-8")
    con.execute("DROP TABLE change")


def _alike(previous: Path, folder: Path) -> set[str]:
    """Paths of parquet files that both releases have with the same bytes."""
    lines = set((previous / SUMS).read_text(encoding="utf-8").splitlines())
    paths = (folder / PARQUET).rglob("*.parquet")
    names = {str(path.relative_to(folder)): digest(path) for path in paths}
    return {name for name, sha in names.items() if f"{sha}  {name}" in lines}


def _files(folder: Path, table: str, same: set[str]) -> list[Path]:
    """Parquet files of a table, those left out that both releases have alike."""
    base = folder / PARQUET
    found = sorted([*base.glob(f"{table}.parquet"), *base.glob(f"{table}/*.parquet")])
    return [path for path in found if str(path.relative_to(folder)) not in same]


def _compare(
    con: Connection, previous: Path, folder: Path, table: Relation, same: set[str]
) -> Change:
    old, new = _files(previous, table.name, same), _files(folder, table.name, same)
    if not old and not new:
        return Change(table.name, 0, 0, 0, 0, ())
    before, now = _columns(con, old), _columns(con, new)
    shared = [name for name in table.names if not (old and new) or name in before & now]
    _view(con, "old_rows", old, table, shared)
    _view(con, "new_rows", new, table, shared)
    only = sorted((now - before) | (before - now)) if old and new else []
    compare = _by_key if table.key else _by_row
    return Change(table.name, *compare(con, table, shared), tuple(only))


def _columns(con: Connection, files: list[Path]) -> set[str]:
    return (
        {row[0] for row in con.execute(f"DESCRIBE FROM {_read(files)}").fetchall()}
        if files
        else set()
    )


def _read(files: list[Path]) -> str:
    return f"read_parquet([{', '.join(sql_literal(str(file)) for file in files)}])"


def _view(
    con: Connection, name: str, files: list[Path], table: Relation, columns: list[str]
) -> None:
    """A view of a release's rows, all columns as text."""
    lists = {column.name for column in table.columns if column.type.endswith("[]")}
    texts = ", ".join(
        f'to_json("{c}")::VARCHAR AS "{c}"' if c in lists else f'"{c}"::VARCHAR AS "{c}"'
        for c in columns
    )
    empty = ", ".join(f'NULL::VARCHAR AS "{c}"' for c in columns)
    query = f"SELECT {texts} FROM {_read(files)}" if files else f"SELECT {empty} LIMIT 0"
    con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")


def _by_key(con: Connection, table: Relation, shared: list[str]) -> tuple[int, int, int, int]:
    """Rows added, removed and changed, and values changed, of a table with a key."""
    join = " AND ".join(f'o."{name}" = n."{name}"' for name in table.key)
    key = " || '|' || ".join(f'coalesce(o."{c}", n."{c}")' for c in table.key)
    values = [name for name in shared if name not in table.key]
    pairs = ", ".join(
        f"{{'column': {sql_literal(c)}, 'old': o.\"{c}\", 'new': n.\"{c}\"}}" for c in values
    )
    differs = " OR ".join(f'o."{c}" IS DISTINCT FROM n."{c}"' for c in values) or "FALSE"
    first = table.key[0]
    report = 'coalesce(o."report_id", n."report_id")' if "report_id" in shared else "NULL"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE found AS SELECT"
        f" CASE WHEN o.\"{first}\" IS NULL THEN 'added' WHEN n.\"{first}\" IS NULL THEN 'removed'"
        f" ELSE 'changed' END AS change, {key} AS key, {report} AS report_id,"
        f' CASE WHEN o."{first}" IS NOT NULL AND n."{first}" IS NOT NULL THEN'
        f" list_filter([{pairs}], lambda p: p.old IS DISTINCT FROM p.new) END AS pairs"
        f" FROM old_rows o FULL JOIN new_rows n ON {join}"
        f' WHERE o."{first}" IS NULL OR n."{first}" IS NULL OR {differs}'
    )
    name = sql_literal(table.name)
    con.execute(
        f"INSERT INTO change SELECT {name}, change, key, p.column, p.old, p.new"
        " FROM (SELECT change, key, unnest(pairs) AS p FROM found WHERE change = 'changed')"
    )
    con.execute(
        f"INSERT INTO change SELECT {name}, change, key, NULL, NULL, NULL FROM found"
        f" WHERE change <> 'changed' AND {_not_of_a_listed_report(table)}"
    )
    counts = dict(con.execute("SELECT change, count(*) FROM found GROUP BY change").fetchall())
    many = con.execute("SELECT coalesce(sum(len(pairs)), 0)::BIGINT FROM found").fetchall()[0][0]
    con.execute("DROP TABLE found")
    return counts.get("added", 0), counts.get("removed", 0), counts.get("changed", 0), int(many)


def _not_of_a_listed_report(table: Relation) -> str:
    if table.name == "report":
        return "TRUE"
    return (
        "(report_id IS NULL OR report_id NOT IN (SELECT key FROM change"
        " WHERE \"table\" = 'report' AND change <> 'changed'))"
    )


def _by_row(con: Connection, table: Relation, shared: list[str]) -> tuple[int, int, int, int]:
    """Rows added and removed of a table without a key; the whole row stands in old or new."""
    columns = ", ".join(f'"{name}"' for name in shared)
    report = "report_id" if "report_id" in shared else "NULL AS report_id"
    counts = []
    for change, side, one, other in (
        ("added", "new", "new_rows", "old_rows"),
        ("removed", "old", "old_rows", "new_rows"),
    ):
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE found AS SELECT {report}, to_json(r)::VARCHAR AS line"
            f" FROM (SELECT {columns} FROM {one} EXCEPT ALL SELECT {columns} FROM {other}) r"
        )
        con.execute(
            f'INSERT INTO change ("table", change, "{side}") SELECT {sql_literal(table.name)},'
            f" '{change}', line FROM found WHERE {_not_of_a_listed_report(table)}"
        )
        counts.append(int(con.execute("SELECT count(*) FROM found").fetchall()[0][0]))
    con.execute("DROP TABLE found")
    return counts[0], counts[1], 0, 0


def _page(counts: list[Change]) -> str:
    lines = [
        "# Changes against the previous release",
        "",
        "Rows are compared by the key of their table; tables without a key by whole rows.",
        "`changes.csv` has every change on its own: of a changed value `old` and `new`. Rows of a",
        "report that was itself added or removed are counted here and not listed there.",
        "",
        "| table | rows added | rows removed | rows changed | values changed |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [f"| {c.table} | {c.added} | {c.removed} | {c.changed} | {c.values} |" for c in counts]
    for change in counts:
        if change.columns:
            names = ", ".join(f"`{name}`" for name in change.columns)
            lines += ["", f"Columns of {change.table} that only one of the releases has: {names}."]
    return "\n".join(lines) + "\n"
