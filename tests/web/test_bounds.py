"""Passes that meet endless sites, busy hosts, other runs, a wrong clock and a full disk."""

from __future__ import annotations

import io
import os
import re
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flows.errors import OgiError, UsageError
from flows.web.archive import open_archive
from tests.flows.support import AGENCIES

from .place import TITLE, Place, Reports, publish
from .site import Asked, Reply, Site, page_of, site


def calendar(asked: Asked) -> str:
    """A page of a calendar that goes on for ever, with a link to the next month."""
    number = int(asked.path.rpartition("_")[2].partition(".")[0] or 0)
    return page_of(
        {f"/day_{number}.html": "今日新闻"}, more=f'<a href="c_{number + 1}.html">下一页</a>'
    )


class Endless(dict[str, Any]):
    """Pages of a site that has every page that one can think of."""

    def __init__(self, make: Callable[[Asked], str]) -> None:
        super().__init__()
        self.make = make

    def get(self, key: str, default: Any = None) -> Any:
        return default if key == "/robots.txt" else self.make


def test_a_calendar_that_never_ends(place: Place, publisher: Site) -> None:
    publisher.pages = Endless(calendar)
    place.source("one", publisher.url("/c_0.html"))
    tally = place.crawl()
    assert len(publisher.asked) < 10
    assert tally.errors == {"one": "no link to a report was found on its lists"}


def test_a_site_that_makes_up_reports_without_end(
    place: Place, publisher: Site, reports: Reports
) -> None:
    def more(asked: Asked) -> str:
        number = int(re.sub(r"\D", "", asked.path) or 0)
        if "day" in asked.path:
            return reports["xinyang"]
        links = {f"/day_{number}{n}.html": TITLE.format(f"第{n}局") for n in range(5)}
        return page_of(links, more=f'<a href="/c_{number + 1}.html">下一页</a>')

    publisher.pages = Endless(more)
    place.source("one", publisher.url("/c_0.html"), max_list_pages=7, max_reports=20)
    problems = place.crawl().problems
    assert problems == {"one": "it has more pages than max_reports lets through"}
    assert len([path for path in publisher.paths() if "c_" in path]) <= 7
    assert len([path for path in publisher.paths() if "day" in path]) == 20


def test_a_list_over_several_pages_and_behind_years(
    place: Place, publisher: Site, reports: Reports
) -> None:
    names = list(reports)
    for name in names:
        publisher.pages[f"/r/{name}.html"] = reports[name]
    entry = [{f"/r/{name}.html": TITLE.format(AGENCIES[name])} for name in names]
    more = '<script>createPageHTML(2, 0, "index", "html");</script>'
    publisher.pages |= {
        "/": page_of({"/nb/": "政府信息公开年报"}, "某某市人民政府"),
        "/nb/": page_of({"/nb/2024/index.html": "2024年", "/nb/2023/index.html": "2023年"}),
        "/nb/2024/index.html": page_of(entry[0] | entry[1], more=more),
        "/nb/2024/index_1.html": page_of(entry[2]),
        "/nb/2023/index.html": page_of(entry[3], more='<a href="?page=2">2</a>'),
        "/nb/2023/index.html?page=2": page_of(entry[4]),
    }
    place.source("one", publisher.url("/"))
    summary = place.fetch()
    assert summary.tally.problems == {}
    assert place.ask("SELECT count(*) FROM report") == [(5,)]


