"""Where the bytes of stored documents still are: in a raw archive, in files, or nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from flows import archives
from flows.files import Problem, read_file
from flows.sources import is_address, list_documents


class Stored(NamedTuple):
    """A document of a database: its content, where it was found and when, by which version it
    was read, and all addresses that ever gave it."""

    document_id: str
    source_uri: str
    retrieved_at: datetime
    extractor_version: str
    addresses: Sequence[str] = ()


class Whereabouts:
    """Looks for contents, first in a raw archive, then under their own paths, then in sources
    that are named for it. What lies under a path counts only if it is the very content."""

    def __init__(self, archive: Path | None, sources: Sequence[str] = ()) -> None:
        """Hash the documents of ``sources``, each a file, folder, glob or raw archive."""
        self._archive = archive if archive and archive.is_dir() else None
        self._named = _by_content(sources)

    def path_of(self, document: Stored) -> str | None:
        """Where a document's bytes are, or none where they are no longer to be had."""
        named = self._named.get(document.document_id)
        return named or next(
            (path for path in self._candidates(document) if _holds(path, document)), None
        )

    def _candidates(self, document: Stored) -> Iterator[str]:
        if self._archive:
            from flows.web.archive import path_of

            yield str(path_of(self._archive, document.document_id))
        for address in document.addresses:
            if not is_address(address):
                yield address
            elif self._archive and archives.is_member(address):
                yield from self._members(self._archive, address)

    @staticmethod
    def _members(archive: Path, address: str) -> Iterator[str]:
        """A member of a ZIP archive in all contents that the archive's address ever had."""
        from flows.web import manifest

        place, _, name = address.partition(archives.MARK)
        for path in manifest.contents(archive, place):
            yield f"{path}{archives.MARK}{name}"


def _by_content(sources: Sequence[str]) -> Mapping[str, str]:
    listing = list_documents(sources)
    found = {one.document_id: one.path for one in listing.archived}
    for path in listing.paths:
        file = read_file(path)
        if not isinstance(file, Problem):
            found.setdefault(file.document_id, path)
    return found


def _holds(path: str, document: Stored) -> bool:
    file = read_file(path)
    return not isinstance(file, Problem) and file.document_id == document.document_id


def sort_out(
    documents: Iterable[Stored], whereabouts: Whereabouts
) -> tuple[dict[str, Stored], tuple[Stored, ...]]:
    """Documents by the path where their bytes are, and those whose bytes are nowhere."""
    found: dict[str, Stored] = {}
    missing: list[Stored] = []
    for document in documents:
        path = whereabouts.path_of(document)
        if path is None:
            missing.append(document)
        else:
            found[path] = document
    return found, tuple(missing)
