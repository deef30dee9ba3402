"""Running again: nothing new, changed documents, and several documents of one report."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.summary import as_sentence

from .support import (
    SAMPLES,
    another,
    ask,
    fingerprint,
    ingest,
    leftovers,
    sample,
    text_of,
    write,
)

VERSIONS = """
SELECT version, report.is_current, value FROM report JOIN reported_cell USING (report_id)
WHERE cell = 'proactive.licences.decisions' ORDER BY version
"""


def licences(count: int) -> str:
    """Xinyang's report with another number of licences."""
    return text_of("xinyang").replace("行政许可\t389", f"行政许可\t{count}")


def test_ingest_twice_changes_nothing(own: Path) -> None:
    before = fingerprint(own)
    summary = ingest(own, SAMPLES)
    assert fingerprint(own) == before
    assert (summary.documents, summary.new, summary.reports) == (5, 0, 0)
    assert not summary.published
    assert as_sentence(summary) == f"5 documents, none new: {own} is up to date"
    assert leftovers(own) == []


def test_a_changed_document_makes_a_second_version(tmp_path: Path) -> None:
    db, path = tmp_path / "ogi.duckdb", write(tmp_path / "report.txt", licences(389))
    ingest(db, path)
    write(path, licences(390))
    summary = ingest(db, path)
    assert (summary.new, summary.reports, summary.published) == (1, 1, True)
    assert ask(db, VERSIONS) == [(1, False, 389.0), (2, True, 390.0)]
    assert ask(db, "SELECT licences FROM agency_side_by_side") == [(390,)]
    assert ask(db, "SELECT count(*) FROM reported_cell WHERE is_current") == [(200,)]
    assert ask(db, "SELECT source_uri FROM retrieval") == [(str(path),), (str(path),)]


@pytest.mark.slow
def test_a_document_that_is_as_it_was_is_its_first_version_again(tmp_path: Path) -> None:
    db, path = tmp_path / "ogi.duckdb", tmp_path / "report.txt"
    for count in (389, 390):
        ingest(db, write(path, licences(count)))
    write(path, licences(389))
    summary = ingest(db, path)
    assert (summary.new, summary.reports, summary.published) == (0, 0, True)
    assert ask(db, VERSIONS) == [(1, True, 389.0), (2, False, 390.0)]
    assert ask(db, "SELECT licences FROM agency_side_by_side") == [(389,)]
    assert ask(db, "SELECT count(*) FROM document") == [(2,)]
    assert ask(db, "SELECT count(*) FROM retrieval") == [(3,)]

    before = fingerprint(db)
    assert not ingest(db, path).published
    assert fingerprint(db) == before


def test_two_documents_of_one_report_are_two_versions(tmp_path: Path) -> None:
    """One of the two lies there twice: the same bytes at two paths are one document."""
    db = tmp_path / "ogi.duckdb"
    twice = [write(tmp_path / "in" / name, licences(389)) for name in ("a.txt", "c/d.txt")]
    once = write(tmp_path / "in" / "b.txt", licences(390))
    summary = ingest(db, tmp_path / "in")
    assert (summary.documents, summary.new, summary.reports) == (3, 2, 2)
    rows = ask(db, VERSIONS)
    assert [row[:2] for row in rows] == [(1, False), (2, True)]
    assert {value for *_, value in rows} == {389.0, 390.0}
    assert ask(db, "SELECT licences FROM agency_side_by_side") == [(int(rows[1][2]),)]
    assert ask(db, "SELECT count(*) FROM document") == [(2,)]
    retrievals = ask(db, "SELECT source_uri, document_id FROM retrieval")
    assert {uri for uri, _ in retrievals} == {str(path) for path in (*twice, once)}
    ids = dict(retrievals)
    assert ids[str(twice[0])] == ids[str(twice[1])] != ids[str(once)]
    assert len(retrievals) == 3


@pytest.mark.slow
def test_of_a_report_and_an_excerpt_retrieved_together_the_whole_is_current(
    tmp_path: Path,
) -> None:
    db, text = tmp_path / "ogi.duckdb", licences(389)
    write(tmp_path / "in" / "whole.txt", text)
    write(tmp_path / "in" / "excerpt.txt", text[: text.index("四、结转下年度")])
    ingest(db, tmp_path / "in")
    rows = ask(db, "SELECT source_uri, is_current FROM report ORDER BY source_uri")
    assert [(Path(uri).stem, current) for uri, current in rows] == [
        ("excerpt", False),
        ("whole", True),
    ]


@pytest.mark.slow
def test_a_document_that_moved_is_not_read_again(own: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "moved.txt", text_of("youhao"))
    summary = ingest(own, path)
    assert (summary.documents, summary.new, summary.reports) == (1, 0, 0)
    assert ask(own, "SELECT count(*) FROM report") == [(5,)]
    rows = ask(own, f"SELECT count(*) FROM retrieval WHERE source_uri = '{path}'")
    assert rows == [(1,)]
    assert not ingest(own, path).published


@pytest.mark.slow
def test_a_new_document_is_added_to_what_is_there(own: Path, tmp_path: Path) -> None:
    summary = ingest(own, write(tmp_path / "new.txt", another(3)))
    assert (summary.documents, summary.new, summary.reports) == (1, 1, 1)
    rows = ask(own, "SELECT agency_name, licences FROM agency_side_by_side WHERE licences > 0")
    assert sorted(rows) == [("丁县司法局", 1003), ("信阳市司法局", 389)]
    assert ask(own, "SELECT count(*) FROM report WHERE is_current") == [(6,)]


@pytest.mark.slow
def test_sources_that_overlap_are_read_once(tmp_path: Path) -> None:
    db = tmp_path / "ogi.duckdb"
    summary = ingest(db, SAMPLES, sample("xinyang"), SAMPLES / "xi*.txt")
    assert (summary.documents, summary.new, summary.reports) == (5, 5, 5)
    assert ask(db, "SELECT count(*) FROM retrieval") == [(5,)]


def test_a_file_is_one_source_however_its_path_is_written(own: Path) -> None:
    summary = ingest(own, SAMPLES / ".." / SAMPLES.name)
    assert (summary.documents, summary.published) == (5, False)
    assert ask(own, "SELECT count(*) FROM retrieval") == [(5,)]


@pytest.mark.slow
def test_globs_name_documents(tmp_path: Path) -> None:
    write(tmp_path / "in" / "deep" / "one.txt", another(1))
    write(tmp_path / "in" / "two.txt", another(2))
    write(tmp_path / "in" / "three.md", another(3))
    db = tmp_path / "ogi.duckdb"
    names = "SELECT agency_name FROM report"
    assert ingest(db, f"{tmp_path}/in/*.txt").documents == 1
    assert ask(db, names) == [("丙县司法局",)]
    assert ingest(db, f"{tmp_path}/in/**/*.txt").documents == 2
    assert {name for (name,) in ask(db, names)} == {"乙县司法局", "丙县司法局"}


@pytest.mark.slow
def test_a_link_is_a_document_under_its_own_name(tmp_path: Path) -> None:
    """Stores of large files keep contents under keys and link to them by name."""
    stored = write(tmp_path / "objects" / "8f3a", another(1))
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "report.txt").symlink_to(stored)
    (folder / "broken.txt").symlink_to(tmp_path / "objects" / "missing")
    db = tmp_path / "ogi.duckdb"
    assert ingest(db, folder).documents == 1
    rows = ask(db, "SELECT source_uri, agency_name FROM report")
    assert rows == [(str(folder / "report.txt"), "乙县司法局")]
