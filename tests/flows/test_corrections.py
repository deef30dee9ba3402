"""Reviewed corrections: applied at load, withdrawn when the file says so, loud when out of date."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from flows.corrections import COLUMNS, read_corrections
from flows.errors import OgiError, UsageError
from flows.pipeline import Request, Summary
from flows.pipeline import ingest as run_ingest
from schema.identifiers import document_id

from .support import (
    COMMAND,
    SAMPLES,
    ask,
    content,
    fingerprint,
    is_sentence,
    leftovers,
    sample,
    text_of,
    write,
)

XINYANG = document_id(sample("xinyang").read_bytes())
GRANTED = "applications.granted.total"
RECEIVED = "applications.new_received.total"
CELLS = (
    "SELECT cell, value, status, raw FROM reported_cell WHERE status = 'corrected' ORDER BY cell"
)
STORED = "SELECT cell, old_value, old_status, new_value FROM correction ORDER BY cell"
BROKEN = (
    "SELECT rule, cells, expected, found FROM finding WHERE severity = 'error' AND rule NOT LIKE"
    " '%received%' ORDER BY ALL"
)


def line(cell: str, old: str, new: str, document: str = XINYANG, day: str = "2025-03-01") -> str:
    return f"{document},{cell},{old},{new},the agency replied,{day}\n"


def file_of(folder: Path, *lines: str) -> Path:
    return write(folder / "corrections.csv", ",".join(COLUMNS) + "\n" + "".join(lines))


def ingest(db: Path, *sources: Path, corrections: Path | None = None) -> Summary:
    return run_ingest(Request(tuple(map(str, sources or (SAMPLES,))), db, corrections=corrections))


@pytest.fixture
def before(own: Path) -> dict[str, str]:
    return content(own)


def test_a_value_is_replaced_and_what_is_printed_is_kept(own: Path) -> None:
    file_of(own.parent, line(GRANTED, "0", "1"))
    summary = ingest(own)
    assert (summary.new, summary.published) == (0, True)
    assert ask(own, CELLS) == [(GRANTED, 1.0, "corrected", "0")]
    assert ask(own, STORED) == [(GRANTED, 0.0, "read", 1.0)]
    assert ask(own, "SELECT granted FROM report_headline WHERE granted > 0") == [(1,)]
    rows = ask(own, "SELECT cells, expected, found, message FROM finding WHERE rule = 'corrected'")
    message = "1 values were corrected after review: the agency replied"
    assert rows == [([GRANTED], "1", "0", message)]


def test_identities_are_judged_by_the_corrected_value(own: Path, before: dict[str, str]) -> None:
    assert ask(own, BROKEN) == []
    file = file_of(own.parent, line(GRANTED, "0", "1"))
    ingest(own)
    broken = {rule for rule, *_ in ask(own, BROKEN)}
    assert broken == {"applications.applicants.granted", "applications.outcomes.total"}
    file.unlink()
    assert ingest(own).published
    assert content(own) == before
    assert not ingest(own).published


def test_a_correction_mends_a_table_that_contradicts_itself(tmp_path: Path) -> None:
    """The other documents' findings stay, and so do those that the value does not touch."""
    text = re.sub(r"(新收政府信息公开申请数量\t+)6", r"\g<1>7", text_of("xinyang"))
    path = write(tmp_path / "in" / "report.txt", text)
    db = tmp_path / "ogi.duckdb"
    ingest(db, path)
    broken = ask(db, BROKEN)
    assert broken
    natural = "applications.new_received.natural_person"
    file_of(tmp_path, line(natural, "7", "6", document_id(path.read_bytes())))
    ingest(db, path)
    assert ask(db, CELLS) == [(natural, 6.0, "corrected", "7")]
    assert ask(db, BROKEN) == []


def test_prose_is_compared_with_the_corrected_value(own: Path) -> None:
    """Xigong's prose says 0 applications, its table 1."""
    query = "SELECT count(*) FROM finding WHERE rule = 'narrative_received'"
    assert ask(own, query) == [(1,)]
    xigong = document_id(sample("xigong").read_bytes())
    file_of(own.parent, line(RECEIVED, "1", "0", xigong))
    ingest(own)
    assert ask(own, query) == [(0,)]


def test_a_first_run_applies_what_lies_beside_the_database(tmp_path: Path) -> None:
    file_of(tmp_path, line(GRANTED, "0", "1"))
    db = tmp_path / "ogi.duckdb"
    ingest(db)
    assert ask(db, CELLS) == [(GRANTED, 1.0, "corrected", "0")]
    before = fingerprint(db)
    assert not ingest(db).published
    assert fingerprint(db) == before


def test_other_corrections_take_the_place_of_those_in_force(own: Path) -> None:
    file_of(own.parent, line(GRANTED, "0", "1"))
    ingest(own)
    licences = "proactive.licences.decisions"
    file_of(own.parent, line(RECEIVED, "6", "8"), line(licences, "389", "388.5"))
    ingest(own)
    assert ask(own, STORED) == [
        (RECEIVED, 6.0, "read", 8.0),
        (licences, 389.0, "read", 388.5),
    ]
    assert [row[0] for row in ask(own, CELLS)] == [RECEIVED, licences]


