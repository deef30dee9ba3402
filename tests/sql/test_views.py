"""The views over hand-made reports (``conftest.py``); expected figures were worked out by hand."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from flows.load import store

Con = duckdb.DuckDBPyConnection

COMPARED = (
    "current_report",
    "application_cell",
    "application_leaf",
    "application_outcome",
    "review_litigation_result",
    "proactive_disclosure",
    "report_headline",
    "outcome_rate",
    "reversal_rate",
    "agency_side_by_side",
)


def rows(db: Con, query: str) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    return db.execute(query).fetchall()


def rates(db: Con, view: str, where: str) -> dict[str, float | None]:
    """Rates in percent with one decimal, by name."""
    found = rows(db, f"SELECT rate_name, round(100 * rate, 1) FROM {view} WHERE {where}")
    return dict(found)


def headline(db: Con, report_id: str, columns: str) -> tuple[Any, ...]:
    """Columns of a report's one row in report_headline."""
    (row,) = rows(db, f"SELECT {columns} FROM report_headline WHERE report_id = '{report_id}'")
    return row


def test_reported_cell_has_every_cell_of_every_version(db: Con) -> None:
    counted = dict(rows(db, "SELECT report_id, count(*) FROM reported_cell GROUP BY ALL"))
    assert counted == {
        **dict.fromkeys(("city-1", "city-2", "blanks", "doubts", "totals"), 200),
        **dict.fromkeys(("zero", "excerpt", "undated", "unnamed", "broken"), 200),
        "2019": 23 * 7,
        "hybrid": 202,
        "both": 202,
    }
    query = """
        SELECT is_current, value, raw, status, source_start, source_end, label_start, label_end
        FROM reported_cell WHERE report_id = '{}' AND cell = '{}'
    """
    fees = rows(db, query.format("city-1", "proactive.fees.amount_wan_yuan"))
    assert fees == [(False, 59237.2449, "59237.2449", "read", 10, 12, 1, 9)]
    absent = rows(db, query.format("doubts", "applications.needs_creation.total"))
    assert absent == [(True, None, None, "absent", None, None, 1, 9)]
    blank = rows(db, query.format("blanks", "review.reconsideration.total"))
    assert blank == [(True, None, "", "blank", 10, 12, 1, 9)]


@pytest.mark.parametrize("view", COMPARED)
def test_two_versions_count_once(db: Con, view: str) -> None:
    identity = "agency_name = '甲市人民政府' AND year = 2023"
    expected = {
        "application_cell": 175,
        "application_leaf": 21 * 6,
        "application_outcome": 21,
        "review_litigation_result": 4,
        "outcome_rate": 9,
        "reversal_rate": 12,
    }
    found = rows(db, f"SELECT count(*) FROM {view} WHERE {identity}")
    assert found == [(expected.get(view, 1),)]


@pytest.mark.parametrize("view", COMPARED)
def test_reports_without_agency_or_year_are_not_compared(db: Con, view: str) -> None:
    assert rows(db, f"SELECT * FROM {view} WHERE agency_name IS NULL OR year IS NULL") == []


def test_leaves_are_counted_once(db: Con) -> None:
    found = rows(db, "SELECT report_id, sum(count) FROM application_leaf GROUP BY ALL")
    assert dict(found) == {
        "city-2": 1990,
        "blanks": 10,  # the 4 not held have no total, but a leaf
        "doubts": 30,
        "totals": None,
        "2019": 7,
        "hybrid": 9,
        "both": 10,  # other_handling is the total of the three rows below it
        "zero": 0,
        "broken": 6,
    }
    duplicates = "SELECT report_id, cell FROM application_leaf GROUP BY ALL HAVING count(*) > 1"
    assert rows(db, duplicates) == []
    inner = "outcome IN ('total_handled', 'new_received') OR applicant_type = 'total'"
    assert rows(db, f"SELECT * FROM application_leaf WHERE {inner}") == []


def test_leaves_carry_the_labels_of_the_form(db: Con) -> None:
    query = """
        SELECT row_label, column_label, position, count, status FROM application_leaf
        WHERE report_id = '{}' AND outcome = '{}' AND applicant_type = 'natural_person'
    """
    assert rows(db, query.format("city-2", "refused_state_secret")) == [
        ("1.属于国家秘密", "自然人", 39, 10, "read")
    ]
    assert rows(db, query.format("hybrid", "other_handling")) == [
        ("(六)其他处理", "自然人", 155, 5, "read")
    ]
    assert rows(db, query.format("2019", "refused_state_secret")) == [
        ("1.属于国家秘密", "自然人", 29, 0, "read")
    ]
    assert rows(db, query.format("totals", "granted")) == [
        ("(一)予以公开", "自然人", 25, None, "blank")
    ]


