"""``ogi export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.app import DEFAULT_DB, Db, app
from flows.errors import UsageError


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
