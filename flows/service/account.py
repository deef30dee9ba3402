"""What a run did, as the page and the table that it leaves: they are the same for all readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.files import Problem
from flows.markdown import cell, table
from flows.web.outcome import FailingHost, Outcome
from flows.web.run import FetchSummary

ZONE = ZoneInfo("Asia/Shanghai")
"""The publishers' time, in which times are told."""
SHOWN = 20
"""Most entries of a list on the page."""
MOST = 1_000
"""Most documents in the table."""
_WORDS = {
    "new": "new",
    "changed": "changed",
    "gone": "vanished",
    "missing": "never there",
    "back": "back again",
}
Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Account:
    """A run: its summary, if it came so far, or ``failure``, the sentence that ended it."""

    summary: FetchSummary | None
    outcome: Outcome
    hosts: tuple[FailingHost, ...]
    next_run: datetime | None
    failure: str | None = None


def told(time: datetime) -> str:
    """A time as it is told to people."""
    return f"{time.astimezone(ZONE):%Y-%m-%d %H:%M:%S} Asia/Shanghai"


def as_page(account: Account) -> str:
    """The run as a page of Markdown."""
    parts = [_head(account), table(("", ""), _figures(account), "---:")]
    if account.failure:
        parts.insert(1, f"**Failed**: {cell(account.failure)}")
    by_change: dict[str, list[Row]] = {}
    for document in account.outcome.documents:
        by_change.setdefault(document.change, []).append((document.title, document.address))
    for change, words in _WORDS.items():
        if change in by_change:
            count = account.outcome.changes[change]
            parts.append(
                _section(words.capitalize(), ("title", "address"), by_change[change], count)
            )
    aside = [(one.source_uri, one.reason) for one in _set_aside(account)]
    parts.append(_section("Set aside", ("source", "reason"), aside))
    parts.append(
        _section("Hosts that failed", ("host", "passes in a row", "reason"), account.hosts)
    )
    problems = account.summary.tally.problems.items() if account.summary else ()
    parts.append(_section("What went wrong", ("place", "reason"), list(problems)))
    return "\n\n".join(part for part in parts if part) + "\n"


def as_rows(account: Account) -> list[dict[str, str]]:
    """Documents that the run found new, changed or vanished, as rows of a table."""
    return [
        {"change": _WORDS[one.change], "title": one.title, "address": one.address}
        for one in account.outcome.documents
    ]


def _head(account: Account) -> str:
    if account.summary is None:
        return "# Pass over the publishers"
    current = account.summary.current
    again = ", gone on with" if current.resumed else ""
    return f"# Pass {current.pass_id} over the publishers, begun {told(current.started)}{again}"


def _figures(account: Account) -> Iterable[Row]:
    summary, outcome = account.summary, account.outcome
    if summary:
        yield "sources", summary.sources
        yield from ((f"pages {name}", count) for name, count in outcome.pages.items())
        yield from _counts(outcome.changes)
        yield "set aside", len(summary.set_aside)
    if summary and (ingested := summary.ingested):
        yield "reports read", ingested.reports
        yield from ((f"findings: {severity}", count) for severity, count in ingested.findings)
        yield "rows in quarantine", ingested.quarantined
        yield "published", "yes" if ingested.published else "nothing new"
    yield "hosts that failed", len(account.hosts)
    yield "next run", told(account.next_run) if account.next_run else "none is scheduled"


def _counts(changes: Mapping[str, int]) -> Iterable[Row]:
    for change, words in _WORDS.items():
        if change in ("new", "changed", "gone") or change in changes:
            yield f"documents {words}", changes.get(change, 0)


def _set_aside(account: Account) -> tuple[Problem, ...]:
    return account.summary.set_aside if account.summary else ()


def _section(title: str, columns: Row, rows: Sequence[Row], count: int | None = None) -> str:
    """A section with a table of the first rows, or nothing where there are none."""
    if not rows:
        return ""
    total = len(rows) if count is None else count
    more = f"\n\nand {total - SHOWN:,} more" if total > SHOWN else ""
    return f"## {title} ({total:,})\n\n{table(columns, rows[:SHOWN])}{more}"
