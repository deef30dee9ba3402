"""What many passes meet: years that are not there yet, and pages that differ each time."""

from __future__ import annotations

from tests.flows.support import write

from .place import TITLE, Place, Reports, publish
from .site import Reply, Site, page_of


def test_years_of_which_there_is_no_page_are_no_failure(
    place: Place, publisher: Site, reports: Reports
) -> None:
    publisher.pages["/r/2024.html"] = reports["xinyang"]
    publisher.pages["/nb/2024/"] = page_of({})
    place.source("one", reports=[publisher.url("/r/{year}.html")], years=[2023, 2025])
    place.source("two", publisher.url("/nb/{year}/"), years=[2023, 2025])
    first = place.crawl()
    assert first.problems == {}
    assert first.errors == {"two": "no link to a report was found on its lists"}
    publisher.pages = {"/r/2023.html": Reply(403)}
    second = place.crawl(everything=True)
    assert second.problems == {
        publisher.url("/r/2023.html"): "the host answers 403",
        publisher.url("/r/2024.html"): "it is gone (404)",
        publisher.url("/nb/2024/"): "it is gone (404)",
    }
    assert second.errors["one"] == publisher.url("/r/2023.html: the host answers 403")
    assert second.errors["two"] == "none of its addresses is there"


def test_pages_beyond_the_last_of_a_pattern_are_no_failure(place: Place, publisher: Site) -> None:
    link = {"/t1.html": TITLE.format("甲局")}
    publisher.pages |= {"/nb/": page_of(link), "/t1.html": "<p>2024年</p>"}
    lines = ['name = "one"', f'lists = ["{publisher.url("/nb/")}"]']
    lines.append('paging = {pattern = "index_{n}.html"}')
    write(place.folder / "sources" / "one.toml", "\n".join(lines))
    tally = place.crawl()
    assert publisher.paths() == ["/nb/", "/nb/index_1.html", "/t1.html"]
    assert (tally.problems, tally.errors) == ({}, {})


def test_years_that_lead_to_files_are_reports(place: Place, publisher: Site) -> None:
    place.source("one", publisher.url("/nb/"))
    publisher.pages["/nb/"] = page_of({"2024.pdf": "2024年", "2023.html": "2023年"})
    publisher.pages |= {"/nb/2024.pdf": b"%PDF-1.7", "/nb/2023.html": "<p>无</p>"}
    place.crawl()
    roles = dict(place.journal("SELECT address, role FROM page"))
    assert roles[publisher.url("/nb/2024.pdf")] == "report"
    assert roles[publisher.url("/nb/2023.html")] == "list"


def test_a_page_that_differs_each_time_is_not_checked_in_each_pass_for_ever(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang"))
    visits = iter(range(1, 99))
    publisher.pages["/xinyang.html"] = lambda _asked: reports["xinyang"].replace(
        "</body>", f"<p>为您推荐第{next(visits)}条</p></body>"
    )
    changes = [place.crawl().changes for _ in range(8)]
    assert changes == [{"new": 1}, *[{"changed": 1}] * 5, {}, {}]
    assert publisher.paths().count("/xinyang.html") == 6
    assert place.crawl(everything=True).changes == {"changed": 1}
