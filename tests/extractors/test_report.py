"""From bytes to a report or a reason: never an exception, never a half-truth."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import Report, SetAside
from tests.generator import LAYOUTS, Options, random_truth, render
from tests.reading import read_all, read_one

from .support import (
    application_table,
    document,
    faults,
    numbered,
    read,
    rows_of,
    values_of,
    wrong_values,
)

NUMBERS: dict[str, int | float | None] = dict(numbered())
ANY = settings(max_examples=120, derandomize=True, deadline=None, database=None)
LABELS = [row[0] for row in rows_of("applications").values()]
WORDS = [
    *LABELS[:9],
    "3.其他",
    "其他",
    "（七）总计",
    "规章",
    "行政规范性文件",
    "行政许可",
    "第二十条第（一）项",
    "本年制发件数",
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "西工区司法局2024年政府信息公开工作年度报告",
    "结果维持",
    "结果纠正",
    "行政复议",
    "总计",
    "（本列数据的勾稽关系为",
    "未收到政府信息公开申请",
    "统计指标",
    "\n",
    "\t",
    " | ",
    " ",
    "0",
    "0 0 0 0 0 0 0",
    "1\t2\t3",
    "12",
    "1,234",
    "/",
    "-",
    "000",
    "。",
    "（",
    "- 4 -",
    "Comment by 707: x",
    "２０２４年１月１日至９月９日",
    "²",
    "٣",
    "½",
]
PIECES = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=60)


def set_aside(text: str) -> SetAside:
    result = read_one(text.encode())
    assert isinstance(result, SetAside), result
    assert "\n" not in result.reason
    return result


@ANY
@given(st.binary(max_size=300))
def test_any_bytes_give_a_report_or_a_reason(data: bytes) -> None:
    result = read_one(data)
    assert isinstance(result, Report) or result.reason


@ANY
@given(st.text(max_size=200))
def test_any_text_gives_a_report_or_a_reason(text: str) -> None:
    result = read_one(text.encode("utf-8", "surrogatepass"))
    assert isinstance(result, Report) or result.reason


@settings(ANY, max_examples=250)
@given(PIECES)
def test_any_pile_of_the_forms_own_words_is_read_without_contradiction(pieces: list[str]) -> None:
    result = read_one("".join(pieces).encode())
    if isinstance(result, Report):
        assert faults(result) == []
    else:
        assert result.reason


@settings(ANY, max_examples=40)
@given(st.data())
def test_a_report_with_things_put_into_it_is_read_without_contradiction(
    data: st.DataObject,
) -> None:
    text = document()
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text)))
        upto = min(len(text), at + data.draw(st.integers(0, 40)))
        text = text[:at] + data.draw(st.sampled_from(WORDS)) + text[upto:]
    result = read_one(text.encode())
    if isinstance(result, Report):
        assert faults(result) == []


def test_the_same_bytes_give_the_same_report() -> None:
    data = document().encode()
    assert read_one(data) == read_one(data)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_gb18030_reads_as_utf8_does(layout: str) -> None:
    rng = Random(3)
    text = render(random_truth(rng), layout, rng, options=Options())
    first, second = read_one(text.encode()), read_one(text.encode("gb18030"))
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert second.source.encoding == "gb18030"
    assert (second.cells, second.findings, second.identity) == (
        first.cells,
        first.findings,
        first.identity,
    )


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028"])
def test_line_ends_of_other_systems_are_line_ends(ending: str) -> None:
    assert values_of(read(document().replace("\n", ending))) == NUMBERS


def test_a_byte_order_mark_shifts_no_span() -> None:
    result = read_one(b"\xef\xbb\xbf" + document().encode())
    assert isinstance(result, Report)
    assert faults(result) == []
    assert values_of(result) == NUMBERS


@pytest.mark.parametrize(
    "text",
    [
        "某局召开会议，研究部署全年工作。\n",
        "0 0 0 0 0 0 0\n1 2 3\n",
        "一、总体情况\n某某。\n二、工作安排\n某某。\n",
    ],
)
def test_what_is_no_such_report_is_set_aside(text: str) -> None:
    assert "not a 政府信息公开工作年度报告" in set_aside(text).reason


def test_a_news_page_that_mentions_the_title_is_set_aside() -> None:
    text = (
        "西工区司法局召开会议\n1月10日，会议听取了西工区司法局2024年政府信息公开工作年度报告，"
        "共收到政府信息公开申请12件。会议要求抓好落实。\n"
    )
    assert "mentions such a report" in set_aside(text).reason


def test_two_reports_in_one_text_are_read_each_under_its_title() -> None:
    text = document() + document(title="硚口区司法局2023年政府信息公开工作年度报告")
    first, second = read_all(text.encode())
    assert (first.identity.agency_name, first.identity.year) == ("西工区司法局", 2024)
    assert (second.identity.agency_name, second.identity.year) == ("硚口区司法局", 2023)
    assert values_of(first) == values_of(second) == NUMBERS
    assert all(text[slice(*cell.span)] == cell.raw for cell in second.cells if cell.span)


def test_two_versions_of_one_report_are_set_aside() -> None:
    assert "more than one report" in set_aside(document() + document()).reason


def test_a_table_printed_again_word_for_word_is_one() -> None:
    table = application_table(rows_of("applications"))
    report = read(document(applications=table + "\n续表\n" + table))
    assert values_of(report) == NUMBERS


def test_another_table_of_section_three_is_not_passed_over() -> None:
    table = application_table(rows_of("applications"))
    other = table.replace("\t1", "\t2")
    assert "more than one report" in set_aside(document(applications=table + other)).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年，本年新收政府信息公开申请1017件，上年结转1027件。",
        "表中“一、本年新收政府信息公开申请数量”1017件，说明见后。",
    ],
)
def test_a_report_that_states_its_first_row_in_prose_is_one_report(sentence: str) -> None:
    assert values_of(read(document(overview=sentence))) == NUMBERS


def test_a_report_in_prose_has_no_cells() -> None:
    text = document(proactive="公开14条。", applications="无申请。", review="无案件。")
    report = read(text)
    assert (report.edition, report.cells) == ("prose", ())
    assert len(report.sections) == 6
    assert report.identity.agency_name == "西工区司法局"


@pytest.mark.parametrize(
    ("edition", "table"),
    [
        ("2014", "政府信息公开情况统计表\n统计指标 单位 统计数\n一、主动公开情况 条 5\n"),
        ("local", "指标名称 计量单位 本年度 历年累计\n主动公开文件数 条 2069 12106\n"),
    ],
)
def test_tables_of_an_early_form_give_no_cells_of_this_one(edition: str, table: str) -> None:
    text = document(
        proactive="公开14条。", applications="无申请。", review="无案件。", remarks=table
    )
    report = read(text)
    assert (report.edition, report.cells) == (edition, ())
    assert report.indicators


def test_an_excerpt_is_a_report_with_the_rest_absent() -> None:
    report = read(application_table(rows_of("applications")) + "\n")
    values = values_of(report)
    assert {n: v for n, v in values.items() if n.startswith("applications.")} == {
        n: v for n, v in NUMBERS.items() if n.startswith("applications.")
    }
    assert {c.status for c in report.cells if not c.name.startswith("applications.")} == {"absent"}
    rules = {f.rule for f in report.findings}
    assert {"absent_table", "agency_not_stated", "year_not_stated"} <= rules


def test_a_report_without_a_title_is_read_with_findings() -> None:
    report = read(document(title=""))
    assert values_of(report) == NUMBERS
    assert (report.identity.agency_name, report.identity.year) == (None, None)
    assert {"agency_not_stated", "year_not_stated"} <= {f.rule for f in report.findings}


@pytest.mark.parametrize("share", [0.3, 0.45, 0.6, 0.75, 0.9])
def test_a_cut_report_has_nothing_wrong_and_names_the_rest(share: float) -> None:
    text = document()
    report = read(text[: int(len(text) * share)])
    assert wrong_values(report, NUMBERS) == {}
    assert faults(report) == []


def test_what_is_printed_stays_as_printed_where_sums_break() -> None:
    report = read(document())
    assert values_of(report) == NUMBERS
    assert sum(f.rule.startswith(("applications.", "review.")) for f in report.findings) == 42
