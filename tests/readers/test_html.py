"""Small pages, and the lines and rows that they show."""

from __future__ import annotations

import pytest

from extractors.document import Decoded, Place
from extractors.model import SetAside
from extractors.readers.html import read

TITLE = "<h1>某县司法局2023年政府信息公开工作年度报告</h1>"
PROSE = "<p>" + "本机关依法公开政府信息，全年没有收到申请。" * 4 + "</p>"


def page(markup: str) -> Decoded:
    result = read(("<!DOCTYPE html><meta charset=utf-8>" + PROSE + markup).encode())
    assert not isinstance(result, SetAside), result
    (decoded,) = result
    return decoded


def lines(markup: str) -> list[str]:
    """What is shown below the prose, without blank lines."""
    return [line for line in page(markup).text.split("\n")[1:] if line]


def reason(markup: str) -> str:
    result = read(markup.encode())
    assert isinstance(result, SetAside), result
    assert result.media_type == "text/html"
    return result.reason


def test_paragraphs_are_lines_and_inline_elements_are_not() -> None:
    markup = "<div>甲<b>乙</b><p>丙<font>丁</font>\n<span>戊</span></p>己</div>庚<br>辛<li>壬<li>癸"
    assert lines(markup) == ["甲乙", "丙丁 戊", "己", "庚", "辛", "壬", "癸"]


def test_merged_cells_leave_their_positions_empty_and_have_places() -> None:
    decoded = page(
        "<table><tr><td rowspan=2>a<td colspan=2>b<td>c<tr><td>d<td>e<td>f</table>"
        "<p>之后</p><table><tr><td>x<td>y<tr><td>z<td>1</table>"
    )
    assert decoded.text.split("\n")[1:] == ["a\tb\t\tc", "\td\te\tf", "之后", "x\ty", "z\t1", ""]
    places = {decoded.text[p.start : p.end]: p.place for p in decoded.places}
    assert places["b"] == Place(table=1, row=1, column=2)
    assert places["f"] == Place(table=1, row=2, column=4)
    assert places["1"] == Place(table=2, row=2, column=2)
    assert decoded.place(decoded.text.index("之后")) is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<p>本年新</p><p>制作数量</p>", "本年新制作数量"),
        ("本年新<br />制作数量", "本年新制作数量"),
        ("1<br>2", "1\ufffd2"),
        ("<p>7</p>\n<p></p><div>0</div>", "7\ufffd0"),
        ("<p>0</p><p>-8</p>", "0\ufffd-8"),
        ("<p>7件</p><p>0件</p>", "\ufffd"),
        ("12345678<br>12345678", "\ufffd"),
        ("<p><span>7</span><span>0</span></p><p>件</p>", "70 件"),
        ("规章<p>12</p>", "规章 12"),
        ("<span>1</span><span>2</span>", "12"),
        ("1<b></b>2<font color=red>3</font>", "123"),
        ("\u200b1\ufeff2&zwnj;", "12"),
        ("&nbsp;12&nbsp;", "12"),
        ("&#49;&#x32;", "12"),
        ("<o:p>&nbsp;</o:p>", ""),
        ("<p class=MsoNormal><span lang=EN-US>7<o:p></o:p></span></p>", "7"),
        ("12<sup>1</sup>", "12"),
        ("12<sup>[注1]</sup>", "12"),
        ("12<sup>①</sup>", "12"),
        ("<sup>12</sup>", "12"),
        ("m<sup>2</sup>", "m2"),
        ("5<!-- 6 -->", "5"),
        ("5<!--[if gte mso 9]>6<![endif]-->", "5"),
        ("<![if !supportLists]>5<![endif]>", "5"),
        ("5<span style='DISPLAY : none'>6</span>", "5"),
        ("5<span hidden>6</span>", "5"),
        ("<input value=12>", "12"),
        ("<div><input type=TEXT value=' 7 '></div>", "7"),
        ("<input type=hidden value=7>5<input type=submit value=8>", "5"),
        ("<input value=5>件", "5 件"),
        ("5<input value=7>", "5\ufffd7"),
        ("<textarea>12</textarea>", "12"),
        ("5<textarea>7</textarea>", "5\ufffd7"),
        ("5<i style='mso-hide:all'>6</i>", "5"),
        ("5<script>6</script><style>7</style><template>8</template>", "5"),
        ("5<select><option>6</select><noscript>7</noscript>", "5"),
        ("<div style='display:table-cell'>5</div>", "5"),
        ("<h4>规章</h4><hr>", "规章"),
        ("<ul><li>5</ul>", "5"),
        ("<table><tr><td>5</table>", "5"),
    ],
)
def test_what_a_cell_shows(cell: str, text: str) -> None:
    markup = f"<table><tr><td>左<td>{cell}<td>右</tr><tr><td>1<td>2<td>3</table>"
    assert lines(markup) == [f"左\t{text}\t右", "1\t2\t3"]


