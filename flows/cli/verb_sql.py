"""``ogi sql``."""

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.app import DEFAULT_DB, Db, app, problem
from flows.errors import OgiError, UsageError


class SqlFormat(enum.StrEnum):
    """How ``ogi sql`` writes rows."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


@app.command(epilog='Example: ogi sql "FROM outcome_rate WHERE year = 2024" --format csv')
def sql(
    query: Annotated[str, typer.Argument(help="One SELECT statement.")],
    db: Db = DEFAULT_DB,
    format: Annotated[SqlFormat, typer.Option("--format", "-f", help="Form of the rows.")] = (
        SqlFormat.table
    ),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File for parquet; else the screen.")
    ] = None,
) -> None:
    """Run a read-only query."""
    from flows.cli import show
    from flows.query import limited, rows, sandbox

    if format is SqlFormat.parquet and output is None and sys.stdout.isatty():
        raise UsageError("parquet is binary: name a file with --output, or pipe it")
    with sandbox(db) as con, limited(con, query):
        if format is SqlFormat.parquet:
            import pyarrow.parquet as pq

            found = con.sql(query).to_arrow_table()
            try:
                pq.write_table(found, str(output) if output else sys.stdout.buffer)
            except OSError as error:
                raise OgiError(f"{output}: it cannot be written: {error.strerror}") from error
            return
        con.execute(query)
        columns = [column[0] for column in con.description or ()]
        if format is SqlFormat.table:
            body = con.fetchmany(show.TABLE_ROWS + 1)
            show.table(columns, body[: show.TABLE_ROWS])
            if len(body) > show.TABLE_ROWS:
                problem(f"only {show.TABLE_ROWS} rows are shown; --format csv or json has all")
        else:
            write = show.as_csv if format is SqlFormat.csv else show.as_json
            write(columns, rows(con))
