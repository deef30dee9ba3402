"""Single addresses: fetched as politely as in a pass over the catalogue, and archived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from flows.errors import OgiError
from flows.files import Problem
from flows.records import Web
from flows.sources import Listing
from flows.web import manifest
from flows.web.addresses import AddressError, host_of, normalise
from flows.web.archive import Archive, open_archive
from flows.web.catalogue import Settings, Source, read_settings, read_sources
from flows.web.crawl import Crawl
from flows.web.journal import Pass, Task

SOURCE = "(by address)"
"""The source, in the journal, of pages that no source of the catalogue named before."""
_LIST = "it is known as a list of reports: `ogi fetch` passes over it"


def fetch_addresses(addresses: Sequence[str], web: Web) -> Listing:
    """Fetch pages and what is attached to them; what the archive then holds of them.

    What cannot be had is a problem of the listing, also where another run writes to the archive.
    Raises ``UsageError`` where the settings of the catalogue are wrong.
    """
    settings = read_settings(web.catalogue)
    sources = read_sources(web.catalogue)
    wanted: dict[str, None] = {}
    problems: dict[str, str] = {}
    for address in addresses:
        try:
            wanted[normalise(address)] = None
        except AddressError as error:
            problems[address] = str(error)
    if not wanted:
        return Listing((), _as_problems(problems))
    try:
        with open_archive(web.archive) as archive:
            return _fetch(archive, settings, sources, list(wanted), problems)
    except OgiError as error:
        return Listing((), _as_problems(problems | dict.fromkeys(wanted, str(error))))


class _Visits(Crawl):
    """A crawl of pages that may be of no source of the catalogue any more."""

    def _todo(self, host: str) -> list[Task]:
        return [
            task if task.source in self._sources else task._replace(source=SOURCE)
            for task in super()._todo(host)
        ]


def _fetch(
    archive: Archive,
    settings: Settings,
    sources: dict[str, Source],
    wanted: list[str],
    problems: dict[str, str],
) -> Listing:
    """A pass of its own over some addresses. One that was killed before is not gone on with by
    the next pass over the catalogue, which checks its pages anew."""
    journal = archive.journal
    current = journal.begin(datetime.now(UTC), timedelta(0))
    own = Source(name=SOURCE, reports=tuple(wanted))
    crawl = _Visits(archive, settings, {**sources, SOURCE: own}, current)
    lists = journal.want(current, SOURCE, wanted)
    tally = crawl.run()
    journal.mark(current, "crawled", datetime.now(UTC))
    journal.mark(current, "ended", datetime.now(UTC))
    problems |= dict.fromkeys(lists, _LIST) | tally.problems
    for address in wanted:
        reason = problems.get(host_of(address), "it was not fetched")
        if not journal.was_done(current, address):
            problems.setdefault(address, reason)
    for host in set(map(host_of, wanted)):
        problems.pop(host, None)
    return _listing(archive, current, problems)


def _listing(archive: Archive, current: Pass, problems: dict[str, str]) -> Listing:
    documents = list(manifest.documents(archive.folder, current.pass_id))
    return Listing(
        (),
        _as_problems(problems) + tuple(one for one in documents if isinstance(one, Problem)),
        archived=tuple(one for one in documents if not isinstance(one, Problem)),
        parents=archive.journal.attached(current.pass_id),
    )


def _as_problems(problems: dict[str, str]) -> tuple[Problem, ...]:
    return tuple(Problem(address, reason) for address, reason in problems.items())