@pytest.mark.parametrize("torn", ["<td <td>", "<td row<td>", "<td <p ><p>", "<td a='<td>'>"])
def test_a_tag_torn_into_another_keeps_what_stands_behind_it(torn: str) -> None:
    markup = f"<table><tr><td>规章{torn}88<td>1</tr><tr><td>许可<td>2<td>3</table>"
    assert lines(markup) == ["规章\t88\t1", "许可\t2\t3"]


def test_marks_of_footnotes_left_out_are_counted() -> None:
    (finding,) = page("<table><tr><td>甲<td>12<sup>1</sup></table>").findings
    assert (finding.rule, finding.severity, finding.found) == ("note_marks", "info", "1")


def test_cells_of_layout_tables_are_stretches_of_the_document() -> None:
    inner = "<table><tr><td>规章<td>3</table>"
    markup = f"<table><tr><td>左栏<td><h1>标题</h1><p>正文</p>{inner}<p>落款</p></table>"
    assert lines(markup) == ["左栏", "标题", "正文", "规章\t3", "落款"]
    assert page(markup).places[-1].place == Place(table=2, row=1, column=2)


def test_a_frame_of_one_column_is_no_table() -> None:
    assert lines("<table><tr><td><p>一</p><p>二</p></td></tr><tr><td>三</table>") == [
        "一",
        "二",
        "三",
    ]


def test_prose_in_a_cell_keeps_its_paragraphs() -> None:
    long = "本机关持续推进政务公开各项工作，" * 5
    markup = f"<table><tr><td colspan=2><p>一、总体情况</p><p>{long}</p><tr><td>规章<td>3</table>"
    assert lines(markup) == ["一、总体情况", long, "规章\t3"]
    assert lines(markup.replace(long, "没有。")) == ["一、总体情况", "没有。", "规章\t3"]


def test_heads_and_feet_stand_where_a_browser_shows_them() -> None:
    markup = (
        "<table><caption>表一</caption><tfoot><tr><td>总计<td>3</tfoot>"
        "<tbody><tr><td>甲<td>3</tbody><thead><tr><th>项目<th>数量</thead></table>"
    )
    assert lines(markup) == ["表一", "项目\t数量", "甲\t3", "总计\t3"]


def test_a_cell_ends_with_its_group_of_rows() -> None:
    markup = "<table><thead><tr><th rowspan=9>项目<th>数量</thead><tr><td>甲<td>3</table>"
    assert lines(markup) == ["项目\t数量", "甲\t3"]
    markup = "<table><tbody><tr><td rowspan=0>甲<td>1<tr><td>2</tbody><tr><td>乙<td>3</table>"
    assert lines(markup) == ["甲\t1", "\t2", "乙\t3"]


def test_tables_drawn_with_boxes() -> None:
    row = "<div style='display: table-row'>{}</div>"
    cell = "<div style='display:table-cell;width:9px'>{}</div>"
    rows = "".join(row.format(cell.format(a) + cell.format(b)) for a, b in ("规1", "可2"))
    markup = f"<div style='display:table'>{rows}</div>"
    assert lines(markup) == ["规\t1", "可\t2"]


