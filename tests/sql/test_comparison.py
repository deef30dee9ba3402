"""The views of comparison over hand-made reports; expected figures were worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flows.load import store

from .comparison import COUNTIES, Con, made, rows


@pytest.fixture(scope="module")
def con() -> Iterator[Con]:
    yield from made()


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
    store(con)
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
