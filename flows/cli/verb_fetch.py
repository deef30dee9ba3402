"""``ogi fetch``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.app import DEFAULT_DB, Db, app, problem
from flows.cli.web import DEFAULT_ARCHIVE, DEFAULT_SOURCES, ArchiveFolder, Sources

if TYPE_CHECKING:
    from flows.web.run import FetchSummary


@app.command(
    epilog="Example: ogi fetch luoyang   ·   Exit code 3: something could not be fetched or read."
)
def fetch(
    names: Annotated[
        list[str] | None, typer.Argument(help="Names of sources; by default all.")
    ] = None,
    sources: Sources = DEFAULT_SOURCES,
    archive: ArchiveFolder = DEFAULT_ARCHIVE,
    db: Db = DEFAULT_DB,
    everything: Annotated[
        bool, typer.Option("--all", help="Check known pages too that are not due yet.")
    ] = False,
) -> None:
    """Pass politely over the catalogue of publishers, then ingest and publish what is new."""
    from flows.cli.interrupts import interruptible
    from flows.cli.progress import shown
    from flows.web.run import FetchRequest
    from flows.web.run import fetch as run

    request = FetchRequest(sources, archive, db, tuple(names or ()), everything)
    try:
        with shown() as progress, interruptible() as watch:
            summary = run(request, progress=watch(progress))
    except KeyboardInterrupt:
        problem("interrupted; what was fetched is kept, and the next fetch goes on from there")
        raise typer.Exit(130) from None
    _show(summary)
    if not summary.has_any:
        raise typer.Exit(1)
    if summary.tally.problems or summary.set_aside:
        raise typer.Exit(3)


def _show(summary: FetchSummary) -> None:
    from flows.summary import as_sentence
    from flows.web.summary import as_line

    for place, reason in summary.tally.problems.items():
        problem(f"{place}: {reason}")
    for one in summary.set_aside:
        problem(f"{one.source_uri}: set aside: {one.reason}")
    typer.echo(as_line(summary))
    if summary.ingested:
        typer.echo(as_sentence(summary.ingested))
