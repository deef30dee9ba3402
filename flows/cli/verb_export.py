"""``ogi export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.app import DEFAULT_DB, Db, app, problem
from flows.errors import UsageError


@app.command(epilog="Example: ogi export release --format parquet,csv --since release-2024")
def export(
    folder: Annotated[Path, typer.Argument(help="Folder of the release.")],
    db: Db = DEFAULT_DB,
    format: Annotated[
        list[str],
        typer.Option(
            "--format",
            "-f",
            help="parquet, csv, xlsx, dta: one, or several with commas or by a further --format.",
        ),
    ] = ["parquet"],  # noqa: B006 - never changed
    since: Annotated[
        Path | None,
        typer.Option("--since", help="Folder of the previous release: says what changed."),
    ] = None,
) -> None:
    """Write a release for researchers: every table and view, described and citable."""
    from flows.cli.show import line, table
    from flows.release import FORMATS
    from flows.release import export as run

    asked = [kind.strip() for one in format for kind in one.split(",")]
    unknown = [kind for kind in asked if kind not in FORMATS]
    if unknown:
        raise UsageError(f"--format: {', '.join(unknown)} is none of {', '.join(FORMATS)}")
    release = run(db, folder, tuple(kind for kind in FORMATS if kind in asked), since)
    table(("file", "rows"), [(file.path, file.part.rows) for file in release.files])
    for sentence in release.left_out:
        problem(sentence)
    line(f"\n{folder}: README.md says what is in it and how to cite it")
