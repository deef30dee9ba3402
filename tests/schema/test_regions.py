"""Divisions through the years, and how the table of them is put together."""

from __future__ import annotations

import subprocess
import sys

import pytest

from schema import regions
from schema.division_names import spellings, stem
from schema.divisions.spells import Change, spells
from schema.functions import function_of, functions, lines, reforms


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("230704", 2018, "友好区"),
        ("230719", 2019, "友好区"),
        ("420104", 2003, "乔口区"),
        ("420104", 2004, "硚口区"),
        ("500110", 2009, "万盛区"),
        ("500110", 2012, "綦江区"),
        ("130503", 2019, "桥西区"),
        ("130503", 2020, "信都区"),
        ("653229", 2024, "和安县"),
    ],
)
def test_a_code_has_the_name_of_its_year(code: str, year: int, name: str) -> None:
    division = regions.find(code, year)
    assert division is not None
    assert (division.name, division.lasts(year)) == (name, True)


@pytest.mark.parametrize(
    ("code", "year", "then"),
    [
        ("230719", 2016, "230704"),
        ("230719", 2024, "230719"),
        ("230719", None, "230719"),
        ("610881", 2014, "610821"),
        ("540602", 2015, "542421"),
        ("220184", 2019, "220381"),
    ],
)
def test_a_division_has_the_code_of_a_year(code: str, year: int | None, then: str) -> None:
    one = regions.find(code)
    assert one is not None
    assert regions.in_year(one.body, year).code == then


@pytest.mark.parametrize(
    ("old", "new"),
    [("500110", "500110"), ("230716", "230719"), ("330103", "330105"), ("140203", "140214")],
)
def test_divisions_that_were_merged_are_not_one(old: str, new: str) -> None:
    before, after = regions.find(old, 2008), regions.find(new, 2024)
    assert before is not None
    assert after is not None
    assert before.body != after.body


def test_every_parent_is_a_division_of_the_same_years() -> None:
    for one in regions.divisions():
        if one.level != "province":
            assert one.parent is not None
            assert regions.within(one.code, one.parent)
            assert regions.by_code()[one.parent]
        else:
            assert one.parent is None


def test_the_shared_names_are_those_of_the_country() -> None:
    counties = [one for one in regions.divisions() if one.level == "county" and one.lasts(2024)]
    names = [one.name for one in counties]
    shared = {name for name in names if names.count(name) > 1}
    assert shared - {"南沙区"} == set(SHARED.split())


SHARED = (
    "鼓楼区 市中区 新华区 城区 郊区 铁西区 朝阳区 通州区 和平区 河东区 长安区 桥西区 新城区 青山区"
    " 铁东区 海州区 西安区 向阳区 南山区 宝山区 普陀区 西湖区 江北区"
    " 永定区 白云区 龙华区 城中区 城关区"
)


def test_townships_are_read_only_when_they_are_asked_for() -> None:
    program = (
        "from extractors.agencies.model import Asked\n"
        "from extractors.agencies.resolve import resolve\n"
        "from schema import regions\n"
        "resolve(Asked('西工区司法局', 2024))\n"
        "assert regions._townships.cache_info().currsize == 0\n"
        "resolve(Asked('虎门镇人民政府', 2024))\n"
        "assert regions._townships.cache_info().currsize == 1\n"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_townships_lie_in_their_counties() -> None:
    rows = regions.township_rows()
    assert len(rows) > 40_000
    assert all(len(code) == 9 and regions.find(code[:6]) for code, _ in rows)
    assert regions.townships_of("410303")["西工街道"] == "410303003"
    assert len(regions.townships_named()["城关镇"]) > 80


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("洛阳市", "洛阳"),
        ("延边朝鲜族自治州", "延边"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("新疆维吾尔自治区", "新疆"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("前郭尔罗斯蒙古族自治县", "前郭尔罗斯"),
        ("沙县", "沙县"),
        ("大兴安岭地区", "大兴安岭"),
    ],
)
def test_stems(name: str, short: str) -> None:
    assert stem(name) == short


def test_the_stem_has_a_syllable_for_each_character() -> None:
    wrong = [one.name for one in regions.divisions() if one.stem != stem(one.name)]
    assert wrong == []


def test_a_short_name_keeps_its_kind() -> None:
    assert spellings("延边朝鲜族自治州") == ("延边州", "延边自治州")
    assert spellings("洛阳市") == ()


STATES = {
    2002: {"100000": "甲省", "100100": "乙市", "100101": "丙区", "100102": "丁县"},
    2003: {"100000": "甲省", "100100": "乙市", "100101": "丙区", "100121": "丁县"},
    2016: {"100000": "甲省", "100100": "乙市", "100101": "戊区", "100121": "丁县"},
    2023: {"100000": "甲省", "100100": "乙市", "100101": "戊区", "100181": "丁市"},
}


def test_spells_follow_the_lists_and_the_changes() -> None:
    found, unexplained = spells(STATES, [Change(2019, "100121", ("100181",))])
    told = {(one.code, one.name): (one.first, one.last, one.successors) for one in found}
    assert told["100102", "丁县"] == (None, 2002, ("100121",))
    assert told["100121", "丁县"] == (2003, 2018, ("100181",))
    assert told["100181", "丁市"] == (2019, None, ())
    assert told["100101", "丙区"][1:] == (2003, ("100101",))
    assert len(unexplained) == 2
    assert all("100101" in line for line in unexplained)


def test_what_no_change_explains_is_named() -> None:
    _, unexplained = spells(STATES, [])
    assert any("100121 丁县 is not listed after 2016" in line for line in unexplained)


def test_functions_have_each_name_once() -> None:
    names = [name for one in functions().values() for group in one.groups for name in group if name]
    assert len(names) == len(set(names))
    assert len(functions()) >= 70


def test_reforms_and_signs_name_what_there_is() -> None:
    for reform in reforms():
        assert {reform.function, reform.predecessor} <= set(functions())
    assert all(row["function"] in functions() for row in lines("national.csv"))
    for row in lines("signs.csv"):
        assert all(regions.find(code) for code in row["regions"].split(";"))
    assert all(regions.find(row["region_code"]) for row in lines("corps.csv"))


@pytest.mark.parametrize(
    ("words", "function"),
    [
        ("司法", "justice"),
        ("自然资源和规划", "natural_resources"),
        ("农业农村和水务", "agriculture_rural"),
        ("退役军人事务", "veterans"),
        ("奇异", None),
        ("司法奇异", None),
    ],
)
def test_words_name_a_function_only_as_a_whole(words: str, function: str | None) -> None:
    known = function_of(words)
    assert (known and known.function) == function
