"""``ogi extract`` and ``ogi explain``: one document, and no database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.app import app


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
