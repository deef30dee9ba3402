"""The count of new applications in prose against the table: what fires, what must not."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from extractors.model import Cell, Finding, Section, Span, Status
from extractors.narrative import check_narrative
from tests.generator import LAYOUTS, random_truth, render

from .support import document, read

NEW = "applications.new_received.total"
CARRIED = "applications.carried_in.total"


def findings(
    text: str, received: int | None, carried: int | None = 0, section: int = 1
) -> list[Finding]:
    cells = []
    for name, value in ((NEW, received), (CARRIED, carried)):
        status: Status = "blank" if value is None else "read"
        cells.append(Cell(name, status, value, str(value), Span(0, 1)))
    return check_narrative(
        (Section(section, "一、总体情况", Span(0, len(text)), text),), cells, 2024
    )


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("2024 年我局受理依申请公开政府信息 0 条。", 0),
        ("2024年，我局未收到政府信息公开申请。", 0),
        ("2024年我局未收到\n\n依申请公开申请。", 0),
        ("本年度没有收到依申请公开的申请。", 0),
        ("未收到任何形式的政府信息公开申请。", 0),
        ("全年未收到公民、法人或者其他组织的政府信息公开申请。", 0),
        ("未接到政府信息公开申请。", 0),
        ("本机关2024年未收到政府信息公开申请，未收取信息处理费。", 0),
        ("2024年，我局无依申请公开申请。", 0),
        ("2024年度无政府信息公开申请。", 0),
        ("本年度没有公民、法人或其他组织提出政府信息公开申请。", 0),
        ("依申请公开方面，全年没有单位和个人提出信息公开申请，未收取费用。", 0),
        ("2024年新增政府信息公开申请5件。", 5),
        ("2024年收到20件政府信息公开申请。", 20),
        ("本年度共受理 3 件依申请公开申请。", 3),
        ("本年度收到依申请公开 5 件。", 5),
        ("全年共收到政府信息公开申请 12 件，均已办结。", 12),
        ("全年共收到政府信息公开申请共计12件。", 12),
        ("收到政府信息公开申请总计12件。", 12),
        ("新收到依申请公开政府信息7件，上年结转申请0件。", 7),
        ("收到公民、法人和其他组织提交的政府信息公开申请8件。", 8),
        ("共收到政府信息公开申请1,234件。", 1234),
        ("受理信息公开申请１２件。", 12),
        ("收到政府信息公开申请：12件。", 12),
        ("2024年收到的政府信息公开申请数量为12件。", 12),
        ("全市全年共收办政府信息公开申请案件3607件。", 3607),
        ("在依申请公开方面，2024 年新收申请 9 件。", 9),
        ("共收到政府信息公开申请 6 件，6 件申请均为自然人申请。", 6),
    ],
)
def test_a_count_that_is_not_in_the_table_is_found(text: str, stated: int) -> None:
    received = 4000 + stated
    (finding,) = findings(text, received)
    assert finding.rule == "narrative_received"
    assert finding.severity in ("warning", "error")
    assert finding.cells == (NEW,)
    assert (finding.expected, finding.found) == (str(received), str(stated))
    assert f"states {stated} new applications" in finding.message
    assert f"prints {received}" in finding.message
    assert findings(text, stated) == [], "the same words over a table that agrees"


@pytest.mark.parametrize(
    "text",
    [
        "我局在2024年度没有收到超过一定数量或频次范围的政府信息公开申请，也未收费。",
        "未收到涉及商业秘密的政府信息公开申请。",
        "未收到需要收费的政府信息公开申请。",
        "未收到重复政府信息公开申请。",
        "未收到因政府信息公开申请引起的行政复议。",
        "未收到政府信息公开行政复议申请。",
        "2024年未收到有关政府信息公开行政复议、提起行政诉讼的申请。",
        "没有收到政府信息公开申请提起的行政诉讼。",
        "未收到对政府信息公开申请答复不服的投诉。",
        "未收到政府信息公开申请的投诉举报。",
        "未收到政府信息公开申请人的投诉。",
        "未收到政府信息公开申请费用。",
        "未收到相关意见建议。",
        "2020年至2024年，累计收到政府信息公开申请120件。",
        "12345热线受理申请2000件，办结1998件。",
        "收到公租房申请300件，已受理申请280件。",
        "收到5件政府信息公开申请表。",
        "无政府信息公开申请费用。",
        "无因政府信息公开申请引发的行政复议。",
        "没有重复的政府信息公开申请。",
        "无逾期未答复的政府信息公开申请。",
        "没有政府信息公开申请人投诉。",
        "无正当理由大量反复政府信息公开申请。",
        "上年无政府信息公开申请。",
        "其中，西宁街道无政府信息公开申请。",
        "较上年新增政府信息公开申请5件。",
        "没有收到要求更正政府信息的申请。",
        "收到行政复议申请 5 件。",
        "受理行政许可申请389件。",
        "收到法律援助申请38件，受理法律援助申请30件。",
        "收到信息处理费 500 元。",
        "收到政府信息公开申请费用300元。",
        "2023年对25件政府信息公开申请案件收取了信息处理费2950元。",
        "收到公众意见382条。",
        "本年度收到群众网络留言 1 条并按期办理。",
        "收到信息公开申请咨询电话12次。",
        "收到政府信息公开申请办理满意度评价100份。",
        "较上年收到政府信息公开申请9件减少2件。",
        "通过信函收到政府信息公开申请2件，通过网络收到政府信息公开申请5件，合计7件。",
        "其中，市政府办公室收到政府信息公开申请2件，市公安局收到政府信息公开申请5件。",
        "收到自然人政府信息公开申请3件，收到商业企业政府信息公开申请4件。",
        "不予公开 2 件，无法提供 2 件，结转下年度继续办理 2 件。",
    ],
)
def test_other_counts_are_not_held_against_the_table(text: str) -> None:
    assert findings(text, 7) == []


@pytest.mark.parametrize(
    "text",
    [
        "2023年收到政府信息公开申请9件，2024年收到政府信息公开申请1017件。",
        "2024年收到政府信息公开申请1017件（2023年收到政府信息公开申请9件）。",
        "2023年，我局收到政府信息公开申请9件，均已办结。",
    ],
)
def test_another_years_count_is_no_contradiction(text: str) -> None:
    report = read(document(overview=text))
    assert report.identity.year == 2024
    assert [f.message for f in report.findings if f.rule == "narrative_received"] == []


def test_this_years_count_of_a_whole_report_is_compared() -> None:
    report = read(document(overview="2024年，我局收到政府信息公开申请9件，均已办结。"))
    (finding,) = [f for f in report.findings if f.rule == "narrative_received"]
    assert (finding.expected, finding.found) == ("1017", "9")


@pytest.mark.parametrize(("stated", "fires"), [(7, False), (10, False), (3, True), (17, True)])
def test_a_count_may_include_what_was_carried_over(stated: int, fires: bool) -> None:
    text = f"全年共收到政府信息公开申请{stated}件。"
    assert bool(findings(text, 7, 3)) is fires


def test_without_a_carried_count_only_the_new_ones_agree() -> None:
    assert findings("全年共收到政府信息公开申请7件。", 7, None) == []
    assert len(findings("全年共收到政府信息公开申请10件。", 7, None)) == 1


@pytest.mark.parametrize("text", ["未收到政府信息公开申请。", "收到政府信息公开申请5件。"])
def test_a_table_without_a_count_contradicts_nothing(text: str) -> None:
    assert findings(text, None) == []


@pytest.mark.parametrize(("section", "fires"), [(1, True), (3, True), (5, False), (6, False)])
def test_the_overview_and_section_three_are_asked(section: int, fires: bool) -> None:
    assert bool(findings("共收到政府信息公开申请5件。", 7, 0, section)) is fires


def test_the_words_of_the_source_are_in_the_message() -> None:
    text = "总述。2024年我局受理依申请公开政府信息 0 条。其余照旧。"
    (finding,) = findings(text, 1)
    assert "“2024年我局受理依申请公开政府信息0条”" in finding.message
    assert "总述" not in finding.message
    assert "其余" not in finding.message


def test_a_heading_above_a_sentence_is_no_part_of_it() -> None:
    text = "（二）依申请公开情况\n\n2024年收到政府信息公开\n申请 5 件。"
    (finding,) = findings(text, 7)
    assert "“2024年收到政府信息公开申请5件”" in finding.message


def test_one_contradiction_is_told_once() -> None:
    text = "收到政府信息公开申请5件。全年收到政府信息公开申请5件。"
    assert len(findings(text, 7)) == 1


@pytest.mark.parametrize("none", [True, False], ids=["none", "some"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_generated_report_that_states_another_count_is_found(layout: str, none: bool) -> None:
    """Whatever the words of the generator, and however a layout breaks them."""
    missed = []
    for seed in range(5):
        rng = Random(f"{layout}:{none}:{seed}")
        truth = random_truth(rng, size="medium")
        received = int(truth.cells[NEW] or 0)
        stated = 0 if none else 3 * received + int(truth.cells[CARRIED] or 0) + 1
        text = render(replace(truth, narrative_received=stated), layout, rng)
        found = [f.found for f in read(text).findings if f.rule == "narrative_received"]
        if found != [str(stated)]:
            missed.append((seed, stated, found))
    assert missed == []
