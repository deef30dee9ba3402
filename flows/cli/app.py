"""The command ``ogi`` as such: what all verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.version import VERSION

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


def problem(message: str) -> None:
    """Say on stderr, in one sentence, what went wrong."""
    from flows.cli.show import problem

    problem(message)
