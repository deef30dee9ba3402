"""Names of bodies: the hand-checked list, every division of the country, and what stays open."""

from __future__ import annotations

import pytest

from extractors.agencies.model import Asked
from extractors.agencies.names import parse
from extractors.agencies.resolve import resolve
from schema import regions
from tests.accuracy import agencies


@pytest.mark.parametrize("field", agencies.FIELDS)
def test_the_list_is_told_rightly(field: str) -> None:
    measure = agencies.measure(field)
    assert measure.wanted > 250
    assert measure.precision >= 0.99, agencies.mistakes()
    assert measure.recall >= 0.95, agencies.mistakes()


def test_a_name_of_the_list_that_is_told_wrongly_is_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = [one._replace(told={**one.told, "region_code": "110000"}) for one in agencies.told()]
    monkeypatch.setattr(agencies, "told", lambda: iter(told))
    assert agencies.measure("region_code").precision < 0.1
    assert agencies.mistakes()


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
    ],
)
def test_function_and_form(name: str, function: str | None, form: str | None) -> None:
    parsed = parse(name, 2023)
    assert (parsed.function, parsed.form) == (function, form)


@pytest.mark.parametrize("name", ["巴州财政局", "太湖旅游度假区管理委员会", "黄埔海关"])
def test_a_county_without_its_unit_is_not_enough(name: str) -> None:
    assert resolve(Asked(name, 2023)).region_code is None
