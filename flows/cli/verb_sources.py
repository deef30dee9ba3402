"""``ogi sources`` and ``ogi sources check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.app import app, problem
from flows.cli.web import DEFAULT_ARCHIVE, DEFAULT_SOURCES, ArchiveFolder, Sources

if TYPE_CHECKING:
    from flows.web.trial import Trial

sources_app = typer.Typer(
    invoke_without_command=True, epilog="Example: ogi sources --sources data/sources"
)
app.add_typer(sources_app, name="sources")
_SHOWN = 20


@sources_app.callback()
def sources(
    context: typer.Context,
    sources: Sources = DEFAULT_SOURCES,
    archive: ArchiveFolder = DEFAULT_ARCHIVE,
) -> None:
    """List the publishers with their last success, documents found, and last error."""
    if context.invoked_subcommand:
        return
    from flows.cli.show import table
    from flows.web.catalogue import read_sources
    from flows.web.journal import JOURNAL, Journal, Overview

    catalogue = read_sources(sources)
    known: dict[str, Overview] = {}
    if (archive / JOURNAL).exists():
        journal = Journal(archive / JOURNAL)
        known = journal.overview()
        journal.close()
    rows = []
    for name, source in catalogue.items():
        seen = known.get(name, Overview())
        when = (seen.succeeded or "never")[:16].replace("T", " ")
        state = "paused" if source.paused else seen.error
        rows.append((name, source.name, when, seen.documents, seen.gone, seen.failed, state))
    columns = ("source", "name", "last success (UTC)", "documents", "gone", "failed", "last error")
    table(columns, rows)


@sources_app.command(epilog="Example: ogi sources check data/sources/example.toml")
def check(
    file: Annotated[Path, typer.Argument(help="The file of one source.")],
    sources: Annotated[
        Path | None,
        typer.Option(help="The folder with settings.toml; by default that of the file."),
    ] = None,
) -> None:
    """Try one source without storing anything: what is found on it, and how it is read."""
    from flows.web.catalogue import read_settings, read_source
    from flows.web.trial import try_source

    source = read_source(file)
    settings = read_settings(sources or file.parent)
    try:
        trial = try_source(file.stem, source, settings)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    for place, reason in trial.tally.problems.items():
        problem(f"{place}: {reason}")
    _show(source.name, trial)
    if not trial.reports:
        none = "no link to a report was found" if trial.lists else "none of its lists could be read"
        problem(f"{file}: {none}")
        raise typer.Exit(1)
    if not trial.tried:
        problem(f"{file}: none of the reports that were tried could be fetched")
        raise typer.Exit(1)


def _show(name: str, trial: Trial) -> None:
    from flows.cli.show import line, table

    lists, links = len(trial.lists), len(trial.reports)
    pages = "page" if lists == 1 else "pages"
    found = "link" if links == 1 else "links"
    line(f"{name}: {lists} {pages} of lists read, {links} {found} to reports")
    for address in trial.lists:
        line(f"  {address}")
    if trial.reports:
        rows = [(one.printed_on, one.title, one.address) for one in trial.reports[:_SHOWN]]
        table(("date", "title", "address"), rows, "Links to reports")
        if len(trial.reports) > _SHOWN:
            line(f"and {len(trial.reports) - _SHOWN} more")
    if trial.tried:
        table(("read as", "address"), [(t.result, t.address) for t in trial.tried], "Tried")
