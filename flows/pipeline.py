"""The ingestion as a table of contents: list, hash, skip, extract, load, publish.

Nothing here knows an orchestrator: each step goes through ``Steps``, which call it, or wrap
it as a task.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from extractors.needs import is_there
from flows import sidecars
from flows.corrections import NO_CORRECTIONS, Corrections, read_corrections
from flows.errors import OgiError
from flows.files import Archived, Problem, read_file, uri
from flows.records import Batch, Held, Known, Loaded, Plan, Reader, Web
from flows.sidecars import Told
from flows.sources import Listing, is_address, list_documents
from flows.workers import TIME_LIMIT, Extractor
from flows.workspace import Workspace, workspace

_T = TypeVar("_T")
BATCH_SIZE = 500
"""Most documents per batch: a second of work."""
SMALL = 200
"""Documents that are worth a worker of their own: it takes as long to start."""
MOST_WORKERS = 16
"""By default no more than these: each holds some 150 MiB."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to ingest, where to publish it, and how documents are read.

    ``reader`` and ``time_limit``, in seconds for a document, are those of ``Extractor``.
    ``corrections`` is a file of reviewed ones, by default that beside the database. ``web`` says
    how addresses among the sources are fetched.
    """

    sources: tuple[str, ...]
    db: Path
    workers: int = field(default_factory=lambda: min(MOST_WORKERS, os.cpu_count() or 1))
    reader: Reader | None = None
    time_limit: float = TIME_LIMIT
    corrections: Path | None = None
    web: Web = field(default_factory=Web)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. ``set_aside`` also names documents set aside in an earlier run."""

    db: Path
    documents: int
    new: int
    reports: int
    findings: tuple[tuple[str, int], ...]
    quarantined: int
    set_aside: tuple[Problem, ...]
    published: bool


class Steps(Protocol):
    """How steps are run: called as they are, or wrapped by an orchestrator."""

    def call(self, step: Callable[..., _T], *args: Any) -> _T:
        """Run one step."""

    def map(self, step: Callable[[Any], _T], items: Sequence[Any]) -> Iterable[_T]:
        """Begin one step for each item; the results come in order."""


class PlainSteps:
    """Steps as plain function calls, so many side by side."""

    def __init__(self, side_by_side: int) -> None:
        self._side_by_side = side_by_side

    def call(self, step: Callable[..., _T], *args: Any) -> _T:
        """Call one step."""
        return step(*args)

    def map(self, step: Callable[[Any], _T], items: Sequence[Any]) -> Iterable[_T]:
        """Begin to call one step for each item, side by side."""
        threads = ThreadPoolExecutor(self._side_by_side)
        futures = [threads.submit(step, item) for item in items]
        threads.shutdown(wait=False)
        return map(_result, futures)


def _result(future: Future[_T]) -> _T:
    """A step's result; polars makes a long wait deaf to Ctrl-C, so these are short ones."""
    while not wait([future], timeout=0.2).done:
        pass
    return future.result()


Progress = Callable[[int, int], None]
"""Told the numbers of documents done and in all."""


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""


def ingest(
    request: Request, steps: Steps | None = None, progress: Progress = no_progress
) -> Summary:
    """Bring the database of ``request`` up to date with its sources.

    Raises ``OgiError`` where the database cannot be read or written; then nothing changes.
    """
    steps = steps or PlainSteps(request.workers)
    started = datetime.now(UTC).replace(tzinfo=None)
    fetched = _fetched(request, steps)
    with workspace(request.db) as space:
        corrections = read_corrections(request.corrections, request.db)
        files = tuple(source for source in request.sources if not is_address(source))
        listing = steps.call(list_documents, files).with_all_of(fetched)
        plan = steps.call(make_plan, listing, request.db, corrections)
        if not plan.held:
            reasons = "; ".join(f"{p.source_uri}: {p.reason}" for p in plan.problems)
            raise OgiError(f"nothing was published, no document was found: {reasons}")
        problems, loaded = plan.problems, None
        if plan.says_new:
            problems += _extract(request, plan, started, space, steps, progress)
            loaded = steps.call(load_and_publish, space, plan, started)
    summary = _summary(request, plan, problems, loaded)
    return replace(summary, set_aside=without_covers(summary.set_aside, listing.parents))


def _fetched(request: Request, steps: Steps) -> Listing:
    """What the addresses among the sources give, fetched before the database is taken."""
    addresses = tuple(source for source in request.sources if is_address(source))
    if not addresses:
        return Listing((), ())
    from flows.web.single import fetch_addresses

    return steps.call(fetch_addresses, addresses, request.web)


def without_covers(
    problems: Iterable[Problem], parents: Mapping[str, str | None]
) -> tuple[Problem, ...]:
    """Problems without those of pages that only present a file that was read; ``parents`` are the
    pages of files."""
    told = tuple(problems)
    not_read = {problem.source_uri for problem in told}
    covers = {parent for address, parent in parents.items() if address not in not_read}
    return tuple(problem for problem in told if problem.source_uri not in covers)


