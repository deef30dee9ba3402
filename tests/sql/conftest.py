"""A database in memory with every table and view, filled with hand-made reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import polars as pl
import pytest

from flows.load import store
from flows.warehouse import View, create_macro, create_view, read_macros, read_views
from schema import form
from schema.projections import duckdb_statements, polars_schema
from schema.tables import TABLE, TABLES

Con = duckdb.DuckDBPyConnection


@pytest.fixture(scope="session")
def views() -> tuple[View, ...]:
    """All view files in the order of their creation."""
    return tuple(read_views())


Cells = Mapping[str, int | float | str]

ITEMS = ("lapsed_no_correction", "lapsed_no_fee", "other")
FACTS = {
    "applications": ("fact_application", "outcome", "applicant_type", "count"),
    "proactive": ("fact_proactive_disclosure", "item", "measure", "value"),
    "review": ("fact_review_litigation", "channel", "result", "count"),
}


def form_2019() -> form.Edition:
    """A stand-in for section three of the form of 2019: one row for other handling."""
    new = form.edition("2021")
    rows = [r for r in new.rows if r.table == "applications" and r.row not in ITEMS]
    other = next(r for r in new.rows if r.row == "other")
    single = other.model_copy(update={"row": "other_handling", "number": "(六)"})
    terms = [
        t.model_copy(update={"cell": t.cell.replace(".other.", ".other_handling.")})
        for t in new.identity_terms
        if t.identity.startswith("applications.") and "lapsed" not in t.cell
    ]
    return form.Edition(
        edition="2019",
        rows=(*rows, single.model_copy(update={"label": "其他处理"})),
        columns=tuple(c for c in new.columns if c.table == "applications"),
        identity_terms=tuple(terms),
    )


FORMS = {"2021": form.edition("2021"), "2019": form_2019()}


def insert(con: Con, table: str, rows: list[dict[str, Any]]) -> None:
    """Append rows to a declared table."""
    con.register("new_rows", pl.DataFrame(rows, schema=polars_schema(TABLE[table])))
    con.execute(f"INSERT INTO {table} SELECT * FROM new_rows")
    con.unregister("new_rows")


def insert_form(con: Con) -> None:
    """Fill the tables that carry the form."""
    insert(con, "form_edition", [info.model_dump() for info in form.edition_infos()])
    for name, edition in FORMS.items():
        cells = [
            {
                **cell._asdict(),
                "edition": name,
                "cell": cell.name,
                "position": cell.order,
                "is_total": cell.is_total,
            }
            for cell in edition.cells
        ]
        terms = [t.model_dump() | {"edition": name} for t in edition.identity_terms]
        names = list(polars_schema(TABLE["form_cell"]))
        insert(con, "form_cell", [{k: cell[k] for k in names} for cell in cells])
        insert(con, "form_identity", terms)


def apply(**rows: int) -> dict[str, int]:
    """Cells of section three where natural persons filed every application of a row."""
    pairs = [(row, column) for row in rows for column in ("natural_person", "total")]
    return {f"applications.{row}.{column}": rows[row] for row, column in pairs}


def review(channel: str, *results: int) -> dict[str, int]:
    """Cells of a channel: upheld, corrected, other, pending, and their total."""
    names = ("upheld", "corrected", "other", "pending", "total")
    counts = (*results, sum(results))
    return {f"review.{channel}.{name}": n for name, n in zip(names, counts, strict=True)}


def add_report(
    con: Con,
    report_id: str,
    agency: str | None,
    year: int | None,
    cells: Cells,
    *,
    edition: str = "2021",
    printed: str = "2021",
    default: int | str = 0,
    version: int = 1,
    is_current: bool = True,
) -> None:
    """Add a report with all cells of the form ``printed`` and those of ``cells``.

    A cell holds a number, or the status of a cell without one; others hold ``default``.
    """
    report = {
        "report_id": report_id,
        "document_id": f"document of {report_id}",
        "source_uri": f"/reports/{report_id}.txt",
        "agency_id": agency and f"id of {agency}",
        "agency_name": agency,
        "year": year,
        "edition": edition,
        "version": version,
        "is_current": is_current,
    }
    insert(con, "report", [report])
    known = FORMS[printed].cell if printed in FORMS else {}
    facts: dict[str, list[dict[str, Any]]] = {table: [] for table in FACTS}
    for name in dict.fromkeys((*known, *cells)):
        table, row, column = name.split(".")
        _, row_name, column_name, value_name = FACTS[table]
        found = cells.get(name, default)
        fact = {
            "report_id": report_id,
            "agency_id": report["agency_id"],
            "year": year,
            "cell": name,
            row_name: row,
            column_name: column,
            value_name: None if isinstance(found, str) else found,
            "status": found if isinstance(found, str) else "read",
            "raw": "" if found == "blank" else None if isinstance(found, str) else str(found),
            "source_start": None if found == "absent" else 10,
            "source_end": None if found == "absent" else 12,
            "label_start": 1,
            "label_end": 9,
        }
        extra: dict[str, Any] = {"unit": "万元" if row == "fees" else "件"}
        if table != "proactive":
            extra = {"is_total": "total" in (column, row)}
        facts[table].append(fact | extra)
    for table, rows in facts.items():
        insert(con, FACTS[table][0], rows)


# domain.md, section 4: one table, four disclosure rates and three reversal rates.
# refused 105, unable 494, not processed 199, other handling 80, all handled 1990
CITY: Cells = {
    **apply(new_received=2000, carried_in=40, carried_forward=50, total_handled=1990),
    **apply(granted=800, partially_granted=312),
    **apply(refused_state_secret=10, refused_prohibited_by_law=5, refused_third_party=20),
    **apply(refused_internal_affairs=30, refused_deliberative=15, refused_enforcement_file=15),
    **apply(refused_administrative_query=10),
    **apply(not_held=397, needs_creation=50, unclear_after_correction=47),
    **apply(not_processed_petition=99, not_processed_repeat=50),
    **apply(not_processed_excessive=30, not_processed_reconfirmation=20),
    **apply(lapsed_no_correction=40, lapsed_no_fee=10, other=30),
    **review("reconsideration", 477, 123, 248, 152),
    **review("litigation_direct", 10, 2, 3, 5),
    **review("litigation_after_reconsideration", 6, 1, 1, 2),
    "proactive.normative_documents.issued": 3,
    "proactive.normative_documents.repealed": 2,
    "proactive.normative_documents.in_force": 81,
    "proactive.rules.in_force": 4,
    "proactive.licences.decisions": 1200,
    "proactive.penalties.decisions": 300,
    "proactive.coercions.decisions": 7,
    "proactive.fees.amount_wan_yuan": 59237.2449,
}
# Printed blanks. Where a row's six applicant types are all zero, its blank total adds nothing;
# a blank total beside a filled part, or a row that is blank throughout, stays unknown.
BLANKS: Cells = {
    **apply(new_received=10, total_handled=10, granted=4, refused_third_party=2),
    "applications.refused_state_secret.total": "blank",
    "applications.not_held.natural_person": 4,
    "applications.not_held.total": "blank",
    **{
        f"applications.not_processed_repeat.{column.column}": "blank"
        for column in FORMS["2021"].columns_of("applications", "not_processed_repeat")
    },
    "applications.lapsed_no_fee.total": "not_applicable",
    "applications.partially_granted.total": "blank",
    "review.reconsideration.total": "blank",
    "review.litigation_direct.upheld": "blank",
}
# Nothing stands in for a conflict or an absent cell, however the rest of its row was read.
DOUBTS: Cells = {
    **apply(new_received=30, total_handled=30, granted=30),
    "applications.refused_internal_affairs.total": "conflict",
    "applications.needs_creation.total": "absent",
    "applications.other.total": "conflict",
    "proactive.rules.in_force": "absent",
    "review.litigation_direct.total": "conflict",
}
# All but the totals of section three is blank.
TOTALS_ONLY: Cells = {
    **{f"applications.{row.row}.total": 0 for row in FORMS["2021"].rows_of("applications")},
    "applications.new_received.total": 6,
    "applications.total_handled.total": 6,
    "applications.granted.total": 6,
}
# A form of 2021 that prints other handling as one row, and one that prints it both ways.
HYBRID: Cells = {
    **apply(new_received=9, total_handled=9, granted=4, other_handling=5),
    **{
        f"applications.{row}.{column.column}": "absent"
        for row in ITEMS
        for column in FORMS["2021"].columns_of("applications", row)
    },
}
BOTH: Cells = {
    **apply(new_received=10, total_handled=10, granted=4, other_handling=6),
    **apply(lapsed_no_correction=1, lapsed_no_fee=2, other=3),
}
BROKEN: Cells = {
    **apply(new_received=5, total_handled=5, granted=5),
    "applications.granted.business": 1,
    "applications.carried_forward.research": "blank",
    "applications.new_received.research": 8,
}


@pytest.fixture(scope="session")
def warehouse(views: tuple[View, ...]) -> Iterator[Con]:
    """A database in memory with all tables, views and table macros, without rows."""
    with duckdb.connect() as con:
        for table in TABLES:
            for statement in duckdb_statements(table):
                con.execute(statement)
        for view in views:
            create_view(con, view)
        for macro in read_macros():
            create_macro(con, macro)
        yield con


@pytest.fixture(scope="session")
def db(warehouse: Con) -> Con:
    """The database filled with the reports above."""
    insert_form(warehouse)
    old = {**CITY, **apply(granted=999), **review("reconsideration", 1, 1, 1, 1)}
    add_report(warehouse, "city-1", "甲市人民政府", 2023, old, is_current=False)
    add_report(warehouse, "city-2", "甲市人民政府", 2023, CITY, version=2)
    add_report(warehouse, "city-2016", "甲市人民政府", 2016, {}, edition="2014", printed="2014")
    add_report(warehouse, "blanks", "乙县司法局", 2023, BLANKS)
    add_report(warehouse, "doubts", "丙县司法局", 2022, DOUBTS)
    add_report(warehouse, "totals", "丁街道办事处", 2021, TOTALS_ONLY, default="blank")
    single = apply(new_received=7, total_handled=7, other_handling=7)
    add_report(warehouse, "2019", "戊市教育局", 2019, single, edition="2019", printed="2019")
    add_report(warehouse, "hybrid", "己区人民政府", 2023, HYBRID)
    add_report(warehouse, "both", "庚区人民政府", 2023, BOTH)
    add_report(warehouse, "zero", "辛区司法局", 2023, {})
    add_report(warehouse, "excerpt", None, None, BROKEN)
    add_report(warehouse, "undated", "甲市人民政府", None, CITY)
    add_report(warehouse, "unnamed", None, 2023, CITY)
    add_report(warehouse, "broken", "壬区司法局", 2020, BROKEN)
    severities = ("error", "warning", "warning", "info")
    issue = {"rule": "r", "cells": ["applications.granted.total"], "message": "m"}
    findings = [issue | {"report_id": "broken", "severity": s} for s in severities]
    insert(warehouse, "finding", [*findings, issue | {"report_id": "city-1", "severity": "error"}])
    indicator = {"report_id": "city-2016", "year": 2016, "label": "收到申请数", "status": "read"}
    empty = indicator | {"label": "收费金额", "status": "blank"}
    insert(warehouse, "fact_indicator", [indicator | {"value": 12.0, "source_start": 1}, empty])
    store(warehouse)
    return warehouse


@pytest.fixture
def edited(db: Con) -> Iterator[Con]:
    """The database for a test that changes it; the changes are undone."""
    db.execute("BEGIN")
    yield db
    db.execute("ROLLBACK")
