"""Parquet files of a release: sorted rows, bounded memory, each column described inside."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from flows.errors import OgiError
from flows.published import Connection
from flows.release.relations import CELL, Relation
from schema.projections import sql_literal

SLICE = 16_384
"""Reports in a file of cells: some three million rows, which are sorted in bounded memory."""

SETTINGS = "SET memory_limit = '1800MiB'; SET disabled_optimizers = 'statistics_propagation'"
"""Without that optimiser off, a column that happens to have no nulls gets another type."""


class Part(NamedTuple):
    """A file of a relation; ``stem`` is its path in the folder of a format, without suffix."""

    relation: Relation
    stem: str
    rows: int


def write(con: Connection, relation: Relation, folder: Path) -> Iterator[Part]:
    """Write all rows of a relation below ``folder``: one file, or files for each year.

    Rows are sorted, so that the same rows give the same bytes. Raises ``OgiError`` where not
    every row is written.
    """
    written, metadata = 0, _metadata(con, relation)
    if relation.of_cells:
        _rank(con, relation)
    for stem, condition in _files(con, relation):
        rows = _copy(con, relation, condition, folder / f"{stem}.parquet", metadata)
        if rows or not relation.of_cells:
            yield Part(relation, stem, rows)
            written += rows
        else:
            (folder / f"{stem}.parquet").unlink()  # the relation has nothing of this year
    if relation.of_cells and not written:
        stem = f"{relation.name}/year-unknown-1"
        yield Part(relation, stem, _copy(con, relation, "", folder / f"{stem}.parquet", metadata))
    if not relation.of_cells and relation.derived:
        return  # one query has written it: to count would be to ask all of it once more
    stored = con.execute(f"SELECT count(*) FROM {relation.quoted}").fetchall()[0][0]
    if stored != written:
        raise OgiError(f"{relation.name}: {written} of {stored} rows were written")


def _files(con: Connection, relation: Relation) -> Iterator[tuple[str, str]]:
    """Path without suffix and condition of each file that the relation may have."""
    if not relation.of_cells:
        yield relation.name, ""
        return
    years = con.execute("SELECT DISTINCT year FROM report ORDER BY year NULLS LAST").fetchall()
    for (year,) in years:
        is_of = "year IS NULL" if year is None else f"year = {year}"
        name = "unknown" if year is None else year
        for number, reports in enumerate(_slices(con, is_of), 1):
            yield f"{relation.name}/year-{name}-{number}", f"WHERE {is_of}{reports}"


def _slices(con: Connection, condition: str) -> list[str]:
    """Further conditions that cut the reports into ranges of ``SLICE`` by their identifiers."""
    cuts = con.execute(
        "SELECT report_id FROM (SELECT report_id, row_number() OVER (ORDER BY report_id) AS place"
        f" FROM report WHERE {condition}) WHERE place % {SLICE} = 1 AND place > 1"
        " ORDER BY report_id"
    ).fetchall()
    cut = [sql_literal(report) for (report,) in cuts]
    above = ["", *(f" AND report_id >= {text}" for text in cut)]
    below = [*(f" AND report_id < {text}" for text in cut), ""]
    return [lower + upper for lower, upper in zip(above, below, strict=True)]


def _copy(
    con: Connection, relation: Relation, condition: str, path: Path, metadata: dict[str, str]
) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    pairs = ", ".join(f"{sql_literal(key)}: {sql_literal(text)}" for key, text in metadata.items())
    rows = con.execute(
        f"COPY ({_sorted(relation, condition)}) TO"
        f" {sql_literal(str(path))} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}})"
    ).fetchall()
    return int(rows[0][0])


def _rank(con: Connection, relation: Relation) -> None:
    """Make types by which reports and cells are sorted as numbers, in the order of their names."""
    for name in CELL:
        con.execute(f"DROP TYPE IF EXISTS ranked_{name}")
        con.execute(
            f'CREATE TEMP TYPE ranked_{name} AS ENUM (SELECT DISTINCT "{name}" FROM'
            f' {relation.quoted} WHERE "{name}" IS NOT NULL ORDER BY "{name}")'
        )


def _sorted(relation: Relation, condition: str) -> str:
    """The query for sorted rows. Of cells there are millions, and texts are slow to sort."""
    if not relation.of_cells:
        return f"{relation.query()} ORDER BY {relation.order}"
    ranked = ", ".join(f'"{name}"::ranked_{name} AS "{name}"' for name in CELL)
    rows = f"SELECT * REPLACE ({ranked}) FROM {relation.quoted} {condition}"
    return relation.query(f"({rows} ORDER BY {relation.order})")


def _metadata(con: Connection, relation: Relation) -> dict[str, str]:
    """What a file says of itself: the relation and its columns as keys of the file, and label
    and unit at each column in the schema that readers based on Arrow take from it."""
    found: Any = con.sql(f"{relation.query()} LIMIT 0").to_arrow_table().schema
    fields = [
        found.field(column.name).with_metadata({"label": column.label, "unit": column.unit})
        for column in relation.columns
    ]
    return {
        "ARROW:schema": base64.b64encode(pa.schema(fields).serialize().to_pybytes()).decode(),
        "table": relation.name,
        "description": relation.description,
        **{f"column:{name}": text for name, text in relation.texts.items()},
    }
