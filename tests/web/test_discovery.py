"""What pages of the kinds that publishers' systems make lead to."""

from __future__ import annotations

import json

import pytest

from flows.web import titles
from flows.web.catalogue import Source
from flows.web.discovery import SCRIPTS, TURNED, Found, Rules, is_trap, read_list, read_report
from flows.web.page import Page, read_page

from .site import page_of

ROOT = "https://www.example.gov.cn/xxgk/nb/index.html"
FOLDER = "https://www.example.gov.cn/xxgk/nb/"


def rules(**keys: object) -> Rules:
    return Rules(Source.model_validate({"name": "Example", "lists": [ROOT], **keys}))


def found(text: str, address: str = ROOT, **keys: object) -> Found:
    return read_list(Page(address, text), rules(**keys), address, [ROOT])


def report_of(found: Found) -> list[str]:
    return [anchor.address.removeprefix(FOLDER) for anchor in found.reports]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("西工区司法局2024年政府信息公开工作年度报告", "report"),
        ("2024年度政府信息公开年报", "report"),
        ("市政府办公室 2019 年政府信息公开工作情况的报告", "report"),
        ("二〇一三年政府信息公开工作报告", "report"),
        ("信阳市２０２３年政务公开工作年度报告", "report"),
        ("2021年度工作报告（政府信息公开）", "report"),
        ("政府信息公开年报", "list"),
        ("政府信息公开工作年度报告", "list"),
        ("关于做好2024年政府信息公开工作年度报告编制发布的通知", "other"),
        ("一图读懂2024年政府信息公开工作年度报告", "other"),
        ("2024年政府工作报告", "other"),
        ("2024年部门预算公开", "other"),
        ("2024年法治政府建设年度报告", "other"),
        ("政府信息公开指南", "other"),
        ("政府信息公开申请表", "other"),
        ("2024年", "other"),
        ("", "other"),
    ],
)
def test_titles_of_links(words: str, meant: str) -> None:
    assert titles.meaning(words) == meant


def test_titles_in_a_column_of_reports() -> None:
    assert titles.meaning("2024年", in_column=True) == "list"
    assert titles.meaning("司法局2023年度工作报告", in_column=True) == "report"
    assert titles.meaning("司法局", in_column=True) == "other"


def test_a_list_with_dates() -> None:
    page = page_of({"t1.html": "甲局2024年政府信息公开工作年度报告", "news.html": "一条新闻"})
    (report,) = found(page).reports
    assert report == (
        FOLDER + "t1.html", "甲局2024年政府信息公开工作年度报告", "2025-01-20", False
    )  # fmt: skip


def test_a_title_that_is_cut_in_the_text_is_whole_in_the_attribute() -> None:
    text = (
        '<a href="t1.html" title="甲局2024年政府信息公开工作年度报告">甲局2024年政府信息公开…</a>'
    )
    assert found(text).reports[0].title == "甲局2024年政府信息公开工作年度报告"


def test_an_address_named_twice_is_one_link() -> None:
    link = '<a href="t1.html#{}">2024年政府信息公开年报</a>'
    assert report_of(found(link.format(1) + link.format(2))) == ["t1.html"]


def test_what_a_source_says_of_its_links() -> None:
    page = page_of({"/a/1.html": "甲局", "/a/2.html": "乙局公告", "/b/3.html": "丙局"})
    chosen = read_list(Page(ROOT, page), rules(link="局", address="/a/", skip="公告"), ROOT)
    assert [anchor.title for anchor in chosen.reports] == ["甲局"]
    sub = found(page, sublists="^丙")
    assert [anchor.title for anchor in sub.lists] == ["丙局"]


def test_links_to_other_sites_are_named_and_not_followed() -> None:
    page = page_of({"https://www.other.gov.cn/1.html": "2024年政府信息公开年报"})
    assert found(page) == Found(elsewhere=frozenset({"www.other.gov.cn"}))
    assert len(found(page, hosts=["www.other.gov.cn"]).reports) == 1
    below = page_of({"https://sfj.example.gov.cn/1.html": "2024年政府信息公开年报"})
    assert len(found(below).reports) == 1


def numbered(found: Found) -> list[str]:
    return [address.removeprefix(FOLDER) for address in found.pages]


SECOND, THIRD = "index.html?page=2", "index.html?page=3"
CALL = '<script>createPageHTML({}, 0, "index", "html");</script>'


