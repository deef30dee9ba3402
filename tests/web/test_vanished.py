"""Pages that change, vanish and come back, as the database and ``ogi history`` tell it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from flows.history import History, history
from flows.query import reader
from tests.cli.conftest import Run
from tests.cli.conftest import environment as environment  # noqa: PLC0414 - a fixture
from tests.cli.conftest import ogi as ogi  # noqa: PLC0414 - a fixture
from tests.flows.support import fingerprint

from .place import Place, Reports, publish
from .site import Site

MARKED = "SELECT source_uri, gone_at IS NOT NULL FROM retrieval ORDER BY source_uri, retrieved_at"


def told(place: Place) -> History:
    with reader(place.db) as con:
        return history(con, "信阳市司法局", 2024)


def test_a_page_that_vanishes_is_marked_in_the_database_and_unmarked_when_it_is_back(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang", "xigong"))
    place.fetch()
    page, address = publisher.pages.pop("/xinyang.html"), publisher.url("/xinyang.html")
    place.fetch()
    (only,) = told(place).versions
    assert (only.facts["page"], only.facts["is_current"]) == ("vanished", True)
    started = place.journal("SELECT max(started) FROM pass")[0][0]
    assert only.facts["gone_at"].isoformat() + "+00:00" == started
    assert place.ask(MARKED) == [(publisher.url("/xigong.html"), False), (address, True)]
    before = fingerprint(place.db)
    place.fetch()
    assert fingerprint(place.db) == before, "it is marked once"
    publisher.pages["/xinyang.html"] = page
    place.fetch()
    assert place.ask(MARKED) == [(publisher.url("/xigong.html"), False), (address, False)]
    assert told(place).versions[0].facts["page"] == "there"


def test_a_page_that_changed_back_vanishes_and_returns_as_another(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang"))
    first, second, third = (
        reports["xinyang"].replace("389", count) for count in ("389", "390", "391")
    )
    for page in (first, second, first, None, third):
        if page:
            publisher.pages["/xinyang.html"] = page
        else:
            del publisher.pages["/xinyang.html"]
        place.fetch()
        marks = [gone for _, gone in place.ask(MARKED)]
        assert marks == [False] * (len(marks) - 1) + [page is None]
    found = told(place).versions
    assert [v.facts["page"] for v in found] == ["replaced", "replaced", "there"]
    assert [v.facts["is_current"] for v in found] == [False, False, True]
    assert [(c["previous_value"], c["value"]) for v in found for c in v.changes] == [
        (389, 390), (390, 391)
    ]  # fmt: skip


def test_of_two_addresses_the_one_that_is_left_gives_the_current_version(
    place: Place, publisher: Site, reports: Reports
) -> None:
    publish(publisher, reports, "xinyang")
    place.source("one", publisher.url("/nb/index.html"))
    with_copy = reports["xinyang"].replace("行政许可\t389", "行政许可\t")
    publisher.pages["/copy.html"] = with_copy
    publisher.pages["/nb/index.html"] = str(publisher.pages["/nb/index.html"]).replace(
        "</ul>", '<li><a href="/copy.html">信阳市司法局2024年政府信息公开工作年度报告</a></li></ul>'
    )
    place.fetch()
    current = "SELECT source_uri FROM report WHERE is_current"
    assert place.ask(current) == [(publisher.url("/xinyang.html"),)]
    del publisher.pages["/xinyang.html"]
    place.fetch()
    assert place.ask(current) == [(publisher.url("/copy.html"),)]
    whys = {v.facts["why"] for v in told(place).versions}
    assert whys == {"its page has vanished", "its address still gives it"}


def test_the_verb_prints_versions_addresses_and_cells(
    place: Place, publisher: Site, reports: Reports, ogi: Run
) -> None:
    place.source("one", publish(publisher, reports, "xinyang"))
    place.fetch()
    publisher.pages["/xinyang.html"] = reports["xinyang"].replace("389", "390")
    place.fetch()
    del publisher.pages["/xinyang.html"]
    place.fetch()
    done = _history(ogi, place.db)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("信阳市司法局 2024: 2 versions\n")
    address = publisher.url("/xinyang.html")
    assert f"\n1  {address} (gives something else now)\n2  {address} (vanished 20" in done.stdout
    assert "From version 1 to 2: 1 cell differs; findings: 0 came, 0 went" in done.stdout
    (line,) = (line for line in done.stdout.splitlines() if "licences.decisions" in line)
    assert line.split() == [
        "proactive.licences.decisions", "行政许可", "×", "本年处理决定数量", "389", "390"
    ]  # fmt: skip
    first, second = json.loads(_history(ogi, place.db, "--format", "json").stdout)
    assert (first["version"], first["page"], first["changes"]) == (1, "replaced", [])
    assert (second["page"], second["is_current"]) == ("vanished", True)
    assert second["changes"][0]["label"] == "行政许可 × 本年处理决定数量"
    assert second["addresses"][0]["gone_at"] == second["gone_at"]
    wrong = ogi("history", "洛阳市司法局", "2024", "--db", place.db)
    assert wrong.returncode == 2
    assert wrong.stderr == "ogi: 洛阳市司法局: no body with a report is called so\n"


def _history(ogi: Run, db: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return ogi("history", "信阳市司法局", "2024", "--db", db, *more)
