"""Bodies that continue another one: years beside years go on, mergers and splits do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.load import store
from flows.warehouse import create_macro, create_view, read_macros, read_views
from schema.projections import duckdb_statements
from schema.tables import TABLES

from .comparison import Con, agency, cells, rows
from .conftest import add_report, insert, insert_form

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"
OLD, NEW = "id of 东县环境保护局", "id of 东县生态环境局"
REFORMS = (
    ("ecology", "environment"),
    ("natural_resources", "land"),
    ("natural_resources", "planning"),
    ("justice", "legislative_affairs"),
)
ADMITTED = {
    "东县环境保护局": "environment",
    "东县生态环境局": "ecology",
    "东县国土资源局": "land",
    "东县自然资源局": "natural_resources",
    "东县法制办公室": "legislative_affairs",
    "东县司法局": "justice",
}


@pytest.fixture
def con() -> Iterator[Con]:
    """A county in which 环境保护局 became 生态环境局, 国土 and 规划 one body, and 司法局, which was
    there before, took over 法制办公室."""
    with duckdb.connect() as con:
        for table in TABLES:
            for statement in duckdb_statements(table):
                con.execute(statement)
        for view in read_views():
            create_view(con, view)
        for macro in read_macros():
            create_macro(con, macro)
        insert_form(con)
        insert(con, "region", [{"region_code": "110101", "name": "东县", "level": "county"}])
        functions = [
            {"function": function, "label": function}
            | ({"valid_from": 2019} if function in ("ecology", "natural_resources") else {})
            for function in ADMITTED.values()
        ]
        insert(con, "agency_function", functions)
        reforms = [
            {"function": one, "predecessor": before, "since": 2019} for one, before in REFORMS
        ]
        insert(con, "function_reform", reforms)
        insert(con, "agency", [agency(n, "110101", function=f) for n, f in ADMITTED.items()])
        names = {function: f"id of {name}" for name, function in ADMITTED.items()}
        links = [
            {"agency_id": names[one], "predecessor_id": names[before], "since": 2019}
            for one, before in REFORMS
            if before in names
        ]
        insert(con, "agency_predecessor", links)
        add_report(con, "old 2018", "东县环境保护局", 2018, cells(3, 10, 4))
        add_report(con, "old 2017", "东县环境保护局", 2017, cells(1, 5, 0))
        add_report(con, "new 2019", "东县生态环境局", 2019, cells(6, 20, 1, carried_in=5))
        add_report(con, "new 2020", "东县生态环境局", 2020, cells(6, 20, 0, carried_in=1))
        add_report(con, "land 2018", "东县国土资源局", 2018, cells(3, 10, 4))
        add_report(con, "nature 2019", "东县自然资源局", 2019, cells(6, 20, 1, carried_in=5))
        add_report(con, "law 2018", "东县法制办公室", 2018, cells(3, 10, 4))
        add_report(con, "justice 2019", "东县司法局", 2019, cells(6, 20, 1, carried_in=5))
        store(con)
        yield con


def test_only_a_body_that_alone_continues_one_other_does(con: Con) -> None:
    assert rows(con, "FROM agency_succession") == [(NEW, OLD, 2019, 2018, 2019)]


def test_bodies_that_both_report_on_a_year_are_two(con: Con) -> None:
    add_report(con, "old 2019", "东县环境保护局", 2019, cells(0, 0, 0))
    assert rows(con, "FROM agency_succession") == []
    query = f"SELECT previous_carried_forward FROM carry_over WHERE agency_id = '{NEW}'"
    assert rows(con, query + " AND year = 2019") == [(None,)]


def test_two_that_would_continue_one_body_are_not_told_apart(con: Con) -> None:
    other = "东县生态环境局(二)"
    insert(con, "agency", [agency(other, "110101", function="ecology")])
    link = {"agency_id": f"id of {other}", "predecessor_id": OLD, "since": 2019}
    insert(con, "agency_predecessor", [link])
    add_report(con, "other 2019", other, 2019, cells(0, 0, 0))
    assert rows(con, "FROM agency_succession") == []


def test_what_was_carried_forward_by_the_predecessor_is_carried_in(con: Con) -> None:
    query = f"""
        SELECT year, predecessor_id, previous_carried_forward, difference, same_scope
        FROM carry_over WHERE agency_id = '{NEW}' ORDER BY year
    """
    assert rows(con, query) == [(2019, OLD, 4, 1, True), (2020, None, 1, 0, True)]
    query = """
        SELECT agency_name, predecessor_id, previous_carried_forward FROM carry_over
        WHERE year = 2019 AND agency_id <> $$id of 东县生态环境局$$ ORDER BY ALL
    """
    assert rows(con, query) == [("东县司法局", None, None), ("东县自然资源局", None, None)]


def followed() -> str:
    """The query of the guide that follows a body through its reform."""
    text = GUIDE.read_text(encoding="utf-8")
    (query,) = re.findall(r"```sql\n([^`]*succession_change[^`]*)```", text)
    return str(query)


def test_figures_change_from_those_of_the_predecessor(con: Con) -> None:
    assert rows(con, followed()) == [
        (2019, "东县生态环境局", OLD, 14.0, 16.0, 2.0),
        (2020, "东县生态环境局", None, 16.0, 19.0, 3.0),
    ]
    query = "SELECT value, previous_value, n, previous_n FROM succession_change WHERE figure = '{}'"
    assert rows(con, query.format("granted_of_handled")) == [(0.3, 0.3, 20, 10)]


def test_a_year_between_is_no_year_before(con: Con) -> None:
    con.execute("UPDATE report SET year = 2016 WHERE report_id = 'old 2018'")
    store(con)
    assert rows(con, "FROM succession_change") == []


def test_a_series_goes_on_after_the_predecessors(con: Con) -> None:
    con.execute("UPDATE report SET edition = '2014' WHERE report_id = 'old 2018'")
    store(con)
    query = f"""
        SELECT year, previous_year, predecessor_id, series_break FROM harmonised_series
        WHERE agency_id IN ('{NEW}', '{OLD}') AND concept = 'granted' ORDER BY year
    """
    assert rows(con, query) == [
        (2017, None, None, None),
        (2018, 2017, None, True),
        (2019, 2018, OLD, True),
        (2020, 2019, None, False),
    ]