def _extract(
    request: Request,
    plan: Plan,
    started: datetime,
    space: Workspace,
    steps: Steps,
    progress: Progress,
) -> tuple[Problem, ...]:
    """Extract the new documents batch by batch; returns those that gave nothing."""
    chosen = batches(plan.new, started, space.spool, request.workers, plan.told)
    problems: list[Problem] = []
    done = 0
    workers = min(request.workers, len(chosen))
    with Extractor(workers, request.reader, request.time_limit) as extractor:
        results = steps.map(extractor, chosen)
        steps.call(prepare_build, space)  # meanwhile
        for batch, result in zip(chosen, results, strict=True):
            problems += result.problems
            done += len(batch.paths)
            progress(done, len(plan.new))
    return tuple(problems)


def batches(
    paths: Sequence[str],
    retrieved_at: datetime,
    spool: Path,
    workers: int,
    told: Mapping[str, Told] = MappingProxyType({}),
) -> list[Batch]:
    """Cut documents into batches of one size that keep every worker busy to the end."""
    at_work = max(1, min(workers, -(-len(paths) // SMALL)))
    rounds = max(1, -(-len(paths) // (at_work * BATCH_SIZE)))
    size = max(1, -(-len(paths) // (at_work * rounds)))
    chosen = []
    for first in range(0, len(paths), size):
        own = tuple(paths[first : first + size])
        notes = {path: told[path] for path in own if path in told} if told else {}
        chosen.append(Batch(first, own, retrieved_at, str(spool), told=notes))
    return chosen


def _summary(
    request: Request, plan: Plan, problems: tuple[Problem, ...], loaded: Loaded | None
) -> Summary:
    reasons = {**plan.known.set_aside, **(loaded.set_aside if loaded else {})}
    set_aside = tuple(
        Problem(h.source_uri, reasons[h.document_id])
        for h in plan.held
        if h.is_last and h.document_id in reasons
    )
    return Summary(
        db=request.db,
        documents=len(plan.held),
        new=len(plan.new),
        reports=loaded.reports if loaded else 0,
        findings=loaded.findings if loaded else (),
        quarantined=loaded.quarantined if loaded else 0,
        set_aside=problems + set_aside,
        published=loaded is not None,
    )


# These steps load DuckDB, and only when they run: workers start before, and in a run that
# finds no database yet it is loaded while they do.


def make_plan(listing: Listing, db: Path, corrections: Corrections = NO_CORRECTIONS) -> Plan:
    """Hash all listed documents and keep those whose content is not stored yet, each once."""
    stored = Known()
    if db.exists():
        from flows.published import look_up

        stored = look_up(db)
    problems = list(listing.problems)
    found: list[Archived] = []
    held: list[Held] = []
    new: dict[str, str] = {}
    notes: dict[str, Told] = {}
    installed = frozenset(filter(is_there, set(stored.needs.values())))
    readable = frozenset(doc for doc, need in stored.needs.items() if need in installed)
    for path in listing.paths:
        file = read_file(path)
        if isinstance(file, Problem):
            problems.append(file)
            continue
        told = Told()
        if path in listing.sidecars:
            note = _told(listing.sidecars[path])
            if isinstance(note, Problem):
                problems.append(note)
            else:
                told = note
        found.append(Archived(path, file.document_id, told))
    for path, document, told, is_last in (*found, *listing.archived):
        source = told.address or uri(path)
        held.append(Held(source, document, told.retrieved_at, told.gone_at, is_last))
        if (document in readable or not stored.holds(document)) and document not in new:
            new[document] = path
            if told != Told():
                notes[path] = told
    again = readable.intersection(new)
    left = {doc: reason for doc, reason in stored.set_aside.items() if doc not in again}
    known = stored._replace(set_aside=left) if again else stored
    return Plan(
        tuple(new.values()), tuple(held), known, tuple(problems), notes, bool(again), corrections
    )


def _told(sidecar: str) -> Told | Problem:
    """What is noted beside a document; the document is read without a note that is broken."""
    file = read_file(sidecar, sidecars.MAX_BYTES + 1)
    if isinstance(file, Problem):
        return file
    try:
        return sidecars.read_told(file.data)
    except sidecars.SidecarError as error:
        return Problem(uri(sidecar), f"the note beside a document is left out: {error}")


def prepare_build(space: Workspace) -> None:
    """Make the private build that the run's documents are added to."""
    from flows import publish

    publish.prepare_build(space)


def load_and_publish(space: Workspace, plan: Plan, started: datetime) -> Loaded:
    """Load what the run spooled into the private build, and swap it in."""
    from flows.load import load_spool
    from flows.publish import open_build, publish

    with open_build(space) as con:
        loaded = load_spool(con, space.spool, plan.held, started, plan.corrections)
        publish(con, space)
    return loaded
