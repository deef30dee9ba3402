"""What decides where the name does not, and what does not decide."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.agencies.hosts import EXACT, INITIALS, JOINED, regions_of
from extractors.agencies.model import Agency, Asked
from extractors.agencies.resolve import findings, resolve
from extractors.agencies.scope import scope_of
from extractors.document import Metadata

GULOU = {"320106", "320302", "350102", "410204"}


def of_text(name: str, text: str, **known: Any) -> Agency:
    return resolve(Asked(name, 2023, text, **known))


def kinds(agency: Agency) -> list[str]:
    return [sign.kind for sign in agency.evidence]


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("如有疑问请联系,电话:025-83350601。", "area_code", "320106"),
        ("联系电话：0516—83350601", "area_code", "320302"),
        ("地址:福州市鼓楼区津泰路98号", "address", "350102"),
        ("在河南政务服务网公开信息12条", "platform", "410204"),
        ("信息在苏服办公开,福州市没有。地址：南京市鼓楼区", "address", "320106"),
        ("网址 http://www.gulou.kaifeng.gov.cn/ 公开", "host", "410204"),
        ("徐州市鼓楼区司法局认真落实要求", "name", "320302"),
        ("全区宁海路街道、华侨路街道均设点", "town", "320106"),
    ],
)
def test_a_sign_decides_among_bodies_of_one_name(text: str, kind: str, code: str) -> None:
    agency = of_text("鼓楼区司法局", text)
    assert agency.region_code == code
    assert kind in kinds(agency)
    assert agency.candidates == ()
    for sign in agency.evidence:
        if sign.start is not None:
            assert text[sign.start : sign.end] == sign.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "本年度收到申请3件。",
        "电话:025-83350601,传真:0516-83350601",
        "依据苏政办发〔2021〕30号编制",
        "在江苏政务服务网公开",
        "统一社会信用代码:11320106MB1234567X",
        "邮编:210009",
        "地址:鼓楼区中山北路1号",
    ],
)
def test_signs_that_do_not_decide_leave_the_candidates(text: str) -> None:
    asked = Asked("鼓楼区司法局", 2023, text)
    agency = resolve(asked)
    assert agency.region_code is None
    assert set(agency.candidates) == GULOU
    (finding,) = findings(asked, agency)
    assert (finding.rule, finding.severity) == ("region_ambiguous", "info")
    assert "江苏省南京市鼓楼区 320106" in finding.message


def test_a_credit_code_decides_with_a_second_sign() -> None:
    text = "统一社会信用代码:11320106MB1234567X,邮编:210009"
    assert of_text("鼓楼区司法局", text).region_code == "320106"


def test_a_wrong_credit_code_does_not_move_a_body() -> None:
    metadata = Metadata(credit_code="113417020033171234")
    agency = resolve(Asked("宁国市商务局", 2023, "电话:0563-4110000", metadata=metadata))
    assert agency.region_code == "341881"
    assert {"credit_code", "area_code"} <= set(kinds(agency))


def test_the_publisher_of_a_document_decides() -> None:
    metadata = Metadata(publisher="徐州市鼓楼区司法局")
    assert resolve(Asked("鼓楼区司法局", 2023, metadata=metadata)).region_code == "320302"
    metadata = Metadata(publisher="鼓楼区司法局", title="鼓楼区司法局2023年年度报告")
    assert resolve(Asked("鼓楼区司法局", 2023, metadata=metadata)).region_code is None


def test_a_place_that_is_named_once_does_not_decide() -> None:
    assert of_text("鼓楼区司法局", "赴徐州市鼓楼区考察学习一次").region_code is None


def test_a_town_that_only_one_candidate_has_decides() -> None:
    assert of_text("鼓楼区洪山镇人民政府", "").region_code == "350102100"


def test_the_address_of_a_document_decides() -> None:
    agency = of_text("鼓楼区司法局", "", address="https://www.gulou.nanjing.gov.cn/sfj/1.html")
    assert agency.region_code == "320106"


def test_a_name_without_a_place_needs_two_signs() -> None:
    address = "http://www.xigong.gov.cn/sfj/2024.html"
    text = "地址:洛阳市西工区唐宫路1号,电话:0379-63900000"
    told = of_text("司法局", text, address=address)
    assert (told.region_code, told.name) == ("410303", "洛阳市西工区司法局")
    assert of_text("司法局", "", address=address).region_code is None
    assert of_text("司法局", "电话:0379-63900000").region_code is None
    city = "地址:洛阳市洛龙区政和路1号,电话:0379-63900000"
    assert of_text("司法局", city, address="http://sfj.luoyang.gov.cn").region_code is None


def test_a_town_shared_by_many_is_told_by_its_county() -> None:
    agency = of_text("城关镇人民政府", "地址:罗山县城关镇东大街,电话:0376-2123456")
    assert agency.region_code is None or agency.region_code.startswith("411521")


@pytest.mark.parametrize(
    ("host", "codes", "weight"),
    [
        ("www.xigong.gov.cn", {"410303"}, EXACT),
        ("sfj.xinyang.gov.cn", {"411500"}, EXACT),
        ("www.gulou.fuzhou.gov.cn", {"350102"}, EXACT),
        ("www.njgl.gov.cn", {"320106"}, JOINED),
        ("www.gov.cn", set(), 0),
        ("www.bjchy.gov.cn", set(), 0),
    ],
)
def test_hosts(host: str, codes: set[str], weight: float) -> None:
    found, counts = regions_of(host)
    assert (set(found), counts) == (codes, weight)


def test_initials_alone_decide_nothing() -> None:
    assert regions_of("www.gl.gov.cn")[1] == INITIALS
    agency = of_text("鼓楼区司法局", "", address="http://www.glq.gov.cn/")
    assert agency.region_code is None
    agency = of_text("鼓楼区司法局", "", address="http://www.njgl.gov.cn/")
    assert agency.region_code == "320106"


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("本报告由市政府办公室综合各县区人民政府、市政府各部门的年度报告编制", "region"),
        ("根据各部门、各单位报送的政府信息公开年度报告汇总编制", "with_departments"),
        ("本报告所列数据统计范围仅为本机关", "own"),
        ("根据《中华人民共和国政府信息公开条例》要求编制本报告", None),
        ("现公布2023年度报告。我局高度重视各部门协作", None),
    ],
)
def test_scope_is_told_only_where_the_text_says(text: str, scope: str | None) -> None:
    assert scope_of(text, "government") == scope


@pytest.mark.parametrize(
    "text",
    [
        "本报告所列数据的统计期限为2023年1月1日至12月31日,各部门年度报告另行公布",
        "根据各单位报送的政府信息公开年度报告汇总编制",
    ],
)
def test_the_units_of_a_department_and_a_stretch_of_time_are_no_scope(text: str) -> None:
    assert scope_of(text, "department") is None
    assert "期限" not in text or scope_of(text, "government") is None
