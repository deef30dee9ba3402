"""Tables of the wrong year, part of a year, and 规章 of bodies that cannot make them."""

from __future__ import annotations

from random import Random

import pytest

from extractors.checks.misuse import check_form
from extractors.model import Finding
from schema import form
from tests.generator.kinds import KINDS

from .support import document, read

MIXED = form.combined((("proactive", "2019"), ("applications", "2021"), ("review", "2021")))


@pytest.mark.parametrize(
    ("edition", "year", "rule"),
    [
        (form.edition("2021"), 2021, None),
        (form.edition("2021"), None, None),
        (form.edition("2019"), 2020, None),
        (form.edition("2019"), None, None),
        (form.edition("2019"), 2021, "主动公开政府信息情况、收到和处理政府信息公开申请情况"),
        (MIXED, 2020, "主动公开政府信息情况"),
        (MIXED, None, "主动公开政府信息情况"),
        (MIXED, 2023, "主动公开政府信息情况"),
    ],
)
def test_tables_of_another_edition_are_named(
    edition: form.Edition, year: int | None, rule: str | None
) -> None:
    found = check_form(edition, year)
    assert len(found) == (rule is not None)
    assert all((one.rule, one.severity) == ("form_edition", "info") for one in found)
    for one in found:
        assert one.message.endswith(rule or "")
        assert one.message_zh.endswith(f"：{rule}")
        assert (one.expected, one.found) == ("2021", "2019")


def test_all_hybrids_of_the_generator_are_named() -> None:
    pure = ("2021", "2019")
    hybrids = [kind for name, kind in KINDS.items() if kind.form.cells and name not in pure]
    assert hybrids
    for kind in hybrids:
        assert check_form(kind.form, Random(1).choice(kind.years)), kind


def partial(text: str) -> list[Finding]:
    report = read(document(overview=text))
    return [one for one in report.findings if one.rule == "period_not_year"]


@pytest.mark.parametrize(
    "text",
    [
        "本报告所列数据的统计期限为2024年1月1日至2024年11月30日。",
        "统计时间自2024年4月1日起至12月31日止。",
        "2024年1月1日至2024年6月30日为数据统计期。",
    ],
)
def test_a_part_of_the_year_is_no_period_of_an_annual_report(text: str) -> None:
    (said,) = partial(text)
    assert said.severity == "warning"
    assert said.expected == "2024-01-01 to 2024-12-31"
    assert "2024 年 1 月 1 日" in said.message_zh


@pytest.mark.parametrize(
    "text",
    [
        "本报告所列数据的统计期限为2024年1月1日至2024年12月31日。",
        "2024年3月1日至6月30日，开展了政务公开专项行动。",
        "数据统计期限为2023年1月1日至2024年12月31日。",
    ],
)
def test_another_stretch_of_time_is_not_the_period(text: str) -> None:
    assert partial(text) == []
