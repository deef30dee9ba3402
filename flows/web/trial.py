"""One source tried without storing anything: what would be found, and whether it can be read."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from extractors.model import SetAside
from flows.apart import read_apart
from flows.files import Problem
from flows.web.archive import Archive, open_archive, path_of
from flows.web.catalogue import Settings, Source
from flows.web.crawl import Crawl, Tally

LISTS = 10
"""Pages of lists that are read in a trial."""
DOCUMENTS = 3


class Listed(NamedTuple):
    """A link to a report as a list prints it."""

    title: str | None
    printed_on: str | None
    address: str


class Tried(NamedTuple):
    """A document that was fetched, and what it was read as, or why not."""

    address: str
    result: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial found."""

    lists: tuple[str, ...]
    reports: tuple[Listed, ...]
    tried: tuple[Tried, ...]
    tally: Tally


def try_source(name: str, source: Source, settings: Settings) -> Trial:
    """Read the first pages of a source's lists, and fetch and read a few reports.

    Everything is kept in a temporary folder that is removed at the end.
    """
    few = source.model_copy(
        update={"max_list_pages": min(LISTS, source.max_list_pages), "paused": False}
    )
    with (
        tempfile.TemporaryDirectory(prefix="ogi-") as folder,
        open_archive(Path(folder)) as archive,
    ):
        now = datetime.now(UTC)
        current = archive.journal.begin(now, timedelta(hours=1))
        crawl = Crawl(archive, settings, {name: few}, current)
        crawl.plan(now)
        crawl.run(only_lists=True)
        rows = archive.journal.rows(
            "SELECT title, printed_on, address FROM page WHERE role <> 'list'"
            " ORDER BY coalesce(printed_on, '') DESC, address"
        )
        archive.journal.leave_all_but(DOCUMENTS)
        tally = crawl.run()
        lists = archive.journal.rows(
            "SELECT address FROM page WHERE role = 'list' AND outcome IN ('fetched', 'unchanged')"
        )
        if few.max_list_pages < source.max_list_pages and name in tally.problems:
            tally.problems[name] = f"further lists were left: a trial reads {LISTS} pages of them"
        return Trial(
            tuple(row[0] for row in lists),
            tuple(Listed(*row) for row in rows),
            _tried(archive, now),
            tally,
        )


def _tried(archive: Archive, now: datetime) -> tuple[Tried, ...]:
    rows = archive.journal.rows(
        "SELECT address, sha256 FROM page WHERE role <> 'list' AND sha256 IS NOT NULL"
    )
    return tuple(
        Tried(address, _read_as(path_of(archive.folder, sha256), now)) for address, sha256 in rows
    )


def _read_as(path: Path, now: datetime) -> str:
    """What a document is read as, in words."""
    read = read_apart(str(path), now)
    if isinstance(read, Problem):
        return read.reason
    if isinstance(read.result, SetAside):
        return f"no report: {read.result.reason}"
    return "; ".join(
        f"{one.identity.agency_name or 'agency not stated'} {one.identity.year or ''},"
        f" edition {one.edition}"
        for one in read.result
    )
