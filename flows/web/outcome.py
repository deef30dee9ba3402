"""What a pass brought, as the journal tells it: also where the pass was killed and gone on with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from flows.web.journal import JOURNAL, Journal, moment

_CHANGED = """
SELECT change, coalesce(title, ''), page.address FROM fetch JOIN page USING (address)
WHERE pass_id = ? AND change IS NOT NULL AND role <> 'list'
ORDER BY change, page.address LIMIT ?
"""
_COUNTED = """
SELECT change, count(*) FROM fetch JOIN page USING (address)
WHERE pass_id = ? AND change IS NOT NULL AND role <> 'list' GROUP BY change
"""
_FETCHED = "SELECT outcome, count(*) FROM fetch WHERE pass_id = ? GROUP BY outcome"
_FAILING = """
SELECT host, failed_passes, coalesce(reason, '') FROM host WHERE failed_passes > 0
ORDER BY failed_passes DESC, host
"""
_BEGUN = "SELECT 1 FROM pass WHERE started BETWEEN ? AND ? AND ended IS NOT NULL LIMIT 1"
_UNFINISHED = "SELECT ended IS NULL FROM pass ORDER BY pass_id DESC LIMIT 1"


class Document(NamedTuple):
    """A document that a pass found ``new``, ``changed``, ``gone``, ``missing`` or ``back``."""

    change: str
    title: str
    address: str


class FailingHost(NamedTuple):
    """A host that gave no reply, or asked to be left alone, in so many passes in a row."""

    host: str
    passes: int
    reason: str


class Outcome(NamedTuple):
    """Pages by how their fetches ended, documents by what changed, and some of the latter."""

    pages: Mapping[str, int]
    changes: Mapping[str, int]
    documents: tuple[Document, ...]


class Records:
    """The journal of an archive, to look into while no pass goes on, or none of this process."""

    def __init__(self, archive: Path) -> None:
        self._path = archive / JOURNAL

    def _rows(self, sql: str, *values: object) -> list[Any]:
        if not self._path.exists():
            return []
        journal = Journal(self._path)
        try:
            return journal.rows(sql, values)
        finally:
            journal.close()

    def outcome(self, pass_id: int, most: int) -> Outcome:
        """What a pass brought, with ``most`` documents at most."""
        pages, changes = (dict(self._rows(sql, pass_id)) for sql in (_FETCHED, _COUNTED))
        found = tuple(Document(*row) for row in self._rows(_CHANGED, pass_id, most))
        return Outcome(pages, changes, found)

    def failing_hosts(self) -> tuple[FailingHost, ...]:
        """Hosts that failed in the last pass over them, the most often failed first."""
        return tuple(FailingHost(*row) for row in self._rows(_FAILING))

    def told(self) -> dict[str, int]:
        """Hosts that an alert was sent for, with the passes in a row that they had failed then."""
        return dict(self._rows("SELECT host, failed_passes FROM told"))

    def note_told(self, hosts: Mapping[str, int]) -> None:
        """Note for which hosts an alert was sent, and for no others. Raises ``OgiError``."""
        journal = Journal(self._path)
        try:
            with journal.transaction() as con:
                con.execute("DELETE FROM told")
                con.executemany("INSERT INTO told VALUES (?, ?)", hosts.items())
        finally:
            journal.close()

    def was_passed_over(self, since: datetime, now: datetime) -> bool:
        """Whether a pass began after ``since`` and has ended."""
        return bool(self._rows(_BEGUN, moment(since), moment(now)))

    def has_unfinished(self) -> bool:
        """Whether the last pass was not ended."""
        return any(unfinished for (unfinished,) in self._rows(_UNFINISHED))