@pytest.mark.parametrize(
    ("more", "pages"),
    [
        (CALL.format(3), ["index_1.html", "index_2.html"]),
        (
            "<script>createPageHTML('page_div',3, 1,'list','shtml',60);</script>",
            ["list_2.shtml", "list_3.shtml"],
        ),
        (CALL.format(1), []),
        ('<a href="index_2.html">下一页</a>', ["index_2.html"]),
        ('<a href="?page=2">2</a><a href="?page=3">3</a>', [SECOND, THIRD]),
        ('<a href="list-2.html"><b>下一页 &gt;</b></a>', ["list-2.html"]),
        ('<link rel="next" href="index_2.html">', ["index_2.html"]),
        ("""<a href="javascript:;" onclick="go('index_2.html')">下一页</a>""", ["index_2.html"]),
        ('<a href="/other/2.html">2</a><a href="2024/1.html">2024</a>', []),
        ('<a href="https://www.other.gov.cn/xxgk/nb/2.html">下一页</a>', []),
        ('<a href="page/2/">2</a><a href="p3.html">3</a>', ["page/2/", "p3.html"]),
        ('<a href="2024/">2024</a><a href="page/2/x/">2</a>', []),
        ('<a href="/list?c=7&p=2">下一页 »</a>', ["https://www.example.gov.cn/list?c=7&p=2"]),
        ('<a href="/gallery/2">»</a>', []),
    ],
)  # fmt: skip
def test_further_pages(more: str, pages: list[str]) -> None:
    text = page_of({"t1.html": "甲局2024年政府信息公开年报"}, more=more)
    assert numbered(found(text)) == pages


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('<a href="javascript:goPage(2)">下一页</a>', True),
        ('<a href="#" onclick="turn(2, 15)">下一页 &gt;</a>', True),
        ('<a href="javascript:void(0)">下一页</a>', False),
        ('<a href="javascript:setHomePage(1)">设为首页</a>', False),
        ("""<a href="javascript:go('index_2.html', 2)">下一页</a>""", False),
    ],
)
def test_pages_that_only_a_script_turns_are_told(more: str, told: bool) -> None:
    text = page_of({"t1.html": "甲局2024年政府信息公开年报"}, more=more)
    assert found(text).problem == (TURNED if told else None)
    paging = {"pattern": "index_{n}.html"}
    assert found(text, paging=paging).problem is None


def test_a_call_on_a_further_page_names_none() -> None:
    text = page_of({}, more='<script>createPageHTML(3, 1, "index", "html");</script>')
    assert found(text, FOLDER + "index_1.html").pages == ()


def test_further_pages_by_a_pattern() -> None:
    paging = {"pattern": "list_{n}.html", "first": 2}
    text = page_of({"t1.html": "甲局2024年政府信息公开年报"})
    assert numbered(found(text, paging=paging)) == ["list_2.html"]
    assert numbered(found(text, FOLDER + "list_2.html", paging=paging)) == ["list_3.html"]
    assert found(text, FOLDER + "sub.html", paging=paging).pages == ()


RECORDS = """<html><head><title>政府信息公开年报</title></head><body><script type="text/xml">
<datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&amp;col=7"></a>]]>
</nextgroup><totalrecord>2</totalrecord><recordset>
<record><![CDATA[<li><a href="art/1.html" title="甲局2024年政府信息公开年报">甲局</a>
2025-01-09</li>]]></record>
<record><![CDATA[<li><a href='art/2.html'>乙局2024年政府信息公开年报</a></li>]]></record>
</recordset></datastore></script></body></html>"""


def test_records_in_a_script() -> None:
    result = found(RECORDS)
    assert report_of(result) == ["art/1.html", "art/2.html"]
    assert result.reports[0].printed_on == "2025-01-09"
    proxy = "https://www.example.gov.cn/module/web/jpage/dataproxy.jsp?page=1&col=7"
    assert result.pages == (proxy,)
    again = found(RECORDS.partition("<script")[2].partition(">")[2], proxy)
    assert len(again.reports) == 2


def listed(pages: int, **named: str) -> str:
    entry = {
        "docTitle": "甲局2024年政府信息公开年报",
        "docPubUrl": "/a/1.html",
        "docRelTime": "2025-01-09",
    }
    return json.dumps({"code": 0, "data": {"pages": pages, "list": [entry | named, {"x": 1}]}})


def test_a_list_in_json() -> None:
    address = "https://www.example.gov.cn/api/list?channel=7&pageNo=1"
    result = found(listed(3), address)
    (report,) = result.reports
    assert report[:3] == (
        "https://www.example.gov.cn/a/1.html", "甲局2024年政府信息公开年报", "2025-01-09"
    )  # fmt: skip
    assert result.pages == (address.replace("pageNo=1", "pageNo=2"),)
    assert found(listed(1), address).pages == ()
    padded = f"callback({listed(1)});"
    assert len(found(padded, address).reports) == 1
    other = json.dumps([{"bt": "x", "wjm": "甲局2024年政府信息公开年报", "lj": "/a/2.html"}])
    named = found(other, address, json={"title": "wjm", "address": "lj"})
    assert [anchor.address for anchor in named.reports] == ["https://www.example.gov.cn/a/2.html"]


