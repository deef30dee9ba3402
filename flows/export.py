"""A release for researchers: one file per relation, the same bytes for the same database."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import duckdb

from flows.errors import OgiError
from flows.published import Connection
from flows.query import reader
from flows.warehouse import read_views
from schema.projections import parquet_metadata, sql_literal
from schema.tables import TABLE

Format = Literal["parquet", "csv"]
FORMATS: tuple[Format, ...] = ("parquet", "csv")


def export(db: Path, folder: Path, formats: tuple[Format, ...]) -> list[tuple[Path, int]]:
    """Write every table and view of a published database to ``folder``.

    Returns the files with their numbers of rows. Each file appears whole or not at all.
    Raises ``OgiError`` where the folder cannot be written.
    """
    written = []
    with reader(db) as con:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, metadata in relations().items():
                for kind in formats:
                    path = folder / f"{name}.{kind}"
                    written.append((path, _write(con, name, metadata, path, kind)))
        except (OSError, duckdb.IOException) as error:
            reason = getattr(error, "strerror", None) or str(error).split(": ")[-1]
            raise OgiError(f"{folder}: the folder cannot be written: {reason.lower()}") from error
    return written


def relations() -> dict[str, dict[str, str]]:
    """Names of all tables and views with the metadata of their parquet files."""
    tables = {table.name: parquet_metadata(table) for table in TABLE.values()}
    views = {
        view.name: {
            "table": view.name,
            "description": view.comment,
            **{f"column:{name}": text for name, text in view.columns.items()},
        }
        for view in read_views()
    }
    return tables | views


def _write(con: Connection, name: str, metadata: dict[str, str], path: Path, kind: Format) -> int:
    partial = path.with_name(f".{path.name}.partial")
    pairs = ", ".join(f"{sql_literal(key)}: {sql_literal(text)}" for key, text in metadata.items())
    options = {
        "parquet": f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}}",
        "csv": "FORMAT csv, HEADER",
    }[kind]
    result = con.execute(
        f'COPY (FROM "{name}" ORDER BY ALL) TO {sql_literal(str(partial))} ({options})'
    ).fetchall()
    partial.replace(path)
    return int(result[0][0])
