"""``ogi sql``."""

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows import disk
from flows.cli.app import DEFAULT_DB, Db, app, problem
from flows.errors import OgiError, UsageError

if TYPE_CHECKING:
    from flows.published import Connection


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
    time_limit: Annotated[
        float, typer.Option("--time-limit", min=0.1, help="Seconds after which it is stopped.")
    ] = 300.0,
) -> None:
    """Run a read-only query: no writes, no other files, limits on time and memory."""
    from flows.cli import show
    from flows.cli.guard import PROCESS_MEMORY, ending, interruptible
    from flows.memory import limit_memory
    from flows.query import limited, overdue, rows, sandbox

    if format is SqlFormat.parquet and output is None and sys.stdout.isatty():
        raise UsageError("parquet is binary: name a file with --output, or pipe it")
    limit_memory(PROCESS_MEMORY)
    with (
        interruptible() as on_interrupt,
        ending(time_limit, overdue(time_limit)),
        sandbox(db) as con,
        limited(con, query, time_limit),
    ):
        on_interrupt(con.interrupt)
        if format is SqlFormat.parquet:
            _as_parquet(con, query, output)
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


def _as_parquet(con: Connection, query: str, output: Path | None) -> None:
    """Write the rows as they come; a file appears whole or not at all."""
    import duckdb
    import pyarrow.parquet as pq

    partial = output.with_name(f".{output.name}.partial") if output else None
    try:
        where = str(partial) if partial else sys.stdout.buffer
        with (
            con.sql(query).to_arrow_reader(100_000) as batches,
            pq.ParquetWriter(where, batches.schema) as to,
        ):
            for batch in batches:
                to.write_batch(batch)
        if partial and output:
            partial.replace(output)
    except OSError as error:
        if error.errno is None:  # what DuckDB says while Arrow fetches its rows
            failed = duckdb.InterruptException if "INTERRUPT" in str(error) else duckdb.Error
            raise failed(str(error)) from error
        raise OgiError(f"{output}: it cannot be written: {disk.reason(error)}") from error
    finally:
        if partial:
            partial.unlink(missing_ok=True)
