"""Layouts become tokens: what separates cells, what is a value, what belongs to a label."""

from __future__ import annotations

import pytest

from extractors.fold import fold
from extractors.tables.tokens import Kind, Token, scan, tokenize

from .support import document, flagged, proactive_table, read, rows_of


def tokens_of(text: str) -> list[Token]:
    folded = fold(text)
    (tokens,) = tokenize([scan(folded, 0, len(folded))])
    return tokens


def printed(text: str) -> list[tuple[str, str]]:
    """Kind and text of each token; a blank's text is left out."""
    folded = fold(text)
    return [
        (token.kind.name, "" if token.kind is Kind.BLANK else folded[token.start : token.end])
        for token in tokens_of(text)
    ]


def values(text: str) -> list[str]:
    return [text for kind, text in printed(text) if kind == "VALUE"]


def label(text: str) -> str:
    return "".join(text for kind, text in printed(text) if kind == "TEXT")


ROW = [("TEXT", "规章"), ("VALUE", "1"), ("VALUE", "20"), ("VALUE", "300")]
GAP = [("TEXT", "规章"), ("VALUE", "1"), ("BLANK", ""), ("VALUE", "300")]


@pytest.mark.parametrize(
    "text",
    [
        "规章\t1\t20\t300",
        "规章 1 20 300",
        "规章      1     20   300",
        "规章 | 1 | 20 | 300",
        "规章|1|20|300",
        "规章\u30001\u300020\u3000300",
        "规章\n1\n20\n300",
        "规章\n\n1\n\n20\n\n300\n",
        "\t规章\n\t1\n\t20\n\t300",
        "规章 1 20\n300",
        "规章１　２０　３００".replace("１", " １"),
    ],
)
def test_each_kind_of_separator_gives_the_same_tokens(text: str) -> None:
    assert printed(text) == ROW


@pytest.mark.parametrize("text", ["| 规章 | 1 | 20 | 300 |", "|规章|1|20|300|", "│规章│1│20│300│"])
def test_the_frame_of_a_row_separates_nothing(text: str) -> None:
    assert printed(text) == ROW


@pytest.mark.parametrize(
    "text",
    [
        "规章\t1\t\t300",
        "规章 | 1 | | 300",
        "规章|1||300",
        "| 规章 | 1 | | 300 |",
        "规章\t1\t \t300",
    ],
)
def test_a_cell_between_separators_may_be_blank(text: str) -> None:
    assert printed(text) == GAP


@pytest.mark.parametrize("blank", ["&nbsp;", "\u3000", "\u200b"])
def test_a_cell_of_spaces_is_blank(blank: str) -> None:
    assert printed(f"| 规章 | 1 | {blank} | 300 |") == GAP


def test_a_tab_alone_on_its_line_is_a_blank_cell() -> None:
    assert printed("\t规章\n\t1\n\t\n\t300") == GAP


def test_an_empty_line_is_no_cell() -> None:
    assert printed("规章\n\n\n1") == [("TEXT", "规章"), ("VALUE", "1")]


def test_leading_tabs_of_merged_cells_are_blank_cells() -> None:
    assert printed("\t\t规章\t1") == [
        ("BLANK", ""),
        ("BLANK", ""),
        ("TEXT", "规章"),
        ("VALUE", "1"),
    ]


def test_tokens_know_line_and_cell() -> None:
    tokens = tokens_of("规章\t1\n许可\t\t3")
    assert [(t.line, t.cell) for t in tokens] == [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2)]


def test_spans_are_of_the_source() -> None:
    text = "规章\t 1,234 \t－"
    spans = [(t.start, t.end) for t in tokens_of(text)]
    assert [text[start:end] for start, end in spans] == ["规章", "1,234", "－"]


@pytest.mark.parametrize(
    "value",
    [
        "0",
        "218",
        "1,234",
        "12,345,678",
        "3.14",
        "59237.2449",
        "1,234.5",
        "+81",
        "-417",
        "5件",
        "12.5万元",
        "251000元",
        "6条",
        "3项",
    ],
)
def test_numbers_are_values_with_sign_and_unit(value: str) -> None:
    assert printed(f"行政许可 {value}") == [("TEXT", "行政许可"), ("VALUE", value)]


