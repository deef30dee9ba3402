"""Names of bodies: the hand-checked list, every division of the country, and what stays open."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.agencies.model import Asked
from extractors.agencies.names import parse
from extractors.agencies.resolve import resolve
from schema import regions
from tests.accuracy import agencies


@pytest.mark.parametrize("of", agencies.LISTS)
@pytest.mark.parametrize("field", agencies.FIELDS)
def test_the_lists_are_told_rightly(of: str, field: str) -> None:
    measure = agencies.measure(of, field)
    assert measure.wanted > 200
    assert measure.precision >= 0.99, agencies.mistakes(of)
    assert measure.recall >= 0.95, agencies.mistakes(of)


def test_a_name_of_the_list_that_is_told_wrongly_is_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = "further_names.csv"
    told = [one._replace(told={**one.told, "region_code": "110000"}) for one in agencies.told(of)]
    monkeypatch.setattr(agencies, "told", lambda _: iter(told))
    assert agencies.measure(of, "region_code").precision < 0.1
    assert agencies.mistakes(of)


@pytest.mark.slow
@pytest.mark.parametrize("year", [2010, 2016, 2019, 2024])
def test_every_division_is_told_by_its_chain_of_names(year: int) -> None:
    for division in regions.divisions():
        if division.lasts(year):
            name = "".join(one.name for one in reversed(regions.chain(division, year)))
            assert resolve(Asked(name + "财政局", year)).region_code == division.code, name


@pytest.mark.slow
def test_a_county_alone_is_told_or_left_open_and_never_told_wrongly() -> None:
    left_open = set()
    for division in regions.divisions():
        if division.lasts(2024):
            agency = resolve(Asked(division.name + "财政局", 2024))
            if agency.region_code is None:
                assert division.code in agency.candidates
                left_open.add(division.name)
            else:
                assert agency.region_code == division.code, division.name
    assert 20 < len(left_open) < 40
    assert {"鼓楼区", "市中区", "朝阳区", "城关区"} <= left_open


@pytest.mark.parametrize(
    ("name", "function", "form"),
    [
        ("洛阳市教育和体育局", "education", "department"),
        ("洛阳市教体局", "education", "department"),
        ("洛阳市自然资源和林业局", "natural_resources", "department"),
        ("洛阳市公安局交通警察支队", "public_security", "department"),
        ("洛阳市西工区王城路街道司法所", "justice", "outpost"),
        ("中国（河南）自由贸易试验区管理委员会", "zone", "zone"),
        ("洛阳市奇异局", None, None),
        ("洛阳市商会", None, None),
        ("洛阳银保监分局", "banking_insurance_regulation", "branch"),
        ("绵阳科技城新区管理委员会", "zone", "zone"),
    ],
)
def test_function_and_form(name: str, function: str | None, form: str | None) -> None:
    parsed = parse(name, 2023)
    assert (parsed.function, parsed.form) == (function, form)


@pytest.mark.parametrize("name", ["巴州财政局", "太湖旅游度假区管理委员会", "黄埔海关"])
def test_a_county_without_its_unit_is_not_enough(name: str) -> None:
    assert resolve(Asked(name, 2023)).region_code is None


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("新疆生产建设兵团第九师财政局", 2020, "650000"),
        ("新疆生产建设兵团第九师财政局", 2023, "659012"),
        ("深圳市坪山新区管理委员会", 2014, "440300"),
        ("西安高新区管委会", 2021, "610100"),
        ("西安区财政局", 2021, None),
        ("井冈山经济技术开发区管委会", 2021, None),
        ("东乡县民政局", 2014, None),
        ("东乡县民政局", 2018, "622926"),
        ("鄂温克族自治旗财政局", 2021, "150724"),
    ],
)
def test_a_place_that_was_something_else_before(name: str, year: int, code: str | None) -> None:
    assert resolve(Asked(name, year)).region_code == code


_PIECES = """
洛阳市 鼓楼区 朝阳 吉林 新疆生产建设兵团 第八师 第 师 国家税务总局 中国(上海) 省 市 区 县 镇 街道 乡
街道办事处 人民政府 办公室 开发区 管理委员会 公安局 分局 司法 局 委员会 ( ) （ 和 与 中学 海关
教育部 城关镇 〔2024〕 A1
"""
PIECES = [*_PIECES.split(), " ", "\n"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=7).map("".join), st.sampled_from((2009, 2024)))
def test_no_name_or_text_breaks_the_resolver(name: str, year: int) -> None:
    words = "电话:025-83350601 地址:" + name + " http://x.gov.cn " + name + "人民政府"
    asked = Asked(name, year, words)
    agency = resolve(asked)
    assert agency == resolve(asked)
    assert agency.region_code is None or not agency.candidates
    for sign in agency.evidence:
        assert sign.start is None or words[sign.start : sign.end] == sign.text
