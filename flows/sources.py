"""Listing documents: files, folders, globs and archives become a sorted list of documents."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from flows import archives
from flows.files import Archived, Problem, cause, is_document, is_taken, uri
from flows.sidecars import SUFFIX, sidecar_of


class Listing(NamedTuple):
    """Absolute paths of the documents found, sources that gave none, the paths of what a
    crawler noted beside documents, and what raw archives hold.

    Paths are text, because a run may hold a hundred thousand of them.
    """

    paths: tuple[str, ...]
    problems: tuple[Problem, ...]
    sidecars: Mapping[str, str] = MappingProxyType({})
    archived: tuple[Archived, ...] = ()
    parents: Mapping[str, str | None] = MappingProxyType({})
    """Addresses of files that pages lead to, each with its page."""

    def with_all_of(self, other: Listing) -> Listing:
        """What both list."""
        return Listing(
            self.paths + other.paths,
            self.problems + other.problems,
            {**self.sidecars, **other.sidecars},
            self.archived + other.archived,
            {**self.parents, **other.parents},
        )


class _Found(NamedTuple):
    """A document and the note beside it."""

    path: str
    sidecar: str | None = None


def list_documents(sources: Sequence[str]) -> Listing:
    """Absolute paths of all documents of ``sources``, each once, in order of their names."""
    paths: set[str] = set()
    problems: list[Problem] = []
    sidecars: dict[str, str] = {}
    archived: list[Archived] = []
    for source in sources:
        for found in _opened(_documents_of(source)):
            if isinstance(found, Problem):
                problems.append(found)
                continue
            if isinstance(found, Archived):
                archived.append(found)
                continue
            paths.add(found.path)
            if found.sidecar:
                sidecars[found.path] = found.sidecar
    return Listing(tuple(sorted(paths)), tuple(problems), sidecars, tuple(archived))


_Listed = _Found | Archived | Problem


def _opened(documents: Iterator[_Listed]) -> Iterator[_Listed]:
    """Documents, those in archives instead of the archives."""
    for found in documents:
        if not isinstance(found, _Found) or not found.path.lower().endswith(".zip"):
            yield found
            continue
        try:
            if archives.is_archive(found.path):
                empty = Problem(found.path, "the archive holds no documents")
                yield from _or(_members(found.path), empty)
            else:
                yield found
        except archives.ArchiveError as error:
            yield Problem(uri(found.path), str(error))
        except OSError as error:
            yield Problem(uri(found.path), cause(error, "it vanished before it was listed"))


def _members(archive: str) -> Iterator[_Found]:
    paths = list(archives.members(archive))
    notes = frozenset(path for path in paths if path.endswith(SUFFIX))
    for path in filter(is_document, paths):
        yield _Found(path, sidecar_of(path, notes) if notes else None)


def is_address(source: str) -> bool:
    """Whether a source is an address of the web, and not a path."""
    return source.startswith(("http://", "https://"))


def _documents_of(source: str) -> Iterator[_Listed]:
    if is_address(source):
        yield Problem(source, "addresses are fetched by `ogi ingest` only; save the page")
        return
    from flows.web import manifest

    path = Path(source).expanduser()
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if isinstance(error, FileNotFoundError) and glob.has_magic(source):
            yield from _or(_matches(str(path)), Problem(source, "no document matches the pattern"))
        else:
            yield Problem(source, cause(error, "there is no such file or folder"))
        return
    if stat.S_ISDIR(mode) and manifest.is_archive(path):
        yield from _or(manifest.documents(path), Problem(source, "the archive is empty"))
    elif stat.S_ISDIR(mode):
        yield from _or(_walk(_absolute(path)), Problem(source, "the folder holds no documents"))
    elif stat.S_ISREG(mode):
        yield _alone(_absolute(path))
    else:
        yield Problem(source, "it is not a regular file")


def _alone(path: str) -> _Found:
    """A document that is not listed with its folder."""
    return _Found(path, sidecar_of(path, os.path.exists))


def _or(found: Iterator[_Listed], otherwise: Problem) -> Iterator[_Listed]:
    """What was found, or a problem where it is nothing."""
    first = next(found, otherwise)
    yield first
    yield from found


def _matches(pattern: str) -> Iterator[_Found]:
    for match in glob.iglob(pattern, recursive=True):  # noqa: PTH207 - takes any pattern
        if is_taken(match) and Path(match).is_file():
            yield _alone(_absolute(match))


def _walk(folder: str) -> Iterator[_Found | Problem]:
    """Documents below a folder; one inside it that cannot be listed is a problem."""
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        yield Problem(uri(folder), cause(error, "it vanished before it was listed"))
        return
    notes = frozenset(entry.path for entry in entries if entry.name.endswith(SUFFIX))
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)
        elif is_taken(entry.name):
            try:
                if entry.is_file():
                    yield _Found(entry.path, sidecar_of(entry.path, notes) if notes else None)
            except OSError as error:
                yield Problem(uri(entry.path), cause(error, "it vanished before it was listed"))


def _absolute(path: Path | str) -> str:
    """A path without detours; a link stays the name under which a document was given."""
    return os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
