"""What pages say of themselves."""

from __future__ import annotations

import pytest

from extractors.document import Metadata
from extractors.readers.html import read

PROSE = "<p>" + "本机关依法公开政府信息，全年没有收到申请。" * 4 + "</p>"


def metadata(markup: str) -> Metadata:
    result = read((markup + PROSE).encode())
    assert isinstance(result, list)
    return result[0].metadata


def test_names_of_the_head() -> None:
    head = (
        "<title>报告_网站</title><META NAME='SiteName' CONTENT='某县人民政府'>"
        "<meta name=ArticleTitle content='某县司法局2023年\n报告'>"
        "<meta name='PubDate' content='2024-01-31 08:15:00'>"
        "<meta name='ContentSource' content='某县司法局'>"
        "<link rel=canonical href='https://a.example.cn/1.html'>"
    )
    assert metadata(head) == Metadata(
        title="某县司法局2023年 报告",
        publisher="某县司法局",
        published="2024-01-31",
        address="https://a.example.cn/1.html",
    )


@pytest.mark.parametrize("source", ["", "本站", " "])
def test_the_name_of_a_site_is_no_publisher(source: str) -> None:
    head = f"<meta name=ContentSource content='{source}'><meta name=SiteName content=某县人民政府>"
    assert metadata(head).publisher is None


@pytest.mark.parametrize(
    "catalogue",
    [
        "<table><tr><td>索 引 号：<td>00412/2024-00012<td>发布机构：<td>某县司法局<tr>"
        "<td>名　　称：<td>某县司法局2023年报告<td>发布日期：<td>2024年1月5日</table>",
        "<ul><li><b>索引号：</b><span>00412/2024-00012</span></li><li>发布机构：某县司法局"
        "<li>名称：某县司法局2023年报告<li>发布日期: 2024/01/05 10:00</ul>",
        "<dl><dt>索引号<dd>00412/2024-00012<dt>发布机构<dd>某县司法局<dt>名称<dd>"
        "某县司法局2023年报告<dt>发布日期<dd>2024-1-5</dl>",
    ],
    ids=["table", "list", "definitions"],
)
def test_lines_of_a_catalogue(catalogue: str) -> None:
    head = "<title>某县人民政府</title><meta name=contentsource content=某县人民政府办公室>"
    assert metadata(head + catalogue) == Metadata(
        title="某县司法局2023年报告",
        publisher="某县司法局",
        published="2024-01-05",
        index_number="00412/2024-00012",
    )


def test_the_title_of_the_head_is_the_last_resort() -> None:
    assert metadata("<title> 某县司法局\n报告 </title>").title == "某县司法局 报告"
    assert metadata("") == Metadata()


def test_the_code_of_the_publisher_where_it_is_printed() -> None:
    printed = "<p>统一社会信用代码：11410305MB0P12345X</p>"
    assert metadata(printed).credit_code == "11410305MB0P12345X"
    assert metadata("<p>统一社会信用代码：11410305MB0P12345X9</p>").credit_code is None


def test_the_address_that_a_browser_saved() -> None:
    saved = "<!-- saved from url=(0027)https://a.example.cn/2.html -->\n"
    link = "<link rel=canonical href='https://a.example.cn/1.html'>"
    assert metadata(f"{saved}<html>{link}").address == "https://a.example.cn/2.html"
    assert metadata("<link rel=canonical href='/1.html'>").address is None


@pytest.mark.parametrize("date", ["2024-13-01", "即日", "", "2024-02-30"])
def test_what_is_no_date_is_none(date: str) -> None:
    assert metadata(f"<meta name=PubDate content='{date}'>").published is None
