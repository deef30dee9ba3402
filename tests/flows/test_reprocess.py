"""Documents read anew: the database is then as one that was made afresh."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from flows import pipeline
from flows.errors import OgiError
from flows.kept import Kept
from flows.records import Change
from flows.reprocess import Reprocess, Reread, reprocess

from .conftest import Published
from .older import OLDER, as_read_before
from .support import (
    SAMPLES,
    as_read,
    ask,
    cells_of,
    content,
    faults,
    fingerprint,
    ingest,
    is_sentence,
    leftovers,
    sample,
    text_of,
    truth,
    write,
)

XINYANG = "信阳市司法局"


@pytest.fixture
def older(own: Path) -> Path:
    return as_read_before(own)


def again(db: Path, *sources: Path, **more: object) -> Reread:
    return reprocess(Reprocess(db, sources=tuple(map(str, sources)), **more))  # type: ignore[arg-type]


def shown(change: Change) -> tuple[str | None, str, str | None, str | None, str | None]:
    return change.agency_name, change.cell, change.label, change.old, change.new


def test_it_is_as_ingested_afresh_and_what_changed_is_shown(
    older: Path, published: Published
) -> None:
    ids = ask(older, "SELECT report_id, version FROM report ORDER BY ALL")
    done = again(older)
    assert content(older) == content(published.db)
    assert ask(older, "SELECT report_id, version FROM report ORDER BY ALL") == ids
    assert cells_of(older, XINYANG) == as_read(truth("xinyang"))
    assert (done.documents, done.chosen, done.read, done.missing) == (5, 5, 5, ())
    assert done.published
    of_xinyang = {shown(c)[1:]: c for c in done.compared.changes if c.agency_name == XINYANG}
    assert set(of_xinyang) == {
        ("applications.granted.total", "(一)予以公开 × 总计", "7", "0"),
        ("applications.not_held.total", "1.本机关不掌握相关政府信息 × 总计", None, "2"),
        ("review.reconsideration.upheld", "行政复议 × 结果维持", None, "3"),
    }
    of_youhao = {shown(c)[1:] for c in done.compared.changes if "友好" in str(c.agency_name)}
    assert ("report.year", "year reported on", "2022", "2024") in of_youhao
    assert (done.compared.reports, done.compared.cells) == (5, 5 * 3 + 2)
    assert leftovers(older) == []


@pytest.mark.slow
def test_documents_of_this_version_are_left_alone_unless_all_are_asked_for(own: Path) -> None:
    before = fingerprint(own)
    done = again(own)
    assert (done.chosen, done.published, fingerprint(own)) == (0, False, before)
    rows = content(own)
    done = again(own, everything=True)
    assert (done.chosen, done.read, done.compared.cells, done.published) == (5, 5, 0, True)
    assert content(own) == rows


@pytest.mark.slow
def test_only_what_another_version_read_is_read_again(own: Path, published: Published) -> None:
    """What stays keeps its agency, its corrections and its rows."""
    one = f"document_id IN (SELECT document_id FROM report WHERE agency_name <> '{XINYANG}')"
    as_read_before(own, f"UPDATE document SET extractor_version = '0.1.0' WHERE {one}")
    done = again(own)
    assert (done.chosen, done.read) == (1, 1)
    assert cells_of(own, XINYANG) == as_read(truth("xinyang"))
    assert ask(own, "SELECT count(*) FROM agency WHERE name LIKE '%（原）'") == [(4,)]
    left = cells_of(own, "西工区司法局")
    assert left["applications.granted.total"] == (7, "read")


def test_documents_that_are_no_longer_to_be_had_stay_as_they_are(tmp_path: Path) -> None:
    folder, db = tmp_path / "in", tmp_path / "ogi.duckdb"
    for name in ("xinyang", "youhao", "xixia"):
        write(folder / f"{name}.txt", text_of(name))
    ingest(db, folder)
    rows = content(db)
    as_read_before(db)
    misread = cells_of(db, XINYANG)
    (folder / "xinyang.txt").unlink()
    write(folder / "youhao.txt", "etwas anderes")
    done = again(db)
    lost = {Path(one.source_uri).stem for one in done.missing}
    assert (lost, done.read) == ({"xinyang", "youhao"}, 1)
    assert cells_of(db, XINYANG) == misread
    assert cells_of(db, "西夏区司法局") == as_read(truth("xixia"))
    assert leftovers(db) == []
    moved = again(db, SAMPLES)
    assert (moved.chosen, moved.read, moved.missing) == (2, 2, ())
    assert content(db) == rows
    assert not again(db).published


@pytest.mark.slow
def test_nothing_is_to_be_had(tmp_path: Path) -> None:
    db, path = tmp_path / "ogi.duckdb", write(tmp_path / "one.txt", text_of("xinyang"))
    ingest(db, path)
    as_read_before(db)
    path.unlink()
    before = fingerprint(db)
    done = again(db)
    assert (len(done.missing), done.read, done.published) == (1, 0, False)
    assert done.missing[0].extractor_version == OLDER
    assert fingerprint(db) == before


@pytest.mark.slow
def test_members_of_archives_and_notes_beside_documents(tmp_path: Path) -> None:
    """A note gives a document an address that says nothing of where its bytes are."""
    folder, db = tmp_path / "in", tmp_path / "ogi.duckdb"
    packed = write(folder / "deep" / "xinyang.txt", text_of("xinyang"))
    shutil.make_archive(str(folder / "packed"), "zip", packed.parent)
    shutil.rmtree(packed.parent)
    write(folder / "xixia.txt", text_of("xixia"))
    write(
        folder / "xixia.txt.json",
        '{"url": "https://www.example.org/a.html", "date": "2025-01-20T08:00:00"}',
    )
    ingest(db, folder)
    rows = content(db)
    times = ask(db, "SELECT source_uri, retrieved_at FROM document ORDER BY ALL")
    as_read_before(db)
    assert [one.source_uri for one in again(db).missing] == ["https://www.example.org/a.html"]
    assert again(db, folder).missing == ()
    assert content(db) == rows
    assert ask(db, "SELECT source_uri, retrieved_at FROM document ORDER BY ALL") == times


@pytest.mark.slow
def test_reports_that_come_and_go(own: Path, tmp_path: Path, published: Published) -> None:
    """One was set aside by the older version; another one was no report at all."""
    junk = write(tmp_path / "junk.txt", "今天天气很好。" * 50)
    ingest(own, junk)
    fresh = content(own)
    xinyang = f"(SELECT document_id FROM report WHERE agency_name = '{XINYANG}')"
    facts = ("fact_application", "fact_proactive_disclosure", "fact_review_litigation")
    as_read_before(
        own,
        f"UPDATE document SET status = 'set_aside', reason = 'r' WHERE document_id IN {xinyang}",
        *(
            f"DELETE FROM {fact} WHERE report_id IN (SELECT report_id FROM report"
            f" WHERE agency_name = '{XINYANG}')"
            for fact in facts
        ),
        f"DELETE FROM report WHERE agency_name = '{XINYANG}'",
        "INSERT INTO report BY NAME SELECT 'r' AS report_id, document_id, source_uri, 2020 AS year,"
        " '2021' AS edition, 1 AS version, true AS is_current FROM document"
        f" WHERE source_uri = '{junk}'",
        f"UPDATE document SET status = 'extracted', reason = NULL WHERE source_uri = '{junk}'",
    )
    done = again(own)
    reports = {shown(c)[0]: (c.old, c.new) for c in done.compared.changes if c.cell == "report"}
    assert reports == {XINYANG: (None, "read"), None: ("read", None)}
    assert [one.source_uri for one in done.compared.set_aside] == [str(junk)]
    assert content(own) == fresh


@pytest.mark.slow
def test_corrections_hold_on_and_one_that_no_longer_fits_is_named(
    own: Path, tmp_path: Path
) -> None:
    (document,) = ask(own, f"SELECT document_id FROM report WHERE agency_name = '{XINYANG}'")[0]
    head = "document_id,cell,old_value,new_value,reason,corrected_on\n"
    cell = "applications.granted.total"
    file = write(own.with_name("corrections.csv"), f"{head}{document},{cell},0,3,seen,2025-03-01\n")
    ingest(own, SAMPLES)
    rows = content(own)
    misread = f"cell = '{cell}' AND status = 'corrected'"
    as_read_before(own, "UPDATE correction SET old_value = 5",
                   f"UPDATE fact_application SET count = 3, raw = '0' WHERE {misread}")  # fmt: skip
    before = fingerprint(own)
    write(file, f"{head}{document},{cell},5,3,seen,2025-03-01\n")
    with pytest.raises(OgiError) as error:
        again(own)
    assert is_sentence(str(error.value))
    assert "line 2: applications.granted.total of document" in str(error.value)
    assert "old_value is 5, but 0 was read" in str(error.value)
    assert fingerprint(own) == before
    write(file, f"{head}{document},{cell},0,3,seen,2025-03-01\n")
    done = again(own)
    assert done.resumed == 5, "what was read before the error is not read again"
    (change,) = [c for c in done.compared.changes if (c.agency_name, c.cell) == (XINYANG, cell)]
    assert (change.old, change.new) == ("5", "0"), "as read, and not as corrected"
    assert content(own) == rows


@pytest.mark.slow
def test_a_dry_run_publishes_nothing(older: Path, published: Published, tmp_path: Path) -> None:
    before = fingerprint(older)
    file = tmp_path / "changes.csv"
    done = again(older, dry=True, changes=file)
    assert (done.published, done.compared.cells, fingerprint(older)) == (False, 17, before)
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 17
    assert {row["new_raw"] for row in rows if row["cell"] == "applications.granted.total"} == {"0"}
    assert (again(older).resumed, content(older)) == (5, content(published.db))


def test_it_goes_on_where_it_was_interrupted(
    older: Path, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "BATCH_SIZE", 2)

    new = write(older.parent / "new.txt", text_of("xinyang").replace("389", "390"))

    def stop(done: int, _total: int) -> None:
        if done == 2:
            ingest(older, new)  # a run in between does no harm
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reprocess(Reprocess(older, workers=1), stop)
    done = again(older)
    assert (done.chosen, done.resumed, done.read) == (6, 4, 2), "with the other one on that body"
    other = Path(shutil.copy(published.db, older.with_name("other.duckdb")))
    ingest(other, new)
    assert content(older) == content(other)
    assert leftovers(older) == []


@pytest.mark.slow
def test_documents_that_are_ingested_meanwhile_are_read_with_the_others(
    older: Path, published: Published
) -> None:
    new = write(older.parent / "new.txt", text_of("xinyang").replace("389", "390"))

    def bring(done: int, total: int) -> None:
        if done == total == 5:
            ingest(older, new)

    done = reprocess(Reprocess(older), bring)
    assert (done.chosen, done.read, done.resumed) == (6, 6, 0)
    other = Path(shutil.copy(published.db, older.with_name("other.duckdb")))
    ingest(other, new)
    assert content(older) == content(other)


@pytest.mark.slow
def test_what_was_read_for_another_database_of_this_name_is_forgotten(
    older: Path, tmp_path: Path
) -> None:
    again(older, dry=True)
    older.unlink()
    ingest(older, write(tmp_path / "in" / "xinyang.txt", text_of("xinyang")))
    fresh = content(older)
    as_read_before(older)
    done = again(older)
    assert (done.chosen, done.read, done.resumed) == (1, 1, 0)
    assert content(older) == fresh
    assert faults(older) == []


@pytest.mark.slow
def test_two_runs_at_once(older: Path) -> None:
    with Kept(older).held(), pytest.raises(OgiError, match="another run reads its documents anew"):
        again(older)


@pytest.mark.slow
def test_what_another_extractor_read_is_not_gone_on_with(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("flows.kept.VERSION", "0.0.10")
        again(older, dry=True)
        assert len(Kept(older).documents()) == 5
    done = again(older)
    assert (done.read, done.resumed) == (5, 0)


@pytest.mark.slow
def test_there_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(OgiError, match="there is no database yet"):
        again(tmp_path / "none.duckdb")
    with pytest.raises(OgiError, match="it is not a DuckDB database"):
        again(write(tmp_path / "text.duckdb", "text" * 100))


@pytest.mark.slow
def test_a_database_of_an_older_shape_is_carried_over(older: Path, published: Published) -> None:
    as_read_before(older, "ALTER TABLE retrieval DROP COLUMN gone_at",
                   "ALTER TABLE report DROP COLUMN title", "DROP VIEW outcome_rate")  # fmt: skip
    again(older)
    assert content(older) == content(published.db)
    assert sample("xinyang").exists()
