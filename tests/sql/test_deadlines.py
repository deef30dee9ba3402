"""Who was expected and who reported by which day, against the deadlines of the law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.published import Connection
from tests.flows.synthetic import Synthetic, built

DEPARTMENT, GOVERNMENT = "洛阳市西工区司法局", "洛阳市人民政府"
BRANCH = "洛阳市公安局西工分局"
LATE = "retrieved_at = '2025-07-01'"
BODIES = {
    "sure": (DEPARTMENT, "2025-01-31", LATE),
    "late": ("洛阳市司法局", "2025-02-03", LATE),
    "undated": ("信阳市司法局", None, LATE),
    "early": ("信阳市财政局", None, "retrieved_at = '2025-01-31 15:59:00'"),
    "midnight": ("信阳市教育局", None, "retrieved_at = '2025-01-31 16:00:00'"),
    "template": ("信阳市民政局", "2010-01-01", LATE),
    "moved": ("信阳市水利局", "2026-02-01", LATE),
    "government": (GOVERNMENT, "2025-03-31", LATE),
    "office": ("洛阳市人民政府办公室", "2025-03-30", LATE),
    "branch": (BRANCH, "2025-03-30", LATE),
}


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """Reports on 2024, and a department whose last report is on 2022."""
    reports = [
        Synthetic(2024, agency=name, published=day, source=key)
        for key, (name, day, _) in BODIES.items()
    ]
    silent = Synthetic(2022, agency="洛阳市财政局", published="2023-01-05", source="silent")
    wound_up = Synthetic(2017, agency="洛阳市工商行政管理局", source="closed")
    times = [
        f"UPDATE retrieval SET {when} WHERE source_uri LIKE '/{key}/%'"
        for key, (*_, when) in BODIES.items()
    ]
    others = "UPDATE retrieval SET retrieved_at = '2025-06-30' WHERE retrieved_at < '2025-01-10'"
    with built(
        tmp_path_factory.mktemp("deadlines"),
        *(*reports, silent, wound_up),
        statements=(*times, others),
    ) as con:
        yield con


def of(con: Connection, name: str, year: int = 2024) -> tuple[Any, ...] | None:
    rows = con.execute(
        "SELECT status, days_late, first_seen::VARCHAR, seen_by, last_day::VARCHAR"
        " FROM expected_report WHERE agency_name = ? AND year = ?",
        [name, year],
    ).fetchall()
    assert len(rows) <= 1
    return rows[0] if rows else None


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("sure", ("reported in time", 0, "2025-01-31", "stated", "2025-01-31")),
        ("late", ("reported late", 3, "2025-02-03", "stated", "2025-01-31")),
        ("undated", ("reported (day not known)", None, "2025-07-01", "retrieved", "2025-01-31")),
        ("early", ("reported in time", 0, "2025-01-31", "retrieved", "2025-01-31")),
        ("midnight", ("reported (day not known)", None, "2025-02-01", "retrieved", "2025-01-31")),
        ("template", ("reported (day not known)", None, "2025-07-01", "retrieved", "2025-01-31")),
        ("moved", ("reported (day not known)", None, "2025-07-01", "retrieved", "2025-01-31")),
        ("government", ("reported in time", 0, "2025-03-31", "stated", "2025-03-31")),
        ("office", ("reported in time", 0, "2025-03-30", "stated", "2025-03-31")),
        ("branch", None),
    ],
)
def test_a_report_against_its_deadline(con: Connection, key: str, expected: Any) -> None:
    assert of(con, BODIES[key][0]) == expected


def test_who_reported_before_is_expected_again(con: Connection) -> None:
    name = "洛阳市财政局"
    assert of(con, name, 2021) is None, "nobody had heard of it"
    assert of(con, name, 2022) == ("reported in time", 0, "2023-01-05", "stated", "2023-01-31")
    assert of(con, name, 2023) == ("overdue", 517, None, None, "2024-01-31")
    assert of(con, name, 2024) == ("overdue", 151, None, None, "2025-01-31")
    assert of(con, name, 2025) is None, "it is not yet due"


def test_bodies_that_were_wound_up_are_not_expected(con: Connection) -> None:
    name = "洛阳市工商行政管理局"
    assert of(con, name, 2017) is not None
    assert of(con, name, 2022) is None


def test_as_of_a_day(con: Connection) -> None:
    sql = "SELECT agency_name, status, days_late FROM expected_report_on(?) WHERE year = 2024"
    late, silent = BODIES["late"][0], "洛阳市财政局"

    def on(day: date) -> dict[str, tuple[str, int | None]]:
        return {name: (status, days) for name, status, days in con.execute(sql, [day]).fetchall()}

    assert on(date(2025, 1, 31))[late] == ("not yet", None)
    assert on(date(2025, 2, 1))[late] == ("overdue", 1)
    assert on(date(2025, 2, 3))[late] == ("reported late", 3)
    assert on(date(2025, 1, 31))[silent] == ("not yet", None)
    assert on(date(2025, 2, 10))[silent] == ("overdue", 10)
    assert on(date(2025, 2, 10))[GOVERNMENT] == ("not yet", None)
    assert on(date(2024, 12, 30)) == {}


def test_regions_add_up(con: Connection) -> None:
    rows = con.execute(
        "SELECT sum(expected)::INT, sum(in_time)::INT, sum(late)::INT, sum(day_not_known)::INT,"
        " sum(not_yet)::INT, sum(overdue)::INT FROM region_deadline"
        " WHERE region_level = 'province' AND year = 2024"
    ).fetchall()
    assert rows == [(10, 4, 1, 4, 0, 1)]
    rows = con.execute(
        "SELECT region, expected, overdue, reported_share FROM region_deadline"
        " WHERE region_level = 'prefecture' AND function = 'finance' AND year = 2024 ORDER BY 1"
    ).fetchall()
    assert rows == [("信阳市", 1, 0, 1.0), ("洛阳市", 1, 1, 0.0)]
    assert con.execute("SELECT DISTINCT as_of FROM expected_report").fetchall() == [
        (datetime(2025, 7, 1).date(),)
    ]


def test_what_the_law_says_is_written_once() -> None:
    """The rule on late publication asks the same view."""
    rule = Path(__file__).parents[2] / "sql" / "rules" / "50_published_late.sql"
    assert "join deadline" in rule.read_text(encoding="utf-8")
