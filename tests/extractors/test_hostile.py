"""Texts made to be slow: time may grow with the length of a text, not with its square."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.reading import read_one

from .clock import in_time
from .support import application_table, document, review_table, rows_of

HEAD = "三、收到和处理政府信息公开申请情况\n自然人\t法人或其他组织\n"
TITLE = "西工区司法局2024年政府信息公开工作年度报告"


def reads_in_time(seconds: float, text: str) -> bool:
    """Whether a text is read, as a report or not, within the time."""
    return in_time(seconds, lambda: read_one(text.encode()))


def fill(unit: str, size: int) -> str:
    return unit * (size // len(unit))


def alone(unit: str, size: int) -> str:
    return fill(unit, size) + "\n末"


def in_report(unit: str, size: int) -> str:
    return document(overview=fill(unit, size))


def in_table(unit: str, size: int) -> str:
    return HEAD + application_table(rows_of("applications")) + "\n" + fill(unit, size)


def before_table(unit: str, size: int) -> str:
    return HEAD + fill(unit, size) + "\n" + application_table(rows_of("applications"))


def runs(length: int, _size: int) -> str:
    """A report that prints such a run of digits in each row, without separators."""
    run = fill("1234567890", 10 * length)[:length]
    return document(
        proactive="".join(row[0] + run for row in rows_of("proactive").values()),
        applications="".join(row[0] + run for row in rows_of("applications").values()),
        review=review_table([]).replace("\t", "").replace("\n", "") + run,
    )


def in_one_row(unit: str, size: int) -> str:
    return HEAD + "一、本年新收政府信息公开申请数量\n" + fill(unit, size)


def under_section_four(unit: str, size: int) -> str:
    return document(review=review_table([]) + fill(unit, size))


def in_section_two(unit: str, size: int) -> str:
    rows = "规章\n" + fill(unit, size) + "\n行政许可\n5\n行政处罚\n6\n"
    return document(proactive="第二十条第（一）项\n本年制发件数\n" + rows)


# A name, and a text of about so many characters.
Maker = Callable[[int], str]
ALONE = {
    "numerals": "一、",
    "pipes": "|",
    "digits": "1",
    "an article": "第二十条第",
    "titles of reports": "2024年政府信息公开工作年度报告",
    "years": "2024年",
    "year digits": "2024",
    "a long line": "政府信息公开",
    "section words": "存在的主要",
    "spaces": " ",
    "wide spaces": "\u3000",
    "tabs": "\t",
    "lines": "\n",
    "spaces and lines": " \n",
    "hashes": "#",
    "stars": "*",
    "dashes": "-",
    "rules": "|---",
    "comments": "Comment by ",
    "bookmarks": "[bookmark:",
    "book marks": "《",
    "brackets": "（",
    "dates": "2024年1月1日至",
    "sources": "来源:\n",
    "names": "某某局\n",
    "first rows": "本年新收政府信息公开申请数量",
    "headings": "一、总体情况\n",
    "headings in a line": "。一、总体情况",
    "all headings": "一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n",
    "titles without numerals": "总体情况\n",
    "heads of section four": "结果维持结果纠正",
}
IN_TABLE = {
    "pipes": "|",
    "tabs": "\t",
    "lines": "\n",
    "digits": "1",
    "numbers": "1 ",
    "numbers in lines": "0\n",
    "numbers with commas": "111,",
    "words with digits": "a1",
    "enumerators": "1.",
    "a label": "重复申请\n",
    "a short label": "其他 0\n",
    "a labelled row": "1.属于国家秘密 0 0 0 0 0 0 0\n",
    "rows in order": "1.属于国家秘密 0\n2.其他法律行政法规禁止公开 0\n",
    "pieces of labels": "处理其政府信息",
    "misspelt labels": "属于国家秘蜜 0\n",
}
IN_ROW = {
    "numbers in lines": "0\n",
    "numbers": "7 ",
    "numbers in cells": "\t0",
    "numbers apart": "\t0\n\n",
    "blanks in lines": "\t\n",
    "blanks": "\t",
    "pipes": " | ",
    "dashes in lines": "-\n",
    "digits": "10",
    "fractions": ".5 ",
    "words": "无 ",
    "words in lines": "件\n",
}
IN_REPORT = {
    "received": "收到",
    "received words": "收到政府信息公开",
    "field words": "政府信息公开的",
    "no full stop": "某局，",
    "counts": "收到申请5件，",
    "full stops": "。",
    "requests": "申请",
    "no requests": "无单位和个人政府信息公开",
    "counted requests": "收到政府信息公开申请5件，办结",
    "outcomes": "予以公开5件，占3%，",
    "shares": "申请5件占申请总数的申请",
    "sentences of requests": "收到政府信息公开申请5件。办结4件。",
    "causes": "未因政府信息公开工作",
    "reviews": "无政府信息公开行政复议、",
    "all upheld": "信息公开行政复议均维持",
    "closed": "申请均已按时",
    "asides": "申请（政府",
    "numbers with commas": "申请1,111,",
    "document words": "行政规范性文件制发了行政规范性文件",
    "fees": "行政事业性收费1,",
    "years of requests": "申请2023年",
}


def long_leads(words: tuple[str, str, str], size: int) -> str:
    """A report with sentences in which some words come again, a few times and very often."""
    first, unit, last = words
    sentences = "".join(f"{first}{unit * times}{last}。" for times in (8, 40, 90, 200))
    return document(overview=fill(sentences, size))


LONG_LEADS = {
    "long denials": ("政府信息公开未", "被申请", "无复议"),
    "long causes": ("政府信息公开", "被申请提起", "复3件诉讼"),
    "long shares": ("收到政府信息公开申请1017件，自然人5件，占", "总数件数", "无5%"),
    "long tails": ("收到政府信息公开申请1017件，予以公开", "共计", "无5件"),
    "long leads": ("收到政府信息公开申请1017件，", "共其中予以", "无5件"),
    "long tails of applications": (
        "收到政府信息公开申请1017件，办结",
        "依申请公开政府信息",
        "无5件",
    ),
    "long channels": ("收到政府信息公开申请1017件，网络", "申请的", "无5件"),
    "long ends": ("政府信息公开无行政复议", "案件", "无"),
}
"""Words that a pattern may take in many ways: what begins a sentence, what comes again, its end."""


def cases() -> dict[str, Maker]:
    makers: dict[str, Maker] = {}
    for name, unit in ALONE.items():
        makers[name] = partial(alone, unit)
    for name, unit in IN_TABLE.items():
        makers[f"{name} after the rows"] = partial(in_table, unit)
        makers[f"{name} before the rows"] = partial(before_table, unit)
    for name, unit in IN_ROW.items():
        makers[f"{name} in one row"] = partial(in_one_row, unit)
        makers[f"{name} under section four"] = partial(under_section_four, unit)
        makers[f"{name} in section two"] = partial(in_section_two, unit)
    for name, unit in IN_REPORT.items():
        makers[f"{name} in prose"] = partial(in_report, unit)
    for length in (30, 60, 120, 5_000):
        makers[f"runs of {length} digits in all rows"] = partial(runs, length)
    for name, words in LONG_LEADS.items():
        makers[f"{name} in prose"] = partial(long_leads, words)
    makers["nested brackets"] = lambda size: "（" * (size // 2) + "）" * (size // 2)
    makers["spaces before a title"] = lambda size: " " * size + TITLE
    makers["lines before a title"] = lambda size: "\n" * size + TITLE
    makers["a line before a title"] = lambda size: "某" * size + TITLE
    makers["lines of spaces"] = lambda size: fill(" " * 999 + "x\n", size)
    makers["a report without lines"] = lambda size: document().replace("\n", "") + "某" * size
    makers["a name and many lines"] = lambda size: "某某局" + "\n" * size + "2025年"
    return makers


CASES = cases()


# One of each family, those that a careless line makes slow first.
QUICK = (
    "numerals",
    "pipes",
    "spaces",
    "wide spaces",
    "hashes",
    "headings in a line",
    "all headings",
    "titles of reports",
    "years",
    "dates",
    "first rows",
    "brackets",
    "spaces before a title",
    "lines of spaces",
    "a label after the rows",
    "a short label before the rows",
    "rows in order after the rows",
    "digits after the rows",
    "words with digits after the rows",
    "numbers in lines in one row",
    "numbers apart under section four",
    "blanks in lines in section two",
    "runs of 60 digits in all rows",
    "runs of 5000 digits in all rows",
    "received words in prose",
    "field words in prose",
    "counts in prose",
    "counted requests in prose",
    "outcomes in prose",
    "causes in prose",
    "asides in prose",
    "numbers with commas in prose",
    "years of requests in prose",
)


@pytest.mark.parametrize("name", QUICK)
def test_hostile_text_is_read_in_no_time(name: str) -> None:
    assert reads_in_time(1.0, CASES[name](30_000))


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_many_hostile_characters_are_read_in_seconds(name: str) -> None:
    assert reads_in_time(5, CASES[name](400_000))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("headings", "一、总体情况\n" * 200_000),
        ("one line", "某" * 15 * 2**18),
        ("ten thousand rows", document().replace("无。", "无。\n" + "其他 0 0\n" * 10_000)),
    ],
    ids=["headings", "one line", "ten thousand rows"],
)
def test_very_many_of_something_are_read_in_ten_seconds(name: str, text: str) -> None:
    assert reads_in_time(10, text), name


def test_the_clock_of_these_tests_stops_what_takes_too_long() -> None:
    def count_without_end() -> None:
        while True:
            pass

    assert not in_time(0.05, count_without_end)
    assert in_time(0.5, lambda: None)
