"""Listing documents: files, folders and globs become a sorted list of files."""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

SUFFIXES = frozenset(
    f".{kind}"
    for kind in (
        *("txt", "text", "md", "html", "htm", "shtml", "mht", "pdf", "doc", "docx", "wps", "rtf"),
        *("xls", "xlsx", "et", "ofd", "zip", "png", "jpg", "jpeg", "tif", "tiff", "bmp"),
    )
)
"""Kinds of files taken from a folder; a file named outright is always taken."""


class Problem(NamedTuple):
    """A source or a document that gave nothing, with the reason in one sentence."""

    source_uri: str
    reason: str


class Listing(NamedTuple):
    """Documents found, and sources that gave none."""

    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]


def list_documents(sources: Sequence[str]) -> Listing:
    """Absolute paths of all documents of ``sources``, each once, in order of their names."""
    paths: set[Path] = set()
    problems: list[Problem] = []
    for source in sources:
        found, problem = _list_source(source)
        paths.update(found)
        if problem:
            problems.append(Problem(source, problem))
    return Listing(tuple(sorted(paths)), tuple(problems))


def _list_source(source: str) -> tuple[list[Path], str | None]:
    if source.startswith(("http://", "https://")):
        return [], "addresses are not fetched; save the page and name the file"
    path = Path(source).expanduser()
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if isinstance(error, FileNotFoundError) and glob.has_magic(source):
            matches = glob.iglob(str(path), recursive=True)  # noqa: PTH207 - takes any pattern
            return _regular(map(Path, matches), "no document matches the pattern")
        return [], _cause(error, "there is no such file or folder")
    if stat.S_ISDIR(mode):
        return _regular(_walk(path), "the folder holds no documents")
    if not stat.S_ISREG(mode):
        return [], "it is not a regular file"
    return [_absolute(path)], None


def _regular(found: Iterable[Path], otherwise: str) -> tuple[list[Path], str | None]:
    paths = [_absolute(path) for path in found]
    paths = [path for path in paths if path.suffix.lower() in SUFFIXES and path.is_file()]
    return paths, None if paths else otherwise


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in names if not name.startswith("."))


def _cause(error: OSError, missing: str) -> str:
    if isinstance(error, FileNotFoundError):
        return missing
    return f"it cannot be read: {(error.strerror or str(error)).lower()}"


def _absolute(path: Path) -> Path:
    """A path without detours; a link stays the name under which a document was given."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


def uri(path: Path) -> str:
    """A file's address as text; bytes that are no UTF-8 are escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


class Loaded(NamedTuple):
    """A file: the sha256 and size of all of it, and its content up to a limit."""

    document_id: str
    size: int
    data: bytes


def load(path: Path, limit: int) -> Loaded | Problem:
    """Hash a file and read up to ``limit`` bytes of it, or say why it gave none."""
    try:
        with path.open("rb") as handle:
            data = handle.read(limit)
            digest = hashlib.sha256(data)
            size = len(data)
            while chunk := handle.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        return Problem(uri(path), _cause(error, "it vanished before it was read"))
    return Loaded(digest.hexdigest(), size, data)
