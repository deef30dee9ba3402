"""How LibreOffice is called: scripts in its place show what is done about one that fails."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest

from extractors.document import Decoded
from extractors.model import SetAside
from extractors.readers import office, read_source
from extractors.readers.kinds import kind_of
from flows.prepare import prepare
from tests.generator.documents.docx import packed
from tests.generator.documents.xls import ole

pytestmark = pytest.mark.usefixtures("temporary")

DOC, RTF = "application/msword", "application/rtf"
CONVERTED = packed("<w:p><w:r><w:t>7</w:t></w:r></w:p>")
FIND_FILES = (
    'while [ "$1" != --outdir ]; do shift; done; out=$2; shift 2; mkdir -p "$out";'
    ' made() { name=${1##*/}; echo "$out/${name%.*}.docx"; };'
)
Fake = Callable[[str], Path]


def rtf(text: str) -> bytes:
    return b"{\\rtf1\\ansi " + text.encode("ascii") + b"}"


def reason(data: bytes) -> str:
    result = read_source(data)
    assert isinstance(result, SetAside)
    assert result.media_type == kind_of(data)[0]
    assert "\n" not in result.reason
    return result.reason


def decoded(data: bytes) -> Decoded:
    result = read_source(data)
    assert not isinstance(result, SetAside), result.reason
    (text,) = result
    return text


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Puts a shell script in LibreOffice's place; each call of it adds a line to a file."""
    program, calls = tmp_path / "bin" / "soffice", tmp_path / "calls"
    program.parent.mkdir()
    calls.touch()
    office.prepare([])
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")

    def write(script: str) -> Path:
        program.write_text(f'#!/bin/sh\necho "$@" >> {shlex.quote(str(calls))}\n{script}\n')
        program.chmod(0o755)
        return calls

    return write


@pytest.fixture
def converting(tmp_path: Path) -> str:
    """A script that makes the same Word document of each file, unless it says BAD."""
    document = tmp_path / "converted"
    document.write_bytes(CONVERTED)
    return (
        f'{FIND_FILES} for file; do grep -q BAD "$file" && exit 3;'
        f' cp {shlex.quote(str(document))} "$(made "$file")"; done'
    )


