"""The ingestion as a table of contents: list, hash, skip, extract, load, publish.

Nothing here knows an orchestrator: each step goes through ``run_step``, which calls it, or
wraps it as a task.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

import polars as pl

from extractors.decode import MAX_BYTES
from flows import warehouse
from flows.errors import OgiError
from flows.extract import BATCH_SIZE, batches
from flows.publish import Workspace, connect_published, open_build, publish, workspace
from flows.sources import Listing, Problem, list_documents, load, uri
from flows.warehouse import Known, Loaded
from flows.workers import Extractor

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Request:
    """What to ingest and where to publish it."""

    sources: tuple[str, ...]
    db: Path
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Plan:
    """Documents of a run by content: which are new, and what every source holds."""

    new: tuple[Path, ...]
    held: tuple[tuple[str, str], ...]
    known: Known
    problems: tuple[Problem, ...]
    current: bool = True

    @property
    def says_new(self) -> bool:
        """Whether any source holds other content than when it was last read, or the database
        has another shape or other views than this installation makes."""
        return not self.current or any(
            self.known.latest.get(source) != document for source, document in self.held
        )


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
        """Run one step for each item, results in order."""


class PlainSteps:
    """Steps as plain function calls."""

    def call(self, step: Callable[..., _T], *args: Any) -> _T:
        """Call one step."""
        return step(*args)

    def map(self, step: Callable[[Any], _T], items: Sequence[Any]) -> Iterable[_T]:
        """Call one step for each item, side by side."""
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            yield from threads.map(step, items)


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
    steps = steps or PlainSteps()
    started = datetime.now(UTC).replace(tzinfo=None)
    with workspace(request.db) as space:
        listing = steps.call(list_documents, request.sources)
        plan = steps.call(make_plan, listing, request.db)
        if not plan.held:
            reasons = "; ".join(f"{p.source_uri}: {p.reason}" for p in plan.problems)
            raise OgiError(f"nothing was published, no document was found: {reasons}")
        if not plan.says_new:
            return _summary(request, plan, plan.problems, None)
        problems = plan.problems + _extract(request, plan, started, space, steps, progress)
        loaded = steps.call(load_and_publish, space, plan, started)
    return _summary(request, plan, problems, loaded)


def _extract(
    request: Request,
    plan: Plan,
    started: datetime,
    space: Workspace,
    steps: Steps,
    progress: Progress,
) -> tuple[Problem, ...]:
    """Extract the new documents batch by batch; returns those that gave nothing."""
    chosen = list(batches(plan.new, started, space.spool, _batch_size(plan, request)))
    problems: list[Problem] = []
    done = 0
    with Extractor(request.workers if len(chosen) > 1 else 1) as extractor:
        for batch, result in zip(chosen, steps.map(extractor, chosen), strict=True):
            problems += result.problems
            done += len(batch.paths)
            progress(done, len(plan.new))
    return tuple(problems)


def _summary(
    request: Request, plan: Plan, problems: tuple[Problem, ...], loaded: Loaded | None
) -> Summary:
    reasons = {**plan.known.set_aside, **(loaded.set_aside if loaded else {})}
    set_aside = tuple(Problem(uri, reasons[doc]) for uri, doc in plan.held if doc in reasons)
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


def _batch_size(plan: Plan, request: Request) -> int:
    """Batches small enough to keep every worker busy."""
    share = -(-len(plan.new) // max(1, request.workers))
    return max(1, min(BATCH_SIZE, share if len(plan.new) > 50 else len(plan.new)))


def make_plan(listing: Listing, db: Path) -> Plan:
    """Hash all listed documents and keep those whose content is not stored yet, each once."""
    known, current = Known(), True
    if db.exists():
        with connect_published(db) as con:
            known, current = warehouse.known(con), warehouse.is_current(con)
    problems = list(listing.problems)
    held: list[tuple[str, str]] = []
    new: dict[str, Path] = {}
    for path in listing.paths:
        loaded = load(path, MAX_BYTES)
        if isinstance(loaded, Problem):
            problems.append(loaded)
            continue
        held.append((uri(path), loaded.document_id))
        if not known.holds(loaded.document_id):
            new.setdefault(loaded.document_id, path)
    return Plan(tuple(new.values()), tuple(held), known, tuple(problems), current)


def load_and_publish(space: Workspace, plan: Plan, started: datetime) -> Loaded:
    """Load what the run spooled into the private build, and swap it in."""
    con = open_build(space)
    try:
        held = pl.DataFrame(
            plan.held, schema={"source_uri": pl.String, "document_id": pl.String}, orient="row"
        )
        loaded = warehouse.load(con, space.spool, held, started)
        publish(con, space)
    finally:
        con.close()
    return loaded
