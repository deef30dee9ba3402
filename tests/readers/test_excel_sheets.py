"""Workbooks whose sheets hold the tables of one report, or reports of several bodies."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from extractors.model import Report, SetAside
from extractors.report import read_document
from tests.accuracy.score import printed, score
from tests.generator import Truth, random_truth
from tests.generator.documents import Part, SpannedTable, compose
from tests.generator.documents.xlsx import xlsx_of


def drawn(seed: str) -> tuple[Truth, list[Part]]:
    rng = Random(seed)
    truth = random_truth(rng, size="medium", edition="2021")
    return truth, compose(truth, rng)


def sheets_of(parts: Sequence[Part]) -> list[list[Part]]:
    """A cover, and a sheet for each of the three tables with what stands above it."""
    tables = [number for number, part in enumerate(parts) if isinstance(part, SpannedTable)]
    review, applications = tables[-1], tables[-2]
    heading = applications - 1
    while isinstance(parts[heading], SpannedTable):
        heading -= 1
    first, second, third = tables[0], tables[-3] + 1, applications + 1
    return [
        list(parts[: first - 1]),
        list(parts[first - 1 : second]),
        list(parts[second:third]),
        list(parts[third : review + 1]),
    ]


def reports_of(sheets: Sequence[Sequence[Part]]) -> list[Report]:
    result = read_document(xlsx_of(sheets, Random(7)))
    assert not isinstance(result, SetAside), result.reason
    return result


def rules(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


def test_tables_on_sheets_of_their_own_are_one_report() -> None:
    for number in range(5):
        truth, parts = drawn(f"sheets-{number}")
        (report,) = reports_of(sheets_of(parts))
        assert score(report, printed(truth)).exact
        assert (report.identity.agency_name, report.identity.year) == (truth.agency, truth.year)
        assert "joined_sheets" in rules(report)
        spans = [cell.span for cell in report.cells if cell.span]
        parts_of = {place.part for span in spans if (place := report.source.place(span.start))}
        assert len(parts_of) == 3


def test_a_table_on_two_sheets_is_of_two_reports() -> None:
    _, parts = drawn("twice")
    cover, section, applications, review = sheets_of(parts)
    reports = reports_of([cover, section, applications, review, applications])
    assert len(reports) == 4
    assert not any("joined_sheets" in rules(report) for report in reports)


def test_sheets_that_name_two_bodies_are_two_reports() -> None:
    _, parts = drawn("one body")
    _, other = drawn("another body")
    mine, theirs = sheets_of(parts), sheets_of(other)
    reports = reports_of([mine[0] + mine[2], theirs[0] + theirs[3]])
    assert len({report.identity.agency_name for report in reports}) == len(reports) == 2


def test_sheets_whose_places_are_told_keep_them() -> None:
    _, parts = drawn("places")
    (report,) = reports_of(sheets_of(parts))
    for cell in report.cells:
        place = cell.span and report.source.place(cell.span.start)
        assert place, cell.name
        assert place.part in {"报告2", "报告3", "报告4"}
