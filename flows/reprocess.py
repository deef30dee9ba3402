"""``ogi reprocess`` as a table of contents: choose, look for bytes, read, compare, publish.

Documents are read in batches that are kept beside the database, so that a run that was killed is
gone on with. The database is published once, at the end: readers never see one that was read
half by one extractor and half by another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.corrections import read_corrections
from flows.errors import OgiError
from flows.kept import Kept
from flows.pipeline import PlainSteps, Progress, Request, batches, no_progress
from flows.records import Batch, Compared, Reader
from flows.sidecars import Told
from flows.version import VERSION
from flows.whereabouts import Stored, Whereabouts, sort_out
from flows.workers import TIME_LIMIT, Extractor
from flows.workspace import Workspace, workspace


@dataclass(frozen=True, slots=True)
class Reprocess:
    """Which database to read anew, and where the bytes of its documents may be: in the raw
    ``archive``, under their own paths, and in ``sources``.

    ``everything``: also what this version read. ``changes``: a file for what differs.
    ``dry``: nothing is published. The others are as for an ingest.
    """

    db: Path
    archive: Path | None = None
    sources: tuple[str, ...] = ()
    everything: bool = False
    changes: Path | None = None
    dry: bool = False
    workers: int = field(default_factory=lambda: Request((), Path()).workers)
    reader: Reader | None = None
    time_limit: float = TIME_LIMIT
    corrections: Path | None = None


@dataclass(frozen=True, slots=True)
class Reread:
    """What a run did: documents of the database, those to be read anew, those read in this run
    and by a killed one before it, and those whose bytes are no longer to be had."""

    db: Path
    documents: int
    chosen: int
    read: int
    resumed: int
    missing: tuple[Stored, ...]
    compared: Compared
    published: bool


def reprocess(request: Reprocess, progress: Progress = no_progress) -> Reread:
    """Read the documents of a database anew, as far as their bytes are to be had.

    Raises ``OgiError`` where there is no database, where it or its folder cannot be written, or
    where a correction expects a value that is no longer read; then nothing is published, and what
    was read is kept for the next run.
    """
    from flows import reload

    if not request.db.exists():
        raise OgiError(f"{request.db}: there is no database yet; `ogi ingest` makes one")
    with workspace(request.db) as space:
        corrections = read_corrections(request.corrections, request.db)
        kept = Kept(request.db)
        documents, chosen = reload.choose(request.db, None if request.everything else VERSION)
        before = kept.documents()
        left = [document for document in chosen if document.document_id not in before]
        found, missing = sort_out(left, Whereabouts(request.archive, request.sources))
        _read(request, found, space, kept, progress)
        compared, published = Compared(), False
        if not kept.is_empty() and chosen:
            compared = reload.load_again(
                space, kept.folder, corrections, request.changes, dry=request.dry
            )
            published = not request.dry
        if not request.dry:
            kept.clear()
    resumed = sum(document.document_id in before for document in chosen)
    return Reread(
        *(request.db, documents, len(chosen), len(found), resumed, missing, compared, published)
    )


def _read(
    request: Reprocess, found: Mapping[str, Stored], space: Workspace, kept: Kept, tell: Progress
) -> None:
    """Read documents batch by batch; each batch that is whole is kept."""
    if not found:
        return
    chosen = [_apart(batch, found) for batch in _batches(request, found, space)]
    workers, done = min(request.workers, len(chosen)), 0
    with Extractor(workers, request.reader, request.time_limit) as extractor:
        results = PlainSteps(workers).map(extractor, chosen)
        for batch, result in zip(chosen, results, strict=True):
            expected = {found[path].document_id for path in batch.paths}
            if result.problems or not kept.keep(Path(batch.spool), expected):
                lost = result.problems[0].source_uri if result.problems else batch.paths[0]
                raise OgiError(
                    f"{lost}, or a file after it, changed while it was read; nothing was published"
                )
            done += len(batch.paths)
            tell(done, len(found))


def _batches(request: Reprocess, found: Mapping[str, Stored], space: Workspace) -> list[Batch]:
    told = {path: Told(one.source_uri, one.retrieved_at) for path, one in found.items()}
    latest = max(one.retrieved_at for one in found.values())
    return batches(list(found), latest, space.spool, request.workers, told)


def _apart(batch: Batch, found: Mapping[str, Stored]) -> Batch:
    """A batch with a folder of its own, named by the first of its documents."""
    return batch._replace(spool=str(Path(batch.spool, found[batch.paths[0]].document_id)))