def test_attachments_are_read_and_their_names_do_no_harm(
    place: Place, publisher: Site, reports: Reports
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../escaped/xixia.html", reports["xixia"])
        archive.writestr("/etc/youhao.html", reports["youhao"])
    page = (
        "<html><meta charset=utf-8><p>现将信阳市司法局2024年政府信息公开年报主动公开如下</p>"
        '<a href="/f/..%2f..%2f..%2fxinyang.pdf">../../xinyang.pdf</a>'
        '<a href="/f/all.zip">附件.zip</a><a href="/f/a.doc">附件.doc</a></html>'
    )
    publisher.pages |= {
        "/t.html": page,
        "/f/..%2F..%2F..%2Fxinyang.pdf": reports["xinyang"],  # what it is, its content tells
        "/f/all.zip": packed.getvalue(),
        "/nb/index.html": page_of({"/t.html": TITLE.format("信阳市司法局")}),
    }
    place.source("one", publisher.url("/nb/index.html"))
    summary = place.fetch()
    uris = [row[0] for row in place.ask("SELECT source_uri FROM report ORDER BY agency_name")]
    packed_at = publisher.url("/f/all.zip!/")
    assert sorted(uris) == sorted(
        [
            publisher.url("/f/..%2F..%2F..%2Fxinyang.pdf"),
            packed_at + "/etc/youhao.html",
            packed_at + "../../escaped/xixia.html",
        ]
    )
    assert summary.tally.problems == {publisher.url("/f/a.doc"): "it is gone (404)"}
    assert summary.set_aside == ()  # the page is no report, but what is attached to it
    here = {path.name for path in place.folder.iterdir()}
    assert here <= {"sources", "archive", "ogi.duckdb", ".ogi.duckdb.lock"}


def test_a_page_that_is_no_report_is_said_once(
    place: Place, publisher: Site, reports: Reports
) -> None:
    list_page = publish(publisher, reports, "xinyang", "xigong")
    publisher.pages["/xigong.html"] = "<html><body>" + "关于政府信息公开主动公开的新闻" * 20
    place.source("one", list_page)
    (problem,) = place.fetch().set_aside
    assert problem.source_uri == publisher.url("/xigong.html")
    assert place.fetch().set_aside == ()


def test_requests_to_a_host_keep_their_pace(place: Place, reports: Reports) -> None:
    with site("127.0.0.3") as one, site("127.0.0.4") as two:
        for number, host in enumerate((one, two)):
            place.source(f"s{number}", publish(host, reports, "xinyang", "xigong"), pause=0.25)
        place.crawl()
        for host in (one, two):
            times = [asked.time for asked in host.asked]
            assert len(times) == 4
            assert times[-1] - times[0] >= 2.5 * 0.25  # a busy machine may delay the first
            assert host.most_at_once == 1
        assert max(one.asked[0].time, two.asked[0].time) < min(
            one.asked[-1].time, two.asked[-1].time
        ), "hosts are served side by side"


def test_a_host_may_be_asked_for_several_pages_at_once(
    place: Place, publisher: Site, reports: Reports
) -> None:
    def slowly(name: str) -> Callable[[Asked], str]:
        def answer(_asked: Asked) -> str:
            time.sleep(0.3)
            return reports[name]

        return answer

    place.source("one", publish(publisher, reports, *reports), connections=3)
    for name in reports:
        publisher.pages[f"/{name}.html"] = slowly(name)
    assert place.crawl().changes == {"new": 5}
    assert publisher.most_at_once == 3


@pytest.mark.parametrize(
    ("where", "outcome", "versions"),
    [("crawl.read_report", "fetched", 3), ("fetch.expanded", "failed", 2)],
)
def test_a_defect_costs_one_page(
    place: Place,
    publisher: Site,
    reports: Reports,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    outcome: str,
    versions: int,
) -> None:
    def defect(*_arguments: object) -> None:
        raise ValueError("a defect of this program")

    place.source("one", publish(publisher, reports, "xinyang", "xigong"))
    place.fetch()
    publisher.pages["/xinyang.html"] = reports["xinyang"].replace("389", "390")
    monkeypatch.setattr(f"flows.web.{where}", defect)
    summary = place.fetch()
    assert summary.tally.outcomes == {outcome: 1, "unchanged": 2}
    assert place.ask("SELECT count(*) FROM report") == [(versions,)]
    (problem,) = summary.tally.problems.values()
    assert "a defect of this program" in problem


def test_a_host_that_asks_to_wait_is_left_alone(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang", "xigong", "xixia"))
    busy = Reply(429, headers=(("Retry-After", "900"),))
    publisher.pages["/xigong.html"] = busy
    assert "asks to wait 900 seconds" in place.crawl().problems[publisher.host]
    asked = len(publisher.asked)
    place.crawl()
    assert len(publisher.asked) == asked, "it is not asked before that time"


def test_a_host_that_falls_silent_is_left_for_the_next_pass(
    place: Place, publisher: Site, reports: Reports
) -> None:
    publisher.pages["/nb/index.html"] = page_of(
        {f"/r{n}.html": TITLE.format(f"第{n}局") for n in range(30)}
    )
    for number in range(30):
        publisher.pages[f"/r{number}.html"] = Reply(503)
    place.source("one", publisher.url("/nb/index.html"))
    problems = place.crawl().problems
    assert "25 pages are left for the next pass" in problems[publisher.host]
    assert len(publisher.asked) == 2 + 5 * 2


def test_pages_that_always_fail_do_not_keep_the_others_waiting(
    place: Place, publisher: Site, reports: Reports
) -> None:
    links = {f"/a{n}.html": TITLE.format(f"第{n}局") for n in range(8)}
    links |= {f"/{name}.html": TITLE.format(AGENCIES[name]) for name in reports}
    publisher.pages |= {f"/a{n}.html": Reply(500) for n in range(8)}
    publisher.pages |= {f"/{name}.html": text for name, text in reports.items()}
    publisher.pages["/nb/"] = page_of(links)
    place.source("one", publisher.url("/nb/"))
    assert "8 pages are left for the next pass" in place.crawl().problems[publisher.host]
    place.fetch()
    assert place.ask("SELECT count(*) FROM report") == [(5,)]


def test_only_named_sources_are_passed_over(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang"))
    place.source("two", publisher.url("/two.html"))
    place.fetch("one")
    assert "/two.html" not in publisher.paths()
    with pytest.raises(UsageError, match="there is no source three"):
        place.fetch("three")
    place.source("again", publisher.url("/nb/index.html"))
    publisher.forget()
    place.fetch("again")  # what another source found is also found by this one
    assert "/nb/index.html" in publisher.paths()


def test_old_pages_are_checked_less_often(place: Place, publisher: Site, reports: Reports) -> None:
    place.source("one", publish(publisher, reports, "xinyang"), fresh_days=0)
    place.fetch()
    publisher.forget()
    place.fetch()
    assert publisher.paths() == ["/nb/index.html"]
    place.fetch(everything=True)
    assert publisher.paths() == ["/nb/index.html"] * 2 + ["/xinyang.html"]


def test_two_runs_at_once(place: Place, publisher: Site, reports: Reports) -> None:
    place.source("one", publish(publisher, reports, "xinyang"))
    with open_archive(place.archive), pytest.raises(OgiError, match="another fetch is writing"):
        place.fetch()
    assert publisher.asked == []


def test_a_clock_that_goes_back(place: Place, publisher: Site, reports: Reports) -> None:
    """A pass always begins later than the one before it, so that versions keep their order."""
    place.source("one", publish(publisher, reports, "xinyang"))
    place.fetch()
    with open_archive(place.archive) as archive, archive.journal.transaction() as con:
        con.execute("UPDATE pass SET started = '2099-01-01T00:00:00+00:00'")
        con.execute("UPDATE page SET checked = '2099-01-01T00:00:00+00:00'")
    publisher.pages["/xinyang.html"] = reports["xinyang"].replace("389", "390")
    place.fetch()
    passes = place.journal("SELECT started FROM pass ORDER BY pass_id")
    assert [row[0][:4] for row in passes] == ["2099", "2099"]
    assert passes[0] < passes[1]


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A file system of this size at a folder."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system to fill")
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(place: Place, publisher: Site, reports: Reports) -> None:
    filler = "<!--" + "x" * 200_000 + "-->"
    padded = {name: text + filler for name, text in reports.items()}
    place.source("one", publish(publisher, padded, *padded))
    with small_disk(place.archive, "900k"):
        with pytest.raises(OgiError) as caught:
            place.fetch()
        assert "what was fetched before is kept" in str(caught.value)
        assert re.search("no space left|is full", str(caught.value))
        subprocess.run(["mount", "-o", "remount,size=50m", str(place.archive)], check=True)
        publisher.forget()
        summary = place.fetch()
        assert summary.current.resumed
        assert summary.tally.problems == {}
        assert 0 < len(publisher.paths()) < 6, "what was fetched is not fetched again"
    assert place.ask("SELECT count(*) FROM report") == [(5,)]
