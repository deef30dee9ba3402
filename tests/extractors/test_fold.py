"""Folding keeps every offset and makes widths, radicals, dashes and furniture uniform."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractors.fold import fold

ANY = settings(max_examples=100, derandomize=True, deadline=None, database=None)
PIECES = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            [
                "Comment by 707: x",
                "[bookmark: _GoBack]",
                "\n- 4 -\n",
                "|---|:---:|",
                "第 3 页 共 10 页",
                "&nbsp;",
                "\r\n",
                "ﬀ",
                "㈠",
                "①",
                "\u2028",
                "⼀",
            ]
        ),
    )
).map("".join)


@ANY
@given(PIECES)
@example("㈠㈡ﷺ⑳")
def test_length_is_kept_for_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@ANY
@given(PIECES)
def test_line_breaks_stay_where_they_are(text: str) -> None:
    folded = fold(text)
    assert all(folded[i] == "\n" for i, char in enumerate(text) if char == "\n")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("０１２３４５６７８９．，", "0123456789.,"),
        ("（一）：；％", "(一):;%"),
        ("①⑨", "①⑨"),
        ("〔2021〕【注】", "[2021][注]"),
        ("a\u00a0b\u3000c\u2003d\ufeffe\rf\r\ng", "a b c d e\nf \ng"),
        ("a\u2028b\x0cc\x85d", "a\nb\nc\nd"),
        ("–—―−‐‑─－", "--------"),
        ("｜│", "||"),
        ("／∕", "//"),
        ("规章&nbsp;0", "规章      0"),
    ],
)
def test_width_space_and_dashes_are_uniform(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("⼀、⼯作⾃然⼈⽂⾏", "一、工作自然人文行"),
        ("\uf9e4\uf900", "理岂"),
        ("\u2ea0政\u2ec4工区", "民政西工区"),
        ("\u2ec5\u2ed3\u2ed4\u2ed8\u2eda\u2edb", "见长门青页风"),
        ("\u2fa7\u2fa8", "长门"),
    ],
    ids=[
        "Kangxi radicals",
        "compatibility ideographs",
        "民 and 西",
        "more supplementary radicals",
        "of traditional characters",
    ],
)
def test_radicals_of_pdf_texts_become_characters(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_comment_is_blanked_to_the_end_of_its_line() -> None:
    comment = "Comment by 707: 应为12件，而不是15件。"
    assert fold(f"问题。\t{comment}\n0") == f"问题。\t{' ' * len(comment)}\n0"


def test_a_bookmark_is_blanked() -> None:
    assert fold("[bookmark: _GoBack]改进") == " " * 19 + "改进"


@pytest.mark.parametrize(
    "page",
    ["- 4 -", "— 12 —", "－3－", "  -- 7 --", "第 3 页", "第3页 共10页", "第 3 页 / 共 10 页"],
)
def test_a_page_number_on_a_line_of_its_own_is_blanked(page: str) -> None:
    assert fold(f"规章 0\n{page}\n行政许可 5") == f"规章 0\n{' ' * len(page)}\n行政许可 5"


@pytest.mark.parametrize("line", ["-", "—", "- 4", "规章 - 4 -", "4", "- 2024 -", "第 3 项", "-4"])
def test_what_only_resembles_a_page_number_stays(line: str) -> None:
    assert fold(f"x\n{line}\ny").split("\n")[1] == line.replace("—", "-")


@pytest.mark.parametrize("rule", ["|---|---|", "| :---: | --- |", "---|---", "|-----|"])
def test_the_rule_of_a_markdown_table_is_blanked(rule: str) -> None:
    assert fold(f"| a | b |\n{rule}\n| 1 | 2 |") == f"| a | b |\n{' ' * len(rule)}\n| 1 | 2 |"


@pytest.mark.parametrize("row", ["| - | - |", "| -- | 0 |", "|—|—|", "-\t-\t-"])
def test_dashes_that_are_values_stay(row: str) -> None:
    assert fold(row) == row.replace("—", "-")


def test_a_line_of_dashes_for_values_is_no_markdown_rule() -> None:
    """Three dashes in one cell may be a value; a rule needs three in every cell."""
    assert fold("| 规章 | --- | 0 |") == "| 规章 | --- | 0 |"


@pytest.mark.parametrize("between", ["", "\n", "\n\n"])
def test_how_a_character_is_read_is_blanked_though_lines_break(between: str) -> None:
    text = f"總{between}(z{between}ǒng)计"
    folded = fold(text)
    assert "".join(folded.split()) == "总计" or "".join(folded.split()) == "總计"
    assert folded.count("\n") == text.count("\n")


def test_no_page_has_the_number_zero() -> None:
    assert fold("18\n— 0 —\n0 0 20").split() == ["18", "-", "0", "-", "0", "0", "20"]
