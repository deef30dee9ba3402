"""Compact text: broken lines are whole, and every place leads back to the source."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.compact import compact

ANY = settings(max_examples=100, derandomize=True, deadline=None, database=None)
TEXT = st.text(alphabet="政府0 \t\n|#a", max_size=40)


def blank(char: str) -> bool:
    return char.isspace() or char == "|"


def test_white_space_and_pipes_are_left_out() -> None:
    flat = compact("一、总\n体 情|况\n\t2024")
    assert flat.text == "一、总体情况2024"
    assert [flat.source(p) for p in range(len(flat.text))] == [0, 1, 2, 4, 6, 8, 11, 12, 13, 14]


@ANY
@given(TEXT)
def test_compact_text_is_the_source_without_blanks(text: str) -> None:
    assert compact(text).text == "".join(char for char in text if not blank(char))


@ANY
@given(TEXT)
def test_a_place_leads_to_its_character_and_back(text: str) -> None:
    flat = compact(text)
    for position, char in enumerate(flat.text):
        offset = flat.source(position)
        assert text[offset] == char
        assert flat.position(offset) == position


@ANY
@given(TEXT)
def test_an_offset_leads_to_the_next_character(text: str) -> None:
    flat = compact(text)
    for offset in range(len(text) + 1):
        before = sum(not blank(char) for char in text[:offset])
        assert flat.position(offset) == before


@ANY
@given(TEXT)
def test_the_end_leads_to_the_end(text: str) -> None:
    flat = compact(text)
    assert flat.source(len(flat.text)) == len(text)


def test_starts_of_lines_ignore_marks_of_markdown() -> None:
    flat = compact("## 一、总体\n| 规章 0\n文 二、主动")
    starts = [flat.text[p] for p in range(len(flat.text)) if flat.starts_line(p)]
    assert starts == ["#", "#", "一", "规", "文"]


def test_ends_of_lines_ignore_trailing_separators() -> None:
    flat = compact("总体 |\t\n情况\n末")
    ends = [p for p in range(1, len(flat.text) + 1) if flat.ends_line(p)]
    assert ends == [2, 4, 5]


def test_nothing_is_compact_too() -> None:
    flat = compact(" \n|")
    assert flat.text == ""
    assert flat.source(0) == 3
    assert flat.position(2) == 0
