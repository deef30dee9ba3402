"""Titles that are broken within a name."""

from __future__ import annotations

import pytest

from .test_identify import BODY, who_and_when


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("洛阳市西工区", "司法局2024年政府信息公开工作年度报告"),
        ("洛阳市", "西工区司法局2024年政府信息公开工作年度报告"),
        ("洛阳市西工", "区司法局2024年政府信息公开工作年度报告"),
        ("洛阳市西工区司法", "局2024年政府信息公开工作年度报告"),
        ("洛阳市西工区司法局2024年政府信", "息公开工作年度报告"),
        ("洛阳市西工区司法局2024", "年政府信息公开工作年度报告"),
    ],
)
def test_a_title_broken_within_the_name_is_whole(first: str, second: str) -> None:
    assert who_and_when(f"{first}\n{second}\n{BODY}") == ("洛阳市西工区司法局", 2024)


@pytest.mark.parametrize(
    "title",
    [
        "银川市国防动员办\n公室关于2021年政府信息公开工作的年度报告",
        "银川市国防动员办公\n室关于2021年政府信息公开工作的年度报告",
        "银川市国防动员\n办公室2021年政府信息公开工作年度报告",
    ],
)
def test_the_rest_of_a_broken_name_is_no_name(title: str) -> None:
    assert who_and_when(f"{title}\n\n{BODY}") == ("银川市国防动员办公室", 2021)


def test_a_title_broken_twice_is_whole() -> None:
    text = f"西工区\n司法局\n2024年政府信息公开工作年度报告\n{BODY}"
    assert who_and_when(text) == ("西工区司法局", 2024)


def test_a_title_broken_behind_a_long_name_is_whole() -> None:
    text = f"四子王旗人力资源和社会\n保障局2024年政府信息公开工作年度报告\n{BODY}"
    assert who_and_when(text) == ("四子王旗人力资源和社会保障局", 2024)


@pytest.mark.parametrize(
    "name",
    [
        "人力资源和社会保障局",
        "行政审批服务局",
        "机关事务管理局",
        "退役军人事务局",
        "市场监督管理局",
    ],
)
def test_a_name_may_be_broken_anywhere(name: str) -> None:
    whole = f"洛阳市西工区{name}"
    for cut in range(4, len(whole)):
        title = f"{whole[:cut]}\n{whole[cut:]}2024年政府信息公开工作年度报告"
        assert who_and_when(f"{title}\n\n{BODY}") == (whole, 2024), title


def test_the_body_above_another_one_is_no_part_of_its_name() -> None:
    text = f"洛阳市人民政府\n洛阳市机关事务管理局2024年政府信息公开工作年度报告\n{BODY}"
    assert who_and_when(text) == ("洛阳市机关事务管理局", 2024)
