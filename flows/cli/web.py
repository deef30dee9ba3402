"""What the verbs for publishers' sites share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_SOURCES = Path("data/sources")
DEFAULT_ARCHIVE = Path("data/archive")

Sources = Annotated[
    Path, typer.Option("--sources", envvar="OGI_SOURCES", help="The catalogue of publishers.")
]
ArchiveFolder = Annotated[
    Path, typer.Option("--archive", envvar="OGI_ARCHIVE", help="The raw archive.")
]
