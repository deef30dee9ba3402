"""What the journal tells of passes afterwards: hosts that failed in a row, and what was found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.web.outcome import Document, Outcome, Records

from .place import TITLE, Place, Reports, publish
from .site import Asked, Reply, Site, page_of, site


def dropped(_: Asked) -> Reply:
    return Reply(raw=lambda connection: connection.close())


def failing(place: Place) -> list[tuple[str, int]]:
    return [(one.host, one.passes) for one in Records(place.archive).failing_hosts()]


def test_a_host_with_one_page_that_gives_none_of_it_fails(place: Place) -> None:
    with site("127.0.0.3") as down:
        down.pages["/robots.txt"] = Reply(404)
        down.pages["/"] = Reply(503)
        place.source("down", down.url("/"))
        for passes in (1, 2, 3):
            place.fetch()
            assert failing(place) == [(down.host, passes)]
        (one,) = Records(place.archive).failing_hosts()
        assert "503" in one.reason
        down.pages["/"] = page_of({})
        place.fetch()
        assert failing(place) == []


def test_a_pass_counts_once_also_where_another_host_leads_to_it_again(
    place: Place, publisher: Site
) -> None:
    """Pages of the failing host are found one after the other, on lists of the other one."""
    with site("127.0.0.3") as down:
        down.pages["/robots.txt"] = dropped
        for number in range(6):
            links = {down.url(f"/{number}-{n}.html"): TITLE.format(f"第{n}局") for n in range(6)}
            more = f'<a href="/nb/?page={number + 2}">下一页</a>'
            path = "/nb/" if number == 0 else f"/nb/?page={number + 1}"
            publisher.pages[path] = page_of(links, more=more)
        place.source("one", publisher.url("/nb/"), hosts=[down.host], pause=0.05)
        place.fetch()
        assert failing(place) == [(down.host, 1)]
        place.fetch()
        assert failing(place) == [(down.host, 2)]


def test_a_host_that_was_not_asked_keeps_its_count(place: Place, publisher: Site) -> None:
    publisher.pages["/"] = page_of({})
    place.source("good", publisher.url("/"))
    with site("127.0.0.3") as down:
        down.pages["/robots.txt"] = dropped
        place.source("down", down.url("/"))
        place.fetch()
        place.fetch("good")
        assert failing(place) == [(down.host, 1)]


def test_what_a_pass_found(place: Place, publisher: Site, reports: Reports) -> None:
    place.source("one", publish(publisher, reports, "xinyang", "xixia"))
    place.crawl()
    publisher.pages["/xinyang.html"] = reports["xinyang"].replace("389", "390")
    del publisher.pages["/xixia.html"]
    place.crawl()
    records = Records(place.archive)
    assert records.outcome(1, 10).changes == {"new": 2}
    titles = {name: TITLE.format(f"{name}司法局") for name in ("信阳市", "西夏区")}
    assert records.outcome(2, 10) == Outcome(
        {"fetched": 1, "gone": 1, "unchanged": 1},
        {"changed": 1, "gone": 1},
        (
            Document("changed", titles["信阳市"], publisher.url("/xinyang.html")),
            Document("gone", titles["西夏区"], publisher.url("/xixia.html")),
        ),
    )
    assert len(records.outcome(2, 1).documents) == 1


def test_whether_a_time_was_passed_over(place: Place, publisher: Site) -> None:
    publisher.pages["/"] = page_of({})
    place.source("one", publisher.url("/"))
    records, now, hour = Records(place.archive), datetime.now(UTC), timedelta(hours=1)
    assert not records.was_passed_over(now - hour, now)
    assert not records.has_unfinished()
    place.fetch()
    assert records.was_passed_over(now - hour, now + hour)
    assert not records.was_passed_over(now + hour, now + 2 * hour), "it began before"
    assert not records.was_passed_over(now - hour, now - hour / 2), "the clock was set back since"
    assert not records.has_unfinished()
