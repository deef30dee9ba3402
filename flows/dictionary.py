"""Writes the data dictionary: ``python -m flows.dictionary FILE``."""

from __future__ import annotations

import sys
from pathlib import Path

from flows.warehouse import read_views
from schema.dictionary import page


def text() -> str:
    """The page as the declaration and the views now stand."""
    return page((view.name, view.comment, view.columns) for view in read_views())


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
