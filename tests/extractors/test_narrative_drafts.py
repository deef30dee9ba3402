"""Sentences as drafts have them, over one table: contradictions are found, sound ones are not."""

from __future__ import annotations

import pytest

from extractors.narrative.numerals import counts, value_of
from extractors.narrative.prose import prose_of, quantities, sentences
from tests.accuracy.prose import Judged, findings, judged

ALL = list(judged())
CONTRADICTING = [one for one in ALL if one.rule and not one.missed]
SOUND = [one for one in ALL if not one.rule]
MISSED = [one for one in ALL if one.missed]


def _text(one: Judged) -> str:
    return one.text


@pytest.mark.parametrize("one", CONTRADICTING, ids=_text)
def test_a_contradiction_is_found(one: Judged) -> None:
    assert one.rule in {finding.rule for finding in findings(one)}


@pytest.mark.parametrize("one", SOUND, ids=_text)
def test_a_sound_sentence_is_not_accused(one: Judged) -> None:
    assert [finding.message for finding in findings(one)] == []


def test_known_misses_are_still_misses_and_few() -> None:
    assert len(MISSED) <= 5
    assert [one.text for one in MISSED if findings(one)] == [], "found now: take off the mark"


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("三十五", 35),
        ("十", 10),
        ("十二", 12),
        ("一百零五", 105),
        ("一千二百", 1200),
        ("肆拾伍", 45),
        ("两", 2),
        ("零", 0),
        ("三五", None),
        ("百十百", None),
    ],
)
def test_numerals(numeral: str, value: int | None) -> None:
    assert value_of(numeral) == value


@pytest.mark.parametrize(
    "text", ["一起推进", "第三件申请", "零件目录", "每一件申请", "十件事", "2024年三月", "三五件"]
)
def test_words_that_are_no_counts(text: str) -> None:
    assert list(counts(text)) == []


def test_a_count_in_characters_is_quoted_as_printed() -> None:
    prose = prose_of(1, "总述。本年度 新收政府信息公开申请三十\n七件，上年结转四件。")
    (sentence,) = sentences(prose, ("申请",))
    assert [one.number for one in quantities(sentence)] == [37, 4]
    first = quantities(sentence)[0]
    assert sentence.quote(first.end) == "本年度新收政府信息公开申请三十七件"
    assert prose.printed(0, len(prose.compact)).endswith("上年结转四件。")
