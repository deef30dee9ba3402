"""Documents of every kind, in folders and archives, become reports that lead back to them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from flows.cli.main import app
from tests.generator import Truth, random_truth
from tests.generator.documents import SpannedTable, compose
from tests.generator.documents.docx import docx_of
from tests.generator.documents.html import page_of
from tests.generator.documents.pdf_report import Setting, drawn_report
from tests.generator.documents.xlsx import xlsx_of

from .support import ask, ingest, is_sentence, text_of

ADDRESS = "https://www.example.gov.cn/zwgk/2025/report.html"


def truths(count: int) -> list[Truth]:
    return [random_truth(Random(seed), size="medium", edition="2021") for seed in range(count)]


def archive(path: Path, members: Mapping[str, bytes]) -> Path:
    """A ZIP archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def as_on_windows(path: Path, name: str) -> None:
    """Give the member of an archive a name in GB 18030, as Chinese Windows does."""
    coded = name.encode("gb18030")
    data = path.read_bytes()
    assert len(coded) == len(b"12345678901.txt")
    path.write_bytes(data.replace(b"12345678901.txt", coded))


def values(db: Path, report: str) -> dict[str, float | None]:
    rows = ask(db, f"SELECT cell, value FROM reported_cell WHERE report_id = '{report}'")
    return dict(rows)


def expected(truth: Truth) -> dict[str, float | None]:
    return {name: truth.cells.get(name) for name in truth.cells}


def test_every_kind_gives_the_same_report(tmp_path: Path) -> None:
    (truth,) = truths(1)
    rng = Random(1)
    parts = compose(truth, rng)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.html").write_bytes(page_of(parts, rng, "plain"))
    (folder / "b.docx").write_bytes(docx_of(parts, rng))
    (folder / "c.xlsx").write_bytes(xlsx_of([parts], rng))
    (folder / "d.pdf").write_bytes(drawn_report(parts, Setting()))
    db = tmp_path / "ogi.duckdb"
    summary = ingest(db, folder)
    assert (summary.reports, summary.set_aside) == (4, ())
    reports = ask(db, "SELECT report_id, method FROM report ORDER BY source_uri")
    assert [method for _, method in reports] == ["html", "docx", "xlsx", "pdf"]
    for report, _ in reports:
        assert values(db, report) == expected(truth)


def test_each_sheet_of_a_workbook_is_a_report(tmp_path: Path) -> None:
    rng = Random(2)
    both = truths(2)
    data = xlsx_of([compose(truth, rng) for truth in both], rng)
    (tmp_path / "two.xlsx").write_bytes(data)
    db = tmp_path / "ogi.duckdb"
    assert ingest(db, tmp_path / "two.xlsx").reports == 2
    assert ask(db, "SELECT count(*) FROM document") == [(1,)]
    reports = ask(db, "SELECT report_id, agency_name FROM report ORDER BY part")
    assert sorted(name for _, name in reports) == sorted(truth.agency for truth in both)
    by_name = {truth.agency: expected(truth) for truth in both}
    for report, name in reports:
        assert values(db, report) == by_name[name]


def test_a_cell_leads_back_to_page_and_box(tmp_path: Path) -> None:
    (truth,) = truths(1)
    rng = Random(3)
    path = tmp_path / "report.pdf"
    path.write_bytes(drawn_report(compose(truth, rng), Setting()))
    db = tmp_path / "ogi.duckdb"
    ingest(db, path)
    cell = "applications.new_received.total"
    ((page, box, table, row),) = ask(
        db,
        "SELECT source_page, source_box, source_table, source_row FROM reported_cell"
        f" WHERE cell = '{cell}'",
    )
    assert page >= 1
    assert 0 < box[0] < box[2]
    assert 0 < box[1] < box[3]
    assert table >= 1
    assert row >= 1
    shown = CliRunner().invoke(app, ["explain", str(path), cell])
    assert shown.exit_code == 0
    assert f"page {page}, table {table}, row {row}" in shown.output


def test_members_of_an_archive_are_documents(tmp_path: Path) -> None:
    names = {"甲县/年报.txt": "xinyang", "乙县/年报.txt": "xigong"}
    members = {name: text_of(sample).encode() for name, sample in names.items()}
    path = archive(tmp_path / "all.zip", members | {"readme.exe": b"MZ"})
    db = tmp_path / "ogi.duckdb"
    summary = ingest(db, path)
    assert (summary.documents, summary.reports, summary.set_aside) == (2, 2, ())
    uris = ask(db, "SELECT source_uri FROM document ORDER BY source_uri")
    assert uris == sorted((f"{path}!/{name}",) for name in names)
    assert not ingest(db, path).published


