"""Files that come with the program, packed or not."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable


def contents(package: str, endings: tuple[str, ...]) -> Iterator[bytes]:
    """Content of the files of a package with one of these endings, in order of their names."""
    yield from _below(files(package), endings)


def _below(folder: Traversable, endings: tuple[str, ...]) -> Iterator[bytes]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _below(entry, endings)
        elif entry.name.endswith(endings):
            yield entry.read_bytes()
