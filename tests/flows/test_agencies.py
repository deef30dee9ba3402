"""Bodies and regions in the published database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from .support import ask, ingest, text_of, write

REPORTS = (
    ("西工区司法局", 2024, "西工区司法局"),
    ("西工区司法局", 2019, "洛阳市西工区司法局"),
    ("友好区司法局", 2016, "友好区司法局"),
    ("友好区司法局", 2024, "友好区司法局"),
    ("工商", 2017, "洛阳市工商行政管理局"),
    ("市监", 2021, "洛阳市市场监督管理局"),
    ("鼓楼甲", 2023, "鼓楼区司法局"),
    ("鼓楼乙", 2023, "鼓楼区司法局"),
    ("鼓楼丙", 2023, "鼓楼区司法局"),
)


def text(name: str, year: int, mark: str) -> str:
    whole = text_of("xinyang").replace("信阳市司法局", name).replace("市司法局", "我局")
    whole = whole.replace("2024", str(year)).replace("我局我局", "我局")
    tail = {"鼓楼丙": "联系电话:025-83350601", "鼓楼乙": "第二份"}
    return whole.replace(f"{name}我局", name) + "\n" + tail.get(mark, "")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agencies")
    for number, (mark, year, name) in enumerate(REPORTS):
        write(folder / "in" / f"{number}.txt", text(name, year, mark))
    ingest(folder / "ogi.duckdb", folder / "in")
    return folder / "ogi.duckdb"


def rows(db: Path, query: str) -> Sequence[tuple[Any, ...]]:
    return ask(db, query)


def test_one_body_is_one_row_with_its_fullest_name(db: Path) -> None:
    query = "SELECT name, function, form, level FROM agency WHERE region_code = '410303'"
    assert rows(db, query) == [("洛阳市西工区司法局", "justice", "department", "county")]


def test_a_report_has_the_code_of_its_year_and_its_body_that_of_today(db: Path) -> None:
    query = """
    SELECT year, r.region_code, a.region_code FROM report r JOIN agency a USING (agency_id)
    WHERE agency_name = '友好区司法局' ORDER BY year
    """
    assert rows(db, query) == [(2016, "230704", "230719"), (2024, "230719", "230719")]


def test_a_body_that_took_over_another_is_linked(db: Path) -> None:
    query = """
    SELECT one.name, before.name, since FROM agency_predecessor
    JOIN agency one USING (agency_id) JOIN agency before ON before.agency_id = predecessor_id
    """
    assert rows(db, query) == [("洛阳市市场监督管理局", "洛阳市工商行政管理局", 2018)]


def test_bodies_of_one_open_name_are_not_merged(db: Path) -> None:
    query = """
    SELECT count(*), count(DISTINCT agency_id), count(r.region_code), count(*) FILTER (is_current)
    FROM report r WHERE agency_name = '鼓楼区司法局'
    """
    assert rows(db, query) == [(3, 3, 1, 3)]
    query = """
    SELECT region_candidates FROM agency WHERE name = '鼓楼区司法局' AND region_code IS NULL
    """
    assert rows(db, query) == [(["320106", "320302", "350102", "410204"],)] * 2
    query = "SELECT severity, count(*) FROM finding WHERE rule = 'region_ambiguous' GROUP BY ALL"
    assert rows(db, query) == [("info", 2)]


def test_every_sign_stands_in_its_report(db: Path) -> None:
    query = "SELECT kind, text, regions FROM agency_evidence WHERE kind = 'area_code'"
    assert rows(db, query) == [("area_code", "025-83350601", ["320100"])]
    query = "SELECT count(*) FROM agency_evidence ANTI JOIN report USING (report_id, agency_id)"
    assert rows(db, query) == [(0,)]


def test_the_database_holds_all_divisions_and_functions(db: Path) -> None:
    levels = dict(rows(db, "SELECT level, count(*) FROM region GROUP BY level"))
    assert levels["province"] == 34
    assert levels["prefecture"] > 330
    assert levels["county"] > 2_900
    assert levels["township"] > 40_000
    assert rows(db, "SELECT count(*) - count(DISTINCT region_code) FROM region") == [(0,)]
    query = "SELECT name, successor_code, valid_to FROM region WHERE region_code = '230704'"
    assert rows(db, query) == [("友好区", "230719", 2018)]
    query = "SELECT name FROM region_name WHERE region_code = '500110' ORDER BY valid_from"
    assert {name for (name,) in rows(db, query)} == {"万盛区", "綦江区"}
    query = """
    SELECT count(*) FROM region ANTI JOIN region above ON region.parent_code = above.region_code
    WHERE region.parent_code IS NOT NULL
    """
    assert rows(db, query) == [(0,)]
    assert rows(db, "SELECT count(*) > 70 FROM agency_function") == [(True,)]
    assert rows(db, "SELECT count(*) > 20 FROM function_reform") == [(True,)]


def test_a_second_run_changes_no_body(db: Path, tmp_path: Path) -> None:
    query = "FROM agency ORDER BY agency_id"
    before = rows(db, query)
    folder = tmp_path / "more"
    write(folder / "in" / "0.txt", text("西工区司法局", 2020, ""))
    for number, (mark, year, name) in enumerate(REPORTS):
        write(folder / "in" / f"{number + 1}.txt", text(name, year, mark))
    ingest(folder / "ogi.duckdb", folder / "in" / "0.txt")
    ingest(folder / "ogi.duckdb", folder / "in")
    assert rows(folder / "ogi.duckdb", query) == before
