"""The samples through the whole pipeline: every cell, and who reports on which year."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Published
from .support import (
    AGENCIES,
    SAMPLES,
    as_read,
    ask,
    cells_of,
    faults,
    ingest,
    leftovers,
    sample,
    text_of,
    truth,
    write,
)


def test_all_samples_are_known() -> None:
    assert sorted(SAMPLES.glob("*.txt")) == sorted(map(sample, AGENCIES))


@pytest.mark.parametrize("name", AGENCIES)
def test_every_cell_of_a_sample(published: Published, name: str) -> None:
    assert cells_of(published.ask, AGENCIES[name]) == as_read(truth(name))


def test_five_reports_with_a_thousand_cells(published: Published) -> None:
    assert published.ask("SELECT count(*) FROM reported_cell") == [(1000,)]
    rows = published.ask(
        "SELECT agency_name, year, edition, version, is_current, source_uri FROM report",
    )
    assert sorted(rows) == sorted(
        (agency, 2024, "2021", 1, True, str(sample(name))) for name, agency in AGENCIES.items()
    )
    assert faults(published.ask) == []


def test_titles_as_printed(published: Published) -> None:
    titles = published.ask("SELECT title FROM report ORDER BY title")
    printed = sorted(f"{agency}2024年政府信息公开工作年度报告" for agency in AGENCIES.values())
    assert [title for (title,) in titles] == printed


def test_periods_where_a_report_states_one(published: Published) -> None:
    rows = published.ask(
        "SELECT agency_name, period_start::VARCHAR, period_end::VARCHAR FROM report"
        " WHERE period_start IS NOT NULL OR period_end IS NOT NULL ORDER BY agency_name",
    )
    assert rows == [
        ("硚口区司法局", "2024-01-01", "2024-12-31"),
        ("西夏区司法局", "2024-01-01", "2024-12-31"),
    ]


def test_raw_stands_at_its_place_in_the_text(published: Published) -> None:
    texts = {str(sample(name)): sample(name).read_text(encoding="utf-8") for name in AGENCIES}
    rows = published.ask(
        "SELECT source_uri, source_start, source_end, raw, value FROM reported_cell",
    )
    assert len(rows) == 1000
    for uri, start, end, raw, value in rows:
        assert texts[uri][start:end] == raw
        assert float(raw) == value
    assert len({(uri, start) for uri, start, *_ in rows}) == 1000


def test_facts_are_of_the_agency_and_year_of_their_report(published: Published) -> None:
    """Views join facts by these columns too, so that a filter reaches the facts."""
    tables = ("fact_application", "fact_proactive_disclosure", "fact_review_litigation")
    for table in (*tables, "fact_indicator"):
        differ = published.ask(
            f"SELECT count(*) FROM {table} f JOIN report r USING (report_id)"
            " WHERE (f.agency_id, f.year) IS DISTINCT FROM (r.agency_id, r.year)"
        )
        assert differ == [(0,)], table


def test_six_sections_of_narrative(published: Published) -> None:
    rows = published.ask(
        "SELECT agency_name, list(section ORDER BY section) FROM narrative"
        " JOIN report USING (report_id) GROUP BY agency_name",
    )
    assert dict(rows) == {agency: [1, 2, 3, 4, 5, 6] for agency in AGENCIES.values()}


def test_the_narrative_that_contradicts_its_table_is_found(published: Published) -> None:
    rows = published.ask(
        "SELECT agency_name, rule, severity, cells, expected, found FROM finding"
        " JOIN report USING (report_id)",
    )
    cells = ["applications.new_received.total"]
    assert rows == [("西工区司法局", "narrative_received", "warning", cells, "1", "0")]


def test_documents_of_the_samples(published: Published) -> None:
    rows = published.ask("SELECT source_uri, media_type, encoding, bytes, status FROM document")
    assert sorted(rows) == [
        (str(path), "text/plain", "utf-8", path.stat().st_size, "extracted")
        for path in sorted(SAMPLES.glob("*.txt"))
    ]
    assert published.ask("SELECT count(*) FROM quarantine") == [(0,)]


def test_summary_of_the_run(published: Published) -> None:
    summary = published.summary
    assert (summary.documents, summary.new, summary.reports) == (5, 5, 5)
    assert summary.findings == (("warning", 1),)
    assert (summary.quarantined, summary.set_aside, summary.published) == (0, (), True)


def test_nothing_private_is_left(published: Published) -> None:
    assert leftovers(published.db) == []


@pytest.mark.slow
def test_identifiers_are_the_same_in_every_run(published: Published, tmp_path: Path) -> None:
    path = write(tmp_path / "elsewhere" / "renamed.txt", text_of("xinyang"))
    ingest(tmp_path / "other.duckdb", path)
    columns = "SELECT report_id, document_id, agency_id FROM report"
    here = published.ask(f"{columns} WHERE agency_name = '信阳市司法局'")
    assert ask(tmp_path / "other.duckdb", columns) == here
    assert here[0][2] == "a26c5e8728bff6d6"