def test_a_value_may_be_taken_away_and_a_missing_one_given(tmp_path: Path) -> None:
    text = text_of("xinyang").replace("行政许可\t389", "行政许可\t")
    path, cell = write(tmp_path / "in" / "report.txt", text), "proactive.licences.decisions"
    document, db = document_id(path.read_bytes()), tmp_path / "ogi.duckdb"
    file_of(tmp_path, line(cell, "", "389", document), line(GRANTED, "0", "", document))
    ingest(db, path)
    rows = ask(
        db,
        "SELECT cell, value, status FROM reported_cell WHERE cell IN (SELECT cell FROM correction)"
        " ORDER BY cell",
    )
    assert rows == [(GRANTED, None, "conflict"), (cell, 389.0, "corrected")]


def test_documents_that_are_not_there_do_not_matter(own: Path) -> None:
    file_of(own.parent, line(GRANTED, "5", "1", "0" * 64))
    before = fingerprint(own)
    assert not ingest(own).published
    assert fingerprint(own) == before


OUT_OF_DATE = {
    "another value": (line(GRANTED, "3", "1"), "old_value is 3, but 0 was read (read)"),
    "no value": (line(GRANTED, "", "1"), "old_value is no value, but 0 was read (read)"),
    "a cell of no form": (line("applications.granted.nobody", "0", "1"), "has no such cell"),
    "an indicator": (line("indicators.received", "0", "1"), "has no such cell"),
    "half a case": (line(GRANTED, "0", "1.5"), "new_value is no whole number"),
}


@pytest.mark.parametrize("name", OUT_OF_DATE)
def test_an_entry_that_no_longer_holds_stops_the_run(own: Path, name: str) -> None:
    wrong, reason = OUT_OF_DATE[name]
    file = file_of(own.parent, line(RECEIVED, "6", "8"), wrong)
    before = fingerprint(own)
    with pytest.raises(OgiError) as raised:
        ingest(own)
    message = str(raised.value)
    assert message.startswith(f"{file}: line 3: ")
    assert reason in message
    assert is_sentence(message)
    assert fingerprint(own) == before
    assert leftovers(own) == []


WRONG = {
    "a column less": ("document_id,cell\n", "line 1: the columns must be document_id, cell, old_"),
    "a field less": (line(GRANTED, "0", "1").replace(",2025-03-01", ""), "line 2: it must have 6"),
    "a field more": (line(GRANTED, "0", "1,1"), "line 2: it must have 6 columns"),
    "a number": (line(GRANTED, "none", "1"), "line 2: column old_value: "),
    "no number": (line(GRANTED, "0", "nan"), "line 2: column new_value: "),
    "a date": (line(GRANTED, "0", "1", day="1.3.2025"), "line 2: column corrected_on: "),
    "a document": (line(GRANTED, "0", "1", "xinyang"), "line 2: column document_id: "),
    "no reason": (line(GRANTED, "0", "1").replace("the agency replied", " "), "column reason: "),
    "nothing new": (line(GRANTED, "1", "1"), "line 2: column new_value: it is the same as old"),
    "twice": (line(GRANTED, "0", "1") * 2, "line 3: line 2 corrects the same cell"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_line_that_is_wrong_is_named(tmp_path: Path, name: str) -> None:
    lines, reason = WRONG[name]
    head = "" if name == "a column less" else ",".join(COLUMNS) + "\n"
    file = write(tmp_path / "corrections.csv", head + lines)
    with pytest.raises(OgiError) as raised:
        read_corrections(None, tmp_path / "ogi.duckdb")
    assert str(raised.value).startswith(f"{file}: ")
    assert reason in str(raised.value)
    assert is_sentence(str(raised.value))


def test_the_file_that_comes_with_the_project_is_right_and_empty() -> None:
    file = SAMPLES.parent / "corrections.csv"
    assert read_corrections(file, Path("ogi.duckdb")).entries == ()
    assert file.read_text() == ",".join(COLUMNS) + "\n"


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"missing\.csv: there is no such file"):
        read_corrections(tmp_path / "missing.csv", tmp_path / "ogi.duckdb")


@pytest.mark.slow
def test_the_command_takes_a_file(tmp_path: Path) -> None:
    db, file = tmp_path / "ogi.duckdb", file_of(tmp_path / "elsewhere", line(GRANTED, "0", "1"))
    command = [*COMMAND, "ingest", str(sample("xinyang")), "--db", str(db), "--no-flow"]
    command += ["--corrections", str(file)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert ask(db, CELLS) == [(GRANTED, 1.0, "corrected", "0")]
    file_of(tmp_path / "elsewhere", line(GRANTED, "2", "1"))
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert f"{file}: line 2: " in done.stderr
    assert ask(db, CELLS) == [(GRANTED, 1.0, "corrected", "0")]
