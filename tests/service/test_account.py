"""What a run leaves for people to read."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from flows.files import Problem
from flows.pipeline import Summary
from flows.service.account import SHOWN, Account, as_page, as_rows
from flows.web.crawl import Tally
from flows.web.journal import Pass
from flows.web.outcome import Document, FailingHost, Outcome
from flows.web.run import FetchSummary

START = datetime(2026, 1, 20, 22, 17, tzinfo=UTC)
PAGE = """\
# Pass 7 over the publishers, begun 2026-01-21 06:17:00 Asia/Shanghai

|  |  |
|---|---:|
| sources | 2 |
| pages fetched | 3 |
| pages gone | 1 |
| documents new | 1 |
| documents changed | 0 |
| documents vanished | 1 |
| set aside | 1 |
| reports read | 1 |
| findings: error | 2 |
| findings: warning | 1 |
| rows in quarantine | 0 |
| published | yes |
| hosts that failed | 1 |
| next run | 2026-01-21 12:17:00 Asia/Shanghai |

## New (1)

| title | address |
|---|---|
| A\\|B \\<img src=x>\\[c](d) | https://a.example/1 |

## Vanished (1)

| title | address |
|---|---|
| C | https://a.example/2 |

## Set aside (1)

| source | reason |
|---|---|
| https://a.example/3 | it is empty |

## Hosts that failed (1)

| host | passes in a row | reason |
|---|---|---|
| b.example | 4 | it does not answer |

## What went wrong (1)

| place | reason |
|---|---|
| https://b.example/ | it does not answer |
"""


def account(*documents: Document, changes: dict[str, int] | None = None) -> Account:
    fresh = {"https://a.example/1": None, "https://a.example/3": None}
    aside = (Problem("https://a.example/3", "it is empty"), Problem("https://old.example", "old"))
    findings = (("error", 2), ("warning", 1))
    ingested = Summary(Path("ogi.duckdb"), 4, 1, 1, findings, 0, aside, True)
    tally = Tally(Counter(fetched=3), problems={"https://b.example/": "it does not answer"})
    current = Pass(7, START, crawled=False, resumed=False)
    return Account(
        FetchSummary(2, current, tally, ingested, fresh),
        Outcome({"fetched": 3, "gone": 1}, changes or {"new": 1, "gone": 1}, documents),
        (FailingHost("b.example", 4, "it does not answer"),),
        datetime(2026, 1, 21, 4, 17, tzinfo=UTC),
    )


def test_the_page() -> None:
    new = Document("new", "A|B\r\n<img src=x>[c](d)", "https://a.example/1")
    gone = Document("gone", "C", "https://a.example/2")
    assert as_page(account(new, gone)) == PAGE
    assert as_rows(account(new, gone)) == [
        {"change": "new", "title": "A|B\r\n<img src=x>[c](d)", "address": "https://a.example/1"},
        {"change": "vanished", "title": "C", "address": "https://a.example/2"},
    ]


def test_long_lists_are_cut_and_counted() -> None:
    documents = [Document("new", "A", f"https://a.example/{n}") for n in range(100)]
    page = as_page(account(*documents, changes={"new": 1234}))
    assert "## New (1,234)" in page
    assert page.count("https://a.example/") == SHOWN + 1
    assert "\n\nand 1,214 more\n" in page


def test_a_failure_without_a_summary() -> None:
    nothing = Outcome({}, {}, ())
    page = as_page(Account(None, nothing, (), None, "a.toml: name: it is missing"))
    assert page == (
        "# Pass over the publishers\n\n**Failed**: a.toml: name: it is missing\n\n"
        "|  |  |\n|---|---:|\n| hosts that failed | 0 |\n| next run | none is scheduled |\n"
    )
