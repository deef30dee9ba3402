"""Bytes to text: encodings told apart, and one plain sentence where there is no text."""

from __future__ import annotations

import codecs
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import Decoded
from extractors.model import SetAside
from extractors.readers import MAX_BYTES, read_source

TEXT = "西工区司法局2024年政府信息公开工作年度报告\n一、总体情况\n我局依法公开政府信息。\n"


def decoded(data: bytes) -> Decoded | SetAside:
    result = read_source(data)
    return result if isinstance(result, SetAside) else result[0]


def set_aside(data: bytes) -> SetAside:
    result = decoded(data)
    assert isinstance(result, SetAside), result
    assert result.reason
    assert "\n" not in result.reason
    return result


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gbk"), "gb18030"),
        (TEXT.encode("gb2312"), "gb18030"),
    ],
    ids=["utf-8", "utf-8 BOM", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312"],
)
def test_text_is_read_in_its_encoding(data: bytes, encoding: str) -> None:
    assert decoded(data) == Decoded(TEXT, encoding, "text/plain")


def test_gb18030_keeps_characters_outside_gbk() -> None:
    text = TEXT + "龦㐂𠮷镇人民政府"
    assert decoded(text.encode("gb18030")) == Decoded(text, "gb18030")


def test_plain_ascii_is_utf8() -> None:
    assert decoded(b"report 2024\n") == Decoded("report 2024\n", "utf-8")


def test_the_byte_that_is_not_utf8_is_named_with_its_place() -> None:
    data = "政府".encode() + b"\xff" + "信息公开".encode()
    result = set_aside(data)
    assert "UTF-8" in result.reason
    assert "0xff" in result.reason
    assert "offset 6" in result.reason


@pytest.mark.parametrize("byte", [b"\x81", b"\xff", b"\xc0"])
def test_a_broken_byte_never_turns_the_text_into_another_script(byte: bytes) -> None:
    data = TEXT.encode()
    for place in range(0, len(data), 2):
        set_aside(data[:place] + byte + data[place:])


@pytest.mark.parametrize("cut", [1, 2])
def test_utf8_cut_within_a_character_is_not_read_as_another_encoding(cut: int) -> None:
    data = TEXT.strip().encode()[:-cut]
    assert "offset" in set_aside(data).reason


def test_bytes_marked_as_utf16_must_be_utf16() -> None:
    result = set_aside(codecs.BOM_UTF16_LE + "政府".encode("utf-16-le") + b"\x00")
    assert "marked as utf-16-le" in result.reason


@pytest.mark.parametrize(
    ("data", "media_type", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "application/pdf", "the PDF is damaged"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg", "a JPEG image"),
        (b"GIF89a\x01\x00", "image/gif", "a GIF image"),
        (b"PK\x03\x04\x14\x00", "application/zip", "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", "Office document"),
        (b"{\\rtf1\\ansi", "application/rtf", "an RTF document"),
        (b"\x1f\x8b\x08\x00", "application/gzip", "a gzip archive"),
        (b"Rar!\x1a\x07", "application/vnd.rar", "a RAR archive"),
    ],
    ids=lambda value: value if isinstance(value, str) and "/" in value else "",
)
def test_other_kinds_of_file_are_told_by_their_first_bytes(
    data: bytes, media_type: str, words: str
) -> None:
    result = set_aside(data + b" content" * 50)
    assert result.media_type == media_type
    assert words in result.reason
    assert result.encoding is None


def test_a_kind_that_is_not_read_is_told_before_its_size_is_held_against_it() -> None:
    assert "RAR" in set_aside(b"Rar!" + b"\x00" * (MAX_BYTES + 1)).reason


@pytest.mark.parametrize("data", [b"", b" ", b"\r\n\t  \n", b"\x00" * 40, codecs.BOM_UTF8])
def test_a_file_without_content_is_empty(data: bytes) -> None:
    assert set_aside(data).reason == "the file is empty"


@pytest.mark.parametrize("seed", range(8))
def test_noise_is_set_aside(seed: int) -> None:
    set_aside(Random(seed).randbytes(20_000))


def test_control_characters_are_binary_data() -> None:
    data = bytes(Random(1).choices(range(0, 128), k=5_000))
    assert set_aside(data).reason == "the content is binary data, not text"


def test_a_few_control_characters_are_forgiven() -> None:
    assert decoded((TEXT * 5 + "\x0b\x0c\x1f").encode()) == Decoded(
        TEXT * 5 + "\x0b\x0c\x1f", "utf-8"
    )


@pytest.mark.parametrize(
    "text",
    ["Résumé: à côté des élèves, déjà vu çà et là", "Ägypten über Österreich, Straßen größer"],
)
def test_latin_1_is_not_taken_for_chinese(text: str) -> None:
    assert "cannot be decoded" in set_aside((text * 20).encode("latin-1")).reason


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("big5", "西區公所資訊公開年度報告，本所依法主動公開各項資訊，並受理申請案件。"),
        ("euc_jp", "情報公開制度の運用状況を報告します。請求件数は一件、全部公開は二件です。"),
        ("shift_jis", "情報公開制度の運用状況を報告します。請求件数は一件、全部公開は二件です。"),
        ("euc_kr", "정보공개 운영 연차보고서 서울특별시 행정정보 공개 현황을 보고합니다."),
    ],
)
def test_other_scripts_are_not_taken_for_simplified_chinese(encoding: str, text: str) -> None:
    assert "cannot be decoded" in set_aside((text * 20).encode(encoding)).reason


def test_a_huge_file_is_refused_with_its_size() -> None:
    result = set_aside(b"a" * (20 * 2**20))
    assert result.reason == "the file has 20.0 MiB, more than the limit of 16 MiB"


MAX_TEXT = 16 * 2**20


def test_a_file_at_the_limit_is_read() -> None:
    result = decoded(b"a" * MAX_TEXT)
    assert isinstance(result, Decoded)
    assert len(result.text) == MAX_TEXT


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_reason(data: bytes) -> None:
    result = decoded(data)
    if isinstance(result, SetAside):
        assert result.reason
    else:
        assert result.encoding
        assert result.text.encode(result.encoding) in data


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.text(alphabet="政府信息公开工作的一不在有行政0123456789，。\n", min_size=12))
def test_chinese_text_survives_both_encodings(text: str) -> None:
    if text.strip():
        for encoding in ("utf-8", "gb18030"):
            result = decoded(text.encode(encoding))
            assert isinstance(result, Decoded)
            assert result.text == text