def test_a_row_that_no_form_has_is_not_a_leaf(edited: Con) -> None:
    edited.execute("DELETE FROM form_cell WHERE edition = '2019'")
    query = "SELECT row_role, count FROM application_cell WHERE cell = '{}' AND report_id = '{}'"
    assert rows(edited, query.format("applications.other_handling.total", "hybrid")) == [(None, 5)]
    assert rows(edited, query.format("applications.granted.total", "2019")) == [("leaf", 0)]
    left = "SELECT sum(count) FROM application_leaf WHERE report_id = 'hybrid'"
    assert rows(edited, left) == [(4,)]


def test_outcomes_by_printed_totals(db: Con) -> None:
    totals = "SELECT sum(count), count(*) FROM application_outcome WHERE report_id = '{}'"
    assert rows(db, totals.format("totals")) == [(6, 21)]
    assert rows(db, totals.format("city-2")) == [(1990, 21)]
    assert rows(db, totals.format("2019")) == [(7, 19)]
    assert rows(db, totals.format("both")) == [(10, 21)]
    groups = """
        SELECT outcome_group, sum(count), count(*) FROM application_outcome
        WHERE report_id = 'city-2' GROUP BY ALL
    """
    assert sorted(rows(db, groups)) == [
        ("granted", 800, 1),
        ("not_processed", 199, 5),
        ("other_handling", 80, 3),
        ("partially_granted", 312, 1),
        ("refused", 105, 8),
        ("unable", 494, 3),
    ]


def test_a_blank_counts_as_zero_only_beside_six_zeros(db: Con) -> None:
    query = """
        SELECT report_id, outcome, status, count, counted FROM application_outcome
        WHERE report_id IN ('blanks', 'doubts') AND status <> 'read'
    """
    assert sorted(rows(db, query)) == [
        ("blanks", "lapsed_no_fee", "not_applicable", None, 0),
        ("blanks", "not_held", "blank", None, None),
        ("blanks", "not_processed_repeat", "blank", None, None),
        ("blanks", "partially_granted", "blank", None, 0),
        ("blanks", "refused_state_secret", "blank", None, 0),
        ("doubts", "needs_creation", "absent", None, None),
        ("doubts", "other", "conflict", None, None),
        ("doubts", "refused_internal_affairs", "conflict", None, None),
    ]


def test_headline_of_the_city(db: Con) -> None:
    columns = "edition, received, carried_in, handled, granted, partially_granted, refused, unable"
    assert headline(db, "city-2", columns) == ("2021", 2000, 40, 1990, 800, 312, 105, 494)
    columns = "not_processed, other_handling, carried_forward, reviews, litigation"
    assert headline(db, "city-2", columns) == (199, 80, 50, 1000, 30)
    columns = "cells_without_value, findings_error, findings_warning"
    assert headline(db, "city-2", columns) == (0, 0, 0)
    assert headline(db, "broken", columns) == (1, 1, 2)


def test_headline_sums_are_null_where_an_operand_is_unknown(db: Con) -> None:
    columns = "granted, partially_granted, refused, unable, not_processed, other_handling"
    assert headline(db, "blanks", columns) == (4, None, 2, None, None, 0)
    assert headline(db, "doubts", columns) == (30, 0, None, None, 0, None)
    assert headline(db, "totals", columns) == (6, 0, 0, 0, 0, 0)
    columns = "reviews, litigation, cells_without_value"
    assert headline(db, "blanks", columns) == (None, 0, 11)
    assert headline(db, "doubts", columns) == (0, None, 3)


def test_a_sum_is_null_where_a_row_is_not_stored(edited: Con) -> None:
    edited.execute("DELETE FROM fact_application WHERE outcome = 'refused_third_party'")
    store(edited)
    assert headline(edited, "city-2", "granted, refused, unable") == (800, None, 494)


@pytest.mark.parametrize(("report", "other"), [("2019", 7), ("hybrid", 5), ("both", 6)])
def test_other_handling_in_one_row_or_three(db: Con, report: str, other: int) -> None:
    assert headline(db, report, "other_handling") == (other,)


def test_a_report_without_tables_has_nulls(db: Con) -> None:
    columns = "edition, received, handled, refused, reviews, cells_without_value, findings_error"
    assert headline(db, "city-2016", columns) == ("2014", *[None] * 5, 0)


