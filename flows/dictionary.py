"""Writes the data dictionary: ``python -m flows.dictionary FILE``."""

from __future__ import annotations

import sys
from pathlib import Path

from flows.warehouse import read_macros, read_views
from schema.dictionary import page


def text() -> str:
    """The page as the declaration, the views and the table macros now stand."""
    views = ((view.name, view.comment, view.columns) for view in read_views())
    macros = ((one.name, one.comment, one.parameters, one.columns) for one in read_macros())
    return page(views, macros)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
