"""Listing documents: files, folders and globs become a sorted list of files."""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
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
_PIECE = 1 << 16


class Problem(NamedTuple):
    """A source or a document that gave nothing, with the reason in one sentence."""

    source_uri: str
    reason: str


class Listing(NamedTuple):
    """Absolute paths of the documents found, and sources that gave none.

    Paths are text, because a run may hold a hundred thousand of them.
    """

    paths: tuple[str, ...]
    problems: tuple[Problem, ...]


def list_documents(sources: Sequence[str]) -> Listing:
    """Absolute paths of all documents of ``sources``, each once, in order of their names."""
    paths: set[str] = set()
    problems: list[Problem] = []
    for source in sources:
        for found in _documents_of(source):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                paths.add(found)
    return Listing(tuple(sorted(paths)), tuple(problems))


def _documents_of(source: str) -> Iterator[str | Problem]:
    if source.startswith(("http://", "https://")):
        yield Problem(source, "addresses are not fetched; save the page and name the file")
        return
    path = Path(source).expanduser()
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if isinstance(error, FileNotFoundError) and glob.has_magic(source):
            yield from _or(_matches(str(path)), Problem(source, "no document matches the pattern"))
        else:
            yield Problem(source, _cause(error, "there is no such file or folder"))
        return
    if stat.S_ISDIR(mode):
        yield from _or(_walk(_absolute(path)), Problem(source, "the folder holds no documents"))
    elif stat.S_ISREG(mode):
        yield _absolute(path)
    else:
        yield Problem(source, "it is not a regular file")


def _or(found: Iterator[str | Problem], otherwise: Problem) -> Iterator[str | Problem]:
    """What was found, or a problem where it is nothing."""
    first = next(found, otherwise)
    yield first
    yield from found


def _matches(pattern: str) -> Iterator[str]:
    for match in glob.iglob(pattern, recursive=True):  # noqa: PTH207 - takes any pattern
        if _is_taken(match) and Path(match).is_file():
            yield _absolute(match)


def _walk(folder: str) -> Iterator[str | Problem]:
    """Documents below a folder; one inside it that cannot be listed is a problem."""
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        yield Problem(uri(folder), _cause(error, "it vanished before it was listed"))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)
        elif _is_taken(entry.name):
            try:
                if entry.is_file():
                    yield entry.path
            except OSError as error:
                yield Problem(uri(entry.path), _cause(error, "it vanished before it was listed"))


def _absolute(path: Path | str) -> str:
    """A path without detours; a link stays the name under which a document was given."""
    return os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links


def _is_taken(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122 - a path is ten times slower


def _cause(error: OSError, missing: str) -> str:
    if isinstance(error, FileNotFoundError):
        return missing
    return f"it cannot be read: {(error.strerror or str(error)).lower()}"


def uri(path: str) -> str:
    """A file's address as text; bytes that are no UTF-8 are escaped."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "backslashreplace")


class Loaded(NamedTuple):
    """A file: the sha256 and size of all of it, and its content up to a limit."""

    document_id: str
    size: int
    data: bytes


def read_file(path: str, limit: int = 0) -> Loaded | Problem:
    """Hash a file and keep up to ``limit`` bytes of it, or say why it gave none."""
    kept: list[bytes] = []
    digest, size = hashlib.sha256(), 0
    try:
        with open(path, "rb", buffering=0) as handle:
            while piece := handle.read(_PIECE):
                digest.update(piece)
                if size < limit:
                    kept.append(piece)
                size += len(piece)
    except OSError as error:
        return Problem(uri(path), _cause(error, "it vanished before it was read"))
    return Loaded(digest.hexdigest(), size, b"".join(kept)[:limit])