@pytest.mark.parametrize("mark", ["/", "-", "—", "——", "－", "／", "\\", "//", "---"])
def test_marks_for_not_applicable(mark: str) -> None:
    text = f"规章 0 {mark} 0"
    assert [kind for kind, _ in printed(text)] == ["TEXT", "VALUE", "NOT_APPLICABLE", "VALUE"]


@pytest.mark.parametrize(
    "row",
    [
        "1.属于国家秘密",
        "1、属于国家秘密",
        "1．属于国家秘密",
        "1. 属于国家秘密",
        "1 .属于国家秘密",
        "1 、属于国家秘密",
        "（三）不予公开1.属于国家秘密",
        "1.、属于国家秘密",
    ],
)
def test_enumerators_are_no_values(row: str) -> None:
    text = "\n".join(f"{row} 0 0 0 0 0 0 {n}" for n in range(3))
    assert values(text) == [v for n in range(3) for v in ["0"] * 6 + [str(n)]]


def test_an_enumerator_apart_from_its_label_is_no_value() -> None:
    assert values("规章 0 0\n1.\n属于国家秘密 0 0") == ["0"] * 4


@pytest.mark.parametrize(
    "words",
    [
        "（本列数据指2019年事项数）",
        "第36条第1款情形",
        "减用负值表示，如-8，",
        "12345热线",
    ],
)
def test_digits_within_a_label_belong_to_it(words: str) -> None:
    text = f"规章 0 0 0\n{words} 0 0 0\n行政许可 7 8 9"
    assert values(text) == ["0"] * 6 + ["7", "8", "9"]


def test_a_value_glued_to_its_label_is_a_value() -> None:
    text = "规章0 1 2\n行政规范性文件3 4 5\n行政许可6 7 8"
    assert values(text) == [str(n) for n in range(9)]
    assert label(text) == "规章行政规范性文件行政许可"


def test_a_value_glued_to_the_label_behind_it_is_a_value() -> None:
    assert values("规章 0 1 2二、行政许可 3 4 5") == [str(n) for n in range(6)]


def test_run_on_text_has_its_runs_of_digits_as_values() -> None:
    assert printed("规章000行政规范性文件5845546行政许可4529") == [
        ("TEXT", "规章"),
        ("VALUE", "000"),
        ("TEXT", "行政规范性文件"),
        ("VALUE", "5845546"),
        ("TEXT", "行政许可"),
        ("VALUE", "4529"),
    ]


@pytest.mark.parametrize("mark", [".", "、"])
def test_digits_that_run_into_the_number_of_the_next_row_are_of_uncertain_extent(mark: str) -> None:
    text = f"本机关不掌握7500000752{mark}没有现成信息00000003{mark}补正后"
    kinds = printed(text)
    assert ("GLUED", "7500000752") in kinds
    assert ("GLUED", "00000003") in kinds


@pytest.mark.parametrize("number", ["1,23", "12,3456", "1,,234", "1.2.3", "5/6", "10-20", "3~4"])
def test_what_is_no_number_is_not_split_into_one(number: str) -> None:
    """A printed number that is malformed must not lose a part and pass for another one."""
    text = f"规章 0 0 0\n行政规范性文件 0 {number} 0\n行政许可 7"
    assert set(values(text)) <= {"0", "7", number}


def test_nothing_gives_no_tokens() -> None:
    assert tokens_of("") == []
    assert tokens_of("\n \n") == []


def test_a_character_that_cannot_be_told_is_no_blank() -> None:
    rows = rows_of("proactive")
    rows["licences"][1] = "\ufffd"
    report = read(document(proactive=proactive_table(rows)))
    assert {cell.name: cell.status for cell in report.cells}["proactive.licences.decisions"] == (
        "conflict"
    )
    assert "proactive.licences.decisions" in flagged(report)