@pytest.mark.parametrize("text", ["{", "[" * 5000, "{}", "[1, 2]", '{"title": "a", "url": 7}'])
def test_odd_json_does_no_harm(text: str) -> None:
    assert found(text).reports == ()


def test_lists_behind_a_list() -> None:
    page = page_of({"2024/": "2024年", "2023/": "2023年", "/gk/nb/": "政府信息公开年报"})
    result = found(page)
    assert [anchor.title for anchor in result.lists] == ["2024年", "2023年", "政府信息公开年报"]


def test_frames_and_pages_that_send_readers_on() -> None:
    frame = '<html><body><iframe src="list.html"></iframe></body></html>'
    assert [anchor.address for anchor in found(frame).lists] == [FOLDER + "list.html"]
    for sent in (
        '<meta http-equiv="refresh" content="0; url=list.html">',
        '<script>window.location.href="list.html";</script>',
        "<script>location.replace('list.html')</script>",
    ):
        assert [anchor.address for anchor in found(sent).lists] == [FOLDER + "list.html"], sent


@pytest.mark.parametrize(
    "text",
    [
        '<html><body><div id="app"></div><script src="app.js"></script></body></html>',
        "<html><body><noscript>请启用JavaScript</noscript><script>x()</script></body></html>",
        "<script>document.cookie='a=1';setTimeout(f,1)</script>",
    ],
)
def test_pages_that_need_a_script_engine(text: str) -> None:
    assert found(text) == Found(problem=SCRIPTS)
    assert read_report(Page(ROOT, text), rules()).problem == SCRIPTS


def test_a_list_that_is_a_report() -> None:
    words = "一、总体情况 主动公开 依申请公开 五、存在的主要问题及改进情况"
    assert found(f"<html><body><p>{words}</p></body></html>").is_report


def attached(text: str, **keys: object) -> list[str]:
    result = read_report(Page(ROOT, text), rules(**keys))
    return [anchor.address.removeprefix(FOLDER) for anchor in result.reports]


def test_attachments() -> None:
    text = (
        '主动公开 <a href="P02025.docx">附件：年度报告</a><a href="P02025.docx">下载</a>'
        '<a href="/down?id=7&name=x.pdf">报告.pdf</a><a href="form.doc">信息公开申请表</a>'
        '<a href="t2.html">上一篇</a><iframe src="/pdfjs/viewer.html?file=/files/r.pdf"></iframe>'
        '<embed src="b.pdf"><a href="https://cdn.other.example/c.pdf">c.pdf</a>'
    )
    site = "https://www.example.gov.cn"
    own = ["P02025.docx", f"{site}/down?id=7&name=x.pdf", f"{site}/files/r.pdf", "b.pdf"]
    assert attached(text) == own
    assert attached(text, attachments=False) == []


def test_files_of_another_site_are_named_where_the_page_has_no_report() -> None:
    link = '<p>主动公开</p><a href="https://cdn.other.example/c.pdf">年报.pdf</a>'
    assert read_report(Page(ROOT, link), rules()) == Found(
        elsewhere=frozenset({"cdn.other.example"})
    )
    assert read_report(Page(ROOT, "一、总体情况" + link), rules()) == Found()


def test_names_of_attachments_lead_to_no_other_place() -> None:
    text = (
        '主动公开 <a href="../../../../../etc/passwd.doc">a.doc</a><a href="file:///etc/a.doc">b</a>'
        '<a href="..%2f..%2fetc%2fc.pdf">c.pdf</a><a href="a/b/a/b/a/b/a/b/x.doc">x</a>'
    )
    assert attached(text) == [
        "https://www.example.gov.cn/etc/passwd.doc", "..%2F..%2Fetc%2Fc.pdf"
    ]  # fmt: skip


def test_addresses_that_repeat_themselves_are_traps() -> None:
    assert is_trap("https://a.example/x/y/x/y/x/y/x/z.html")
    assert not is_trap("https://a.example/2024/2024/01/01/z.html")


def test_pages_in_other_encodings() -> None:
    text = page_of({"t1.html": "甲局2024年政府信息公开工作年度报告"})
    for data, stated in (
        (text.encode("gb18030"), "text/html; charset=utf-8"),
        (text.encode("gb18030"), None),
        (text.encode("utf-8"), "text/html; charset=gb2312"),
        (text.encode("utf-16"), "text/html"),
    ):
        page = read_page(data, ROOT, stated)
        assert page is not None
        assert report_of(read_list(page, rules(), ROOT)) == ["t1.html"], stated


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG", b"\x00" * 99, b"\xff" * 99]
)
def test_what_is_no_page(data: bytes) -> None:
    page = read_page(data, ROOT, "text/html")
    assert page is None or read_list(page, rules(), ROOT).reports == ()
