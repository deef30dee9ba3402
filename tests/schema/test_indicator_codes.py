"""Indicators before 2019 as data: codes, labels, and words of their tables."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from extractors.fold import fold
from extractors.indicators.codes import codes_of, key_of, summed_codes
from schema import form

INFOS = {info.code: info for info in form.indicators()}


def test_codes_are_unique_and_in_the_style_of_the_form() -> None:
    assert [code for code, n in Counter(i.code for i in form.indicators()).items() if n > 1] == []
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+", code) for code in INFOS)


def test_every_indicator_has_a_label_and_a_unit() -> None:
    units = set(form.indicator_words("unit_name"))
    assert [code for code, info in INFOS.items() if not info.label or info.unit not in units] == []


@pytest.mark.parametrize("code", INFOS)
def test_the_forms_own_label_means_its_code(code: str) -> None:
    under = code.partition(".")[0]
    choices = codes_of(key_of(fold(INFOS[code].label)))
    matching = [c for place, c in choices if place == under] or [c for p, c in choices if not p]
    assert matching == [code]


def test_no_label_means_two_things_in_one_place() -> None:
    keys = {key_of(fold(info.label)) for info in form.indicators()}
    for key in keys:
        places = Counter(under for under, _ in codes_of(key))
        assert [place for place, n in places.items() if n > 1] == [], key


def test_labels_name_codes_that_exist() -> None:
    assert {label.code for label in form.indicator_labels()} == set(INFOS)
    places = {label.under for label in form.indicator_labels()} - {""}
    assert places <= {code.partition(".")[0] for code in INFOS}


def test_totals_exist_and_no_part_is_its_own_whole() -> None:
    for code, info in INFOS.items():
        assert bool(info.total) == bool(info.relation)
        seen = {code}
        while info.total:
            assert info.total not in seen
            seen.add(info.total)
            info = INFOS[info.total]  # noqa: PLW2901


def test_totals_of_the_national_form_add_up_by_their_parts() -> None:
    assert summed_codes() == {
        "received.total",
        "closed.total",
        "answered.total",
        "answered.refused",
        "reconsideration.total",
        "litigation.total",
        "staff.total",
    }


def test_a_stated_number_is_named_in_its_pattern() -> None:
    stated = {code: re.compile(info.stated) for code, info in INFOS.items() if info.stated}
    assert all("number" in pattern.groupindex for pattern in stated.values())
    match = stated["disclosed.total"].search("全年主动公开政府信息共2,069条")
    assert match
    assert match["number"] == "2,069"
    match = stated["received.total"].search("收到政府信息公开申请12件")
    assert match
    assert match["number"] == "12"


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("主动公开政府信息数(不同渠道和方式公开相同信息计1条)", "主动公开政府信息"),
        ("不是《条例》所指政府信息", "不是条例所指政府信息"),
        ("“信息不存在”数", "信息不存在"),
        ("信函、传真申请数", "信函传真申请"),
        ("参加或举办新闻发布会总次数", "参加或举办新闻发布会"),
        ("其它方式公开数", "其他方式公开"),
        ("专项经费(不包括用于政府公报编辑", "专项经费"),
        ("数" * 300, ""),
    ],
)
def test_labels_are_compared_without_what_does_not_matter(printed: str, key: str) -> None:
    assert key_of(printed) == key


def test_every_pattern_of_a_word_is_one() -> None:
    roles = ("label", "number", "unit", "cumulative", "previous", "value", "amount", "stop", "skip")
    for role in roles:
        patterns = form.indicator_words(role)
        assert patterns
        assert all(re.compile(pattern).match("") is None for pattern in patterns), role
