"""What the verbs for publishers' sites share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.records import Web

DEFAULT_SOURCES, DEFAULT_ARCHIVE = Web()

Sources = Annotated[
    Path, typer.Option("--sources", envvar="OGI_SOURCES", help="The catalogue of publishers.")
]
ArchiveFolder = Annotated[
    Path, typer.Option("--archive", envvar="OGI_ARCHIVE", help="The raw archive.")
]