def test_disclosure_rates_by_definition(db: Con) -> None:
    assert rates(db, "outcome_rate", "agency_name = '甲市人民政府' AND year = 2023") == {
        "granted_of_handled": 40.2,
        "partially_granted_of_handled": 15.7,
        "granted_or_partial_of_handled": 55.9,
        "granted_or_partial_of_substantive": 65.0,
        "granted_or_partial_of_granted_partial_refused": 91.4,
        "refused_of_handled": 5.3,  # 105 / 1990
        "unable_of_handled": 24.8,  # 494 / 1990
        "not_processed_of_handled": 10.0,
        "other_handling_of_handled": 4.0,
    }


def test_a_rate_carries_its_operands(db: Con) -> None:
    query = """
        SELECT numerator, denominator, n, rate, small_denominator FROM outcome_rate
        WHERE agency_name = '{}' AND year = {} AND rate_name = '{}'
    """
    substantive = "granted_or_partial_of_substantive"
    city = rows(db, query.format("甲市人民政府", 2023, substantive))
    assert city == [(1112, 1711, 1711, 1112 / 1711, False)]
    county = rows(db, query.format("乙县司法局", 2023, "granted_of_handled"))
    assert county == [(4, 10, 10, 0.4, True)]
    other = rows(db, query.format("丙县司法局", 2022, "granted_of_handled"))
    assert other == [(30, 30, 30, 1.0, False)]
    unknown = rows(db, query.format("乙县司法局", 2023, substantive))
    assert unknown == [(None, None, None, None, None)]
    nothing = rows(db, query.format("辛区司法局", 2023, "granted_of_handled"))
    assert nothing == [(0, 0, 0, None, True)]
    no_table = rows(db, query.format("甲市人民政府", 2016, "granted_of_handled"))
    assert no_table == [(None, None, None, None, None)]


def test_review_and_litigation(db: Con) -> None:
    query = """
        SELECT channel, upheld, corrected, other, pending, total
        FROM review_litigation_result WHERE report_id = '{}'
    """
    assert sorted(rows(db, query.format("city-2"))) == [
        ("litigation", 16, 3, 4, 7, 30),
        ("litigation_after_reconsideration", 6, 1, 1, 2, 10),
        ("litigation_direct", 10, 2, 3, 5, 20),
        ("reconsideration", 477, 123, 248, 152, 1000),
    ]
    assert ("litigation", None, 0, 0, 0, 0) in rows(db, query.format("blanks"))
    assert ("litigation", 0, 0, 0, 0, None) in rows(db, query.format("doubts"))


def test_reversal_rates_by_definition(db: Con) -> None:
    city = "agency_name = '甲市人民政府' AND channel = '{}'"
    assert rates(db, "reversal_rate", city.format("reconsideration")) == {
        "corrected_of_all": 12.3,
        "corrected_of_concluded": 14.5,
        "corrected_of_upheld_and_corrected": 20.5,
    }
    assert rates(db, "reversal_rate", city.format("litigation")) == {
        "corrected_of_all": 10.0,
        "corrected_of_concluded": 13.0,  # 3 / 23
        "corrected_of_upheld_and_corrected": 15.8,  # 3 / 19
    }
    query = f"SELECT rate_name, n, small_denominator FROM reversal_rate WHERE {city}"
    assert sorted(rows(db, query.format("litigation"))) == [
        ("corrected_of_all", 30, False),
        ("corrected_of_concluded", 23, False),
        ("corrected_of_upheld_and_corrected", 19, True),
    ]
    assert ("corrected_of_all", 20, False) in rows(db, query.format("litigation_direct"))


def test_proactive_disclosure(db: Con) -> None:
    query = """
        SELECT rules_issued, rules_repealed, rules_in_force, normative_documents_issued,
            normative_documents_repealed, normative_documents_in_force, licence_decisions,
            penalty_decisions, coercion_decisions, fees_wan_yuan
        FROM proactive_disclosure WHERE report_id = '{}'
    """
    city = rows(db, query.format("city-2"))
    assert city == [(0, 0, 4, 3, 2, 81, 1200, 300, 7, 59237.2449)]
    assert rows(db, query.format("doubts"))[0][:3] == (0, 0, None)
    assert rows(db, query.format("2019")) == []


def test_a_part_of_a_document_is_not_counted(edited: Con) -> None:
    edited.execute("""
        UPDATE fact_proactive_disclosure SET value = 3.5
        WHERE report_id = 'city-2' AND cell = 'proactive.normative_documents.issued'
    """)
    query = """
        SELECT normative_documents_issued, normative_documents_repealed
        FROM proactive_disclosure WHERE report_id = 'city-2'
    """
    assert rows(edited, query) == [(None, 2)]


