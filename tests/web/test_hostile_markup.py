"""Pages made to keep a reader busy: the time for one grows with its size and no faster."""

from __future__ import annotations

import time

import pytest

from flows.web.catalogue import Source
from flows.web.discovery import Rules, read_list, read_report
from flows.web.page import read_page
from flows.web.sameness import is_same_page

from .place import Place, Reports, publish
from .site import Site, page_of

ADDRESS = "https://www.example.org/"
RULES = Rules(Source(name="x", lists=(ADDRESS,)))
SIZE = 500_000
"""Characters; where time grows with the square of the size, such a page takes minutes."""
PATIENCE = 5.0
"""Seconds of a processor."""
HOSTILE = {
    "scripts that do not end": "<script ",
    "comments that do not end": "<!--",
    "tags that do not end": "<",
    "records that do not end": "<record><![CDATA[",
    "wide spaces": "\u3000",
    "vertical tabs": "\v",
    "the first heading over and over": "总体情况",
    "the first two headings over and over": "总体情况主动公开",
    "open brackets": "[",
    "objects in one another": '{"a":',
    "pages in a script": "location.replace( ",
    "sections of a feed that do not end": "<?xml?><![CDATA[",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_a_page_that_repeats_something(unit: str) -> None:
    body = unit.encode() * (SIZE // len(unit))
    began = time.process_time()
    for data in (body, b"<html>" + body):
        page = read_page(data, ADDRESS, None)
        if page is not None:
            assert read_list(page, RULES, ADDRESS, [ADDRESS]).reports == ()
            read_report(page, RULES)
    assert not is_same_page(b"<html>" + body, b"<html>" + body + b"x")
    assert time.process_time() - began < PATIENCE


def test_elements_in_one_another_cost_one_page(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang"))
    place.source("two", publisher.url("/deep/"), publisher.url("/formatted/"))
    publisher.pages["/deep/"] = "<a href=x><div>" * 30_000
    publisher.pages["/formatted/"] = page_of({}, more="<b>" * 1_500 + "<p>x" * 30_000)
    began = time.process_time()
    summary = place.fetch()
    assert time.process_time() - began < 2 * PATIENCE
    assert summary.tally.changes == {"new": 1}
    reason = "its links are not read: it has elements nested more than 2000 deep"
    assert summary.tally.problems[publisher.url("/deep/")] == reason
    assert publisher.url("/formatted/") not in summary.tally.problems
