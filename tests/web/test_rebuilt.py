"""A database that is made anew from the archive has all that one has that was kept current."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from flows.pipeline import Request, ingest
from tests.flows.support import ask, content, fingerprint

from .place import TITLE, Place, Reports, publish
from .site import Site, page_of
from .test_reprocess import packed

GIVEN = "FROM retrieval ORDER BY ALL"
FOUND = "SELECT document_id, source_uri, retrieved_at FROM document ORDER BY ALL"
CURRENT = "SELECT report_id, version, is_current FROM report ORDER BY ALL"


def rebuilt(place: Place, name: str = "rebuilt") -> Path:
    db = place.folder / f"{name}.duckdb"
    assert ingest(Request((str(place.archive),), db)).published
    return db


def test_all_versions_with_their_times_and_marks(
    place: Place, publisher: Site, reports: Reports
) -> None:
    """A page changes, changes back and vanishes; a copy of its first state comes up elsewhere."""
    place.source("one", publish(publisher, reports, "xinyang", "xigong"))
    place.fetch()
    publisher.pages["/xinyang.html"] = reports["xinyang"].replace("389", "390")
    publisher.pages["/a.html"] = reports["xinyang"]
    listed = {f"/{name}.html": TITLE.format("某局") for name in ("xinyang", "xigong", "a")}
    publisher.pages["/nb/index.html"] = page_of(listed)
    place.fetch()
    publisher.pages["/xinyang.html"] = reports["xinyang"]
    publisher.pages["/xigong.html"] = "<p>本页正在维护</p>"
    place.fetch()
    del publisher.pages["/xinyang.html"]
    place.fetch()
    db = rebuilt(place)
    for sql in (GIVEN, FOUND, CURRENT):
        assert ask(db, sql) == place.ask(sql)
    assert len(place.ask(GIVEN)) == 6
    assert content(db) == content(place.db)
    before = fingerprint(db)
    assert not ingest(Request((str(place.archive),), db)).published
    assert fingerprint(db) == before


def test_what_a_database_missed_is_made_up_for(
    place: Place, publisher: Site, reports: Reports
) -> None:
    """Passes whose documents were never read: the page then says again what it said at first."""
    place.source("one", publish(publisher, reports, "xinyang"))
    place.fetch()
    first = reports["xinyang"]
    for page in (first.replace("389", "390"), first.replace("389", "391"), first):
        publisher.pages["/xinyang.html"] = page
        place.crawl()
    assert len(place.ask(GIVEN)) == 1
    assert place.fetch().tally.changes == {}
    assert place.ask(GIVEN) == ask(rebuilt(place), GIVEN)
    values = "SELECT value FROM reported_cell WHERE cell = 'proactive.licences.decisions'"
    assert sorted(place.ask(values)) == [(389,), (390,), (391,)]
    assert place.ask(f"{values} AND is_current") == [(389,)]


def test_a_member_that_vanishes_from_an_archive_is_gone(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang"))
    publisher.pages["/xinyang.html"] = '<html>主动公开 <a href="/all.zip">附件下载</a></html>'
    address = publisher.url("/all.zip!/{}.html")
    marked = "SELECT source_uri, gone_at IS NULL FROM retrieval WHERE source_uri LIKE '%!%'"
    a, b = (address.format(name) for name in "ab")
    states = (
        (packed(a=reports["xixia"], b=reports["youhao"]), {a: True, b: True}),
        (packed(a=reports["xixia"]), {a: True, b: False}),
        (b"PK\x03\x04 damaged", {a: True, b: False}),
        (packed(b=reports["youhao"]), {a: False, b: True}),
        (reports["youhao"].encode(), {a: False, b: False}),
    )
    for body, there in states:
        publisher.pages["/all.zip"] = body
        summary = place.fetch()
        assert dict(place.ask(marked)) == there
        assert bool(summary.set_aside) is (b"damaged" in body)
    times = place.journal("SELECT started FROM pass ORDER BY pass_id")
    gone = {uri: time.replace(tzinfo=UTC) for uri, time in place.ask(
        "SELECT source_uri, gone_at FROM retrieval WHERE gone_at IS NOT NULL"
    )}  # fmt: skip
    began = [datetime.fromisoformat(time) for (time,) in times]
    assert gone == {a: began[3], b: began[4]}
    assert ask(rebuilt(place), GIVEN) == place.ask(GIVEN)
