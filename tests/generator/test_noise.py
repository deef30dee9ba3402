"""Noise: traditional characters, pinyin, the lines of a crawler, notes in heads."""

from __future__ import annotations

import re
from random import Random

import pytest

from . import LAYOUTS, Options, random_truth, render
from .noise import in_traditional, truth_in_traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("政府信息公开", "政府信息公開"),
        ("总计", "總計"),
        ("结转下年度继续办理", "結轉下年度繼續辦理"),
        ("规范性文件", "規範性文件"),
        ("行政复议、行政诉讼", "行政復議、行政訴訟"),
        ("没有现成信息需要另行制作", "沒有現成信息需要另行制作"),
    ],
)
def test_labels_in_traditional_characters(simplified: str, traditional: str) -> None:
    assert in_traditional(simplified) == traditional
    assert in_traditional(traditional) == traditional


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_whole_document_is_traditional(layout: str) -> None:
    truth = random_truth(Random(1), edition="2019")
    texts = [
        render(truth, layout, Random(seed), options=Options(traditional=True)) for seed in range(12)
    ]
    assert not any(re.search("[信总计转复议办开规诉讼]", text.replace("信", "")) for text in texts)
    joined = [re.sub(r"\s", "", text) for text in texts]
    assert {"行政復議" in text for text in joined} == {True, False}
    assert all(truth_in_traditional(truth).agency in text for text in joined)


def test_pinyin_stands_behind_characters_of_labels() -> None:
    text = render(random_truth(Random(2)), "tab_rows", Random(2), options=Options(pinyin=True))
    assert "本年制發(fā)件數(shù)" in text
    assert "上年结转政府信息公开申请數(shù)量" in text


def test_a_crawler_keeps_title_and_address_above_the_text() -> None:
    shown = set()
    for seed in range(20):
        truth = random_truth(Random(seed))
        text = render(truth, "run_together", Random(seed), options=Options(metadata=True))
        head, rule, body = text.partition("正文 ====================\n")
        assert rule
        assert re.match("标题: .*年度报告\n发布时间: ", head)
        assert truth.agency in head.split("\n")[0]
        shown.add(bool(re.match(r"\S*年.{0,3}(?:度)?政府信息公开", body)))
    assert shown == {True, False}


def test_digits_in_heads_are_notes() -> None:
    texts = [
        render(random_truth(Random(3), edition="2019"), "tab_rows", Random(s)) for s in range(30)
    ]
    noted = [text for text in texts if re.search(r"本年增/减[(（]", text)]
    assert 3 < len(noted) < 20
    assert all(re.search(r"上一年项目数量[(（]指\D*20\d\d年", text) for text in noted)
