"""Headings of the six sections, and the prose between them."""

from __future__ import annotations

import pytest

from extractors.compact import compact
from extractors.fold import fold
from extractors.model import Section, Span
from extractors.sections import find_headings, read_sections

from .support import document, read

TITLES = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
PROSE = ("总述甲。", "主动乙。", "申请丙。", "复议丁。", "问题戊。", "其他己。")


def sections_of(text: str) -> tuple[Section, ...]:
    flat = compact(fold(text))
    return read_sections(text, flat, find_headings(flat), [])


def found(text: str) -> list[tuple[int, str, str]]:
    return [(section.number, section.title, section.text) for section in sections_of(text)]


def layout(titles: tuple[str, ...] = TITLES, joint: str = "\n", mark: str = "") -> str:
    pairs = zip(titles, PROSE, strict=True)
    return "标题\n" + "\n".join(f"{mark}{title}{joint}{prose}" for title, prose in pairs) + "\n"


EXPECTED = [(n, t, p) for n, t, p in zip(range(1, 7), TITLES, PROSE, strict=True)]


@pytest.mark.parametrize("mark", ["", " ", "\u3000\u3000", "\t", "# ", "## ", "#### ", "**", "| "])
@pytest.mark.parametrize("joint", ["\n", "\n\n", "\r\n", " \n"])
def test_headings_on_their_own_line_are_found(joint: str, mark: str) -> None:
    sections = sections_of(layout(joint=joint, mark=mark))
    assert [(section.number, section.title) for section in sections] == list(enumerate(TITLES, 1))
    for section, prose in zip(sections, PROSE, strict=True):
        assert section.text.startswith(prose)


@pytest.mark.parametrize("mark", ["", "\u3000\u3000", "\t", "## ", "**", "| "])
def test_the_mark_of_the_next_heading_is_no_prose(mark: str) -> None:
    assert found(layout(mark=mark)) == EXPECTED


def test_spans_hold_title_and_prose() -> None:
    text = layout()
    for section, (_, title, prose) in zip(sections_of(text), EXPECTED, strict=True):
        assert text[section.span.start : section.span.end].strip() == f"{title}\n{prose}"


def test_run_on_text_has_headings_at_the_start_of_sentences() -> None:
    text = "平潭2024年年度报告。" + "".join(t + p for t, p in zip(TITLES, PROSE, strict=True))
    sections = sections_of(text)
    assert [section.number for section in sections] == [1, 2, 3, 4, 5, 6]
    for section, title, prose in zip(sections, TITLES, PROSE, strict=True):
        assert text[section.span.start : section.span.end] == title + prose
        assert section.text.endswith(prose)


def test_the_first_heading_may_run_on_from_the_title() -> None:
    text = "某局2023年政府信息公开工作年度报告 一、总体情况2023年，本机关推进公开。"
    assert [number for number, *_ in found(text)] == [1]


def test_a_heading_broken_over_lines_is_whole() -> None:
    text = layout().replace("政府信息公开申请情况", "政府信\n息公开申请情况")
    assert found(text) == EXPECTED


@pytest.mark.parametrize(
    ("number", "title"),
    [
        (1, "一、概述"),
        (1, "一．总体情况"),
        (1, "一,总体情况"),
        (2, "二、行政机关主动公开政府信息情况"),
        (3, "三、行政机关收到和处理政府信息公开申请情况"),
        (3, "三、收到和处理政府信息公开申请的情况"),
        (4, "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
        (4, "四、政府信息公开行政法复议、行政诉讼情况"),
        (4, "四、政府信息公开行政复议和行政诉讼情况"),
        (5, "五、存在问题及改进情况"),
        (5, "五、政府信息公开工作存在的主要问题及改进情况"),
        (6, "六、需要报告的其他事项"),
        (6, "六、其他需要报告的事项："),
    ],
)
def test_titles_vary(number: int, title: str) -> None:
    titles = tuple(title if n == number else t for n, t in enumerate(TITLES, 1))
    numbers = [section.number for section in sections_of(layout(titles))]
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_a_wrong_numeral_does_not_hide_a_section() -> None:
    titles = (*TITLES[:4], "四、存在的主要问题及改进情况", TITLES[5])
    assert [section.number for section in sections_of(layout(titles))] == [1, 2, 3, 4, 5, 6]


def test_titles_without_numerals_are_found_on_lines_of_their_own() -> None:
    titles = tuple(title[2:] for title in TITLES)
    assert [s.number for s in sections_of(layout(titles))] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("leader", ["", "……1", "\t3", " ........ 12"])
def test_a_table_of_contents_is_not_the_body(leader: str) -> None:
    contents = "目录\n" + "".join(f"{title}{leader}\n" for title in TITLES)
    assert found(contents + layout()) == EXPECTED


def test_a_list_of_sections_in_the_introduction_is_no_heading() -> None:
    names = "、".join(title[2:] for title in TITLES)
    text = layout().replace("标题\n", f"标题\n本年度报告全文包括：{names}。\n")
    assert found(text) == EXPECTED


@pytest.mark.parametrize(
    "sentence",
    [
        "我局认真总结总体情况，改进工作。",
        "按照要求，一、总体情况要写清楚。",
        "详见第三部分收到和处理政府信息公开申请情况的表格。",
        "其他需要报告的事项见后文。",
        "我局没有因政府信息公开行政复议、行政诉讼情况受到批评。",
    ],
)
def test_titles_within_prose_are_no_headings(sentence: str) -> None:
    text = layout().replace("总述甲。", f"总述甲。{sentence}")
    expected = [(1, TITLES[0], f"总述甲。{sentence}"), *EXPECTED[1:]]
    assert found(text) == expected


def test_numbered_points_within_a_section_are_no_headings() -> None:
    text = layout().replace("问题戊。", "问题戊。\n一、公开不及时。\n二、解读形式偏少。")
    expected = [*EXPECTED[:4], (5, TITLES[4], "问题戊。\n一、公开不及时。\n二、解读形式偏少。")]
    assert found(text) == [*expected, EXPECTED[5]]


def test_a_missing_section_is_left_out() -> None:
    text = layout().replace(f"{TITLES[3]}\n{PROSE[3]}\n", "")
    assert [section.number for section in sections_of(text)] == [1, 2, 3, 5, 6]


def test_text_without_headings_has_no_sections() -> None:
    assert sections_of("某局召开会议，研究政府信息公开工作。\n") == ()
    assert sections_of("") == ()


def test_tables_are_left_out_of_the_prose() -> None:
    text = layout().replace("主动乙。", "主动乙。\n规章\t0\t0\t0\n表后。")
    start = text.index("规章")
    flat = compact(fold(text))
    table = Span(start, text.index("表后"))
    sections = read_sections(text, flat, find_headings(flat), [table])
    assert sections[1].text == "主动乙。\n表后。"
    assert sections[0].text == "总述甲。"


def test_a_report_keeps_prose_before_a_table_and_drops_the_table() -> None:
    text = document().replace(
        "二、主动公开政府信息情况\n", "二、主动公开政府信息情况\n我局公开14条。\n"
    )
    texts = {section.number: section.text for section in read(text).sections}
    assert texts == {
        1: "我局依法公开信息。",
        2: "我局公开14条。",
        3: "",
        4: "",
        5: "解读形式偏少。",
        6: "无。",
    }
