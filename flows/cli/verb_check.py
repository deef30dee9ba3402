"""``ogi check``: findings of a database, or of drafts that are in none."""

from __future__ import annotations

import enum
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows import disk
from flows.cli.app import DEFAULT_DB, Db, app, problem
from flows.errors import OgiError, UsageError

if TYPE_CHECKING:
    from flows.check import Draft

_WIDTH = 80
"""Places of a line where the output is no terminal."""


class CheckFormat(enum.StrEnum):
    """How ``ogi check FILE...`` writes its report."""

    text = "text"
    json = "json"
    html = "html"
    xlsx = "xlsx"


@app.command(
    epilog="Example: ogi check drafts/ --format xlsx -o result.xlsx   ·   Exit code of a check of"
    " files: 0 no errors, 4 errors found, 3 some files could not be read, 1 none could."
)
def check(
    context: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(help="Drafts to check: files, folders or globs.")
    ] = None,
    db: Db = DEFAULT_DB,
    limit: Annotated[
        int, typer.Option(min=1, help="How many findings of the database to print.")
    ] = 500,
    format: Annotated[
        CheckFormat, typer.Option("--format", "-f", help="Form of the report on drafts.")
    ] = CheckFormat.text,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File for the report; else the screen.")
    ] = None,
) -> None:
    """Check drafts and report in Chinese; without files, print the findings of the database.

    With --db drafts are also held against last year's reports, peers and other bodies.
    """
    if files:
        source = context.get_parameter_source("db")
        named = source is not None and source.name != "DEFAULT"
        raise typer.Exit(_check_files(files, db if named else None, format, output))
    if format is not CheckFormat.text or output:
        raise UsageError("--format and --output are for drafts: name files or folders to check")
    _print_database(db, limit)


def _check_files(
    files: list[str], db: Path | None, format: CheckFormat, output: Path | None
) -> int:
    """Write the report on drafts and return the exit code."""
    from flows.check import check_drafts

    if format is CheckFormat.xlsx and output is None and sys.stdout.isatty():
        raise UsageError("a workbook is binary: name a file with --output, or pipe it")
    drafts: list[Draft] = []
    found = _kept(check_drafts(files, db), drafts)
    if format is CheckFormat.text and output is None:
        for line in _text(found, drafts):
            typer.echo(line)
    else:
        _write(_rendered(found, drafts, format), output)
    return _exit_code(drafts)


def _kept(found: Iterable[Draft], drafts: list[Draft]) -> Iterator[Draft]:
    """Drafts as they come, each also kept."""
    for draft in found:
        drafts.append(draft)
        yield draft


def _text(found: Iterable[Draft], drafts: list[Draft]) -> Iterator[str]:
    """Lines on each draft as it is read, and the closing line on all."""
    import shutil

    from flows.cli import drafts as report

    width = min(shutil.get_terminal_size((_WIDTH, 24)).columns, 120)
    for draft in found:
        yield from report.as_text(draft, width)
    yield report.closing(drafts)


def _rendered(found: Iterator[Draft], drafts: list[Draft], format: CheckFormat) -> bytes:
    from flows.cli import drafts as report
    from flows.cli.show import dumps

    if format is CheckFormat.text:
        return "".join(f"{line}\n" for line in _text(found, drafts)).encode()
    for _ in found:
        pass
    if format is CheckFormat.xlsx:
        return report.as_workbook(drafts)
    if format is CheckFormat.html:
        return report.as_html(drafts).encode()
    return (dumps(report.as_records(drafts), indent=1) + "\n").encode()


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise OgiError(f"{output}: it cannot be written: {disk.reason(error)}") from error


def _exit_code(drafts: list[Draft]) -> int:
    """4 where there are errors; else 3 where some files could not be read, 1 where none could."""
    unread = [draft for draft in drafts if draft.reason is not None]
    if any(draft.count("error") for draft in drafts):
        return 4
    if not unread:
        return 0
    return 1 if len(unread) == len(drafts) else 3


def _print_database(db: Path, limit: int) -> None:
    """Print the findings of current reports, worst first."""
    from flows.cli.show import table
    from flows.query import reader

    with reader(db) as con:
        total = con.execute(f"SELECT count(*) FROM ({_FINDINGS})").fetchall()[0][0]
        rows = con.execute(f"{_FINDINGS} LIMIT {limit}").fetchall()
    if not rows:
        typer.echo("No findings.")
        return
    table(("severity", "agency", "year", "rule", "message", "source", "message_zh"), rows)
    if total > len(rows):
        problem(f"{total - len(rows)} more findings are not shown; --limit shows more")


_FINDINGS = """
SELECT f.severity, r.agency_name, r.year, f.rule, f.message, r.source_uri, f.message_zh
FROM finding f JOIN report r USING (report_id)
WHERE r.is_current
ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,
    r.agency_name, r.year, f.rule, f.message
"""
