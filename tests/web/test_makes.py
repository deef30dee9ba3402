"""Sites of further makes: how they write lists, turn pages, name links and hand out files."""

from __future__ import annotations

import json

import pytest

from flows.web import feeds, titles
from flows.web.discovery import LOADED, TURNED, read_list, read_report
from flows.web.page import Page, read_page

from .site import page_of
from .test_discovery import FOLDER, ROOT, attached, found, numbered, report_of, rules

TITLE = "甲局2024年政府信息公开工作年度报告"
_SCRIPT = """<script>var currentPage = 0;//第一页
var prevPage = currentPage-1; var nextPage = currentPage+1; var countPage = 3;
document.write("<a href=\\"{0}index"+{1}prevPage + "."+"shtml\\">上一页</a>");
document.write("<a href=\\"index"+{1}nextPage + "."+"shtml\\">下一页</a>");</script>"""


@pytest.mark.parametrize(
    ("more", "pages"),
    [
        (_SCRIPT.format("", '"_" + '), ["index_1.shtml", "index_2.shtml"]),
        (
            """<script>var countPage=2; document.write("<a href='list_"+nextPage+".html'>")
            </script>""",
            ["list_1.html"],
        ),
        (
            "<script>new Pager({size:'3',current:'0',prefix:'index',suffix:'html'})</script>",
            ["index_1.html", "index_2.html"],
        ),
        ('<select><option value="index_2.html">2</option></select>', ["index_2.html"]),
    ],
)
def test_scripts_that_name_the_further_pages(more: str, pages: list[str]) -> None:
    text = page_of({"t1.html": TITLE}, more=more)
    assert numbered(found(text)) == pages
    assert found(text).problem is None


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("共<b>3</b>页 第1页", True),
        ("<script>$.pager({pageCount: 12, to: load})</script>", True),
        ('<script>var totalPage = "2";</script>', True),
        ("共1页", False),
        ("<script>var countPage = 1</script>", False),
    ],
)
def test_pages_that_are_stated_and_not_found_are_told(more: str, told: bool) -> None:
    text = page_of({"t1.html": TITLE}, more=more)
    assert found(text).problem == (TURNED if told else None)
    for further in ("index_2.html", "list.jsp?currentPage=3"):
        assert found(text, FOLDER + further).problem is None


@pytest.mark.parametrize(
    "link",
    [
        "<li onclick=\"location.href='d.do?id=1'\">{}</li>",
        "<table><tr><td onclick=\"window.open('d.do?id=1')\">{}</td></tr></table>",
        """<a href="javascript:location='d.do?id=1'">{}</a>""",
        "<a href='#' onclick='show(\"/xxgk/nb/d.do?id=1\")'>{}</a>",
        "<table><tr><td>{}</td><td><a href='d.do?id=1'>查看详情</a></td></tr></table>",
        "<ul><li>{} <a href='d.do?id=1'>下载</a></li></ul>",
        "<dl><dt>其他</dt><dd>无</dd><dt>{}</dt><dd><a href='d.do?id=1'>查看</a></dd></dl>",
        "<div><p>{}</p><div><a href='d.do?id=1'>点击查看</a></div></div>",
    ],
)
def test_links_that_are_not_plain(link: str) -> None:
    (report,) = found(f"<html><body>{link.format(TITLE)}</body></html>").reports
    assert report.address == FOLDER + "d.do?id=1"
    assert TITLE in report.title


def test_a_link_to_a_report_that_only_a_script_can_follow_is_told() -> None:
    text = page_of({"t1.html": TITLE, "javascript:openDetail(7)": "乙局2023年政府信息公开年报"})
    result = found(text)
    assert report_of(result) == ["t1.html"]
    assert result.problem
    assert "乙局2023年政府信息公开年报" in result.problem
    assert found(page_of({"t1.html": TITLE, "javascript:print(1)": "打印"})).problem is None


def test_lists_in_xml() -> None:
    rss = (
        '<?xml version="1.0" encoding="utf-8"?><rss><channel><title>年报</title>'
        f"<link>/</link><item><title><![CDATA[{TITLE}]]></title><link>/a/1.html?b=1&amp;c=2</link>"
        "<pubDate>2025-01-09</pubDate></item><item><title>一条新闻</title><link>/n.html</link></item>"
        '<entry><title>乙局2024年政府信息公开年报</title><link href="/a/2.html"/></entry>'
        "</channel></rss>"
    )
    site = "https://www.example.gov.cn"
    addresses = [report.address for report in found(rss).reports]
    assert addresses == [f"{site}/a/1.html?b=1&c=2", f"{site}/a/2.html"]
    assert found(rss).reports[0].printed_on == "2025-01-09"


@pytest.mark.parametrize(
    "text", ["<?xml version='1.0'?><html></html>", "<datastore><record/>", "<p>x</p>", ""]
)
def test_what_is_no_list_in_xml(text: str) -> None:
    assert feeds.entries(text) is None


def test_padded_json_and_dates_in_milliseconds() -> None:
    entry = {"docTitle": TITLE, "linkUrl": "/d/1.html", "pubTime": 1737331200000}
    text = f"/**/jQuery12_3({json.dumps([entry])});".replace("/d/", "\\/d\\/")
    (report,) = found(text).reports
    assert report[:3] == ("https://www.example.gov.cn/d/1.html", TITLE, "2025-01-20")