def test_names_of_members_are_in_the_encoding_of_their_system(tmp_path: Path) -> None:
    path = archive(tmp_path / "all.zip", {"12345678901.txt": text_of("xinyang").encode()})
    as_on_windows(path, "司法局/年报.txt")
    db = tmp_path / "ogi.duckdb"
    assert ingest(db, path).reports == 1
    assert ask(db, "SELECT source_uri FROM document") == [(f"{path}!/司法局/年报.txt",)]


def test_a_note_beside_a_document_says_where_it_came_from_and_when(tmp_path: Path) -> None:
    note = json.dumps({"url": ADDRESS, "retrieved_at": "2025-01-20T08:00:00+08:00"}).encode()
    (tmp_path / "page.txt").write_text(text_of("xinyang"), encoding="utf-8")
    (tmp_path / "page.txt.json").write_bytes(note)
    packed = archive(
        tmp_path / "all.zip",
        {"other.txt": text_of("xigong").encode(), "other.json": note.replace(b"report", b"other")},
    )
    db = tmp_path / "ogi.duckdb"
    ingest(db, tmp_path / "page.txt", packed)
    rows = ask(db, "SELECT source_uri, retrieved_at::VARCHAR FROM document ORDER BY source_uri")
    assert rows == [
        (ADDRESS.replace("report", "other"), "2025-01-20 00:00:00"),
        (ADDRESS, "2025-01-20 00:00:00"),
    ]
    assert ask(db, "SELECT DISTINCT retrieved_at::VARCHAR FROM retrieval") == [rows[0][1:]]
    assert not ingest(db, tmp_path / "page.txt", packed).published


@pytest.mark.parametrize(
    "note", [b"{", b"[]", b'{"url": "file:///etc/passwd"}', b'{"date": "yesterday"}', b"[" * 5000]
)
def test_a_broken_note_is_named_and_the_document_read(tmp_path: Path, note: bytes) -> None:
    (tmp_path / "page.txt").write_text(text_of("xinyang"), encoding="utf-8")
    (tmp_path / "page.json").write_bytes(note)
    summary = ingest(tmp_path / "ogi.duckdb", tmp_path / "page.txt")
    assert summary.reports == 1
    ((source, reason),) = summary.set_aside
    assert source.endswith("page.json")
    assert is_sentence(reason)


def bomb() -> bytes:
    return b"0" * (100 * 2**20)


def nested() -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("a.txt", "a")
    return inner.getvalue()


@pytest.mark.parametrize(
    ("member", "words"),
    [
        (bomb, "expands to more than"),
        (nested, "an archive within an archive is not read"),
        (lambda: b"", "empty"),
    ],
)
def test_a_bad_member_costs_only_itself(tmp_path: Path, member: object, words: str) -> None:
    assert callable(member)
    name = "bad.zip" if member is nested else "bad.txt"
    good = text_of("xinyang").encode()
    path = archive(tmp_path / "all.zip", {name: member(), "../../good.txt": good})
    summary = ingest(tmp_path / "ogi.duckdb", path)
    assert summary.reports == 1
    ((source, reason),) = summary.set_aside
    assert source == f"{path}!/{name}"
    assert words in reason
    assert not (tmp_path.parent / "good.txt").exists()


def broken_archives(good: bytes) -> dict[str, bytes]:
    encrypted = bytearray(good)
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = encrypted.find(mark)
        encrypted[at + (6 if mark[2] == 3 else 8)] |= 1
    return {
        "cut": good[: len(good) // 2],
        "encrypted": bytes(encrypted),
        "changed": good[:60] + bytes(byte ^ 0xFF for byte in good[60:90]) + good[90:],
        "no members": b"PK\x05\x06" + bytes(18),
        "directory": good[:-22] + b"PK\x05\x06" + b"\xff" * 18,
    }


@pytest.mark.parametrize("kind", ["cut", "encrypted", "changed", "no members", "directory"])
def test_a_broken_archive_is_named_with_its_reason(tmp_path: Path, kind: str) -> None:
    whole = archive(tmp_path / "whole.zip", {"a.txt": text_of("xinyang").encode()})
    path = tmp_path / "broken.zip"
    path.write_bytes(broken_archives(whole.read_bytes())[kind])
    (tmp_path / "good.txt").write_text(text_of("xigong"), encoding="utf-8")
    summary = ingest(tmp_path / "ogi.duckdb", path, tmp_path / "good.txt")
    assert summary.reports == 1
    ((source, reason),) = summary.set_aside
    assert source.startswith(str(path))
    assert is_sentence(reason)


def test_a_document_that_is_cut_off_is_called_one(tmp_path: Path) -> None:
    (truth,) = truths(1)
    rng = Random(5)
    whole = docx_of(compose(truth, rng), rng)
    (tmp_path / "cut.docx").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "good.txt").write_text(text_of("xigong"), encoding="utf-8")
    summary = ingest(tmp_path / "ogi.duckdb", tmp_path)
    ((source, reason),) = summary.set_aside
    assert source.endswith("cut.docx")
    assert "a Word document (ZIP container) that is broken or cut off" in reason


