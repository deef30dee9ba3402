"""A database of the samples and the panel."""

from __future__ import annotations

from pathlib import Path

from .support import SAMPLES, ingest

PANEL = SAMPLES.parent / "panel"


def make(db: Path) -> Path:
    """Ingest samples and panel."""
    ingest(db, SAMPLES, PANEL)
    return db
