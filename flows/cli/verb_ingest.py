"""``ogi ingest``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.app import DEFAULT_DB, Db, app, problem
from flows.cli.web import DEFAULT_ARCHIVE, DEFAULT_SOURCES, ArchiveFolder, Sources
from flows.records import Web

if TYPE_CHECKING:
    from flows.pipeline import Progress, Summary


@app.command(
    epilog="Example: ogi ingest data/samples   ·   Exit code 3: published, some set aside."
)
def ingest(
    sources: Annotated[
        list[str], typer.Argument(help="Files, folders, globs or addresses (https://...).")
    ],
    db: Db = DEFAULT_DB,
    corrections: Annotated[
        Path | None,
        typer.Option(help="Reviewed corrections; by default corrections.csv beside the database."),
    ] = None,
    catalogue: Sources = DEFAULT_SOURCES,
    archive: ArchiveFolder = DEFAULT_ARCHIVE,
    flow: Annotated[
        bool | None,
        typer.Option(
            "--flow/--no-flow",
            help="Run as a Prefect flow; by default where a Prefect server is configured.",
        ),
    ] = None,
) -> None:
    """Read documents, check them, and publish the database."""
    from flows.cli.progress import shown
    from flows.summary import as_sentence

    runner = _run_flow if (_has_server() if flow is None else flow) else _run_plain
    try:
        with shown() as report:
            summary = runner(tuple(sources), db, corrections, Web(catalogue, archive), report)
    except KeyboardInterrupt:
        problem("interrupted; nothing was published")
        raise typer.Exit(130) from None
    for one in summary.set_aside:
        problem(f"{one.source_uri}: set aside: {one.reason}")
    typer.echo(as_sentence(summary))
    if summary.set_aside:
        raise typer.Exit(3)


def _run_plain(
    sources: tuple[str, ...], db: Path, corrections: Path | None, web: Web, progress: Progress
) -> Summary:
    from flows.cli.interrupts import interruptible
    from flows.pipeline import Request
    from flows.pipeline import ingest as run

    with interruptible() as watch:
        request = Request(sources, db, corrections=corrections, web=web)
        return run(request, progress=watch(progress))


def _run_flow(
    sources: tuple[str, ...], db: Path, corrections: Path | None, web: Web, _progress: Progress
) -> Summary:
    from flows.ingest import ingest as run

    chosen = str(corrections) if corrections else None
    return run(sources, str(db), chosen, str(web.catalogue), str(web.archive))


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
