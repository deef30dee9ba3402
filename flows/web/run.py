"""``ogi fetch`` as a table of contents: catalogue, archive, one pass, ingest, publish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows import pipeline
from flows.errors import UsageError
from flows.files import Problem
from flows.pipeline import PlainSteps, Request, Steps, Summary
from flows.web.archive import Archive, open_archive
from flows.web.catalogue import Source, read_settings, read_sources
from flows.web.crawl import Crawl, Tally
from flows.web.journal import Pass
from flows.web.pacing import Clock

LONGEST = timedelta(hours=12)
"""A pass that was ended this long ago is not gone on with: a new one begins."""


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """Which sources of a catalogue to pass over, and where archive and database are.

    ``names`` are names of files without ``.toml``, by default all. ``everything``: pages are
    checked that are not due yet.
    """

    catalogue: Path
    archive: Path
    db: Path
    names: tuple[str, ...] = ()
    everything: bool = False


@dataclass(frozen=True, slots=True)
class FetchSummary:
    """What a pass did, and what was then ingested, if anything was fetched at all. ``fresh``
    are the addresses whose content it brought, each with the page that led to it."""

    sources: int
    current: Pass
    tally: Tally
    ingested: Summary | None
    fresh: Mapping[str, str | None]

    @property
    def has_any(self) -> bool:
        """Whether any page could be had, or there was nothing to fetch."""
        outcomes = self.tally.outcomes
        return not outcomes or bool(outcomes["fetched"] or outcomes["unchanged"])

    @property
    def set_aside(self) -> tuple[Problem, ...]:
        """Documents set aside that this pass brought; those of earlier ones are known.

        A page that only presents the report attached to it is none of them.
        """
        told = self.ingested.set_aside if self.ingested else ()
        return tuple(
            problem
            for problem in pipeline.without_covers(told, self.fresh)
            if problem.source_uri.partition("!/")[0] in self.fresh
        )


def fetch(
    request: FetchRequest,
    steps: Steps | None = None,
    progress: pipeline.Progress = pipeline.no_progress,
    clock: Clock | None = None,
) -> FetchSummary:
    """One polite pass over the catalogue, then ingest and publish what is new.

    A pass that was killed is gone on with: nothing that it fetched is fetched again. Raises
    ``UsageError`` for a wrong catalogue, ``OgiError`` where archive or database cannot be written.
    """
    settings = read_settings(request.catalogue)
    sources = _chosen(read_sources(request.catalogue), request)
    now = datetime.now(UTC)
    with open_archive(request.archive) as archive:
        journal = archive.journal
        if journal.left_over(now, LONGEST):
            _ingest(request, archive, steps, progress)
        current = journal.begin(now, LONGEST)
        tally = Tally()
        if not current.crawled:
            crawl = Crawl(archive, settings, sources, current, clock=clock, progress=progress)
            crawl.plan(now, everything=request.everything)
            tally = crawl.run()
            journal.mark(current, "crawled", datetime.now(UTC))
        ingested = _ingest(request, archive, steps, progress)
        journal.mark(current, "ended", datetime.now(UTC))
        fresh = journal.fresh(current.pass_id)
    return FetchSummary(len(sources), current, tally, ingested, fresh)


def _chosen(sources: dict[str, Source], request: FetchRequest) -> dict[str, Source]:
    unknown = [name for name in request.names if name not in sources]
    if unknown:
        raise UsageError(f"{request.catalogue}: there is no source {', '.join(unknown)}")
    chosen = {name: sources[name] for name in request.names} if request.names else sources
    active = {name: source for name, source in chosen.items() if not source.paused}
    if not active:
        raise UsageError(f"{request.catalogue}: there is no source that is not paused")
    return active


def _ingest(
    request: FetchRequest, archive: Archive, steps: Steps | None, progress: pipeline.Progress
) -> Summary | None:
    """Bring the database up to date with the archive, if there is any document in it."""
    if not archive.journal.has_documents():
        return None
    wanted = Request((str(archive.folder),), request.db)
    return pipeline.ingest(wanted, steps or PlainSteps(wanted.workers), progress)
