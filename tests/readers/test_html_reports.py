"""Generated reports as web pages of all kinds and encodings, read cell by cell."""

from __future__ import annotations

import re
from random import Random

import pytest

from extractors.model import Report
from extractors.readers import read_source
from extractors.readers.kinds import kind_of
from extractors.report import read_text
from tests.accuracy.corpora import printed
from tests.accuracy.score import Score, score
from tests.generator import KINDS, Truth, leave_out, random_truth
from tests.generator.documents import SpannedTable, compose
from tests.generator.documents.html import ENCODINGS, PAGES, markup_of, page_of
from tests.reading import read_one

KIND_OF_FORM = list(KINDS)


def read_page(truth: Truth, rng: Random, kind: str, encoding: str) -> Report:
    data = page_of(compose(truth, rng), rng, kind, encoding)
    assert kind_of(data)[0] == "text/html"
    texts = read_source(data)
    assert isinstance(texts, list)
    (decoded,) = texts
    assert decoded.encoding == ENCODINGS[encoding][0]
    report = read_text(decoded)
    assert isinstance(report, Report), report
    return report


def check(seed: int) -> None:
    """A report without blanks is read exactly, with its agency and year."""
    rng = Random(f"page {seed}")
    edition = KIND_OF_FORM[seed % len(KIND_OF_FORM)]
    consistent = rng.random() > 0.1
    truth = random_truth(rng, consistent=consistent, edition=edition)
    kind, encoding = rng.choice(list(PAGES)), rng.choice(list(ENCODINGS))
    report = read_page(truth, rng, kind, encoding)
    result = score(report, printed(truth))
    assert result.exact, (seed, edition, kind, encoding, result)
    identity = report.identity
    assert (identity.agency_name, identity.year) == (truth.agency, truth.year), (seed, kind)


@pytest.mark.parametrize("seed", range(40))
def test_reports_are_read_exactly(seed: int) -> None:
    check(seed)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(40, 640, 50))
def test_more_reports_are_read_exactly(start: int) -> None:
    for seed in range(start, start + 50):
        check(seed)


@pytest.mark.parametrize("kind", PAGES)
def test_blank_cells_are_null_and_nothing_is_wrong(kind: str) -> None:
    total = Score()
    for seed in range(5):
        rng = Random(f"blanks {kind} {seed}")
        truth = leave_out(random_truth(rng, edition="2021"), rng, blanks=0.3, pattern="scattered")
        report = read_page(truth, rng, kind, rng.choice(list(ENCODINGS)))
        total += score(report, printed(truth))
    assert (total.reports, total.wrong, total.silent) == (5, 0, 0)
    assert total.exact >= 4


MENU = ("首页", "机构职能", "信息公开年报", "通知公告")
ENTRIES = "".join(f"<li><a href=#>{name}</a></li>" for name in MENU)
OTHERS = "".join(f"<li><a href=#>县{body}局2023年政府信息公开工作年度报告</a>" for body in "教民水")
CRUMBS = "<div>您现在的位置：<a>首页</a> &gt; <a>信息公开年报</a> &gt; 正文</div>"
NOTES = "<div>发布时间：2024-01-30 10:12 浏览次数：1234 字体：[大 中 小]</div>"
AROUND = {
    "a menu above": f"<ul>{ENTRIES}</ul>{{}}",
    "a menu of boxes above": ENTRIES.replace("li>", "div>") + "{}",
    "a menu beside": f"<table><tr><td><ul>{ENTRIES}</ul></td><td>{{}}</td></tr></table>",
    "a place in the site": CRUMBS + "{}",
    "notes on the page": NOTES + "{}" + NOTES,
    "other reports above": f"<ul>{OTHERS}</ul>{{}}",
    "other reports below": f"{{}}<p>下一篇：</p><ul>{OTHERS}</ul>",
}


@pytest.mark.parametrize("around", AROUND)
def test_what_a_site_puts_around_a_report_is_not_taken_for_its_agency(around: str) -> None:
    for seed in range(4):
        rng = Random(f"{around} {seed}")
        truth = random_truth(rng, edition=rng.choice(("2021", "2019", "2014")))
        page = page_of(compose(truth, rng), rng, "plain").decode()
        before, body, after = re.split("(?<=<body>)(.*)(?=</body>)", page, flags=re.S)
        report = read_one((before + AROUND[around].format(body) + after).encode())
        assert isinstance(report, Report)
        assert (report.identity.agency_name, report.identity.year) == (truth.agency, truth.year)
        assert score(report, printed(truth)).exact


@pytest.mark.parametrize("seed", range(10))
def test_a_text_with_tables_as_markup_keeps_its_lines(seed: int) -> None:
    rng = Random(f"text {seed}")
    truth = random_truth(rng, edition=rng.choice(("2021", "2019")))
    parts = compose(truth, rng)
    text = "\n\n".join(
        markup_of(part, rng) if isinstance(part, SpannedTable) else part.text for part in parts
    )
    report = read_one(text.encode())
    assert isinstance(report, Report)
    assert score(report, printed(truth)).exact
    assert (report.identity.agency_name, report.identity.year) == (truth.agency, truth.year)


@pytest.mark.parametrize("kind", PAGES)
def test_values_have_places(kind: str) -> None:
    rng = Random(kind)
    parts = compose(random_truth(rng, edition="2021"), rng)
    texts = read_source(page_of(parts, rng, kind))
    assert isinstance(texts, list)
    (decoded,) = texts
    report = read_text(decoded)
    assert isinstance(report, Report)
    places = [decoded.place(cell.span.start) for cell in report.cells if cell.span]
    assert len(places) == 200
    assert len({place and place[2:5] for place in places}) == 200, "each has a cell of its own"
    assert all(place and place.table and place.row and place.column for place in places)
