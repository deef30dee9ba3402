"""Damaged PDF files end in a text or in a reason, never in a traceback."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter, process_time

import pytest

from extractors.model import SetAside
from extractors.readers.pdf import read
from tests.generator.documents.pdf_writer import Sheet, pdf_of

TRIES = 250
SECONDS = 10
"""Of one core: many times what it takes."""
_STREAM = re.compile(rb"/Filter /FlateDecode /Length \d+ >>\nstream\n(.*?)\nendstream", re.S)
_WORDS = (
    *(b"q", b"Q", b"re", b"m", b"l", b"h", b"f", b"S", b"BT", b"ET", b"Tj", b"cm", b"/F0", b"Tf"),
    *(b"1e38", b"-1e38", b"0", b"-1", b"99999999999", b"nan", b"<0001>", b"/I0", b"Do", b"3 Tr"),
)


def small() -> bytes:
    """A file with a table, prose, a picture and slanted text on two pages."""
    sheet = Sheet()
    sheet.text(60, 60, "2024年政府信息公开工作年度报告")
    sheet.text(200, 300, "内部", degrees=45, size=40)
    sheet.image(60, 500, 100, 100)
    for x in (60.0, 160.0, 260.0):
        sheet.line(x, 100, x, 140)
    for y in (100.0, 120.0, 140.0):
        sheet.line(60, y, 260, y)
    for number, words in enumerate(("规章", "12", "许可", "3,400")):
        sheet.text(64 + 100 * (number % 2), 114 + 20 * (number // 2), words)
    return pdf_of([sheet, sheet.turned(1)])


def mutated(data: bytes, rng: Random) -> bytes:
    """The file with some bytes changed, or its drawing commands shuffled and replaced."""
    if rng.random() < 0.4:
        return _STREAM.sub(lambda match: _redrawn(match[1], rng), data)
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 20))):
        at = rng.randrange(len(changed))
        act = rng.randrange(4)
        if act == 0:
            changed[at] = rng.randrange(256)
        elif act == 1:
            del changed[at : at + rng.randrange(1, 40)]
        elif act == 2:
            changed[at:at] = changed[rng.randrange(len(changed)) :][: rng.randrange(1, 60)]
        else:
            changed[at:at] = rng.choice(_WORDS) + b" "
    return bytes(changed)


def _redrawn(compressed: bytes, rng: Random) -> bytes:
    words = zlib.decompress(compressed).split()
    for _ in range(rng.randrange(1, 12)):
        at = rng.randrange(len(words))
        words[at] = rng.choice(_WORDS)
        words.insert(rng.randrange(len(words)), words[rng.randrange(len(words))])
    drawn = zlib.compress(b" ".join(words))
    head = f"/Filter /FlateDecode /Length {len(drawn)} >>\nstream\n".encode()
    return head + drawn + b"\nendstream"


def cases() -> Iterator[bytes]:
    data = small()
    yield from (data[:cut] for cut in range(0, len(data), 199))
    yield from (mutated(data, Random(f"pdf:{number}")) for number in range(TRIES))


def check(data: bytes) -> None:
    """Read a file; its text and places must hold together."""
    result = read(data)
    if isinstance(result, SetAside):
        assert result.reason
        assert "\n" not in result.reason
        return
    (one,) = result
    end = 0
    for placed in one.places:
        assert end <= placed.start < placed.end <= len(one.text)
        assert one.text[placed.start : placed.end].strip()
        end = placed.end


def test_mutated_files_give_no_traceback() -> None:
    """In a process of its own: what damages the library must not end the tests."""
    command = [sys.executable, "-m", "tests.readers.test_pdf_hostile"]
    root = Path(__file__).parents[2]
    done = subprocess.run(
        command, check=False, cwd=root, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > TRIES


@pytest.mark.parametrize("words", [b"q ", b"[ ", b"<< ", b"BT ", b"0 0 m 1 1 l ", b"/I0 Do "])
def test_a_page_that_goes_on_and_on_ends(words: bytes) -> None:
    drawn = zlib.compress(words * 20_000 + b"S")
    head = f"/Filter /FlateDecode /Length {len(drawn)} >>\nstream\n".encode()
    started = perf_counter()
    check(_STREAM.sub(lambda _: head + drawn + b"\nendstream", small()))
    assert perf_counter() - started < 10


def main() -> None:
    """Check all mutated files and print how many there were."""
    count = 0
    for data in cases():
        check(data)
        count += 1
    print(count)


if __name__ == "__main__":
    main()


@pytest.mark.slow
@pytest.mark.parametrize("words", ["7", "件"])
def test_lines_of_thousands_of_pieces_are_no_tables_and_take_no_time(words: str) -> None:
    sheet = Sheet((200_000.0, 842.0))
    for y in (100.0, 112.0, 124.0):
        for number in range(4_500):
            sheet.text(20.0 * number, y, words)
    for y in (90.0, 136.0):
        for x in (100.0, 200.0, 300.0):
            sheet.text(x, y, "7")
    started = process_time()
    assert isinstance(read(pdf_of([sheet])), list)
    assert process_time() - started < SECONDS


@pytest.mark.slow
def test_the_same_head_on_hundreds_of_pages_takes_no_time() -> None:
    sheet = Sheet()
    for number in range(60):
        sheet.text(60, 40 + 12 * number, "信息内容")
        sheet.text(200, 40 + 12 * number, str(number))
        sheet.text(300, 40 + 12 * number, "0")
    started = process_time()
    assert isinstance(read(pdf_of([sheet] * 200)), list)
    assert process_time() - started < SECONDS