def test_markup_and_json_within_json() -> None:
    markup = f"<ul><li><a href='/p/1.html' title='{TITLE}'>甲局…</a></li></ul>"
    inner = json.dumps({"list": [{"title": TITLE, "url": "/p/1.html"}]})
    for data in ({"html": markup, "total": 1}, {"d": inner}):
        (report,) = found(json.dumps(data)).reports
        assert report[:2] == ("https://www.example.gov.cn/p/1.html", TITLE)


def test_what_is_asked_for_is_in_the_encoding_of_the_page() -> None:
    text = page_of({"/t/年报.asp?name=年报&id=1": TITLE}).replace("utf-8", "gbk")
    for encoding, query in (("gb18030", "%C4%EA%B1%A8"), ("utf-8", "%E5%B9%B4%E6%8A%A5")):
        page = read_page(text.encode(encoding), ROOT, "text/html")
        assert page
        (report,) = read_list(page, rules(), ROOT).reports
        path = "https://www.example.gov.cn/t/%E5%B9%B4%E6%8A%A5.asp"
        assert report.address == f"{path}?name={query}&id=1"


def test_a_list_whose_scripts_load_data_is_told() -> None:
    words = "首页 政务公开 互动交流 " * 30
    text = f"<html><body>{words}<script>$.post('/api/list', show)</script></body></html>"
    assert found(text).problem == LOADED
    assert found(text.replace("$.post('/api/list', show)", "show()")).problem is None
    assert found(text, FOLDER + "other.html").problem is None


def test_years_in_a_choice() -> None:
    text = (
        '<title>政府信息公开年报</title><select><option value="/y/2024/">2024年</option></select>'
    )
    assert [one.title for one in found(text).lists] == ["2024年"]


def test_bodies_in_a_column_of_reports_may_have_lists_of_their_own() -> None:
    links = {"/sfj/": "市司法局", "/czj/": "市财政局", "/bs/": "办事大厅", "/": "首页"}
    assert [one.title for one in found(page_of(links)).lists] == ["市司法局", "市财政局"]
    assert found(page_of(links, title="某某市人民政府")).lists == ()
    assert found(page_of({**links, "t1.html": TITLE})).lists == ()


def test_a_home_page_leads_to_what_is_disclosed_where_it_has_no_list_itself() -> None:
    links = {"/gk/": "政府信息公开", "/news/": "政务要闻"}
    home = page_of(links, title="某某市人民政府")
    assert [one.title for one in found(home).lists] == ["政府信息公开"]
    near = page_of({**links, "/nb/": "政府信息公开年报"}, title="某某市人民政府")
    assert [one.title for one in found(near).lists] == ["政府信息公开年报"]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("关于印发《甲局2024年政府信息公开工作年度报告》的通知", "report"),
        ("关于公布2024年政府信息公开工作年度报告的公告", "report"),
        ("关于印发《2024年政府信息公开工作年度报告编制方案》的通知", "other"),
        ("关于报送2024年政府信息公开工作年度报告的通知", "other"),
        ("2024年政务公开第一季度工作报告", "other"),
        ("甲局2024年年报", "report"),
        ("统计局2024年年度报告", "report"),
        ("综合行政执法局2024年年度报告", "report"),
        ("审计局2024年政府信息公开工作年度报告", "report"),
        ("2024年部门决算公开报告", "other"),
        ("2024年预算执行情况报告", "other"),
        ("2024年行政执法年度报告", "other"),
    ],
)
def test_titles_beside_those_of_reports(words: str, meant: str) -> None:
    assert titles.meaning(words, in_column=True) == meant


@pytest.mark.parametrize(
    ("link", "follows"),
    [
        ('<a href="/download.jsp?id=1">下载</a>', True),
        ('<a href="/u/fileDownload?aid=7">2024年年度报告</a>', True),
        ('<a href="/download/app.html">手机客户端下载</a>', False),
        ('<a href="/download.jsp?id=1">上一篇</a>', False),
        ('<a href="/news/7.html">全文</a>', False),
    ],
)
def test_files_that_a_program_hands_out(link: str, follows: bool) -> None:
    assert bool(attached(f"<p>见附件</p>{link}")) == follows


def test_a_report_that_goes_on_on_further_pages_is_told() -> None:
    begin, more = "<p>一、总体情况</p>", '<a href="index_1.html">下一页</a>'
    told = read_report(Page(ROOT, begin + more), rules()).problem
    assert told
    assert told.endswith(FOLDER + "index_1.html")
    whole = begin + "<p>五、存在的主要问题及改进情况</p>" + more
    assert read_report(Page(ROOT, whole), rules()).problem is None
    assert read_report(Page(ROOT, begin), rules()).problem is None


def test_a_host_is_listed_with_any_of_its_ports_or_one() -> None:
    page = page_of({"http://61.1.1.1:8080/1.html": TITLE})
    assert len(found(page, hosts=["61.1.1.1"]).reports) == 1
    assert len(found(page, hosts=["61.1.1.1:8080"]).reports) == 1
    assert found(page, hosts=["61.1.1.1:81"]).reports == ()
