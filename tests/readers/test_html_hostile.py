"""Pages made to be slow or to break the reader: an answer in time, or a reason."""

from __future__ import annotations

import gc
from itertools import pairwise
from random import Random
from time import process_time

import pytest

from extractors.document import Decoded
from extractors.model import SetAside
from extractors.readers import read_source
from extractors.readers.html_limits import MAX_ATTRIBUTES, MAX_DEPTH, MAX_TAGS, excess
from extractors.report import read_text
from tests.generator import random_truth
from tests.generator.documents import compose
from tests.generator.documents.html import ENCODINGS, PAGES, page_of

MANY = 90_000
SPAN = "<td colspan=1000000 rowspan=1000000>1"
REFUSED = {
    "open boxes": ("<div>" * MANY, "nested more than"),
    "open fonts": ("".join(f"<font id={n}>" for n in range(20_000)) + "<p>1" * 20_000, "nested"),
    "open notes": ("1<sup>" * MANY, "nested more than"),
    "tables in tables": ("<table><tr><td>" * 100, "tables nested more than 50 deep"),
    "tables in boxes": ("<div style='display:table'>" * 1000, "tables nested more than 50 deep"),
    "many tables": ("<table><tr><td>1</table>" * 3000, "more than 2000 tables"),
    "many tags": ("<p>1" * (MAX_TAGS + 1), "more than 100000 tags"),
    "many attributes": ("<div " + " ".join(f"a{n}" for n in range(MANY)) + ">", "attributes"),
    "attributes in quotes": ("<div " + "".join(f"a{n}='>'" for n in range(MANY)), "attributes"),
    "spans without measure": ("<table>" + f"<tr>{SPAN}" * 1000, "table of more than"),
    "wide cells": ("<table><tr>" + SPAN * 5000, "table of more than"),
}
READ = {
    "entities": "<!DOCTYPE a [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;'>]><p>" + "&b;" * MANY,
    "comments": "<!--" * MANY,
    "closings": "<span>" * 1900 + "</x>" * 90_000,
    "boxes": "<div>" * 1900 + "<div></div>" * 40_000,
    "a small page of boxes": "<div>" * 19_000,
    "a small page of attributes": "<div " + " ".join(f"{n:x}" for n in range(19_000)) + ">",
    "headers": "<header>" * 1900 + "字 " * MANY,
    "notes": "1<sup>" * 1900 + "字" * MANY,
    "white space": "<p>" + " " * 5_000_000,
    "preformatted": "<pre>" + "\t\n" * MANY,
    "quotes": "<p title='" * 4000,
    "styles": "<p style='display" + " " * 1_000_000 + "'>",
    "labels": "<p>索" + " 引" * MANY + "<p>来" + " " * MANY,
}
PIECES = (
    *(b"<", b">", b"'", b'"', b"</td>", b"<table>", b"</table>", b"<!--", b"<td rowspan=0>"),
    *(b"\x00", b"\xff", b"&#0;", b"<sup>", b"<pre>"),
)
PROSE = "<!DOCTYPE html><p>" + "本机关依法公开政府信息，全年没有收到申请。" * 4 + "</p>"


def read(data: bytes) -> list[Decoded] | SetAside:
    started = process_time()
    result = read_source(data)
    assert process_time() - started < 4
    return result


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_too_large_is_refused_with_a_reason(name: str) -> None:
    markup, words = REFUSED[name]
    result = read((PROSE + markup).encode())
    assert isinstance(result, SetAside)
    assert result.reason.startswith("the page has ")
    assert words in result.reason


@pytest.mark.slow
@pytest.mark.parametrize("name", READ)
def test_what_is_made_to_be_slow_is_read_in_time(name: str) -> None:
    result = read((PROSE + READ[name]).encode())
    assert isinstance(result, list)
    assert result[0].text.startswith("本机关依法公开")


def test_time_grows_with_the_length_of_a_page() -> None:
    row = "<tr><td>规章<td><p><span>1</span></p><td rowspan=2>2<tr><td>许可<td>3"

    def seconds(rows: int) -> float:
        data = (PROSE + "<table>" + row * rows).encode()
        best = 9.0
        gc.disable()  # it would look through what other tests have left
        for _ in range(3):
            started = process_time()
            assert isinstance(read_source(data), list)
            best = min(best, process_time() - started)
        gc.enable()
        return best

    assert seconds(2400) < 8 * 2.5 * seconds(300)


def test_limits_leave_room_for_real_pages() -> None:
    filler = " " * 110_000
    assert excess("<p>" * (MAX_TAGS - 1) + filler) is None
    assert excess("<div>" * MAX_DEPTH + "</div>" * MAX_DEPTH + filler) is None
    assert excess(("<div>" * 10 + "</div>" * 10) * 4000 + filler) is None
    assert excess("<div" + " a=1" * MAX_ATTRIBUTES + ">" + filler) is None
    assert excess("<img src='data:image/png;base64," + "iVBORw/+" * 100_000 + "'>") is None


def mutate(data: bytes, rng: Random) -> bytes:
    """A page with some of its bytes changed, lost, doubled, or moved."""
    for _ in range(rng.randint(1, 12)):
        place, length = rng.randrange(len(data)), rng.randint(1, rng.choice((2, 40, 2000)))
        piece = data[place : place + length]
        other = rng.choice((b"", piece * 2, rng.randbytes(len(piece)), piece[::-1], *PIECES))
        data = data[:place] + other + data[place + length :]
        if not data:
            break
    return data


def fuzz(seed: int) -> None:
    """A mutated page gives texts or a sentence, whatever has become of it."""
    rng = Random(f"mutated {seed}")
    kind, encoding = rng.choice(list(PAGES)), rng.choice(list(ENCODINGS))
    parts = compose(random_truth(rng, edition=rng.choice(("2021", "2019", "2014"))), rng)
    data = page_of(parts, rng, kind, encoding)
    if rng.random() < 0.2:
        head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        data = head + b"Content-Type: text/html\n\n" + data + b"\n--b--\n"
    result = read(mutate(data, rng))
    if isinstance(result, SetAside):
        assert result.reason
        assert "\n" not in result.reason
    else:
        (decoded,) = result
        places = decoded.places
        assert all(a.end <= b.start for a, b in pairwise(places))
        assert all(0 <= placed.start < placed.end <= len(decoded.text) for placed in places)
        read_text(decoded)


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_mutated_pages_never_break_the_reader(start: int) -> None:
    for seed in range(start, start + 10):
        fuzz(seed)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(40, 840, 100))
def test_more_mutated_pages(start: int) -> None:
    for seed in range(start, start + 100):
        fuzz(seed)
