"""Generated reports as web pages: as editors, word processors and sites of agencies write them."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Sequence
from html import escape
from random import Random

from .model import Paragraph, Part, SpanCell, SpannedTable

Cells = Callable[[str, Random], str]
ENCODINGS: dict[str, tuple[str, str | None, bytes]] = {
    "utf-8": ("utf-8", "utf-8", b""),
    "utf-8 with a mark": ("utf-8", None, codecs.BOM_UTF8),
    "utf-8 said to be gb2312": ("utf-8", "gb2312", b""),
    "utf-8 said to be latin": ("utf-8", "iso-8859-1", b""),
    "gb18030": ("gb18030", "gb18030", b""),
    "gb18030 said to be gb2312": ("gb18030", "gb2312", b""),
    "gb18030 said to be utf-8": ("gb18030", "utf-8", b""),
    "gb18030 not said": ("gb18030", None, b""),
    "utf-16-le with a mark": ("utf-16-le", "utf-8", codecs.BOM_UTF16_LE),
    "utf-16-be with a mark": ("utf-16-be", "utf-16", codecs.BOM_UTF16_BE),
    "utf-16-le not said": ("utf-16-le", None, b""),
}
"""The encoding, what the page says that it is, and the mark before it."""


def page_of(parts: Sequence[Part], rng: Random, kind: str, encoding: str = "utf-8") -> bytes:
    """A page of such a kind (one of ``PAGES``) in such an encoding (one of ``ENCODINGS``)."""
    codec, said, mark = ENCODINGS[encoding]
    head, body = PAGES[kind](parts, rng)
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={said}">' if said else ""
    page = f"<html><head>{meta}{head}</head><body>{body}</body></html>"
    if kind != "broken":
        page = f"<!DOCTYPE html>\n{page}"
    return mark + page.encode(codec)


def markup_of(table: SpannedTable, rng: Random) -> str:
    """A table as plain markup."""
    return _table(table, rng, _plain)


def _plain(text: str, rng: Random) -> str:
    return escape(text) or rng.choice(("", "&nbsp;", " "))


def _spans(text: str, rng: Random) -> str:
    """Digits over several spans, labels over several lines, characters that do not show."""
    if not text:
        return rng.choice(("", "<p>&nbsp;</p>", "<p><span></span></p>", "<p><br/></p>"))
    if text.isdecimal():
        marked = "".join(f'<span lang="EN-US">{digit}</span>' for digit in text)
        return f'<p align="center">{rng.choice(("", "&#8203;"))}{marked}</p>'
    cut = rng.randrange(len(text))
    middle = rng.choice(("", "<br>", "<br />\n", "\u200b", "</font><font size=2>"))
    if not (text[cut - 1 : cut + 1].isalpha() and cut) or text[-1] == "元":
        middle = ""  # a label is broken, an amount with its unit is not
    return f"<p><font>{escape(text[:cut])}{middle}{escape(text[cut:])}</font></p>"


def _word(text: str, rng: Random) -> str:
    """What a word processor writes."""
    runs = [escape(text)]
    if len(text) > 2 and rng.random() < 0.3:
        runs = [escape(text[:2]), escape(text[2:])]
    spans = "".join(
        f"<span lang=EN-US style='font-size:10.5pt;font-family:仿宋_GB2312;"
        f"mso-hansi-font-family:Calibri'>{run}<o:p></o:p></span>"
        for run in runs
    )
    return (
        "<p class=MsoNormal align=center style='text-align:center;\nline-height:12.0pt'>"
        f"<!--[if gte vml 1]><v:shape id=x 9 9></v:shape><![endif]-->{spans or '&nbsp;'}</p>"
    )


def _table(table: SpannedTable, rng: Random, cells: Cells, *, closed: bool = True) -> str:
    """A table; without the ends of its cells and rows where it is not ``closed``."""
    rows = []
    for row in table.rows:
        marked = "".join(
            f"<td{_span('rowspan', cell.rows)}{_span('colspan', cell.columns)}>"
            f"{cells(_shown(cell), rng)}{'</td>' * closed}\n"
            for cell in row
        )
        rows.append(f"<tr>{marked}{'</tr>' * closed}\n")
    return f"<table border=1>\n{''.join(rows)}</table>"


def _shown(cell: SpanCell) -> str:
    """The text of a cell; a blank one is marked up in ways of its own."""
    return "" if cell.text == "&nbsp;" else cell.text


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""


def _body(
    parts: Iterable[Part], rng: Random, cells: Cells, tables: Callable[[SpannedTable], str]
) -> str:
    lines = []
    for part in parts:
        if isinstance(part, SpannedTable):
            lines.append(tables(part))
        elif part.level:
            lines.append(f"<h{part.level}>{escape(part.text)}</h{part.level}>")
        else:
            text = cells(part.text, rng) if cells is _word else escape(part.text)
            lines.append(f"<p>　　{text}</p>" if cells is not _word else text)
    return "\n".join(lines)


def _simple(cells: Cells, **options: bool) -> Callable[[Sequence[Part], Random], tuple[str, str]]:
    def page(parts: Sequence[Part], rng: Random) -> tuple[str, str]:
        body = _body(parts, rng, cells, lambda table: _table(table, rng, cells, **options))
        return "<title>年报</title>", body

    return page


def _nested(parts: Sequence[Part], rng: Random) -> tuple[str, str]:
    """Layout tables around all, and around each table."""

    def framed(table: SpannedTable) -> str:
        return f"<table><tr><td>{_table(table, rng, _spans)}</td></tr></table>"

    menu = "<tr><td>政务公开</td></tr><tr><td>信息公开指南</td></tr>"
    body = _body(parts, rng, _plain, framed)
    return "", (
        '<table width="1000"><tr><td colspan="2"><img src="top.jpg" width="1000"></td></tr>'
        f'<tr><td width="200"><table>{menu}</table></td><td>{body}</td></tr></table>'
    )


def _several(parts: Sequence[Part], rng: Random) -> tuple[str, str]:
    """The items of section two in tables of their own."""

    def apart(table: SpannedTable) -> str:
        starts = [
            number
            for number, row in enumerate(table.rows)
            if len(row) == 1 and row[0].text.startswith("第二十条")
        ]
        if not starts or starts[0]:
            return _table(table, rng, _plain)
        ends = [*starts[1:], len(table.rows)]
        pieces = (
            SpannedTable(table.name, table.width, table.rows[start:end])
            for start, end in zip(starts, ends, strict=True)
        )
        return "<p>&nbsp;</p>".join(_table(piece, rng, _plain) for piece in pieces)

    return "", _body(parts, rng, _plain, apart)


def _site(parts: Sequence[Part], rng: Random) -> tuple[str, str]:
    """All that a site puts around a report."""
    title = next(part.text for part in parts if isinstance(part, Paragraph))
    head = (
        f'<title>{title}_县人民政府</title><meta name="SiteName" content="县人民政府">'
        f'<meta name="ArticleTitle" content="{title}">'
        '<meta name="PubDate" content="2024-01-31 10:20"><meta name="ContentSource" content="">'
        '<link rel="canonical" href="https://www.example.gov.cn/xxgk/t20240131_1.html">'
        "<style>td{border:1px solid}</style><script>var a='<td>1</td>';if(1<a){}</script>"
    )
    menu = "".join(
        f"<li><a href=#>{name}</a></li>" for name in ("首页", "政务公开", "政府信息公开指南")
    )
    body = _body(parts, rng, _plain, lambda table: _table(table, rng, _spans))
    return head, (
        f"<header><ul>{menu}</ul></header><nav>{menu}</nav><select><option>2019年</select>"
        '<div style="display:none"><table><tr><td>规章</td><td>99</td></tr></table></div>'
        '<div class="pos">当前位置：<a href=/>首页</a> &gt; <a href=/gk>公开</a> &gt; 正文</div>'
        '<table class="xxgk"><tr><td>索 引 号：</td><td>11410305/2024-00012</td>'
        "<td>发布日期：</td><td>2024-01-31</td></tr></table>"
        f'<div id="zoom">{body}</div><div>【打印】【关闭】</div><!-- <p>规章 77</p> -->'
        "<footer><p>主办：县人民政府 备案号：豫ICP备05000001号 联系电话：0379-60000000</p></footer>"
        "<script>document.write('1')</script><noscript>请启用脚本</noscript>"
    )


def _word_page(parts: Sequence[Part], rng: Random) -> tuple[str, str]:
    head = (
        "<meta name=Generator content='Microsoft Word 15'><!--[if gte mso 9]><xml><w:WordDocument>"
        "<w:View>Normal</w:View></w:WordDocument></xml><![endif]--><style>p.MsoNormal{margin:0}</style>"
    )

    def table(part: SpannedTable) -> str:
        spacer = "<td width=50></td>" * part.width
        spacer = f"<![if !supportMisalignedColumns]><tr height=0>{spacer}</tr><![endif]></table>"
        return (
            "<div align=center>" + _table(part, rng, _word).replace("</table>", spacer) + "</div>"
        )

    return head, f"<div class=WordSection1>{_body(parts, rng, _word, table)}</div>"


def _cut(parts: Sequence[Part], rng: Random) -> tuple[str, str]:
    """Tables cut in two by the end of a page, with the head again where there is one."""

    def halves(table: SpannedTable) -> str:
        head = next(
            (n for n, row in enumerate(table.rows) if any(cell.is_value for cell in row)), 0
        )
        if table.name != "applications" or len(table.rows) - head < 4:
            return _table(table, rng, _plain)
        above, below = cut(table, rng.randrange(head + 2, len(table.rows) - 1))
        rows = table.rows[:head] + below.rows
        again = SpannedTable(table.name, table.width, rows)
        return f"{_table(above, rng, _plain)}\n<hr>\n{_table(again, rng, _plain)}"

    return "", _body(parts, rng, _plain, halves)


def cut(table: SpannedTable, at: int) -> tuple[SpannedTable, SpannedTable]:
    """A table in two; cells that reach over the cut go on below it without their text."""
    above: list[tuple[SpanCell, ...]] = []
    rests: list[tuple[int, SpanCell]] = []
    until = [0] * table.width
    for number, row in enumerate(table.rows[:at]):
        column = 0
        kept = []
        for cell in row:
            while until[column] > number:
                column += 1
            until[column : column + cell.columns] = [number + cell.rows] * cell.columns
            rest = number + cell.rows - at
            if rest > 0:
                rests.append((column, SpanCell("", rest, cell.columns)))
            kept.append(SpanCell(cell.text, cell.rows - max(rest, 0), cell.columns, cell.is_value))
            column += cell.columns
        above.append(tuple(kept))
    first, *others = table.rows[at:]
    leading = tuple(cell for _, cell in sorted(rests, key=lambda rest: rest[0]))
    below = (leading + first, *others)
    return (
        SpannedTable(table.name, table.width, tuple(above)),
        SpannedTable(table.name, table.width, below),
    )


PAGES: dict[str, Callable[[Sequence[Part], Random], tuple[str, str]]] = {
    "plain": _simple(_plain),
    "spans": _simple(_spans),
    "broken": _simple(_plain, closed=False),
    "nested": _nested,
    "several": _several,
    "word": _word_page,
    "site": _site,
    "cut": _cut,
}
"""Kinds of pages: the markup of the head and of the body."""
