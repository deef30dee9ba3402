"""One body has one identifier through years and spellings, two bodies never share one."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from extractors.agencies.model import Asked
from extractors.agencies.resolve import resolve


def identifier(name: str, year: int = 2023, text: str = "", **known: Any) -> str:
    return resolve(Asked(name, year, text, **known)).agency_id


@pytest.mark.parametrize(
    "spellings",
    [
        [("洛阳市西工区司法局", 2024), ("西工区司法局", 2019), ("河南省洛阳市西工区司法局", 2012)],
        [("西工區司法局", 2024), ("西工区 司法局", 2024), ("洛阳西工区司法局", 2024)],
        [("友好区司法局", 2016), ("友好区司法局", 2024)],
        [("神木县水利局", 2014), ("神木市水利局", 2020), ("神木市水务局", 2021)],
        [("襄樊市审计局", 2009), ("襄阳市审计局", 2020)],
        [("即墨市教育局", 2015), ("青岛市即墨区教育和体育局", 2020)],
        [("洛阳市发改委", 2022), ("洛阳市发展和改革委员会", 2023)],
        [("国家税务总局洛阳市税务局", 2022), ("洛阳市税务局", 2023)],
        [("平潭综合实验区", 2018), ("平潭综合实验区管理委员会", 2024)],
        [("洛阳高新区管委会", 2022), ("洛阳高新技术产业开发区管理委员会", 2023)],
        [("洛阳市公安局西工分局", 2022), ("洛阳市公安局西工区分局", 2023)],
        [("信阳市人民政府办公室", 2022), ("信阳市人民政府（办公室）", 2023)],
    ],
)
def test_one_body_has_one_identifier(spellings: list[tuple[str, int]]) -> None:
    assert len({identifier(name, year) for name, year in spellings}) == 1


DIFFERENT = (
    "洛阳市司法局",
    "洛阳市西工区司法局",
    "河南省司法厅",
    "洛阳市公安局",
    "洛阳市公安局西工分局",
    "洛阳市西工区公安局",
    "洛阳市公安局交通警察支队",
    "洛阳市人民政府",
    "洛阳市人民政府办公室",
    "洛阳高新区管委会",
    "洛阳高新区财政局",
    "洛阳市财政局",
    "洛阳市城市管理局",
    "洛阳市市政公用事业局",
    "洛阳市工商行政管理局",
    "洛阳市市场监督管理局",
    "洛阳市第一中学",
    "洛阳市第二中学",
    "南京市鼓楼区司法局",
    "徐州市鼓楼区司法局",
    "洛阳市西工区西工街道办事处",
    "洛阳市西工区王城路街道办事处",
    "司法部",
    "教育部",
)


def test_different_bodies_have_different_identifiers() -> None:
    pairs = combinations([(name, identifier(name)) for name in DIFFERENT], 2)
    assert not [(one[0], other[0]) for one, other in pairs if one[1] == other[1]]


def test_a_code_used_again_is_another_division() -> None:
    assert identifier("万盛区财政局", 2009) != identifier("綦江区财政局", 2015)
    assert identifier("上甘岭区人民政府", 2016) != identifier("友好区人民政府", 2016)


def test_bodies_of_one_open_name_are_never_merged() -> None:
    one = identifier("鼓楼区司法局", document="1")
    assert one != identifier("鼓楼区司法局", document="2")
    assert one == identifier("鼓楼区司法局", document="1")


def test_a_host_tells_bodies_of_one_open_name() -> None:
    here = identifier("鼓楼区司法局", address="http://a.gov.cn/1.html", document="1")
    again = identifier("鼓楼区司法局", address="http://a.gov.cn/2.html", document="2")
    there = identifier("鼓楼区司法局", address="http://b.gov.cn/1.html", document="3")
    assert here == again != there


def test_evidence_gives_the_identifier_of_the_full_name() -> None:
    text = "电话:025-83350601"
    assert identifier("鼓楼区司法局", text=text) == identifier("南京市鼓楼区司法局")