def test_preformatted_text_keeps_its_lines_and_tabs() -> None:
    assert lines("<pre>\n规章\t1\t\t 2\n许可  3\n\n</pre>后") == ["规章\t1\t\t2", "许可 3", "后"]
    assert lines("<div style='white-space: pre-wrap'>一\n二</div>") == ["一", "二"]


def test_menus_are_left_out_and_other_heads_are_not() -> None:
    menu = "<ul><li><a href=/>首页</a></li><li><a href=/b>公开</a></li></ul>"
    markup = f"<nav>导航 1</nav><header>{menu}</header><div role=navigation>{menu}</div>正文"
    assert lines(markup) == ["正文"]
    assert lines(f"<header>{menu}电话 123</header>") == ["• 首页", "• 公开", "电话 123"]
    assert lines(f"<div>{menu}</div>") == ["• 首页", "• 公开"]


def test_links_alone_on_a_line_are_marked_and_others_are_not() -> None:
    long = "某县司法局2023年政府信息公开工作年度报告"
    markup = f"<p><a>通知</a> <a>公告</a></p><p>见<a>附件</a></p><p><a>{long}</a></p>"
    assert lines(markup) == ["• 通知 公告", "见附件", long]
    markup = "<table><tr><td><a>规章</a><td><a>3</a><tr><td>许可<td>4</table>"
    assert lines(markup) == ["规章\t3", "许可\t4"]


def test_broken_markup_is_mended_as_browsers_do() -> None:
    assert lines("<TABLE><TR><TD>规章<TD>1<TR><TD>许可</P><TD>2") == ["规章\t1", "许可\t2"]
    assert lines("<table>脱落<tr><td>规章<td>1</b></div></table>") == ["脱落", "规章\t1"]
    assert lines("<table><tr><td colspan='二'>a<td rowspan=-3>b<td colspan=''>1</table>") == [
        "a\tb\t1"
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (TITLE + "<img src=1.jpg><img src=2.jpg>", "shows pictures only"),
        (TITLE + "<iframe src=report.pdf></iframe>", "another document in a frame"),
        ("<frameset><frame src=a.html></frameset>", "another document in a frame"),
        (TITLE + "<embed src=report.pdf>", "another document in a frame"),
        (TITLE + "<a href='/files/P020240131.PDF?x=1'>下载</a>", "only a link to an attached file"),
        ("<div id=app></div><script src=app.js></script>", "written by scripts"),
        ("<html><body><p>&nbsp;</p></body></html>", "shows no text"),
    ],
)
def test_a_page_without_the_text_of_a_report_says_what_it_has(body: str, words: str) -> None:
    said = reason(body)
    assert words in said
    assert "\n" not in said


def test_pictures_where_tables_should_be_are_found() -> None:
    heads = ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "五、存在的主要问题"]
    table = "<table><tr><td>规章<td>3<tr><td>许可<td>4</table>"
    two, three, five = (f"<p>{head}</p>" for head in heads)
    (finding,) = page(f"{two}{table}<img>{three}<p><img src=a.png></p>{five}<img>").findings
    assert (finding.rule, finding.severity, finding.found) == ("image_tables", "warning", heads[1])
    assert page(f"{two}{table}{three}<img width=16 height=16>{table}").findings == ()


STATISTICS = "<p>三、收到和处理政府信息公开申请情况</p>"
FORM = "<table><tr><td>规章<td>文件<tr><td>{}<td></table>"


@pytest.mark.parametrize(
    ("markup", "scripted"),
    [
        (STATISTICS + FORM.format("") + "<script>fill()</script>", True),
        (STATISTICS + "<script>write('<td>行政复议')</script>", True),
        (STATISTICS + FORM.format("7") + "<script>fill()</script>", False),
        (STATISTICS + FORM.format("<input value=7>") + "<script>fill()</script>", False),
        (STATISTICS + FORM.format(""), False),
        (STATISTICS + "<script>write('<td>日历')</script>", False),
        (FORM.format("") + "<script>fill()</script>", False),
    ],
)
def test_tables_that_scripts_fill_are_reported(markup: str, scripted: bool) -> None:
    rules = [finding.rule for finding in page(markup).findings]
    assert rules == ["scripted_tables"] * scripted
