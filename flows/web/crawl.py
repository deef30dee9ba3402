"""One pass: hosts side by side, politely within each; a failure costs no more than itself."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter, defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flows.errors import OgiError
from flows.pipeline import Progress, no_progress
from flows.version import VERSION
from flows.web.addresses import Guard, host_of
from flows.web.archive import Archive
from flows.web.catalogue import Settings, Source
from flows.web.discovery import Found, Rules, read_list, read_report
from flows.web.fetch import Fetcher, Outcome, Validators
from flows.web.journal import Link, Pass, Result, Role, Task
from flows.web.pacing import Clock, StoppedError
from flows.web.page import MAX_BYTES, is_document, read_page
from flows.web.sameness import is_same_page

MAX_DEPTH = 3
"""Lists behind lists."""
BARREN = 3
"""Pages of a list in a row, none of which names a report that others had not: it ends there."""
SILENT = 5
"""Fetches in a row without a reply, after which a host is left for the next pass."""
_TAKEN = 50
_PROBLEMS = 1_000
_TOLD = 20
"""Progress is told after each so many pages."""


@dataclass
class Tally:
    """What a pass did: pages by outcome and by change, and sentences about what went wrong."""

    outcomes: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    problems: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    requests: int = 0

    def problem(self, place: str, reason: str) -> None:
        """Note what went wrong at an address, a host or a source."""
        if len(self.problems) < _PROBLEMS:
            self.problems.setdefault(place, reason)


class Crawl:
    """A pass over some sources. Its state is in the archive; this only does the work."""

    def __init__(
        self,
        archive: Archive,
        settings: Settings,
        sources: dict[str, Source],
        current: Pass,
        guard: Guard | None = None,
        clock: Clock | None = None,
        progress: Progress = no_progress,
    ) -> None:
        self._archive, self._journal, self._pass = archive, archive.journal, current
        self._settings = settings
        self._sources = {name: one for name, one in sources.items() if not one.paused}
        self._rules = {name: Rules(source) for name, source in self._sources.items()}
        self._roots: dict[str, list[str]] = {}
        self._guessed: dict[str, frozenset[str]] = {}
        self._of_host: defaultdict[str, list[Source]] = defaultdict(list)
        for source in self._sources.values():
            for host in source.own_hosts:
                self._of_host[host].append(source)
        self.clock = clock or Clock()
        self._journal.active = frozenset(self._sources)
        self._fetcher = Fetcher(
            f"ogi/{VERSION} (+{settings.contact})",
            guard or Guard(settings.allow),
            settings.for_fetch(),
            archive.incoming,
            self.clock,
            settings.pause,
        )
        self._progress = progress
        self.tally = Tally()
        self._only_lists = False
        self._failed: dict[str, str] = {}
        self._lock = threading.Condition()
        self._ready: deque[str] = deque()
        self._busy: set[str] = set()
        self._again: set[str] = set()
        self._failure: BaseException | None = None

    def plan(self, now: datetime, *, everything: bool = False) -> None:
        """Note what is due: the lists of each source, and those of its known pages that are."""
        for name, source in self._sources.items():
            lists, reports = source.roots(now)
            self._roots[name], self._guessed[name] = lists, source.guessed(now)
            links = [Link(address, "list") for address in lists]
            links += [Link(address, "report") for address in reports]
            old = now + timedelta(days=1) if everything else now - timedelta(source.recheck_days)
            self._journal.plan(self._pass, name, links, now - timedelta(source.fresh_days), old)
        self._journal.keep_only(self._pass.pass_id, list(self._sources))

    def run(self, *, only_lists: bool = False) -> Tally:
        """Fetch what was planned. Raises ``OgiError`` or ``OSError`` where the archive cannot be
        written; what was fetched before is kept."""
        self._only_lists = only_lists
        self._ready.extend(self._journal.hosts(self._pass.pass_id))
        threads = [
            threading.Thread(target=self._work, daemon=True, name=f"host {number}")
            for number in range(self._settings.hosts_side_by_side)
        ]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                while thread.is_alive():
                    thread.join(0.2)
        except BaseException:
            self.clock.stop()
            raise
        if self._failure:
            raise self._failure
        self._conclude()
        return self.tally

    def _conclude(self) -> None:
        """Note for each source that was planned whether its own lists and reports could be had."""
        for name in self._roots:
            error = self._journal.conclude(self._pass.pass_id, name, self._guessed[name])
            if error:
                self.tally.errors[name] = error

    # Hosts: one thread at a time serves a host, and goes on to the next one.

    def _work(self) -> None:
        while (host := self._take()) is not None:
            try:
                self._serve(host)
            except StoppedError:
                return
            except BaseException as error:
                with self._lock:
                    self._failure = self._failure or error
                self.clock.stop()
                return
            finally:
                self._done(host)

    def _take(self) -> str | None:
        with self._lock:
            while not self._ready and self._busy and not self.clock.stopped:
                self._lock.wait(0.2)
            if not self._ready or self.clock.stopped:
                return None
            host = self._ready.popleft()
            self._busy.add(host)
            return host

    def _done(self, host: str) -> None:
        self._fetcher.close_host(host)
        with self._lock:
            self._busy.discard(host)
            if host in self._again:
                self._again.discard(host)
                self._ready.append(host)
            self._lock.notify_all()

    def _wanted(self, host: str) -> None:
        """Have a host served, in which pages were found that are to be fetched."""
        with self._lock:
            if host in self._busy:
                self._again.add(host)
            elif host not in self._ready:
                self._ready.append(host)
                self._lock.notify()

    def _serve(self, host: str) -> None:
        """Fetch all that is to be fetched from a host."""
        reason = self._failed.get(host) or self._journal.closed(host, datetime.now(UTC))
        pause, connections = self._manners(host)
        self._fetcher.open_host(host, pause, connections)
        silent, heard = 0, False
        last: Outcome | None = None
        with ThreadPoolExecutor(connections) as side_by_side:
            while reason is None and not self.clock.stopped:
                tasks = self._todo(host)
                if not tasks:
                    break
                by = map if connections == 1 else side_by_side.map
                for last in by(self._visit, tasks):
                    silent = silent + 1 if last.silent else 0
                    heard = heard or not last.silent
                    if silent >= SILENT or last.wait:
                        reason = self._close(host, last, silent)
                        break
        if reason is not None:
            if left := self._journal.skip(host, self._pass.pass_id):
                self.tally.problem(host, f"{reason}; {left} pages are left for the next pass")
        elif heard:
            self._journal.open_host(host)
        elif last and not self.clock.stopped:  # it has few pages, and gave none of them
            self._close(host, last, silent)

    def _todo(self, host: str) -> list[Task]:
        tasks = self._journal.todo(host, self._pass.pass_id, _TAKEN)
        return [one for one in tasks if one.role == "list"] if self._only_lists else tasks

    def _manners(self, host: str) -> tuple[float, int]:
        """The longest pause and the fewest connections that a source of this host asks for."""
        own = self._of_host.get(host, [])
        general = self._settings
        pauses = [general.pause if one.pause is None else one.pause for one in own]
        most = [one.connections or general.connections for one in own]
        return max(pauses, default=general.pause), min(most, default=general.connections)

    def _close(self, host: str, outcome: Outcome, silent: int) -> str:
        """Leave a host alone; returns why."""
        if outcome.wait:
            reason = f"the host asks to wait {outcome.wait:.0f} seconds"
        elif silent > 1:
            reason = f"{silent} fetches in a row had no reply, the last: {outcome.reason}"
        else:
            reason = str(outcome.reason)
        until = datetime.now(UTC) + timedelta(seconds=outcome.wait or 0)
        self._journal.close_host(host, reason, until)
        self._failed[host] = reason
        return reason

    # Pages.

    def _visit(self, task: Task) -> Outcome:
        """Fetch a page, keep it, and note what it leads to."""
        known = self._archive.holds(task.sha256)
        validators = Validators(task.etag, task.last_modified) if known else Validators()
        outcome = self._fetch(task, validators)
        found = self._read(task, outcome)
        body = outcome.body
        result = Result(
            outcome.kind,
            outcome.address,
            outcome.status,
            outcome.reason or found.problem,
            outcome.headers,
            outcome.requests,
            body and body.sha256,
            body and body.size,
            bool(body and body.zipped),
            outcome.header("content-type") if body else None,
            task.sha256 if known and self._is_same(task, outcome) else None,
        )
        with self._journal.transaction() as con:
            change = self._journal.record(con, self._pass, task, result, datetime.now(UTC))
            hosts = self._follow(con, task, found)
        with self._lock:
            self._count(task, outcome, change, found)
        for host in hosts:
            self._wanted(host)
        return outcome

    def _fetch(self, task: Task, validators: Validators) -> Outcome:
        try:
            return self._fetcher.fetch(
                task.address, validators, MAX_BYTES if task.role == "list" else None
            )
        except (OSError, OgiError, StoppedError):
            raise
        except Exception as error:  # a page never fails the others
            reason = f"fetching it failed: {type(error).__name__}: {error}"
            return Outcome("failed", task.address, reason)

    def _is_same(self, task: Task, outcome: Outcome) -> bool:
        """Whether a page differs from what it was only in what changes with each visit."""
        before, body = task.sha256, outcome.body
        if before is None or body is None or body.size > MAX_BYTES:
            return False
        return before == body.sha256 or is_same_page(
            self._archive.read(before, MAX_BYTES + 1), self._archive.read(body.sha256)
        )

    def _count(self, task: Task, outcome: Outcome, change: str | None, found: Found) -> None:
        tally = self.tally
        tally.outcomes[outcome.kind] += 1
        if (done := tally.outcomes.total()) % _TOLD == 0:
            self._progress(done, done + self._journal.left(self._pass.pass_id))
        tally.requests += outcome.requests
        if change and task.role != "list":
            tally.changes[change] += 1
        reason = outcome.reason or found.problem
        known = change is None and task.role != "list"
        guessed = change != "gone" and self._may_be_missing(task)
        if reason and not (outcome.kind == "gone" and (known or guessed)):
            tally.problem(task.address, reason)
        for host in sorted(found.elsewhere):
            reason = "reports or files of them are on another site, which is not in `hosts`"
            tally.problem(f"{task.source}: {host}", reason)

    def _may_be_missing(self, task: Task) -> bool:
        """Whether an address was made from a pattern, which may go beyond what is there."""
        turned = bool(self._sources[task.source].paging) and task.role == "list"
        is_root = task.address in self._roots.get(task.source, ())
        guessed = self._guessed.get(task.source, frozenset())
        return task.address in guessed or (turned and not is_root)

    def _read(self, task: Task, outcome: Outcome) -> Found:
        """What a page leads to; a list that is the same as before is read again."""
        sha256 = outcome.body.sha256 if outcome.body else None
        if outcome.kind == "unchanged" and task.role == "list":
            sha256 = task.sha256
        if sha256 is None or task.role == "attachment":
            return Found()
        try:
            data = self._archive.read(sha256, MAX_BYTES + 1)
            media_type = outcome.header("content-type") or task.media_type
            page = read_page(data, outcome.address, media_type)
            if page is None:
                return Found(is_report=task.role == "list" and is_document(data))
            if page.excess:
                return Found(problem=f"its links are not read: it has {page.excess}")
            rules = self._rules[task.source]
            if task.role == "list":
                return read_list(page, rules, task.address, self._roots[task.source])
            return read_report(page, rules)
        except OSError:
            raise
        except Exception as error:  # a page never fails the others
            return Found(problem=f"its links cannot be read: {type(error).__name__}: {error}")

    def _follow(self, con: sqlite3.Connection, task: Task, found: Found) -> set[str]:
        """Note the pages that one leads to, within bounds; returns the hosts of other ones."""
        source, journal = self._sources[task.source], self._journal
        role: Role = "report" if task.role == "list" else "attachment"
        reports = [Link(a.address, role, a.title, a.printed_on) for a in found.reports]
        novel, left = journal.add(con, self._pass, task, reports, source.max_reports)
        barren = 0 if novel else task.barren + 1
        lists: list[Link] = []
        if task.depth < MAX_DEPTH:
            lists += [Link(a.address, "list", a.title, None, task.depth + 1) for a in found.lists]
        if barren < (1 if source.paging else BARREN):
            lists += [Link(a, "list", task.title, None, task.depth, barren) for a in found.pages]
        _, pages_left = journal.add(con, self._pass, task, lists, source.max_list_pages)
        if found.is_report:
            journal.is_report(con, task.address)
        for bound, beyond in (("max_reports", left), ("max_list_pages", pages_left)):
            if beyond:
                self.tally.problem(task.source, f"it has more pages than {bound} lets through")
        others = {host_of(link.address) for link in (*reports, *lists)}
        return others - {host_of(task.address)}
