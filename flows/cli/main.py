"""The verbs of ``ogi``. Each does its work elsewhere; here are words, options and exit codes."""

from __future__ import annotations

import enum
import os
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.errors import OgiError, UsageError
from flows.version import VERSION

if TYPE_CHECKING:
    from flows.pipeline import Progress, Summary

DEFAULT_DB = Path("data/ogi.duckdb")

app = typer.Typer(
    name="ogi",
    help="Government-information annual reports (政府信息公开工作年度报告) as a database.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Db = Annotated[Path, typer.Option("--db", envvar="OGI_DB", help="The published database.")]


class SqlFormat(enum.StrEnum):
    """How ``ogi sql`` writes rows."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"ogi {VERSION}")
        raise typer.Exit


@app.callback()
def root(
    debug: Annotated[bool, typer.Option(help="Show a traceback when something fails.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Government-information annual reports (政府信息公开工作年度报告) as a database."""


@app.command(
    epilog="Example: ogi ingest data/samples   ·   Exit code 3: published, some set aside."
)
def ingest(
    sources: Annotated[list[str], typer.Argument(help="Files, folders or globs.")],
    db: Db = DEFAULT_DB,
    flow: Annotated[
        bool | None,
        typer.Option(
            "--flow/--no-flow",
            help="Run as a Prefect flow; by default where a Prefect server is configured.",
        ),
    ] = None,
) -> None:
    """Read documents, check them, and publish the database."""
    from flows.summary import as_sentence

    runner = _run_flow if (_has_server() if flow is None else flow) else _run_plain
    try:
        with _progress() as report:
            summary = runner(tuple(sources), db, report)
    except KeyboardInterrupt:
        _problem("interrupted; nothing was published")
        raise typer.Exit(130) from None
    for problem in summary.set_aside:
        _problem(f"{problem.source_uri}: set aside: {problem.reason}")
    typer.echo(as_sentence(summary))
    if summary.set_aside:
        raise typer.Exit(3)


def _run_plain(sources: tuple[str, ...], db: Path, progress: Progress) -> Summary:
    from flows.pipeline import Request
    from flows.pipeline import ingest as run

    stopped = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopped
        stopped = True
        raise KeyboardInterrupt

    def watched(done: int, total: int) -> None:
        if stopped:  # the interrupt was swallowed where it struck
            raise KeyboardInterrupt
        progress(done, total)

    signal.signal(signal.SIGINT, stop)
    try:
        return run(Request(sources, db), progress=watched)
    except Exception:
        if stopped:  # DuckDB makes an error of it
            raise KeyboardInterrupt from None
        raise


def _run_flow(sources: tuple[str, ...], db: Path, _progress: Progress) -> Summary:
    from flows.ingest import ingest as run

    return run(sources, str(db))


def _has_server() -> bool:
    """Whether a Prefect server is configured, told without loading Prefect."""
    if os.environ.get("PREFECT_API_URL"):
        return True
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    try:
        profiles = (home / "profiles.toml").read_text(encoding="utf-8")
    except OSError:
        return False
    import tomllib

    try:
        settings = tomllib.loads(profiles)
    except tomllib.TOMLDecodeError:
        return False
    active = os.environ.get("PREFECT_PROFILE", settings.get("active"))
    return "PREFECT_API_URL" in settings.get("profiles", {}).get(active, {})


def _progress() -> AbstractContextManager[Progress]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        from flows.pipeline import no_progress

        return nullcontext(no_progress)
    from flows.cli.progress import bar

    return bar()


@app.command(epilog="Example: ogi extract data/samples/xinyang-sifaju-2024.txt --json")
def extract(
    file: Annotated[Path, typer.Argument(help="One document.")],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Read one document and print its tables, findings and rejects; no database is touched."""
    from flows.cli import document

    read, reports = document.read(file)
    if json:
        from flows.cli.show import dumps

        records = document.as_records(read, reports)
        typer.echo(dumps(records[0] if len(records) == 1 else records, indent=1))
    else:
        document.print_reports(read, reports)


@app.command(
    epilog="Example: ogi explain data/samples/xinyang-sifaju-2024.txt"
    " applications.not_held.natural_person"
)
def explain(
    file: Annotated[Path, typer.Argument(help="One document.")],
    cell: Annotated[str, typer.Argument(help="Name of a cell: table.row.column.")],
) -> None:
    """Show where a cell's value stands in the source and how it was read."""
    from flows.cli.explain import explain

    explain(file, cell)


@app.command(epilog="Example: ogi check --db data/ogi.duckdb --limit 20")
def check(
    db: Db = DEFAULT_DB,
    limit: Annotated[int, typer.Option(min=1, help="How many findings to print.")] = 500,
) -> None:
    """Print the findings of current reports, worst first."""
    from flows.cli.show import table
    from flows.query import reader

    with reader(db) as con:
        total = con.execute(f"SELECT count(*) FROM ({_FINDINGS})").fetchall()[0][0]
        rows = con.execute(f"{_FINDINGS} LIMIT {limit}").fetchall()
    if not rows:
        typer.echo("No findings.")
        return
    table(("severity", "agency", "year", "rule", "message", "source"), rows)
    if total > len(rows):
        _problem(f"{total - len(rows)} more findings are not shown; --limit shows more")


_FINDINGS = """
SELECT f.severity, r.agency_name, r.year, f.rule, f.message, r.source_uri
FROM finding f JOIN report r USING (report_id)
WHERE r.is_current
ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,
    r.agency_name, r.year, f.rule, f.message
"""


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
                _problem(f"only {show.TABLE_ROWS} rows are shown; --format csv or json has all")
        else:
            write = show.as_csv if format is SqlFormat.csv else show.as_json
            write(columns, rows(con))


@app.command(epilog="Example: ogi export release --format parquet")
def export(
    folder: Annotated[Path, typer.Argument(help="Folder of the release.")],
    db: Db = DEFAULT_DB,
    format: Annotated[
        str, typer.Option("--format", "-f", help="parquet or csv, or both with a comma between.")
    ] = "parquet",
) -> None:
    """Write every table and view to files for researchers."""
    from flows.cli.show import table
    from flows.export import FORMATS
    from flows.export import export as run

    wanted = tuple(kind for kind in FORMATS if kind in format.split(","))
    unknown = [kind for kind in format.split(",") if kind not in FORMATS]
    if unknown:
        raise UsageError(f"--format: {', '.join(unknown)} is none of {', '.join(FORMATS)}")
    written = run(db, folder, wanted)
    table(("file", "rows"), [(str(path), rows) for path, rows in written])


def _problem(message: str) -> None:
    from flows.cli.show import problem

    problem(message)


def main() -> None:
    """Run a verb; an error is one sentence and an exit code."""
    debug = "--debug" in sys.argv
    _utf8_output()
    try:
        app(standalone_mode=True)
    except UsageError as error:
        if debug:
            raise
        _problem(str(error))
        sys.exit(2)
    except OgiError as error:
        if debug:
            raise
        _problem(str(error))
        sys.exit(1)
    except BrokenPipeError:
        os._exit(0)  # the reader of a pipe went away; there is nobody to flush for
    except Exception as error:
        if debug:
            raise
        _problem(f"unexpected {type(error).__name__}: {error} (--debug shows where)")
        sys.exit(1)


def _utf8_output() -> None:
    """Chinese text comes out whole whatever the locale says."""
    streams: tuple[Any, ...] = (sys.stdout, sys.stderr)
    for stream in streams:
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
