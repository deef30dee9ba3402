"""A document alone, in a process that its reading may end."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from extractors.frames import Read
from extractors.model import SetAside
from flows.apart import read_apart
from flows.files import Problem

from .odd_readers import odd
from .support import text_of, write

NOW = datetime(2025, 1, 2)
UNKNOWN = "application/octet-stream"


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ("crash", "reading it ended the process that read it"),
        ("leave", "reading it ended the process that read it"),
        ("loop", "reading it took more than 2.4 seconds"),
        ("hold", "reading it took more than 2.4 seconds"),
    ],
)
def test_what_ends_its_process_gets_a_sentence(tmp_path: Path, deed: str, reason: str) -> None:
    path = str(write(tmp_path / "bad.txt", f"{text_of('xinyang')}\n{deed}\n"))
    assert read_apart(path, NOW, odd, 0.2) == Problem(path, reason)


def test_a_reading_comes_back_whole(tmp_path: Path) -> None:
    path = str(write(tmp_path / "good.txt", text_of("xinyang")))
    here, apart = read_apart(path, NOW), read_apart(path, NOW, odd)
    assert isinstance(here, Read)
    assert isinstance(apart, Read)
    assert not isinstance(here.result, SetAside)
    assert not isinstance(apart.result, SetAside)
    assert [r.cells for r in apart.result] == [r.cells for r in here.result]
    assert [r.findings for r in apart.result] == [r.findings for r in here.result]


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("hoard", SetAside("reading it takes more memory than a document may", UNKNOWN)),
        ("hoard-natively", "reading it ended the process that read it"),
    ],
)
def test_it_takes_no_more_memory_than_a_document_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: str, said: SetAside | str
) -> None:
    monkeypatch.setattr("flows.apart.READER_MEMORY", 2**29)
    path = str(write(tmp_path / "bad.txt", f"{text_of('xinyang')}\n{deed}\n"))
    outcome = read_apart(path, NOW, odd)
    assert said in ((outcome.reason,) if isinstance(outcome, Problem) else (outcome.result,))