def test_fees_in_another_unit_are_not_taken_for_wan_yuan(edited: Con) -> None:
    edited.execute("UPDATE fact_proactive_disclosure SET unit = '元' WHERE item = 'fees'")
    assert rows(edited, "SELECT max(fees_wan_yuan) FROM proactive_disclosure") == [(None,)]


def test_agencies_side_by_side(db: Con) -> None:
    names = rows(db, "SELECT agency_name, year FROM agency_side_by_side")
    assert names == [
        ("丙县司法局", 2022),  # bing, ding, geng, ji, jia, ren, wu, xin, yi
        ("丁街道办事处", 2021),
        ("庚区人民政府", 2023),
        ("己区人民政府", 2023),
        ("甲市人民政府", 2016),
        ("甲市人民政府", 2023),
        ("壬区司法局", 2020),
        ("戊市教育局", 2019),
        ("辛区司法局", 2023),
        ("乙县司法局", 2023),
    ]
    query = "SELECT * FROM agency_side_by_side WHERE agency_name = '{}' AND year = {}"
    (city,) = rows(db, query.format("甲市人民政府", 2023))
    assert city == (
        *("甲市人民政府", 2023, 2000, 40, 800, 312, 105, 494, 199, 80, 50),
        *(40.2, 1990, 1000, 123, 81, 1200, 0, "id of 甲市人民政府"),
    )
    (broken,) = rows(db, query.format("壬区司法局", 2020))
    assert broken[-2] == 3


def test_broken_identities_of_all_versions(db: Con) -> None:
    query = "SELECT report_id, identity, residual, operands, missing FROM broken_identity"
    expected = [
        ("applications.applicants.granted", 1.0, 7, 0),
        ("applications.applicants.new_received", 8.0, 7, 0),
        ("applications.outcomes.business", 1.0, 22, 0),
    ]
    # The balance of research institutes has a blank operand: 8 + 0 = 0 + blank is not judged.
    found: dict[str, list[tuple[Any, ...]]] = {}
    for report_id, *broken in sorted(rows(db, query)):
        found.setdefault(report_id, []).append(tuple(broken))
    assert found["broken"] == expected
    assert found["excerpt"] == expected
    assert found["city-1"] == [
        ("applications.outcomes.natural_person", 199.0, 22, 0),
        ("applications.outcomes.total", 199.0, 22, 0),
    ]
    assert set(found) == {"broken", "excerpt", "city-1"}
    nobody = "SELECT DISTINCT agency_name, year FROM broken_identity WHERE report_id = 'excerpt'"
    assert rows(db, nobody) == [(None, None)]


def test_a_hybrid_form_is_judged_by_the_rows_it_prints(edited: Con) -> None:
    query = "SELECT identity, residual FROM broken_identity WHERE report_id = 'hybrid'"
    assert rows(edited, query) == []
    edited.execute("""
        UPDATE fact_application SET count = 6
        WHERE report_id = 'hybrid' AND cell = 'applications.other_handling.natural_person'
    """)
    store(edited)
    assert rows(edited, query) == [("applications.outcomes.natural_person", 1.0)]


def test_coverage(db: Con) -> None:
    query = """
        SELECT reports, agencies, cells_read, cells_blank, cells_not_applicable, cells_absent,
            cells_conflict, indicators_read, findings_error, findings_warning, findings_info
        FROM coverage WHERE year IS NOT DISTINCT FROM {} AND edition = '{}'
    """
    assert rows(db, query.format(2021, "2021")) == [(1, 1, 25, 175, 0, 0, 0, 0, 0, 0, 0)]
    assert rows(db, query.format(2022, "2021")) == [(1, 1, 195, 0, 0, 2, 3, 0, 0, 0, 0)]
    assert rows(db, query.format(2020, "2021")) == [(1, 1, 199, 1, 0, 0, 0, 0, 1, 2, 1)]
    assert rows(db, query.format(2016, "2014")) == [(1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0)]
    assert rows(db, query.format("NULL", "2021")) == [(2, 1, 399, 1, 0, 0, 0, 0, 0, 0, 0)]
    assert rows(db, "SELECT sum(reports) FROM coverage WHERE year = 2023") == [(6,)]


def test_a_corrected_cell_carries_its_value(edited: Con) -> None:
    edited.execute("""
        UPDATE fact_application SET count = 1, status = 'corrected'
        WHERE report_id = 'doubts' AND cell = 'applications.refused_internal_affairs.total'
    """)
    store(edited)
    assert headline(edited, "doubts", "refused, cells_without_value") == (1, 2)
    assert rows(edited, "SELECT cells_read FROM coverage WHERE year = 2022") == [(196,)]