def page_and_file(tmp_path: Path, change: Mapping[str, int]) -> tuple[Path, Truth]:
    """A folder with a page, and the file attached to it that prints some other values."""
    (truth,) = truths(1)
    rng = Random(5)
    folder = tmp_path / "pair"
    folder.mkdir()
    (folder / "page.html").write_bytes(page_of(compose(truth, rng), rng, "plain"))
    other = replace(truth, cells={**truth.cells, **change})
    (folder / "file.docx").write_bytes(docx_of(compose(other, rng), rng))
    return folder, truth


DISAGREE = "SELECT is_current, cells, expected, found FROM finding JOIN report USING (report_id)"


def test_a_page_and_its_file_that_differ_are_found(tmp_path: Path) -> None:
    cell = "proactive.licences.decisions"
    folder, truth = page_and_file(tmp_path, {cell: 1234567})
    db = tmp_path / "ogi.duckdb"
    for _ in range(2):
        ingest(db, folder)
        rows = ask(db, f"{DISAGREE} WHERE rule = 'documents_disagree' ORDER BY is_current")
        numbers = {str(truth.cells[cell]), "1234567"}
        assert [row[:2] for row in rows] == [(False, [cell]), (True, [cell])]
        assert set(rows[0][2:]) == numbers
        (folder / "page.html").touch()
    assert ask(db, "SELECT count(*) FROM report WHERE is_current") == [(1,)]


def test_a_page_and_its_file_that_agree_are_not(tmp_path: Path) -> None:
    folder, _ = page_and_file(tmp_path, {})
    db = tmp_path / "ogi.duckdb"
    ingest(db, folder)
    assert ask(db, f"{DISAGREE} WHERE rule = 'documents_disagree'") == []


def test_what_a_source_no_longer_holds_is_not_compared(tmp_path: Path) -> None:
    folder, truth = page_and_file(tmp_path, {"proactive.licences.decisions": 1234567})
    db = tmp_path / "ogi.duckdb"
    ingest(db, folder)
    rng = Random(6)
    (folder / "file.docx").write_bytes(docx_of(compose(truth, rng), rng))
    ingest(db, folder)
    assert ask(db, f"{DISAGREE} WHERE rule = 'documents_disagree'") == []


def test_the_document_with_more_values_is_current(tmp_path: Path) -> None:
    """A file that came later but prints less does not take the place of the page."""
    folder, truth = page_and_file(tmp_path, {})
    db = tmp_path / "ogi.duckdb"
    (folder / "file.docx").unlink()
    ingest(db, folder)
    rng = Random(7)
    prose = [part for part in compose(truth, rng) if not isinstance(part, SpannedTable)]
    (folder / "file.docx").write_bytes(docx_of(prose, rng))
    assert ingest(db, folder).reports == 1
    assert ask(db, "SELECT method FROM report WHERE is_current") == [("html",)]


CONVERTER = """#!/bin/sh
while [ $# -gt 1 ]; do
  [ "$1" = --outdir ] && out=$2
  shift
done
mkdir -p "$out" && cp {converted} "$out/$(basename "$1" .rtf).docx"
"""


def test_what_could_not_be_read_is_read_once_its_program_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (truth,) = truths(1)
    rng = Random(8)
    (tmp_path / "report.rtf").write_bytes(b"{\\rtf1 ...}")
    db, tools = tmp_path / "ogi.duckdb", tmp_path / "tools"
    monkeypatch.setenv("PATH", str(tools))
    summary = ingest(db, tmp_path / "report.rtf")
    assert "LibreOffice" in summary.set_aside[0].reason
    assert ask(db, "SELECT status, needs FROM document") == [("set_aside", "LibreOffice")]
    again = ingest(db, tmp_path / "report.rtf")
    assert (again.published, again.new, len(again.set_aside)) == (False, 0, 1)
    converted = tmp_path / "converted.docx"
    converted.write_bytes(docx_of(compose(truth, rng), rng))
    tools.mkdir()
    (tools / "soffice").write_text(CONVERTER.format(converted=converted))
    (tools / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    summary = ingest(db, tmp_path / "report.rtf")
    assert (summary.reports, summary.set_aside) == (1, ())
    assert ask(db, "SELECT status, reason, needs FROM document") == [("extracted", None, None)]
    ((report, method),) = ask(db, "SELECT report_id, method FROM report")
    assert (method, values(db, report)) == ("rtf", expected(truth))
    assert not ingest(db, tmp_path / "report.rtf").published
