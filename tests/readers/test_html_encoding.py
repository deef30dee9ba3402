"""The encoding that a page is in, whatever it declares."""

from __future__ import annotations

import pytest

from extractors.document import Decoded
from extractors.model import SetAside
from extractors.readers import read_source
from extractors.readers.kinds import kind_of
from tests.generator.documents.html import ENCODINGS

TEXT = "某县司法局公开政府信息的工作报告。" * 40


def read(data: bytes) -> Decoded:
    result = read_source(data)
    assert not isinstance(result, SetAside), result
    return result[0]


def declared(charset: str) -> str:
    return f'<html><head><meta charset="{charset}"></head><body><p>{TEXT}</p></body></html>'


@pytest.mark.parametrize("name", ENCODINGS)
def test_text_comes_out_whole_and_its_encoding_is_told(name: str) -> None:
    codec, said, mark = ENCODINGS[name]
    decoded = read(mark + declared(said or "").encode(codec))
    assert decoded.text == TEXT + "\n"
    assert decoded.encoding == codec
    assert decoded.findings == ()


def test_big5_is_read_where_it_is_declared() -> None:
    text = "政府信息公開工作年度報告，人民政府的工作。" * 30
    decoded = read(f"<meta charset=big5><p>{text}".encode("big5hkscs"))
    assert (decoded.text, decoded.encoding) == (text + "\n", "big5hkscs")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_few_broken_bytes_are_counted_and_swallow_no_digit(codec: str) -> None:
    rows = "<table><tr><td>规章<td>12<tr><td>许可<td>34</table>".encode(codec)
    data = declared(codec).encode(codec).replace(b"</p>", b"</p>\xff" + rows)
    data = data.replace(b">12<", b">\xe612<")
    decoded = read(data)
    assert "\ufffd12\n" in decoded.text
    assert "许可\t34\n" in decoded.text
    assert decoded.encoding == codec
    (finding,) = decoded.findings
    assert (finding.rule, finding.severity, finding.found) == ("broken_characters", "warning", "2")


def test_bytes_that_are_no_text_are_refused() -> None:
    data = b"<html><body>" + bytes(range(128, 256)) * 40
    result = read_source(data)
    assert isinstance(result, SetAside)
    assert "cannot be decoded" in result.reason
    result = read_source(b"<html><body>" + b"\x01\x02" * 400)
    assert isinstance(result, SetAside)
    assert "binary data" in result.reason


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        ("<!DOCTYPE html>", "text/html"),
        ("\n <!doctype HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>", "text/html"),
        ('<?xml version="1.0" encoding="gb2312"?>\n<!DOCTYPE html>', "text/html"),
        ("<!-- saved from url=(0021)https://a.example.cn/ -->\n<html>", "text/html"),
        ("<META charset=gbk>", "text/html"),
        ("<p style='a'>", "text/html"),
        ("<P>", "text/html"),
        ("<br/>", "text/html"),
        ("<?xml version='1.0'?><w:wordDocument>", "text/plain"),
        ("<pre-text>", "text/plain"),
        ("单元格以 </td> 结束", "text/plain"),
        ("主题: mime-version: 1.0", "text/plain"),
        ("2023年报告<p>", "text/plain"),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_pages_are_told_by_their_first_bytes(head: str, media_type: str, codec: str) -> None:
    assert kind_of(head.encode(codec))[0] == media_type


@pytest.mark.parametrize(
    "head",
    [
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n",
        "MIME-Version: 1.0\nContent-Type: multipart/related;\n",
        "Subject: =?gb2312?B?1f7Oxg==?=\nMIME-Version: 1.0\nContent-Type: text/html\n",
    ],
)
def test_saved_pages_are_told_by_their_head(head: str) -> None:
    assert kind_of(head.encode())[0] == "multipart/related"


def test_a_text_with_tables_as_markup_is_told() -> None:
    text = "# 报告\n\n<table><tr><td>规章</td><td>3</td></tr><tr><td>许可</TD></tr>"
    assert kind_of(text.encode())[0] == "text/html"
    assert kind_of(text.replace("</TD>", "").encode())[0] == "text/plain"
