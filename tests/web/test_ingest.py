"""``ogi ingest ADDRESS``: a page that is named is fetched like any other, and its files with it."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.pipeline import Request, Summary, ingest
from flows.records import Web
from flows.web.archive import open_archive
from flows.web.catalogue import read_settings, read_sources
from flows.web.crawl import Crawl
from flows.web.run import LONGEST
from tests.cli.conftest import Run
from tests.cli.conftest import environment as environment  # noqa: PLC0414 - a fixture
from tests.cli.conftest import ogi as ogi  # noqa: PLC0414 - a fixture
from tests.flows.support import fingerprint, sample, write

from .conftest import SETTINGS
from .place import Place, Reports, publish
from .site import Site, redirect

SLOW = pytest.mark.slow


def read(place: Place, *sources: Path | str) -> Summary:
    web = Web(place.folder / "sources", place.archive)
    return ingest(Request(tuple(map(str, sources)), place.db, web=web))


def command(ogi: Run, place: Place, *sources: Path | str) -> subprocess.CompletedProcess[str]:
    where = ("--sources", place.folder / "sources", "--archive", place.archive)
    return ogi("ingest", *sources, "--db", place.db, *where)


def test_addresses_and_files_together(
    place: Place, publisher: Site, reports: Reports, ogi: Run
) -> None:
    publisher.pages |= {"/a.html": reports["xinyang"], "/old.html": redirect("/b.html")}
    publisher.pages["/b.html"] = reports["xixia"]
    addresses = [publisher.url(path) for path in ("/a.html", "/old.html", "/none.html")]
    done = command(ogi, place, *addresses, sample("youhao"))
    assert done.returncode == 3
    assert done.stderr == f"ogi: {addresses[2]}: set aside: it is gone (404)\n"
    assert done.stdout.startswith("3 documents, 3 new, 3 reports read; ")
    rows = place.ask("SELECT source_uri FROM report ORDER BY source_uri LIKE '/%', source_uri")
    assert [row[0] for row in rows] == [*addresses[:2], str(sample("youhao"))]
    assert place.journal("SELECT DISTINCT source FROM page") == [("(by address)",)]
    before = fingerprint(place.db)
    publisher.forget()
    assert not read(place, *addresses[:2]).published
    assert publisher.paths() == ["/a.html", "/old.html", "/b.html"]
    assert fingerprint(place.db) == before


def test_a_page_that_only_presents_a_file(place: Place, publisher: Site, reports: Reports) -> None:
    publisher.pages["/p.html"] = '<html>主动公开 <a href="/files/a.doc">附件：年度报告</a></html>'
    publisher.pages["/files/a.doc"] = reports["xinyang"]
    summary = read(place, publisher.url("/p.html"))
    assert (summary.reports, summary.set_aside) == (1, ())
    assert place.ask("SELECT source_uri FROM report") == [(publisher.url("/files/a.doc"),)]
    publisher.pages["/files/a.doc"] = reports["xinyang"].replace("389", "390")
    assert read(place, publisher.url("/p.html")).reports == 1
    del publisher.pages["/files/a.doc"]
    reasons = dict(read(place, publisher.url("/p.html")).set_aside)
    assert reasons.pop(publisher.url("/files/a.doc")) == "it is gone (404)"
    assert list(reasons) == [publisher.url("/p.html")]
    rows = place.ask("SELECT page FROM report_version WHERE is_current")
    assert rows == [("vanished",)]


def test_a_page_of_the_catalogue_stays_one(place: Place, publisher: Site, reports: Reports) -> None:
    """What is asked for by its address is checked at once, and nothing else is."""
    list_page = publish(publisher, reports, "xinyang", "xigong")
    place.source("one", list_page)
    place.fetch()
    publisher.pages["/xinyang.html"] = reports["xinyang"].replace("389", "390")
    publisher.forget()
    page = publisher.url("/xinyang.html")
    assert read(place, page).reports == 1
    assert publisher.paths() == ["/xinyang.html"]
    assert place.journal(f"SELECT source FROM page WHERE address = '{page}'") == [("one",)]
    assert place.journal("SELECT DISTINCT source FROM source_pass") == [("one",)]
    assert place.fetch().tally.outcomes == {"unchanged": 3}
    publisher.forget()
    (problem,) = read(place, list_page, page).set_aside
    assert problem == (list_page, "it is known as a list of reports: `ogi fetch` passes over it")
    assert publisher.paths() == ["/xinyang.html"]


def test_pages_whose_source_left_the_catalogue(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang"))
    place.fetch()
    (place.folder / "sources" / "one.toml").unlink()
    publisher.pages["/xinyang.html"] = reports["xinyang"].replace("389", "390")
    assert read(place, publisher.url("/xinyang.html")).reports == 1


def test_what_a_killed_pass_left_is_checked_by_the_next_one(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang", "xigong"))
    sources = place.folder / "sources"
    with open_archive(place.archive) as archive:
        now = datetime.now(UTC)
        current = archive.journal.begin(now, LONGEST)
        Crawl(archive, read_settings(sources), read_sources(sources), current).plan(now)
    publisher.pages["/b.html"] = reports["xixia"]
    assert read(place, publisher.url("/b.html")).reports == 1
    place.fetch()
    assert len(place.ask("SELECT 1 FROM report")) == 3


def test_robots_and_private_addresses(
    place: Place, publisher: Site, reports: Reports, ogi: Run
) -> None:
    publisher.pages |= {"/a.html": reports["xinyang"], "/out.html": redirect("http://10.0.0.1/")}
    publisher.pages["/robots.txt"] = "User-agent: *\nDisallow: /a.html\n"
    done = command(ogi, place, publisher.url("/a.html"), publisher.url("/out.html"))
    assert done.returncode == 1
    assert "robots.txt of the host forbids it" in done.stderr
    assert "which is not public and not listed in `allow`" in done.stderr
    assert publisher.paths() == ["/out.html"]
    assert not place.db.exists()
    publisher.forget()
    write(place.folder / "sources" / "settings.toml", 'contact = "mailto:a@example.org"\n')
    done = command(ogi, place, publisher.url("/a.html"), sample("xixia"))
    assert done.returncode == 3
    assert "which is not public and not listed in `allow`" in done.stderr
    assert publisher.asked == []
    assert place.ask("SELECT agency_name FROM report") == [("西夏区司法局",)]


@SLOW
def test_limits_of_size_hold(place: Place, publisher: Site, reports: Reports) -> None:
    settings = place.folder / "sources" / "settings.toml"
    write(settings, SETTINGS.replace("[limits]", "[limits]\nmegabytes = 0.001"))
    publisher.pages["/a.html"] = reports["xinyang"]
    (problem,) = read(place, publisher.url("/a.html"), sample("xixia")).set_aside
    assert problem.source_uri == publisher.url("/a.html")
    assert "it is larger than the limit of 0.00" in problem.reason


@SLOW
@pytest.mark.parametrize("address", ["http://", "https://user:secret@example.org/"])
def test_what_is_no_address(place: Place, address: str) -> None:
    (problem,) = read(place, address, sample("xixia")).set_aside
    assert problem.source_uri == address


@SLOW
def test_another_run_writes_to_the_archive(place: Place, publisher: Site, reports: Reports) -> None:
    publisher.pages["/a.html"] = reports["xinyang"]
    with open_archive(place.archive):
        (problem,) = read(place, publisher.url("/a.html"), sample("xixia")).set_aside
    assert "another fetch is writing to this archive (process " in problem.reason


@SLOW
def test_settings_are_asked_for(place: Place, ogi: Run) -> None:
    (place.folder / "sources" / "settings.toml").unlink()
    done = command(ogi, place, "https://www.example.org/a.html", sample("xixia"))
    assert done.returncode == 2
    assert "it needs at least `contact`" in done.stderr
