"""Pages saved with all their parts in one file."""

from __future__ import annotations

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from random import Random

import pytest

from extractors.model import Report, SetAside
from extractors.readers import read_source
from tests.accuracy.corpora import printed
from tests.accuracy.score import score
from tests.generator import random_truth
from tests.generator.documents import compose
from tests.generator.documents.html import page_of
from tests.reading import read_one


def saved(
    *pages: tuple[bytes, str], encoding: str = "quoted-printable", charset: str = ""
) -> bytes:
    """A file with pages, each with its address, and a picture."""
    root = MIMEMultipart("related")
    root["Subject"] = "年度报告"
    for content, address in pages:
        part = EmailMessage()
        part.set_content(content, "text", "html", cte=encoding)
        if charset:
            part.set_param("charset", charset)
        part["Content-Location"] = address
        root.attach(part)
    picture = EmailMessage()
    picture.set_content(b"\x89PNG", "image", "png")
    root.attach(picture)
    return b"From: <Saved by Blink>\r\n" + root.as_bytes()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030 said to be gb2312"])
def test_a_report_in_a_saved_page_is_read(encoding: str, codec: str) -> None:
    rng = Random(f"{encoding} {codec}")
    truth = random_truth(rng, edition="2021")
    data = saved(
        (page_of(compose(truth, rng), rng, "word", codec), "https://a.example.cn/1.html"),
        encoding=encoding,
    )
    report = read_one(data)
    assert isinstance(report, Report)
    assert score(report, printed(truth)).exact
    texts = read_source(data)
    assert isinstance(texts, list)
    assert texts[0].media_type == "multipart/related"
    assert texts[0].metadata.address == "https://a.example.cn/1.html"


def test_the_first_page_that_shows_text_is_read() -> None:
    frame = b"<frameset><frame src=2.html></frameset>"
    page = "<p>一、总体情况</p><p>本机关依法公开政府信息。</p>".encode("gb18030")
    texts = read_source(saved((frame, "file:///a"), (page, "file:///b"), charset="gb2312"))
    assert isinstance(texts, list)
    assert texts[0].text == "一、总体情况\n本机关依法公开政府信息。\n"
    assert texts[0].encoding == "gb18030"
    assert texts[0].metadata.address is None


def reason(data: bytes) -> str:
    result = read_source(data)
    assert isinstance(result, SetAside)
    assert result.media_type == "multipart/related"
    return result.reason


def test_a_saved_file_without_a_page_says_so() -> None:
    assert "no page among its parts" in reason(saved())
    assert "another document in a frame" in reason(saved((b"<frameset><frame src=a>", "b")))


def test_parts_without_number_are_refused() -> None:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
    assert "more than 500 parts" in reason(head + b"--x\n\n" * 100_000)
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(400)
    )
    assert "page" in reason(b"MIME-Version: 1.0\n" + nested)
