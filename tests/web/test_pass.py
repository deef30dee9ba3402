"""Whole passes over sites on loopback, from the catalogue to the published database."""

from __future__ import annotations

import gzip
from pathlib import Path

from flows.web.archive import path_of
from tests.flows.support import ask, fingerprint, ingest, write

from .place import TITLE, Place, Reports, publish
from .site import Reply, Site, page_of, redirect, site


def test_a_first_pass_and_one_in_which_nothing_changed(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang", "xigong"))
    first = place.fetch()
    assert first.tally.problems == {}
    assert first.tally.changes == {"new": 2}
    rows = place.ask("SELECT agency_name, source_uri FROM report ORDER BY agency_name DESC")
    assert rows == [
        ("西工区司法局", publisher.url("/xigong.html")),
        ("信阳市司法局", publisher.url("/xinyang.html")),
    ]
    started = place.journal("SELECT started FROM pass")[0][0]
    times = place.ask("SELECT DISTINCT retrieved_at FROM document")
    assert [time.isoformat() + "+00:00" for (time,) in times] == [started]

    before = fingerprint(place.db)
    publisher.forget()
    again = place.fetch()
    assert again.tally.outcomes == {"unchanged": 3}
    assert sorted(publisher.paths()) == ["/nb/index.html", "/xigong.html", "/xinyang.html"]
    assert (again.ingested and again.ingested.published) is False
    assert fingerprint(place.db) == before


def test_the_cells_are_those_of_the_same_pages_read_as_files(
    place: Place, publisher: Site, reports: Reports, tmp_path: Path
) -> None:
    place.source("one", publish(publisher, reports, *reports))
    place.fetch()
    files = tmp_path / "files"
    for name, text in reports.items():
        write(files / f"{name}.html", text)
    ingest(tmp_path / "files.duckdb", files)
    sql = "SELECT agency_name, cell, value, status, raw FROM reported_cell ORDER BY ALL"
    assert place.ask(sql) == ask(tmp_path / "files.duckdb", sql)
    assert len(place.ask(sql)) == 1000


def test_a_page_that_changes_is_another_version(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang"))
    place.fetch()
    publisher.pages["/xinyang.html"] = changed = reports["xinyang"].replace("389", "390")
    assert changed != reports["xinyang"]
    assert place.fetch().tally.changes == {"changed": 1}
    rows = place.ask(
        "SELECT version, is_current, value FROM report JOIN fact_proactive_disclosure"
        " USING (report_id) WHERE cell = 'proactive.licences.decisions' ORDER BY version"
    )
    assert rows == [(1, False, 389), (2, True, 390)]
    kept = place.journal("SELECT sha256 FROM fetch WHERE change IN ('new', 'changed')")
    assert all(path_of(place.archive, sha256).exists() for (sha256,) in kept)
    publisher.pages["/xinyang.html"] = reports["xinyang"]
    place.fetch()
    current = place.ask("SELECT version FROM report WHERE is_current")
    assert current == [(1,)]


def test_what_changes_with_each_visit_makes_no_version(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang"))

    def visited(number: int) -> str:
        counter = f"<script>var n={number}</script><!-- {number} --><p>浏览次数：{number}</p>"
        token = f'<meta name="token" content="{number}"><input type="hidden" value="{number}">'
        return reports["xinyang"].replace("</body>", f"{token}{counter}</body>")

    publisher.pages["/xinyang.html"] = visited(1)
    place.fetch()
    before = fingerprint(place.db)
    publisher.pages["/xinyang.html"] = visited(27)
    assert place.fetch().tally.changes == {}
    assert fingerprint(place.db) == before
    assert len(place.journal("SELECT DISTINCT sha256 FROM fetch WHERE bytes > 5000")) == 2
    publisher.pages["/xinyang.html"] = visited(27).replace("389", "390")
    assert place.fetch().tally.changes == {"changed": 1}
    field = visited(27).replace("389", '<input type="text" value="391">')
    publisher.pages["/xinyang.html"] = field
    assert place.fetch().tally.changes == {"changed": 1}


def test_a_page_that_vanishes_is_marked_and_its_data_stay(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang", "xigong"))
    place.fetch()
    cells = place.ask("FROM reported_cell ORDER BY ALL")
    page = publisher.pages.pop("/xinyang.html")
    gone = place.fetch()
    assert gone.tally.changes == {"gone": 1}
    assert gone.tally.problems == {publisher.url("/xinyang.html"): "it is gone (404)"}
    assert place.fetch().tally.problems == {}  # said once
    assert place.ask("FROM reported_cell ORDER BY ALL") == cells
    publisher.pages["/xinyang.html"] = page
    assert place.fetch().tally.changes == {"back": 1}


def test_what_fails_costs_nothing_else(place: Place, publisher: Site, reports: Reports) -> None:
    """A page that is forbidden, one that is broken, a host that is away, and a list of scripts."""
    list_page = publish(publisher, reports, "xinyang", "xigong", "youhao")
    publisher.pages |= {"/xigong.html": Reply(403), "/youhao.html": Reply(500)}
    with site("127.0.0.3") as other, site("127.0.0.4") as scripted:
        away = other.url("/nb/index.html")
        scripted.pages["/"] = "<div id=app></div><script src=a.js></script>"
        place.source("good", list_page)
        place.source("away", away)
        place.source("scripted", scripted.url("/"))
        other.close()
        summary = place.fetch()
    problems = summary.tally.problems
    assert problems[publisher.url("/xigong.html")] == "the host answers 403"
    assert problems[publisher.url("/youhao.html")] == "the host answers 500"
    assert "cannot be reached" in problems[away]
    assert "script engine" in problems[scripted.url("/")]
    assert set(summary.tally.errors) == {"away", "scripted"}
    assert place.ask("SELECT agency_name FROM report") == [("信阳市司法局",)]


def test_a_page_that_fails_keeps_what_it_gave_before(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang"))
    place.fetch()
    publisher.pages["/xinyang.html"] = Reply(500)
    before = fingerprint(place.db)
    assert place.fetch().tally.outcomes == {"unchanged": 1, "failed": 1}
    assert fingerprint(place.db) == before
    publisher.pages["/xinyang.html"] = reports["xinyang"]
    assert place.fetch().tally.outcomes == {"unchanged": 2}


def test_pages_in_gb18030_and_mislabelled_ones(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang", "xixia"))
    listed = publisher.pages["/nb/index.html"]
    assert isinstance(listed, str)
    declared = (("Content-Type", "text/html; charset=utf-8"),)
    publisher.pages["/nb/index.html"] = Reply(200, listed.encode("gb18030"), declared)
    for name in ("xinyang", "xixia"):
        body = reports[name].replace("charset=utf-8", "charset=gb2312")
        packed = gzip.compress(body.encode("gb18030"))
        headers = (*declared, ("Content-Encoding", "gzip"))
        publisher.pages[f"/{name}.html"] = Reply(200, packed, headers)
    assert place.fetch().tally.changes == {"new": 2}
    rows = place.ask("SELECT agency_name, encoding FROM report JOIN document USING (document_id)")
    assert sorted(rows) == sorted(
        [("信阳市司法局", "gb18030"), ("西夏区司法局", "gb18030")], key=lambda row: row[0]
    )


def test_addresses_of_one_content_are_one_document(
    place: Place, publisher: Site, reports: Reports
) -> None:
    publish(publisher, reports, "xinyang")
    names = ["/xinyang.html", "/xinyang.html#a", "/./xinyang.html", "/copy.html", "/moved.html"]
    publisher.pages |= {"/copy.html": reports["xinyang"], "/moved.html": redirect("/copy.html")}
    publisher.pages["/nb/index.html"] = page_of(
        {name: TITLE.format("信阳市司法局") for name in names}
    )
    place.source("one", publisher.url("/nb/index.html"))
    place.source("two", publisher.url("/nb/index.html"))
    place.fetch()
    assert publisher.paths().count("/xinyang.html") == 1
    assert publisher.paths().count("/nb/index.html") == 1
    assert place.ask("SELECT count(*) FROM document") == [(1,)]
    assert place.ask("SELECT count(*) FROM retrieval") == [(3,)]
    assert place.ask("SELECT source_uri FROM report") == [(publisher.url("/copy.html"),)]
