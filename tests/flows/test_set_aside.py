"""Bad input: each document or source is named with its reason, all good ones are published."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from flows.errors import OgiError
from flows.files import Problem
from flows.markdown import cell
from flows.pipeline import Summary
from flows.sources import list_documents
from flows.summary import as_markdown, as_sentence

from .support import (
    AGENCIES,
    CELLS,
    Ask,
    another,
    as_read,
    ask,
    cells_of,
    faults,
    fingerprint,
    ingest,
    is_sentence,
    leftovers,
    looking,
    sample,
    text_of,
    truth,
    unprivileged,
    write,
)

UTF8 = sample("xinyang").read_bytes()
NEWS = """市政府召开政务公开工作推进会

4月8日，市政府办公室召开会议，通报各单位《2024年政府信息公开工作年度报告》的编制和发布情况。
会议指出，多数单位按时发布了报告，个别单位的统计表格填写有误，须在月底前更正。
"""
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + Random(1).randbytes(3000)
BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "the file is empty"),
    "blank.txt": (b"\r\n \t\n", "the file is empty"),
    "huge-noise.txt": (Random(2).randbytes(20 * 2**20), "20.0 MiB, more than the limit of 16 MiB"),
    "noise.txt": (Random(3).randbytes(300_000), "cannot be decoded: it is neither UTF-8 nor"),
    "zeros.txt": (b"ab\x00\x01\x02\x03" * 5000, "binary data"),
    "pdf.txt": (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + bytes(500),
        "the PDF is damaged: it cannot be opened",
    ),
    "scan.txt": (PNG, "a PNG image"),
    "page.txt": (b"<!DOCTYPE html><html><body><img src=1.png>", "the page shows pictures only"),
    "broken.txt": (UTF8[:601] + b"\xff" + UTF8[601:], "neither UTF-8 nor GB18030 (byte 0xff at"),
    "two.txt": (f"{text_of('xinyang')}\n\n{text_of('xinyang')}".encode(), "more than one report"),
    "twice.txt": (UTF8 + b"\n" + UTF8, "more than one report"),
    "news.txt": (NEWS.encode(), "mentions such a report"),
    "other.txt": ("关于召开全市防汛工作会议的通知\n".encode() * 30, "no title, section or table"),
    "long.txt": (UTF8 + b" " * (16 * 2**20), "16.0 MiB, more than the limit of 16 MiB"),
}
SOURCES = {
    "without-documents": "the folder holds no documents",
    "missing/report.txt": "there is no such file or folder",
    "missing/*.txt": "no document matches the pattern",
    "pipe": "it is not a regular file",
}


class Run(NamedTuple):
    """One run over good and bad documents and sources."""

    db: Path
    folder: Path
    summary: Summary
    ask: Ask

    def reason(self, source: str) -> str:
        """Why a source was set aside, exactly once."""
        (reason,) = [reason for uri, reason in self.summary.set_aside if uri == source]
        return reason


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("bad")
    for name, (data, _) in BAD.items():
        (folder / "in").mkdir(exist_ok=True)
        (folder / "in" / name).write_bytes(data)
    for name in ("xinyang", "xigong", "qiaokou", "youhao"):
        write(folder / "in" / f"{name}.txt", text_of(name))
    for name in (".hidden.txt", ".git/blob.txt", "data.csv", "noextension"):
        write(folder / "in" / name, another(1))
    (folder / "in" / "gb18030.txt").write_bytes(text_of("xixia").encode("gb18030"))
    (folder / "without-documents").mkdir()
    (folder / "without-documents" / "notes.py").write_text("pass\n")
    os.mkfifo(folder / "pipe")
    sources = [str(folder / name) for name in SOURCES]
    db = folder / "db" / "ogi.duckdb"
    summary = ingest(db, folder / "in", *sources)
    with looking(db) as ask_it:
        yield Run(db, folder, summary, ask_it)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_document_is_set_aside_with_its_reason(run: Run, name: str) -> None:
    path, words = str(run.folder / "in" / name), BAD[name][1]
    reason = run.reason(path)
    assert words in reason
    assert is_sentence(reason)
    rows = run.ask(f"SELECT status, reason, bytes FROM document WHERE source_uri = '{path}'")
    assert rows == [("set_aside", reason, len(BAD[name][0]))]


@pytest.mark.parametrize("name", SOURCES)
def test_a_bad_source_is_named_with_its_reason(run: Run, name: str) -> None:
    reason = run.reason(str(run.folder / name))
    assert SOURCES[name] in reason
    assert is_sentence(reason)


def test_the_offset_of_the_broken_byte_is_right(run: Run) -> None:
    assert run.reason(str(run.folder / "in" / "broken.txt")).endswith("at offset 601)")


@pytest.mark.parametrize("name", AGENCIES)
def test_good_documents_of_the_same_run_are_published(run: Run, name: str) -> None:
    assert cells_of(run.ask, AGENCIES[name]) == as_read(truth(name))


def test_nothing_else_is_published(run: Run) -> None:
    """Hidden files and those of other kinds are no documents."""
    assert run.ask("SELECT count(*), count(DISTINCT document_id) FROM report") == [(5, 5)]
    assert faults(run.ask) == []
    assert leftovers(run.db) == []


def test_gb18030_is_named_as_the_encoding(run: Run) -> None:
    rows = run.ask("SELECT source_uri FROM document WHERE encoding = 'gb18030'")
    assert [Path(uri).name for (uri,) in rows] == ["gb18030.txt"]
    places = "SELECT cell, raw, source_start, source_end FROM reported_cell WHERE agency_name = "
    gb18030 = sorted(run.ask(f"{places} '西夏区司法局'"))
    text = text_of("xixia")
    assert len(gb18030) == 200
    assert all(text[start:end] == raw for _, raw, start, end in gb18030)


def test_summary_names_every_bad_document_and_source(run: Run) -> None:
    summary = run.summary
    assert (summary.documents, summary.new, summary.reports) == (len(BAD) + 5, len(BAD) + 5, 5)
    assert len(summary.set_aside) == len(BAD) + len(SOURCES)
    assert f"; {len(BAD) + len(SOURCES)} set aside; published" in as_sentence(summary)
    page = as_markdown(summary)
    for problem in summary.set_aside:
        assert f"| {cell(problem.source_uri)} | {cell(problem.reason)} |" in page


def test_documents_set_aside_are_named_again_in_the_next_run(run: Run) -> None:
    before = fingerprint(run.db)
    summary = ingest(run.db, run.folder / "in")
    assert not summary.published
    assert fingerprint(run.db) == before
    assert set(summary.set_aside) == {
        problem for problem in run.summary.set_aside if "/in/" in problem.source_uri
    }


@pytest.mark.parametrize("name", ["without-documents", "missing/report.txt", "missing/*.txt"])
def test_a_run_without_any_document_is_an_error(run: Run, name: str, tmp_path: Path) -> None:
    with pytest.raises(OgiError, match="nothing was published") as error:
        ingest(tmp_path / "ogi.duckdb", run.folder / name)
    assert str(run.folder / name) in str(error.value)
    assert SOURCES[name] in str(error.value)
    assert not (tmp_path / "ogi.duckdb").exists()


def test_a_report_cut_off_in_table_three(tmp_path: Path) -> None:
    db, text = tmp_path / "ogi.duckdb", text_of("xinyang")
    cut = text[: text.index("		2. 没有现成信息需要另行制作")]
    ingest(db, write(tmp_path / "cut.txt", cut))
    cells = cells_of(db, "信阳市司法局")
    first = CELLS.index("applications.needs_creation.natural_person")
    printed = truth("xinyang")
    assert cells == {
        name: (printed[name], "read") if number < first else (None, "absent")
        for number, name in enumerate(CELLS)
    }
    named = ask(db, "SELECT DISTINCT unnest(cells) FROM finding")
    assert {name for (name,) in named} >= set(CELLS[first:])
    assert ask(db, "SELECT agency_name, year, edition FROM report") == [
        ("信阳市司法局", 2024, "2021")
    ]


SLOW = [pytest.param(name, marks=pytest.mark.slow) for name in ("youhao", "qiaokou", "xixia")]


class Cut(NamedTuple):
    """A cell of a report that was cut off, what the whole report prints in it, and whether a
    finding names it."""

    place: str
    printed: float
    value: float | None
    status: str
    named: bool


@pytest.fixture(scope="module", params=["xinyang", *SLOW])
def cuts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Cut]:
    """A sample cut off at thirty places of table three: all cells of all reports."""
    name, folder = request.param, tmp_path_factory.mktemp("cuts")
    db, text, printed = folder / "ogi.duckdb", text_of(name), truth(name)
    start, end = text.index("一、本年新收政府信息公开申请数量"), text.index("四、结转下年度")
    rng = Random(name)
    for place in sorted(rng.sample(range(start, end), 30)):
        write(folder / "in" / f"{place}.txt", text[:place])
    assert ingest(db, folder / "in").reports == 30
    rows = ask(
        db,
        "SELECT source_uri, cell, value, status, coalesce(list_contains(named, cell), false)"
        " FROM reported_cell LEFT JOIN (SELECT report_id, flatten(list(cells)) AS named"
        " FROM finding GROUP BY report_id) USING (report_id)",
    )
    assert len(rows) == 30 * 200
    return [Cut(f"{Path(uri).stem} {cell}", printed[cell], *rest) for uri, cell, *rest in rows]


def test_wherever_a_report_is_cut_no_number_is_wrong(cuts: list[Cut]) -> None:
    assert [cut for cut in cuts if cut.value not in (None, cut.printed)] == []
    assert len({cut.place for cut in cuts if cut.value is None}) > 1000


def test_wherever_a_report_is_cut_each_missing_cell_is_named(cuts: list[Cut]) -> None:
    assert [cut for cut in cuts if cut.value is None and not cut.named] == []


def test_wherever_a_report_is_cut_nothing_missing_counts_as_blank(cuts: list[Cut]) -> None:
    assert [cut for cut in cuts if cut.status == "blank"] == []


def test_a_document_that_may_not_be_read(open_folder: Path) -> None:
    secret = write(open_folder / "secret.txt", another(1))
    good = write(open_folder / "good.txt", another(2))
    secret.chmod(0)
    db = open_folder / "out" / "ogi.duckdb"
    ingest(db, good)
    with unprivileged(secret, good, *db.parent.iterdir(), db.parent):
        summary = ingest(db, secret, good)
    assert [problem.source_uri for problem in summary.set_aside] == [str(secret)]
    assert summary.set_aside[0].reason == "it cannot be read: permission denied"
    assert (summary.documents, summary.published) == (1, False)


def test_a_folder_that_may_not_be_listed(open_folder: Path) -> None:
    good = write(open_folder / "in" / "good.txt", another(2))
    secret = write(open_folder / "in" / "secret" / "report.txt", another(1)).parent
    secret.chmod(0)
    with unprivileged(secret, good):
        listing = list_documents([str(open_folder / "in")])
    assert listing.paths == (str(good),)
    assert listing.problems == (Problem(str(secret), "it cannot be read: permission denied"),)


def test_a_file_name_that_is_not_utf_8(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder / "good.txt", another(1))
    odd = os.fsencode(folder) + b"/" + "信阳".encode("gb18030") + b".txt"
    Path(os.fsdecode(odd)).write_text(another(2), encoding="utf-8")
    db = tmp_path / "ogi.duckdb"
    summary = ingest(db, folder)
    names = {name for (name,) in ask(db, "SELECT agency_name FROM report")}
    assert "乙县司法局" in names
    assert "丙县司法局" in names or [p for p in summary.set_aside if "good" not in p.source_uri]


@pytest.mark.slow
def test_odd_file_names_are_only_names(tmp_path: Path) -> None:
    names = ["a'b.txt", 'a"b.txt', "a;b.txt", "a b\n.txt", "a[1]*?.txt", "信 阳.TXT"]
    paths = [write(tmp_path / "in" / name, another(n)) for n, name in enumerate(names)]
    db = tmp_path / "ogi.duckdb"
    assert ingest(db, *paths[:3], tmp_path / "in").documents == 6
    rows = ask(
        db,
        "SELECT source_uri, licences FROM agency_side_by_side"
        " JOIN report USING (agency_id) ORDER BY licences",
    )
    assert rows == [(str(path), 1000 + n) for n, path in enumerate(paths)]
