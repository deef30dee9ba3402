"""The journal of an archive: every fetch, what is known of each page, and what is still to do.

SQLite in WAL mode with short transactions: a run that is killed loses none that has ended. What
a pass has still to do is in the journal too, so that the next run goes on where one was killed.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple

from flows.errors import OgiError
from flows.web import statements
from flows.web.addresses import host_of

JOURNAL = "journal.sqlite"
Role = Literal["list", "report", "attachment"]


class Pass(NamedTuple):
    """One pass over the catalogue. ``crawled``: all is fetched, and only to be published."""

    pass_id: int
    started: datetime
    crawled: bool
    resumed: bool


class Task(NamedTuple):
    """A page that is to be fetched in this pass, and what is known of it."""

    address: str
    source: str
    role: Role
    title: str | None
    depth: int
    barren: int
    sha256: str | None
    etag: str | None
    last_modified: str | None
    media_type: str | None


class Link(NamedTuple):
    """A page that another one leads to."""

    address: str
    role: Role
    title: str | None = None
    printed_on: str | None = None
    depth: int = 0
    barren: int = 0


class Overview(NamedTuple):
    """A source: when it was last passed over without an error, documents fetched, gone, and not
    to be had the last time they were asked for, and what was wrong with it the last time."""

    succeeded: str | None = None
    documents: int = 0
    gone: int = 0
    failed: int = 0
    error: str | None = None


class Result(NamedTuple):
    """How a fetch of a task ended, as the journal keeps it."""

    outcome: str
    final_address: str
    status: int | None
    reason: str | None
    headers: Mapping[str, str] | None
    requests: int
    sha256: str | None = None
    bytes: int | None = None
    zipped: bool = False
    media_type: str | None = None
    same_as: str | None = None
    """The content before, of which this one differs only in what changes with each visit."""


def moment(time: datetime) -> str:
    """A time as the journal writes it."""
    return time.astimezone(UTC).isoformat(timespec="seconds")


class Journal:
    """The journal, for all threads of one run."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.active: frozenset[str] = frozenset()
        """The sources of this run; what another one named first becomes theirs."""
        self._lock = threading.RLock()
        with self._in_a_sentence():
            self._con = sqlite3.connect(
                path, check_same_thread=False, isolation_level=None, timeout=30
            )
            self._con.execute("PRAGMA journal_mode = WAL")
            self._con.execute("PRAGMA synchronous = NORMAL")
            self._con.executescript(statements.DECLARED)

    def close(self) -> None:
        """Close it."""
        with self._lock:
            self._con.close()

    @contextmanager
    def _in_a_sentence(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise OgiError(f"{self._path}: {error}; what was fetched before is kept") from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A short transaction: all of it is stored, or nothing. Raises ``OgiError``."""
        with self._lock, self._in_a_sentence():
            self._con.execute("BEGIN IMMEDIATE")
            try:
                yield self._con
                self._con.execute("COMMIT")
            except BaseException:
                if self._con.in_transaction:
                    self._con.execute("ROLLBACK")
                raise

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows of a query. Raises ``OgiError``."""
        with self._lock, self._in_a_sentence():
            return self._con.execute(sql, values).fetchall()

    def _last(self) -> Pass | None:
        """The last pass, if it was not published."""
        rows = self.rows("SELECT * FROM pass ORDER BY pass_id DESC LIMIT 1")
        if not rows or rows[0][3] is not None:
            return None
        pass_id, started, crawled, _ = rows[0]
        return Pass(pass_id, datetime.fromisoformat(started), crawled is not None, resumed=True)

    def left_over(self, now: datetime, longest: timedelta) -> bool:
        """Whether a pass that was not published is too old to go on with."""
        last = self._last()
        return last is not None and abs(now - last.started) >= longest

    def begin(self, now: datetime, longest: timedelta) -> Pass:
        """The pass that a killed run left behind, unless it is older than ``longest``, or a new
        one.

        A new one begins later than all before it, whatever the clock says.
        """
        last = self._last()
        if last and abs(now - last.started) < longest:
            return last
        with self.transaction() as con:
            (before,) = con.execute("SELECT max(started) FROM pass").fetchone()
            if before:
                now = max(now, datetime.fromisoformat(before) + timedelta(seconds=1))
            con.execute("UPDATE page SET todo = NULL WHERE todo IS NOT NULL")
            made = con.execute("INSERT INTO pass (started) VALUES (?)", (moment(now),))
            pass_id = int(made.lastrowid or 0)
        return Pass(pass_id, datetime.fromisoformat(moment(now)), crawled=False, resumed=False)

    def mark(self, current: Pass, column: Literal["crawled", "ended"], now: datetime) -> None:
        """Note that all is fetched, or that all is published."""
        with self.transaction() as con:
            values = (moment(now), current.pass_id)
            con.execute(f"UPDATE pass SET {column} = ? WHERE pass_id = ?", values)

    def plan(
        self, current: Pass, source: str, roots: Sequence[Link], fresh: datetime, old: datetime
    ) -> None:
        """Note what is to be done for a source: its roots, and its known pages that are due.

        These are the pages that changed after ``fresh`` and do not always fail, and those that
        were not checked after ``old``.
        """
        with self.transaction() as con:
            self._add(con, current, source, None, roots, len(roots))
            times = {"fresh": moment(fresh), "old": moment(old)}
            con.execute(statements.DUE, {"pass": current.pass_id, "source": source, **times})

    def add(
        self, con: sqlite3.Connection, current: Pass, by: Task, links: Sequence[Link], most: int
    ) -> tuple[int, int]:
        """Note the pages, all of one role, that a page leads to, to be fetched in this pass
        unless they were already; within a transaction. A source has at most ``most`` of a role.

        Returns how many no page of this pass had named before, and how many were left out.
        """
        if not links:
            return 0, 0
        counted = con.execute(
            statements.COUNT, (by.source, links[0].role, current.pass_id)
        ).fetchone()
        return self._add(con, current, by.source, by.address, links, most - int(counted[0]))

    def _add(
        self,
        con: sqlite3.Connection,
        current: Pass,
        source: str,
        parent: str | None,
        links: Sequence[Link],
        room: int,
    ) -> tuple[int, int]:
        novel = left = 0
        for link in links:
            known = con.execute(
                "SELECT listed_in, done, source FROM page WHERE address = ?", (link.address,)
            ).fetchone()
            if known is not None and known[0] == current.pass_id:
                continue
            if novel >= room:
                left += 1
                continue
            novel += 1
            if known is None:
                host = host_of(link.address)
                con.execute(statements.NEW, (source, host, parent, current.pass_id, *link))
            else:
                due = link.role == "list" and known[1] != current.pass_id
                owner = known[2] if known[2] in self.active else source
                values = (current.pass_id, due, current.pass_id, link.title, link.barren, owner)
                con.execute(statements.AGAIN, (*values, link.address))
        return novel, left

    def want(self, current: Pass, source: str, addresses: Sequence[str]) -> list[str]:
        """Note pages to be fetched in this pass with the files that they led to, those that are
        new as pages of ``source``; returns those that are known as lists, which are left alone."""
        lists = []
        with self.transaction() as con:
            for address in addresses:
                known = con.execute(
                    "SELECT role FROM page WHERE address = ?", (address,)
                ).fetchone()
                if known is None:
                    new = (source, host_of(address), None, current.pass_id)
                    con.execute(statements.NEW, (*new, *Link(address, "report")))
                elif known[0] == "list":
                    lists.append(address)
                else:
                    con.execute(
                        statements.WANT, (current.pass_id, current.pass_id, address, address)
                    )
        return lists

    def was_done(self, current: Pass, address: str) -> bool:
        """Whether a page was fetched in a pass, or it is noted why it could not be."""
        sql = "SELECT 1 FROM page WHERE address = ? AND done = ?"
        return bool(self.rows(sql, (address, current.pass_id)))

    def attached(self, pass_id: int) -> dict[str, str | None]:
        """Addresses of the files that pages of a pass lead to, each with its page."""
        sql = "SELECT address, parent FROM page WHERE listed_in = ? AND role = 'attachment'"
        return dict(self.rows(f"{sql} AND sha256 IS NOT NULL", (pass_id,)))

    def todo(self, host: str, pass_id: int, limit: int) -> list[Task]:
        """Some of the pages that are still to be fetched from a host: lists first, then those
        that did not fail before, so that some broken ones never keep the others waiting."""
        return [Task(*row) for row in self.rows(statements.TODO, (host, pass_id, limit))]

    def left(self, pass_id: int) -> int:
        """How many pages are still to be fetched, as far as is known."""
        (row,) = self.rows("SELECT count(*) FROM page WHERE todo = ?", (pass_id,))
        return int(row[0])

    def hosts(self, pass_id: int) -> list[str]:
        """Hosts from which something is still to be fetched."""
        rows = self.rows("SELECT DISTINCT host FROM page WHERE todo = ? ORDER BY host", (pass_id,))
        return [row[0] for row in rows]

    def skip(self, host: str, pass_id: int) -> int:
        """Leave the pages of a host for the next pass; returns how many they are."""
        with self.transaction() as con:
            sql = "UPDATE page SET todo = NULL WHERE host = ? AND todo = ?"
            return con.execute(sql, (host, pass_id)).rowcount

    def keep_only(self, pass_id: int, sources: Sequence[str]) -> None:
        """Leave the pages of other sources alone, which a resumed pass may have had to do."""
        with self.transaction() as con:
            rest = con.execute("SELECT DISTINCT source FROM page WHERE todo = ?", (pass_id,))
            for (source,) in rest.fetchall():
                if source not in sources:
                    con.execute("UPDATE page SET todo = NULL WHERE source = ?", (source,))

    def closed(self, host: str, now: datetime) -> str | None:
        """Why a host is not to be asked now, if so. None is left alone for more than a day."""
        rows = self.rows("SELECT not_before, reason FROM host WHERE host = ?", (host,))
        if not rows or not rows[0][0]:
            return None
        until = datetime.fromisoformat(rows[0][0])
        return rows[0][1] if now < until < now + timedelta(days=1) else None

    def close_host(self, host: str, reason: str, until: datetime) -> None:
        """Note that a host is not to be asked for a while, and that a pass over it failed."""
        with self.transaction() as con:
            con.execute(statements.CLOSE_HOST, (host, moment(until), reason))

    def open_host(self, host: str) -> None:
        """Note that a host answered as usual."""
        with self.transaction() as con:
            con.execute("DELETE FROM host WHERE host = ?", (host,))

    def is_report(self, con: sqlite3.Connection, address: str) -> None:
        """Note that what was taken for a list is a report; within a transaction."""
        con.execute("UPDATE page SET role = 'report' WHERE address = ?", (address,))

    def conclude(self, pass_id: int, source: str, guessed: Collection[str]) -> str | None:
        """Note how a pass over a source ended; returns what was wrong with it, if anything.

        Of the addresses that were ``guessed`` some may be missing.
        """
        values = {"source": source, "pass": pass_id, "guessed": json.dumps(sorted(guessed))}
        with self.transaction() as con:
            row = con.execute(statements.ERROR, values).fetchone()
            error = row[0] if row else None
            sql = "INSERT OR REPLACE INTO source_pass VALUES (?, ?, ?)"
            con.execute(sql, (source, pass_id, error))
        return error

    def overview(self) -> dict[str, Overview]:
        """What is known of each source that was ever passed over."""
        return {row[0]: Overview(*row[1:]) for row in self.rows(statements.OVERVIEW)}

    def leave_all_but(self, few: int) -> None:
        """Leave what is to be done, but for a few pages, the latest of those with a date."""
        with self.transaction() as con:
            con.execute(statements.LEAVE, (few,))

    def has_documents(self) -> bool:
        """Whether anything was fetched that may be a report."""
        sql = "SELECT 1 FROM page WHERE role <> 'list' AND sha256 IS NOT NULL LIMIT 1"
        return bool(self.rows(sql))

    def fresh(self, pass_id: int) -> dict[str, str | None]:
        """Addresses of reports and attachments that gave other content in a pass, each with
        the page that led to it."""
        sql = "SELECT address, parent FROM page WHERE role <> 'list' AND changed_in = ?"
        return dict(self.rows(sql, (pass_id,)))

    def record(
        self,
        con: sqlite3.Connection,
        current: Pass,
        task: Task,
        result: Result,
        now: datetime,
    ) -> str | None:
        """Note a fetch, within a transaction; returns what changed: ``new``, ``changed``,
        ``gone``, ``missing`` (it never was there), ``back``, or nothing."""
        row = con.execute(
            "SELECT sha256, gone_in FROM page WHERE address = ?", (task.address,)
        ).fetchone()
        change = _change(result, *row)
        values = result._asdict() | {
            "address": task.address,
            "pass_id": current.pass_id,
            "now": moment(now),
            "change": change,
            "headers": json.dumps(dict(result.headers)) if result.headers else None,
            "content": result.same_as or result.sha256,
            "etag": (result.headers or {}).get("etag"),
            "modified": (result.headers or {}).get("last-modified"),
        }
        con.execute(statements.FETCH, values)
        con.execute(statements.OUTCOME, values)
        if result.outcome == "fetched":
            con.execute(statements.CONTENT, values)
        return change


def _change(result: Result, sha256: str | None, gone_in: int | None) -> str | None:
    if result.outcome == "gone":
        return None if gone_in is not None else "gone" if sha256 else "missing"
    if result.outcome == "fetched" and sha256 is None:
        return "new"
    if result.outcome == "fetched" and (result.same_as or result.sha256) != sha256:
        return "changed"
    return "back" if gone_in is not None and result.outcome in ("fetched", "unchanged") else None
