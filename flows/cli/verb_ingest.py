"""``ogi ingest``."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.app import DEFAULT_DB, Db, app, problem

if TYPE_CHECKING:
    from flows.pipeline import Progress, Summary


@app.command(
    epilog="Example: ogi ingest data/samples   ·   Exit code 3: published, some set aside."
)
def ingest(
    sources: Annotated[list[str], typer.Argument(help="Files, folders or globs.")],
    db: Db = DEFAULT_DB,
    corrections: Annotated[
        Path | None,
        typer.Option(help="Reviewed corrections; by default corrections.csv beside the database."),
    ] = None,
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
            summary = runner(tuple(sources), db, corrections, report)
    except KeyboardInterrupt:
        problem("interrupted; nothing was published")
        raise typer.Exit(130) from None
    for one in summary.set_aside:
        problem(f"{one.source_uri}: set aside: {one.reason}")
    typer.echo(as_sentence(summary))
    if summary.set_aside:
        raise typer.Exit(3)


def _run_plain(
    sources: tuple[str, ...], db: Path, corrections: Path | None, progress: Progress
) -> Summary:
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
        return run(Request(sources, db, corrections=corrections), progress=watched)
    except Exception:
        if stopped:  # DuckDB makes an error of it
            raise KeyboardInterrupt from None
        raise


def _run_flow(
    sources: tuple[str, ...], db: Path, corrections: Path | None, _progress: Progress
) -> Summary:
    from flows.ingest import ingest as run

    return run(sources, str(db), str(corrections) if corrections else None)


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
