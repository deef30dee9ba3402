"""The table of divisions against the yearly lists of the Ministry of Civil Affairs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from schema import regions

LIST = Path(__file__).parents[3] / "shared" / "divisions" / "areacodes.csv"
Listed = list[dict[str, str]]
NOT_LISTED = {"232761", "232762", "232763", "232764", "632857"}
"""Divisions of statistics, which the ministry does not list."""


@pytest.fixture(scope="module")
def listed() -> Listed:
    if not LIST.is_file():
        pytest.skip(f"the list of division codes is missing: {LIST}")
    with LIST.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def of_year(listed: Listed, year: int) -> set[tuple[str, str]]:
    return {
        (row["代码"], row["名称"])
        for row in listed
        if int(row["启用时间"]) <= year
        and (not row["变更/弃用时间"] or year < int(row["变更/弃用时间"]))
    }


def ours(year: int) -> set[tuple[str, str]]:
    return {
        (one.code, one.name)
        for one in regions.divisions()
        if one.lasts(year) and one.code not in NOT_LISTED
    }


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022, 2023, 2024])
def test_recent_years_agree_wholly(listed: Listed, year: int) -> None:
    assert ours(year) == of_year(listed, year)


@pytest.mark.parametrize(
    ("year", "share"), [(2008, 0.99), (2012, 0.99), (2016, 0.998), (2018, 0.998)]
)
def test_earlier_years_agree_but_for_changes_late_in_the_year(
    listed: Listed, year: int, share: float
) -> None:
    both = ours(year) & of_year(listed, year)
    assert len(both) / len(ours(year) | of_year(listed, year)) >= share


def test_successors_agree_where_there_is_one(listed: Listed) -> None:
    stated = {
        row["代码"]: row["新代码"]
        for row in listed
        if row["状态"] == "弃用" and row["变更/弃用时间"] >= "2017" and len(row["新代码"]) == 6
    }
    known = {one.code: one.successors for one in regions.divisions() if one.last is not None}
    differing = {code: new for code, new in stated.items() if known.get(code) != (new,)}
    assert len(stated) > 80
    assert not differing
