"""The views of comparison over hand-made reports; expected figures were worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

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


@pytest.fixture(scope="module")
def con() -> Iterator[Con]:
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


def test_a_division_is_called_as_it_was_in_its_year(con: Con) -> None:
    query = "SELECT year, region, existed FROM region_year WHERE region_code = '{}' ORDER BY year"
    early = [(2016, "东县", True), (2017, "东县", True), (2019, "东县", True)]
    assert rows(con, query.format("110101")) == [
        *early,
        (2023, "东区", True),
        (2024, "东区", True),
    ]
    assert rows(con, query.format("110203"))[-2:] == [(2023, "中县", False), (2024, "中县", True)]


def test_a_division_has_its_parents(con: Con) -> None:
    query = "SELECT * FROM region_year WHERE year = 2023 AND region_code = '{}'"
    names = ("甲省", "110100", "子市", "110101", "东区")
    (row,) = rows(con, query.format("110101"))
    assert row == ("110101", 2023, "东区", "county", True, "110000", *names)
    (row,) = rows(con, query.format("120101"))
    assert row[5:] == ("120000", "乙省", None, None, "120101", "直辖县")
    (row,) = rows(con, query.format("110000"))
    assert row[5:] == ("110000", "甲省", None, None, None, None)


def test_what_a_report_may_be_compared_with(con: Con) -> None:
    found = rows(con, "SELECT report_id, scope, like_scope FROM agency_year")
    assert len(found) == len({row[0] for row in found}) == 14
    told = {report: (scope, like) for report, scope, like in found}
    assert told["110101-2023"] == (None, "own")
    assert told["110102-2023"] == ("own", "own")
    assert told["110202-2024"] == ("region", "region")
    assert told["government"] == (None, "not_stated")
    assert told["unknown"] == (None, "own")


def test_rates_are_those_of_the_other_views(con: Con) -> None:
    """One figure has one definition, wherever it stands."""
    for view, name in (
        ("outcome_rate", "o.rate_name"),
        ("reversal_rate", "o.channel || '_' || o.rate_name"),
    ):
        differ = rows(
            con,
            f"SELECT f.figure FROM {view} o JOIN report_figure f ON f.figure = {name}"
            " AND f.agency_id = o.agency_id AND f.year = o.year"
            " WHERE (f.value, f.numerator, f.denominator, f.n, f.small_denominator)"
            " IS DISTINCT FROM (o.rate, o.numerator, o.denominator, o.n, o.small_denominator)",
        )
        assert differ == []
    assert rows(con, "SELECT count(*) FROM outcome_rate ANTI JOIN report_figure"
                " ON figure = rate_name") == [(0,)]  # fmt: skip


def test_every_figure_of_every_report_once(con: Con) -> None:
    catalogue = rows(con, "SELECT figure, kind FROM figure")
    assert len(dict(catalogue)) == len(catalogue) == 46
    for (report,) in rows(con, "SELECT DISTINCT (agency_id, year) FROM report_figure"):
        query = f"SELECT figure, kind FROM report_figure WHERE (agency_id, year) = {report!r}"
        assert sorted(rows(con, query)) == sorted(catalogue)
    assert rows(con, "SELECT count(*) FROM report_figure") == [(14 * 46,)]


def test_headline_figures_are_repeated_as_they_are(con: Con) -> None:
    query = """
        SELECT h.received, h.carried_in, h.handled, h.granted, h.refused, h.other_handling,
            h.carried_forward, h.reviews, h.litigation
        FROM report_headline h WHERE report_id = '2019'
    """
    names = (
        *("received", "carried_in", "handled", "granted", "refused", "other_handling"),
        *("carried_forward", "reconsideration_total", "litigation_total"),
    )
    found = dict(rows(con, "SELECT figure, value FROM report_figure WHERE year = 2019"))
    assert tuple(found[name] for name in names) == rows(con, query)[0]
    assert (found["litigation_pending"], found["litigation_total"]) == (3, 7)


def test_each_figure_stands_in_its_place_of_the_lists(con: Con) -> None:
    """The lists of figure_list have the order of the view figure."""
    lengths = "SELECT DISTINCT len(above), len(denominators) FROM figure_list"
    assert rows(con, lengths) == [(46, 46)]
    con.execute("BEGIN")
    con.execute("UPDATE fact_proactive_disclosure SET value = hash(cell) % 1000")
    con.execute("UPDATE fact_review_litigation SET count = hash(cell) % 1000")
    con.execute("UPDATE fact_application SET count = hash(cell) % 1000")
    wide = """
        SELECT h.*, p.*, {0} FROM report_headline h
        JOIN proactive_disclosure p USING (report_id)
        JOIN review_litigation_result r ON r.report_id = h.report_id
            AND r.channel = 'reconsideration'
        JOIN review_litigation_result l ON l.report_id = h.report_id AND l.channel = 'litigation'
        WHERE h.report_id = 'city'
    """
    results = [
        f"{alias}.{result} AS {channel}_{result}"
        for alias, channel in (("r", "reconsideration"), ("l", "litigation"))
        for result in ("total", "upheld", "corrected", "other", "pending")
    ]
    found = con.execute(wide.format(", ".join(results)))
    named = dict(zip([c[0] for c in found.description or ()], found.fetchall()[0], strict=True))
    values = (
        "SELECT figure, value FROM report_figure WHERE agency_name = '子市司法局' AND year = 2023"
    )
    counts = rows(con, f"{values} AND kind <> 'rate'")
    assert len(counts) == 29
    assert [(name, value, named[name]) for name, value in counts if value != named[name]] == []
    assert len({value for _, value in counts}) > 20, "figures that are alike hide a wrong place"
    con.execute("ROLLBACK")


def test_peers_and_their_median(con: Con) -> None:
    query = """
        SELECT reports, n, n_small, minimum, median, maximum, pooled FROM peer_figure
        WHERE year = 2023 AND level = 'county' AND within = '{}' AND figure = '{}'
            AND province_code IS NOT DISTINCT FROM {}
    """
    # granted of handled: no rate, 1/4, 10/40, 9/10, and 20/20 in the other province
    rate = rows(con, query.format("country", "granted_of_handled", "NULL"))
    assert rate == [(5, 4, 2, 0.25, pytest.approx(0.575), 1.0, 40 / 74)]
    rate = rows(con, query.format("province", "granted_of_handled", "'110000'"))
    assert rate == [(4, 3, 2, 0.25, 0.25, 0.9, 20 / 54)]
    count = rows(con, query.format("country", "handled", "NULL"))
    assert count == [(5, 5, None, 0, 10, 40, None)]


def test_reports_of_another_scope_are_no_peers(con: Con) -> None:
    query = """
        SELECT like_scope, reports, n, median FROM peer_figure
        WHERE year = 2024 AND figure = 'granted' AND within = 'country' ORDER BY like_scope
    """
    assert rows(con, query) == [("own", 2, 1, 12), ("region", 1, 1, 3)]


def test_bodies_that_are_not_known_have_no_peers(con: Con) -> None:
    unknown = "(SELECT agency_id FROM agency WHERE name = '不明司法局')"
    assert rows(con, f"SELECT * FROM peers({unknown}, 2023)") == []
    query = f"SELECT value, median, n, rank FROM place_among_peers({unknown}, 2023)"
    assert (7, None, 0, None) in rows(con, query)


def test_peers_of_a_body(con: Con) -> None:
    query = "SELECT agency_name FROM peers('id of 110102司法局', 2023{}) ORDER BY region_code"
    names = [f"{code}司法局" for code in COUNTIES]
    assert [name for (name,) in rows(con, query.format(""))] == [*names, "直辖县司法局"]
    own = rows(con, query.format(", same_province := true"))
    assert [name for (name,) in own] == names


def test_place_among_peers(con: Con) -> None:
    query = """
        SELECT value, median, n, rank, percentile, small_denominator
        FROM place_among_peers('id of {}司法局', 2023{}) WHERE figure = '{}'
    """
    # handled: 0, 4, 40, 10, 20
    assert rows(con, query.format("110201", "", "handled")) == [(40, 10, 5, 1, 1.0, None)]
    assert rows(con, query.format("110102", "", "handled")) == [(4, 10, 5, 4, 0.25, None)]
    # refused is nought everywhere: all share the first rank, and lie in the middle
    assert rows(con, query.format("110102", "", "refused")) == [(0, 0, 5, 1, 0.5, None)]
    # no rank where fewer than five peers give the figure
    rate = rows(con, query.format("110102", "", "granted_of_handled"))
    assert rate == [(0.25, pytest.approx(0.575), 4, None, None, True)]
    own = rows(con, query.format("110201", ", same_province := true", "handled"))
    assert own == [(40, 7, 4, None, None, None)]


def test_year_over_year(con: Con) -> None:
    query = """
        SELECT previous_value, value, change, change_ratio, previous_n, n, small_denominator,
            same_edition, same_scope
        FROM figure_change WHERE agency_name = '{}司法局' AND year = {} AND figure = '{}'
    """
    grown = rows(con, query.format("110201", 2024, "granted"))
    assert grown == [(10, 12, 2, 0.2, None, None, None, True, True)]
    rate = rows(con, query.format("110201", 2024, "granted_of_handled"))
    assert rate == [(0.25, 0.4, pytest.approx(0.15), None, 40, 30, False, True, True)]
    scope = rows(con, query.format("110202", 2024, "granted"))
    assert scope == [(9, 3, -6, pytest.approx(-2 / 3), None, None, None, True, False)]
    blank = rows(con, query.format("110102", 2024, "granted"))
    assert blank == [(1, None, None, None, None, None, None, True, True)]
    first = rows(con, query.format("110201", 2023, "granted"))
    assert first == [(None, 10, None, None, None, None, None, None, None)]
    # 2019 follows 2017: no change over a gap of two years
    gap = rows(con, query.format("子市", 2019, "granted"))
    assert gap[0][:4] == (None, 12, None, None)
    zero = rows(con, query.format("110201", 2024, "refused"))
    assert zero[0][:4] == (0, 0, 0, None)


def test_carry_over(con: Con) -> None:
    query = """
        SELECT carried_in, previous_carried_forward, difference, same_scope, carried_forward, due,
            backlog_share, small_denominator
        FROM carry_over WHERE agency_name = '{}司法局' AND year = {}
    """
    assert rows(con, query.format("110201", 2024)) == [(2, 2, 0, True, 0, 30, 0, False)]
    assert rows(con, query.format("110202", 2024)) == [(4, 5, -1, False, 0, 10, 0, True)]
    assert rows(con, query.format("110202", 2023)) == [(0, None, None, None, 5, 15, 5 / 15, True)]
    blank = (None, 0, None, True, None, None, None, None)
    assert rows(con, query.format("110102", 2024)) == [blank]
    assert rows(con, query.format("子市", 2017)) == [(*[None] * 3, True, *[None] * 4)]


def test_applicants(con: Con) -> None:
    query = """
        SELECT applicant_type, numerator, denominator, share, adds_up, small_denominator
        FROM applicant_mix WHERE agency_name = '110201司法局' AND year = 2023
            AND outcome = 'new_received'
    """
    found = rows(con, query)
    assert len(found) == 6
    assert ("natural_person", 42, 42, 1.0, True, False) in found
    assert ("business", 0, 42, 0.0, True, False) in found
    blank = "SELECT share, adds_up FROM applicant_mix WHERE agency_name = '110102司法局'"
    assert set(rows(con, f"{blank} AND year = 2024")) == {(None, None)}


def test_applicants_that_do_not_add_up_are_marked(con: Con) -> None:
    con.execute("BEGIN")
    con.execute("""
        UPDATE fact_application SET count = 3
        WHERE report_id = '110201-2023' AND cell = 'applications.new_received.business'
    """)
    query = """
        SELECT DISTINCT outcome, adds_up FROM applicant_mix
        WHERE agency_name = '110201司法局' AND year = 2023 ORDER BY outcome
    """
    assert rows(con, query) == [("new_received", False), ("total_handled", True)]
    con.execute("ROLLBACK")


def test_grounds(con: Con) -> None:
    query = """
        SELECT outcome, numerator, denominator, share, handled FROM refusal_ground
        WHERE agency_name = '子市司法局' AND year = 2019 AND outcome_group = 'unable'
        ORDER BY position
    """
    assert rows(con, query) == [
        ("not_held", 5, 5, 1.0, 30),
        ("needs_creation", 0, 5, 0.0, 30),
        ("unclear_after_correction", 0, 5, 0.0, 30),
    ]
    groups = "SELECT outcome_group, count(*) FROM refusal_ground WHERE year = 2019 GROUP BY ALL"
    assert dict(rows(con, groups)) == {"refused": 8, "unable": 3, "not_processed": 5}


def test_coverage_of_a_region(con: Con) -> None:
    query = """
        SELECT region_level, region, level, reported, known, divisions FROM region_coverage
        WHERE year = {} AND function = 'justice' AND region_code IN ('110000', '110200')
        ORDER BY ALL
    """
    assert rows(con, query.format(2023)) == [
        ("prefecture", "丑市", "county", 2, 2, 2),
        ("province", "甲省", "county", 4, 4, 4),
        ("province", "甲省", "prefecture", 1, 1, 2),
    ]
    assert rows(con, query.format(2024)) == [
        ("prefecture", "丑市", "county", 2, 2, 3),
        ("province", "甲省", "county", 3, 4, 5),
        ("province", "甲省", "prefecture", 0, 1, 2),
    ]


def test_a_body_is_not_expected_before_its_function_began(con: Con) -> None:
    con.execute("BEGIN")
    con.execute("UPDATE agency_function SET valid_from = 2024")
    query = "SELECT year, reported, known FROM region_coverage WHERE region = '{}' ORDER BY year"
    # what reported is counted whatever the reform's year
    assert rows(con, query.format("南县")) == [(2023, 1, 1), (2024, 1, 1)]
    con.execute("ROLLBACK")
    assert rows(con, query.format("南县"))[0] == (2016, 0, 1)


def test_figures_of_a_region(con: Con) -> None:
    query = """
        SELECT level, like_scope, reports, n, total, numerator, denominator, rate, reported, known
        FROM region_figure
        WHERE region_level = 'province' AND region_code = '110000' AND year = {}
            AND figure = '{}' ORDER BY ALL
    """
    assert rows(con, query.format(2023, "granted")) == [
        ("county", "own", 4, 4, 20, None, None, None, 4, 4),
        ("prefecture", "own", 1, 1, 50, None, None, None, 1, 1),
        ("province", "not_stated", 1, 1, 500, None, None, None, 1, 1),
    ]
    # the blank report of 西县 has no figure; that of 北县 is of another scope
    assert rows(con, query.format(2024, "granted")) == [
        ("county", "own", 2, 1, 12, None, None, None, 3, 4),
        ("county", "region", 1, 1, 3, None, None, None, 3, 4),
    ]
    assert rows(con, query.format(2023, "granted_of_handled"))[0] == (
        *("county", "own", 4, 4, None, 20, 54, 20 / 54, 4, 4),
    )
    assert rows(con, query.format(2024, "granted_of_handled"))[0] == (
        *("county", "own", 2, 1, None, 12, 30, 0.4, 3, 4),
    )


def series(con: Con, concept: str, year: int) -> tuple[Any, ...]:
    query = f"""
        SELECT value, state, comparison, previous_year, series_break FROM harmonised_series
        WHERE agency_name = '子市司法局' AND concept = '{concept}' AND year = {year}
    """
    (row,) = rows(con, query)
    return row


def test_series_across_editions(con: Con) -> None:
    assert series(con, "received", 2016) == (9, "value", "with_caveat", None, None)
    assert series(con, "received", 2017) == (20, "value", "same", 2016, True)  # from a local list
    assert series(con, "received", 2019) == (30, "value", "same", 2017, False)
    assert series(con, "received", 2023) == (110, "value", "same", 2019, False)
    assert series(con, "granted", 2017) == (11, "value", "with_caveat", 2016, True)
    assert series(con, "granted", 2019) == (12, "value", "with_caveat", 2017, True)
    assert series(con, "granted", 2023) == (50, "value", "with_caveat", 2019, False)


def test_a_concept_that_an_edition_lacks_is_missing(con: Con) -> None:
    assert series(con, "carried_in", 2017)[:2] == (None, "not_in_edition")
    assert series(con, "carried_in", 2019) == (0, "value", "from_2019", 2017, True)
    assert series(con, "rules_in_force", 2019)[:2] == (None, "not_in_edition")
    assert series(con, "rules_in_force", 2023) == (0, "value", "from_2021", 2019, True)


def test_a_sum_of_a_series_needs_all_its_parts(con: Con) -> None:
    assert series(con, "not_held", 2017)[:2] == (None, "no_value")  # half of it is not printed
    assert series(con, "granted", 2016)[:2] == (None, "no_value")  # printed twice, differently
    assert series(con, "litigation_upheld", 2019)[:3] == (3, "value", "as_sum")
    assert series(con, "litigation_pending", 2019)[:2] == (3, "value")
    assert series(con, "reconsideration_upheld", 2017)[:2] == (1, "value")


def test_a_series_has_one_row_a_report_and_concept(con: Con) -> None:
    query = "SELECT count(*), count(DISTINCT (agency_id, year, concept)) FROM harmonised_series"
    assert rows(con, query) == [(14 * 26, 14 * 26)]
