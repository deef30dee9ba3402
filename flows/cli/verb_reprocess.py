"""``ogi reprocess``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.app import DEFAULT_DB, Db, app, problem
from flows.cli.web import DEFAULT_ARCHIVE, ArchiveFolder

if TYPE_CHECKING:
    from flows.records import Change
    from flows.reprocess import Reread


@app.command(
    epilog="Example: ogi reprocess --changes changes.csv   ·   Exit code 3: some documents could"
    " not be read anew, or were set aside."
)
def reprocess(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders or globs to look for documents in that have moved."),
    ] = None,
    archive: ArchiveFolder = DEFAULT_ARCHIVE,
    db: Db = DEFAULT_DB,
    everything: Annotated[
        bool, typer.Option("--all", help="Also documents that this version read.")
    ] = False,
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and publish nothing.")
    ] = False,
    changes: Annotated[
        Path | None, typer.Option(help="A csv file for all that differs, written before.")
    ] = None,
    corrections: Annotated[
        Path | None,
        typer.Option(help="Reviewed corrections; by default corrections.csv beside the database."),
    ] = None,
) -> None:
    """Read stored documents anew with this version, and show which cells change."""
    from flows.cli.interrupts import interruptible
    from flows.cli.progress import shown
    from flows.reprocess import Reprocess
    from flows.reprocess import reprocess as run

    request = Reprocess(
        db, archive, tuple(sources or ()), everything, changes, dry, corrections=corrections
    )
    try:
        with shown() as progress, interruptible() as watch:
            done = run(request, watch(progress))
    except KeyboardInterrupt:
        problem("interrupted; nothing was published, and the next run goes on from there")
        raise typer.Exit(130) from None
    _show(done)
    if done.missing or done.compared.set_aside:
        raise typer.Exit(3 if done.read or done.resumed else 1)


def _show(done: Reread) -> None:
    from flows.cli.show import table

    for one in done.missing:
        problem(
            f"{one.source_uri}: its bytes are no longer to be had; it stays as version"
            f" {one.extractor_version} read it"
        )
    for lost in done.compared.set_aside:
        problem(f"{lost.source_uri}: set aside: {lost.reason}")
    rows = [
        (one.agency_name, one.year, one.cell, one.label, *_sides(one))
        for one in done.compared.changes
    ]
    if rows:
        heads = ("agency", "year", "cell", "label", "old", "new")
        table(heads, rows, right=[False] * 4 + [True] * 2)
    for line in _lines(done):
        typer.echo(line)


def _lines(done: Reread) -> list[str]:
    """What a run did, in words."""
    if not done.chosen:
        return [f"{done.documents} documents, all read by this version: {done.db} stays as it is"]
    found = done.compared
    resumed = f" ({done.resumed} of them by an earlier run)" if done.resumed else ""
    left = f"; {len(done.missing)} no longer to be had" if done.missing else ""
    differ = f"{found.cells} cells differ in {found.reports} reports"
    if found.cells > len(found.changes):
        differ += f", of which {len(found.changes)} are shown"
    published = f"published {done.db}" if done.published else "nothing was published"
    return [
        f"{done.read + done.resumed} of {done.documents} documents read anew{resumed}{left}",
        f"{differ}; findings: {found.came} came, {found.went} went; {published}",
    ]


def _sides(one: Change) -> tuple[str, str]:
    return _side(one.old, one.old_raw, one.old_status), _side(one.new, one.new_raw, one.new_status)


def _side(value: str | None, raw: str | None, status: str | None) -> str:
    """A value, or what is printed in its place, with its status where that tells more."""
    if status in (None, "read") and value is not None:
        return value
    return f"{value or (raw or '').strip()} ({status})".strip() if status else "-"
