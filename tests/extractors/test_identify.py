"""Who reports on which year: titles in many shapes, and nothing made up."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.compact import compact
from extractors.fold import fold
from extractors.identify import identify
from extractors.model import Finding, Identity

PERIOD = "本报告的统计期为2024年1月1日至2024年12月31日。\n"
BODY = "一、总体情况\n2024年，我局依法公开信息，更新427条。\n"


def told(text: str) -> tuple[Identity, list[Finding]]:
    return identify(compact(fold(text)), text)


def who_and_when(text: str) -> tuple[str | None, int | None]:
    identity, _ = told(text)
    return identity.agency_name, identity.year


@pytest.mark.parametrize(
    "title",
    [
        "西工区司法局2024年政府信息公开工作年度报告",
        "西工区司法局 2024 年政府信息公开工作年度报告",
        "西工区司法局２０２４年政府信息公开工作年度报告",
        "西工区司法局2024年度政府信息公开工作年度报告",
        "西工区司法局2024年政府信息公开年度报告",
        "西工区司法局2024年政府信息公开工作报告",
        "西工区司法局2024年政府信息公开年报",
        "西工区司法局2024年政府信息与政务公开工作年度报告",
        "西工区司法局关于2024年政府信息公开工作的年度报告",
        "西工区司法局关于2024年度政府信息公开工作情况的报告",
        "西工区司法局2024政府信息公开年度报告",
        "2024年西工区司法局政府信息公开工作年度报告",
        "2024年度西工区司法局政府信息公开年度报告",
        "西工区司法局二〇二四年政府信息公开工作年度报告",
        "西工区司法局二○二四年度政府信息公开工作年度报告",
        "西工区司法局二零二四年政府信息公开工作年度报告",
        "西 工 区 司 法 局 2 0 2 4 年 政 府 信 息 公 开 工 作 年 度 报 告",
        "# 西工区司法局2024年政府信息公开工作年度报告",
        "**西工区司法局2024年政府信息公开工作年度报告**",
        "| 西工区司法局2024年政府信息公开工作年度报告 |",
        "西工区司法局\n2024年政府信息公开工作年度报告",
        "西工区司法局\n\n2024年政府信息公开工作年度报告",
        "西工区司法局\n2024年\n政府信息公开工作年度报告",
        "西工区司法局2024年\n政府信息公开工作年度报告",
        "西工区司法局2024年\r\n政府信息公开工作年度报告\r\n",
        "西工区司\n法局2024年政府信息公开工作年度报告",
        "西工区\n司法局2024年政府信息公开工作年度报告",
        "西工区司法局2024年政府信\n息公开工作年度报告",
        "西工区司法局政府信息公开工作年度报告（2024年度）",
        "西工区司法局政府信息公开工作2024年度报告",
        "西工区司法局政府信息公开2024年年度报告",
    ],
)
def test_titles_are_set_in_many_shapes(title: str) -> None:
    assert who_and_when(f"\n{title}\n\n{BODY}") == ("西工区司法局", 2024)


@pytest.mark.parametrize(
    "agency",
    [
        "洛阳市西工区司法局",
        "西工区",
        "宿迁市",
        "平潭综合实验区",
        "平潭综合实验区管委会办公室",
        "河南省自然资源厅",
        "长安街道办事处",
        "西夏区石桥镇人民政府",
        "中共西工区委宣传部",
        "国家税务总局洛阳市税务局",
        "洛阳市公安局西工分局",
        "四子王旗人力资源和社会保障局",
        "延边朝鲜族自治州林业和草原局",
        "洛阳高新技术产业开发区管理委员会",
        "某某大学",
        "洛阳市西工区人民政府（办公室）",
        "西工区司法局（行政复议局）",
    ],
)
def test_names_of_bodies_are_whole(agency: str) -> None:
    text = f"{agency}2024年政府信息公开工作年度报告\n{BODY}"
    assert who_and_when(text) == (agency, 2024)


@pytest.mark.parametrize(
    "above", ["领导信息\n\n", "领导信息\n", "某某县人民政府\n", "政务公开\n某某县\n"]
)
def test_a_body_behind_the_year_is_not_the_line_above(above: str) -> None:
    title = "2016年银川市公安局政府信息公开工作年度报告"
    assert who_and_when(f"{above}{title}\n{BODY}") == ("银川市公安局", 2016)


OF_2023 = "本报告所列数据统计期限自2023年1月1日至2023年12月31日。\n"


@pytest.mark.parametrize(
    "name", ["本局", "我局", "我镇", "本单位", "县政府", "市政府办公室", "本街道"]
)
def test_words_that_stand_for_a_body_are_no_name(name: str) -> None:
    lead = f"根据条例要求，现公布{name}2023年政府信息公开工作年度报告。{name}重视公开，{name}部署。"
    title = "云台县水利局2023年政府信息公开工作年度报告"
    assert who_and_when(f"{title}\n{lead}\n{BODY}") == ("云台县水利局", 2023)
    assert who_and_when(f"{lead}\n{BODY}") == (None, 2023)


@pytest.mark.parametrize(
    "name",
    [
        "本溪市司法局",
        "镇江市司法局",
        "市南区司法局",
        "乡宁县司法局",
        "贵州省司法厅",
        "市场监督管理局",
    ],
)
def test_names_of_places_may_begin_like_such_words(name: str) -> None:
    assert who_and_when(f"{name}2023年政府信息公开工作年度报告\n{BODY}") == (name, 2023)


def test_titles_below_the_text_are_of_other_reports() -> None:
    other = "上一篇：云台县水利局2020年政府信息公开工作年度报告"
    assert who_and_when(f"2023年政府信息公开工作年度报告\n{BODY}\n{other}") == (None, 2023)


def test_of_the_titles_above_that_of_the_stated_period_is_its_own() -> None:
    menu = "云台县水利局2020年政府信息公开工作年度报告 2021-01-20\n"
    source = "2023年政府信息公开工作年度报告\n来源：临泽县医疗保障局 发布时间：2024-01-19\n"
    assert who_and_when(f"{menu}{source}{OF_2023}{BODY}") == ("临泽县医疗保障局", 2023)


def test_the_generic_end_of_a_name_goes_with_its_place() -> None:
    assert who_and_when(f"四子王旗城关\n镇人民政府2024年政府信息公开年度报告\n{BODY}") == (
        "四子王旗城关镇人民政府",
        2024,
    )


@pytest.mark.parametrize(
    "above",
    [
        "首页 > 政务公开 > 政府信息公开年报",
        "当前位置：首页>政府信息公开>法定主动公开内容>政府信息公开年报",
        "发布日期：2025-01-10 10:30 浏览次数：120",
        "【字体：大 中 小】",
        "索引号：123456789",
        "索 引 号：11410303005399 2024-00012",
        "索引号:005399/2024-00012",
        "文号：西司〔2025〕3号",
        "河南省政府信息公开年报",
        "2025年01月10日",
        "政府信息公开年报",
    ],
)
def test_chrome_above_the_title_is_not_the_title(above: str) -> None:
    text = f"{above}\n西工区司法局2024年政府信息公开工作年度报告\n{BODY}"
    assert who_and_when(text) == ("西工区司法局", 2024)


@pytest.mark.parametrize(
    ("metadata", "title"),
    [
        ("标题: 西工区司法局2024年政府信息公开工作年度报告\n发布机构: 西工区人民政府", ""),
        ("标题：2024年政府信息公开工作年度报告\n发布机构：西工区司法局", ""),
        ("标题: 2024年政府信息公开工作年度报告\n来源: 西工区司法局\n发布时间: 2025-01-20", ""),
        ("发布机构: 西工区司法局\n发布时间: 2025-01-20", "2024年政府信息公开工作年度报告"),
        (
            "标题: 西工区司法局2024年度政府信息公开工作年度报告\n发布机构: \n"
            "栏目: 政府信息公开年报",
            "",
        ),
    ],
)
def test_lines_of_metadata_are_asked(metadata: str, title: str) -> None:
    assert who_and_when(f"{metadata}\n{title}\n{BODY}") == ("西工区司法局", 2024)


def test_the_signature_is_asked_last() -> None:
    text = f"2024年政府信息公开工作年度报告\n{BODY}\n西工区司法局\n2025年1月20日\n"
    assert who_and_when(text) == ("西工区司法局", 2024)


def test_the_title_counts_more_than_metadata_and_signature() -> None:
    text = (
        "发布机构：西工区人民政府\n西工区司法局2024年政府信息公开工作年度报告\n"
        f"{BODY}\n西工区人民政府办公室\n2025年1月20日\n"
    )
    assert who_and_when(text) == ("西工区司法局", 2024)


@pytest.mark.parametrize(
    "sentence",
    [
        "依据《中华人民共和国政府信息公开工作年度报告格式》编制本报告。",
        "根据《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告"
        "格式〉的通知》（国办公开办函〔2021〕30号）编制。",
        "按照《2023年政府信息公开工作年度报告》的做法编制。",
    ],
)
def test_a_title_cited_in_book_marks_is_not_the_title(sentence: str) -> None:
    text = f"{sentence}\n西工区司法局2024年政府信息公开工作年度报告\n{BODY}"
    assert who_and_when(text) == ("西工区司法局", 2024)


@pytest.mark.parametrize(
    "sentence",
    [
        "依据《中华人民共和国政府信息公开工作年度报告格式》编制本报告。",
        "根据《国务院办公厅关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》编制。",
    ],
)
def test_whoever_made_the_form_is_not_who_reports(sentence: str) -> None:
    identity, findings = told(f"{sentence}\n{BODY}")
    assert (identity.agency_name, identity.year) == (None, None)
    assert {"agency_not_stated", "year_not_stated"} <= {f.rule for f in findings}


@pytest.mark.parametrize("verb", ["现将", "现公布", "现发布", "我们编制了"])
def test_words_of_the_sentence_around_a_title_are_not_part_of_the_name(verb: str) -> None:
    text = f"{verb}西工区司法局2024年政府信息公开工作年度报告如下。\n{BODY}"
    assert who_and_when(text) == ("西工区司法局", 2024)


def test_the_title_is_kept_as_printed_without_white_space() -> None:
    identity, findings = told(f"西工区司法局 2024 年\n政府信息公开工作年度报告\n{BODY}")
    assert identity.title == "西工区司法局2024年政府信息公开工作年度报告"
    assert findings == []


@pytest.mark.parametrize(
    "period",
    [
        "统计期为2024年1月1日至2024年12月31日。",
        "统计期限自2024年1月1日起至2024年12月31日止。",
        "统计期限自2024年1月1日起，至2024年12月31日止。",
        "统计时间：2024 年 1 月 1 日至 12 月 31 日。",
        "反映2024年1月1日到12月31日的情况。",
        "期限为2024年1月1日—2024年12月31日。",
        "期限为2024年1月1日-2024年12月31日。",
    ],
)
def test_the_stated_period_is_read(period: str) -> None:
    identity, findings = told(f"西工区司法局2024年政府信息公开工作年度报告\n{period}\n{BODY}")
    assert identity.period == (date(2024, 1, 1), date(2024, 12, 31))
    assert findings == []


def test_a_week_of_campaign_is_no_reporting_period() -> None:
    text = (
        f"西工区司法局2024年政府信息公开工作年度报告\n2024年3月1日至2024年3月7日开展宣传。\n{BODY}"
    )
    identity, findings = told(text)
    assert identity.period is None
    assert findings == []


def test_dates_that_do_not_exist_are_passed_over() -> None:
    text = f"西工区司法局2024年政府信息公开工作年度报告\n自2024年2月30日至2024年13月41日。{PERIOD}"
    assert told(text)[0].period == (date(2024, 1, 1), date(2024, 12, 31))


def test_a_period_other_than_the_title_is_found() -> None:
    identity, findings = told(f"西工区司法局2023年政府信息公开工作年度报告\n{PERIOD}{BODY}")
    assert (identity.agency_name, identity.year) == ("西工区司法局", 2023)
    (finding,) = findings
    assert finding.rule == "year_differs_from_period"
    assert finding.severity == "warning"
    assert finding.found == "2024-01-01 to 2024-12-31"
    assert finding.expected == "2023-01-01 to 2023-12-31"


def test_a_year_that_only_the_period_states_is_marked() -> None:
    identity, findings = told(f"政府信息公开工作年度报告\n发布机构：西工区司法局\n{PERIOD}{BODY}")
    assert (identity.agency_name, identity.year) == ("西工区司法局", 2024)
    assert [(f.rule, f.severity) for f in findings] == [("year_from_period", "info")]


def test_a_title_without_a_year_still_names_the_body() -> None:
    text = f"西工区司法局政府信息公开工作年度报告\n{PERIOD}{BODY}"
    assert who_and_when(text) == ("西工区司法局", 2024)


def test_what_is_not_stated_is_null_with_a_finding() -> None:
    identity, findings = told(BODY)
    assert (identity.title, identity.agency_name, identity.year) == (None, None, None)
    assert [(f.rule, f.severity) for f in findings] == [
        ("agency_not_stated", "warning"),
        ("year_not_stated", "warning"),
    ]


def test_an_agency_alone_may_be_missing() -> None:
    identity, findings = told(f"2024年政府信息公开工作年度报告\n{BODY}")
    assert (identity.agency_name, identity.year) == (None, 2024)
    assert [f.rule for f in findings] == ["agency_not_stated"]


@pytest.mark.parametrize("number", ["11410303005399202400012", "2024120240001", "0052024"])
def test_digits_of_an_index_number_are_no_year(number: str) -> None:
    text = f"索引号：{number}\n2023年西工区司法局政府信息公开工作年度报告\n{BODY}"
    assert who_and_when(text) == ("西工区司法局", 2023)


@pytest.mark.parametrize(("year", "printed"), [(2008, "2008"), (2019, "二〇一九"), (2030, "2030")])
def test_years_of_all_editions_are_read(year: int, printed: str) -> None:
    text = f"西工区司法局{printed}年政府信息公开工作年度报告\n{BODY}"
    assert who_and_when(text) == ("西工区司法局", year)


@pytest.mark.parametrize("period", [PERIOD, ""], ids=["period", "no period"])
@pytest.mark.parametrize("lead", ["上一篇：", "上年报告：", "相关链接："])
def test_a_title_of_another_year_nearby_is_not_taken_silently(lead: str, period: str) -> None:
    text = (
        f"{lead}西工区司法局2023年政府信息公开工作年度报告\n"
        f"西工区司法局2024年政府信息公开工作年度报告\n{period}{BODY}"
    )
    identity, findings = told(text)
    assert identity.year == 2024 or findings


def test_words_before_a_name_on_its_line_keep_the_line_above_out() -> None:
    text = "文 号 | 有 效 性 |\n按条例规定，现公布双河市人民政府2017年政府信息公开工作年度报告。"
    assert who_and_when(text) == ("双河市人民政府", 2017)
    crawled = "先行镇\n标题: 石桥镇人民政府2020年政府信息公开工作年度报告\n索引号: 1"
    assert who_and_when(crawled) == ("石桥镇人民政府", 2020)


def test_the_name_of_a_notice_about_reports_is_no_title() -> None:
    text = (
        "按照《双河市人民政府办公厅关于做好2012年政府信息公开工作年度报告有关事项的通知》，"
        "报告由石桥县人民政府办公室编制。所列数据自2013年1月1日起至2013年12月31日止。"
    )
    identity, findings = told(text)
    assert (identity.agency_name, identity.year) == ("石桥县人民政府办公室", 2013)
    assert {f.rule for f in findings} == {"year_from_period", "agency_from_text"}


def test_a_report_named_in_a_sentence_is_a_title() -> None:
    assert who_and_when("现印发《太平镇2021年政府信息公开工作年度报告》。") == ("太平镇", 2021)


@pytest.mark.parametrize(
    "line",
    [
        "发布机构: 双河市商务局",
        "发布机构 | 双河市商务局 | 发文日期 | 2021-10-08",
        "来源：双河市商务局",
    ],
)
def test_a_metadata_line_names_the_agency(line: str) -> None:
    assert who_and_when(f"{line}\n2021年政府信息公开工作年度报告\n") == ("双河市商务局", 2021)


def test_names_keep_their_traditional_characters() -> None:
    identity, _ = told("雙河市國資委2020年政府信息公開工作年度報告\n")
    assert identity.agency_name == "雙河市國資委"
    assert identity.title == "雙河市國資委2020年政府信息公開工作年度報告"
