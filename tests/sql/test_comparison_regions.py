"""Regions and series across editions; expected figures were worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .comparison import Con, made, rows


@pytest.fixture(scope="module")
def con() -> Iterator[Con]:
    yield from made()


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