class Alive:
    """Tells whether any process goes on that writes to a pipe of this name."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self._pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        self.write_to = f"> {shlex.quote(str(path))}"

    def wait(self, *, until: bool) -> bool:
        """Whether within some seconds a process writes, or none does."""
        for _ in range(500):
            began = True
            with suppress(BlockingIOError):
                began = bool(os.read(self._pipe, 100))
            if began is until:
                return True
            time.sleep(0.01)
        return False


@pytest.fixture
def alive(tmp_path: Path) -> Alive:
    return Alive(tmp_path / "alive")


@pytest.mark.parametrize("data", [rtf("1"), ole({"WordDocument": b""})])
def test_without_libreoffice_it_is_said_what_to_install(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    office.prepare([data])
    said = reason(data)
    assert kind_of(data)[1] in said
    assert "libreoffice-writer" in said


def test_the_original_is_what_was_read(fake: Fake, converting: str) -> None:
    calls = fake(converting)
    text = decoded(rtf("1"))
    assert (text.text, text.media_type, text.method) == ("7\n", RTF, "rtf")
    assert "-env:UserInstallation=file://" in calls.read_text()


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("kill -SEGV $$", "ended with code -11"),
        ("exit 81", "ended with code 81 before it was converted"),
        ("yes garbage | head -c 300000; exit 0", "did not convert it: it may be damaged"),
        (FIND_FILES + ' echo garbage > "$(made "$1")"', "did not convert it"),
        (FIND_FILES + ' head -c 300 /dev/zero > "$(made "$1")"; kill -9 $$', "code -9"),
        ('rm -rf "$PWD"', "did not convert it"),
    ],
    ids=["crash", "error", "printed garbage", "written garbage", "cut", "removed"],
)
def test_a_failure_is_said_in_a_sentence(fake: Fake, script: str, words: str) -> None:
    fake(script)
    said = reason(rtf("1"))
    assert words in said
    assert said.startswith("the content is an RTF document")


def test_what_comes_out_is_believed_no_more_than_any_document(fake: Fake, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "empty", "w") as archive:
        archive.writestr("a", b"")
    fake(FIND_FILES + f' cp {shlex.quote(str(tmp_path / "empty"))} "$(made "$1")"')
    assert "word/document.xml" in reason(rtf("1"))


def test_a_program_that_hangs_is_ended_with_its_children(
    fake: Fake, alive: Alive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "START_LIMIT", 0.4)
    fake(f"(echo 1; trap '' TERM HUP; sleep 60) {alive.write_to} & sleep 60")
    assert "took more than 0.4 seconds" in reason(rtf("1"))
    assert alive.wait(until=False)


def test_children_that_it_leaves_are_ended(fake: Fake, alive: Alive, converting: str) -> None:
    fake(f"(echo 1; sleep 60) {alive.write_to} & {converting}")
    assert decoded(rtf("1")).text == "7\n"
    assert alive.wait(until=False)


def test_it_ends_with_the_process_that_reads(fake: Fake, alive: Alive, temporary: Path) -> None:
    fake(f"(echo 1; sleep 60) {alive.write_to} & sleep 60")
    reads = "from extractors.readers import read_source; read_source(b'{\\\\rtf1 1}')"
    reader = subprocess.Popen(
        [sys.executable, "-c", reads], env={**os.environ, "TMPDIR": str(temporary)}
    )
    assert alive.wait(until=True)
    assert list(temporary.iterdir())
    reader.kill()
    reader.wait()
    assert alive.wait(until=False)


def test_one_call_converts_many(fake: Fake, converting: str) -> None:
    calls = fake(converting)
    documents = [rtf(str(number)) for number in range(office.TOGETHER)]
    office.prepare([b"a text", CONVERTED, *documents])
    assert len(calls.read_text().splitlines()) == 1
    assert {decoded(document).text for document in documents} == {"7\n"}
    assert len(calls.read_text().splitlines()) == 1


def test_each_kind_is_converted_as_what_it_is(fake: Fake, converting: str) -> None:
    calls = fake(converting)
    office.prepare([rtf("1"), ole({"WordDocument": b""}), rtf("2")])
    first, second = calls.read_text().splitlines()
    assert "--infilter=MS Word 97" in first
    assert "--infilter=Rich Text Format" in second


def test_a_bad_document_costs_only_itself(fake: Fake, converting: str) -> None:
    calls = fake(converting)
    documents = [rtf(f"{number}{'BAD' * (number in (4, 11))}") for number in range(30)]
    office.prepare(documents)
    for number, document in enumerate(documents):
        if number in (4, 11):
            assert "ended with code 3" in reason(document)
        else:
            assert decoded(document).text == "7\n"
    assert len(calls.read_text().splitlines()) == 5


def test_documents_that_are_passed_over_are_tried_once_more(fake: Fake, converting: str) -> None:
    calls = fake(converting.replace("exit 3", "continue"))
    office.prepare([rtf(f"{number}{'BAD' * (number in (4, 11))}") for number in range(30)])
    assert "may be damaged" in reason(rtf("4BAD"))
    assert decoded(rtf("29")).text == "7\n"
    assert len(calls.read_text().splitlines()) == 3


def test_no_more_is_kept_than_memory_allows(
    fake: Fake, converting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "MAX_BYTES", 2 * len(CONVERTED))
    monkeypatch.setattr(office, "TOGETHER", 2)
    calls = fake(converting)
    documents = [rtf(str(number)) for number in range(9)]
    office.prepare(documents)
    assert len(calls.read_text().splitlines()) == 2
    assert {decoded(document).text for document in documents} == {"7\n"}


def test_no_room_for_files_is_a_reason(monkeypatch: pytest.MonkeyPatch, fake: Fake) -> None:
    fake("")
    monkeypatch.setattr(tempfile, "tempdir", "/nonexistent")
    assert "could not be run" in reason(rtf("1"))


def test_a_batch_of_files_is_converted_before_it_is_read(
    fake: Fake, converting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fake(converting)
    for number in range(5):
        (tmp_path / f"{number}.doc").write_bytes(rtf(str(number)))
    (tmp_path / "a.txt").write_bytes(b"a text")
    prepare([str(path) for path in tmp_path.iterdir()] + ["/nonexistent"])
    assert len(calls.read_text().splitlines()) == 1
    monkeypatch.setenv("PATH", "")
    assert decoded(rtf("4")).text == "7\n"


def test_damaged_containers_are_of_some_kind() -> None:
    rng = Random(5)
    whole = ole({"WordDocument": b"1"})
    for _ in range(2000):
        data = bytearray(whole[: rng.choice((len(whole), rng.randrange(5, 600)))])
        for _ in range(rng.randrange(4)):
            data[rng.randrange(4, min(len(data), 60))] = rng.choice((0, 255, rng.randrange(256)))
        assert kind_of(bytes(data))[0] in (DOC, "application/x-ole-storage")
