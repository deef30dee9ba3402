"""A database of hand-made reports for the views of comparison."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from flows.load import store
from flows.warehouse import create_macro, create_view, read_macros, read_views
from schema.projections import duckdb_statements
from schema.tables import TABLES

from .conftest import Cells, add_report, apply, insert, insert_form, review

Con = duckdb.DuckDBPyConnection

# granted, handled and carried forward of five bureaus of a kind, by county
COUNTIES = {"110101": (0, 0, 0), "110102": (1, 4, 0), "110201": (10, 40, 2), "110202": (9, 10, 5)}
REGIONS = (
    ("110000", "甲省", "province", None, None, None),
    ("110100", "子市", "prefecture", "110000", None, None),
    ("110200", "丑市", "prefecture", "110000", None, None),
    ("110101", "东县", "county", "110100", None, 2022),
    ("110101", "东区", "county", "110100", 2023, None),
    ("110102", "西县", "county", "110100", None, None),
    ("110201", "南县", "county", "110200", None, None),
    ("110202", "北县", "county", "110200", None, None),
    ("110203", "中县", "county", "110200", 2024, None),
    ("120000", "乙省", "province", None, None, None),
    ("120101", "直辖县", "county", "120000", None, None),
)


def cells(granted: int, handled: int, forward: int, carried_in: int = 0) -> Cells:
    """A report in which what was not granted was handled in another way."""
    return apply(
        new_received=handled + forward - carried_in,
        carried_in=carried_in,
        granted=granted,
        other=handled - granted,
        total_handled=handled,
        carried_forward=forward,
    )


def agency(name: str, region: str | None, level: str | None = "county", **more: Any) -> Any:
    """A row of agency; a judicial bureau unless told otherwise."""
    known = {"function": "justice", "form": "department", "level": level}
    return {"agency_id": f"id of {name}", "name": name, "region_code": region} | known | more


def made() -> Iterator[Con]:
    """Bureaus of four counties over two years, one of a city, a government, and early reports."""
    with duckdb.connect() as con:
        for table in TABLES:
            for statement in duckdb_statements(table):
                con.execute(statement)
        for view in read_views():
            create_view(con, view)
        for macro in read_macros():
            create_macro(con, macro)
        insert_form(con)
        _fill(con)
        store(con)
        yield con


def _fill(con: Con) -> None:
    names = ("region_code", "name", "level", "parent_code", "valid_from", "valid_to")
    rows = [dict(zip(names, row, strict=True)) for row in REGIONS]
    insert(con, "region_name", rows)
    insert(con, "region", list({row["region_code"]: row for row in rows}.values()))
    insert(con, "agency_function", [{"function": "justice", "label": "司法"}])
    agencies = [agency(f"{code}司法局", code) for code in COUNTIES]
    agencies += [
        agency("子市司法局", "110100", "prefecture"),
        agency("甲省人民政府", "110000", "province", function="government", form="government"),
        agency("不明司法局", None, None, function=None),
        agency("直辖县司法局", "120101"),
    ]
    insert(con, "agency", agencies)
    for code, (granted, handled, forward) in COUNTIES.items():
        add_report(con, f"{code}-2023", f"{code}司法局", 2023, cells(granted, handled, forward))
    later = cells(12, 30, 0, carried_in=2)
    add_report(con, "110201-2024", "110201司法局", 2024, later)
    wrong = cells(3, 10, 0, carried_in=4)
    add_report(con, "110202-2024", "110202司法局", 2024, wrong)
    add_report(con, "110102-2024", "110102司法局", 2024, {}, default="blank")
    add_report(con, "old version", "110102司法局", 2023, cells(4, 4, 0), is_current=False)
    add_report(con, "city", "子市司法局", 2023, cells(50, 100, 10))
    add_report(con, "government", "甲省人民政府", 2023, cells(500, 1000, 0))
    add_report(con, "unknown", "不明司法局", 2023, cells(7, 7, 0))
    add_report(con, "other province", "直辖县司法局", 2023, cells(20, 20, 0))
    con.execute("UPDATE report SET scope = 'region' WHERE report_id = '110202-2024'")
    con.execute("UPDATE report SET scope = 'own' WHERE report_id = '110102-2023'")
    _early(con)


def _early(con: Con) -> None:
    """Reports of the city before 2019: the national form, and a provincial list."""
    add_report(con, "2016", "子市司法局", 2016, {}, edition="local", printed="none")
    add_report(con, "2017", "子市司法局", 2017, {}, edition="2014", printed="none")
    add_report(con, "2019", "子市司法局", 2019, cells_2019(), edition="2019", printed="2019")
    indicators = {
        "2016": {"received.total": 9, "answered.granted": 5},
        "2017": {
            "received.total": 20,
            "answered.already_public": 3,
            "answered.granted": 8,
            "answered.not_this_agency": 4,
            "reconsideration.upheld": 1,
        },
    }
    rows = [
        {"report_id": report, "agency_id": "id of 子市司法局", "year": int(report)}
        | {"label": code, "code": code, "value": float(value), "status": "read"}
        | {"source_start": 1, "position": number, "cell": code}
        for report, values in indicators.items()
        for number, (code, value) in enumerate(values.items(), 1)
    ]
    twice = rows[1] | {"value": 6.0}  # the same indicator printed again, with another value
    insert(con, "fact_indicator", [*rows, twice])


def cells_2019() -> Cells:
    return {
        **apply(new_received=30, granted=12, not_held=5, other_handling=13, total_handled=30),
        **review("litigation_direct", 2, 1, 0, 0),
        **review("litigation_after_reconsideration", 1, 0, 0, 3),
        **review("reconsideration", 4, 0, 0, 0),
    }


def rows(con: Con, query: str) -> list[tuple[Any, ...]]:
    return con.execute(query).fetchall()
