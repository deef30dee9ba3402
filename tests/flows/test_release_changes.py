"""What changed against the previous release, row by row and value by value."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from flows.errors import OgiError
from flows.release import export

from .conftest import Published
from .support import write


def changed(own: Path, tmp_path: Path, *statements: str) -> tuple[list[dict[str, str]], str]:
    """The changes that these statements make to the samples: their list and the page."""
    old = export(own, tmp_path / "old", ("parquet",)).folder
    with duckdb.connect(str(own)) as con:
        for statement in statements:
            con.execute(statement)
    new = export(own, tmp_path / "new", ("parquet",), since=old).folder
    with (new / "changes.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return rows, (new / "CHANGES.md").read_text(encoding="utf-8")


def counts(page: str) -> dict[str, list[int]]:
    """Rows added, removed, changed and values changed, of tables with any change."""
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line[:2] == "| "][1:]
    found = {row[0]: [int(number) for number in row[1:]] for row in rows}
    return {name: numbers for name, numbers in found.items() if any(numbers)}


def test_the_same_rows_make_no_change(own: Path, tmp_path: Path) -> None:
    rows, page = changed(own, tmp_path)
    assert (rows, counts(page)) == ([], {})
    assert "changes.csv" in (tmp_path / "new" / "README.md").read_text(encoding="utf-8")


def test_a_value_that_changed_is_there_with_old_and_new(own: Path, tmp_path: Path) -> None:
    cell = "cell = 'proactive.licences.decisions' AND value = 389"
    rows, page = changed(
        own,
        tmp_path,
        f"UPDATE fact_proactive_disclosure SET value = NULL, status = 'conflict' WHERE {cell}",
    )
    assert [(r["column"], r["old"], r["new"]) for r in rows] == [
        ("status", "read", "conflict"),
        ("value", "389.0", ""),
    ]
    assert {(r["table"], r["change"]) for r in rows} == {("fact_proactive_disclosure", "changed")}
    assert rows[0]["key"].endswith("|proactive.licences.decisions")
    assert counts(page) == {"fact_proactive_disclosure": [0, 0, 1, 2]}


def test_a_report_that_went_is_listed_and_its_cells_are_counted(own: Path, tmp_path: Path) -> None:
    report = "report_id = (SELECT report_id FROM report WHERE agency_name = '信阳市司法局')"
    tables = ("fact_application", "fact_proactive_disclosure", "fact_review_litigation")
    rows, page = changed(
        own, tmp_path, *(f"DELETE FROM {name} WHERE {report}" for name in (*tables, "report"))
    )
    assert [(r["table"], r["change"]) for r in rows] == [("report", "removed")]
    found = counts(page)
    assert found["fact_application"] == [0, 175, 0, 0]
    assert found["report"] == [0, 1, 0, 0]


def test_rows_of_tables_without_a_key(own: Path, tmp_path: Path) -> None:
    rows, page = changed(own, tmp_path, "UPDATE finding SET message = message || '!'")
    assert [(r["change"], bool(r["old"]), bool(r["new"])) for r in rows] == [
        ("added", False, True),
        ("removed", True, False),
    ]
    assert rows[0]["new"].startswith('{"report_id":')
    assert counts(page) == {"finding": [1, 1, 0, 0]}


def test_rows_that_are_twice_there_count(own: Path, tmp_path: Path) -> None:
    _, page = changed(own, tmp_path, "INSERT INTO finding FROM finding")
    assert counts(page) == {"finding": [1, 0, 0, 0]}


def test_a_year_that_was_not_known_moves_rows_between_files(own: Path, tmp_path: Path) -> None:
    report = "report_id = (SELECT report_id FROM report WHERE agency_name = '信阳市司法局')"
    tables = ("fact_application", "fact_proactive_disclosure", "fact_review_litigation", "report")
    _, page = changed(
        own,
        tmp_path,
        "CREATE TEMP TABLE one AS SELECT report_id FROM report WHERE agency_name = '信阳市司法局'",
        *(f"UPDATE {name} SET year = NULL WHERE {report}" for name in tables[:3]),
        f"UPDATE report SET year = NULL WHERE {report}",
    )
    assert counts(page)["fact_application"] == [0, 0, 175, 175]
    folder = tmp_path / "new" / "parquet" / "fact_application"
    assert {path.stem for path in folder.iterdir()} == {"year-2024-1", "year-unknown-1"}


def test_a_release_may_be_compared_with_the_one_that_it_replaces(own: Path, tmp_path: Path) -> None:
    out = export(own, tmp_path / "out", ("parquet",)).folder
    with duckdb.connect(str(own)) as con:
        con.execute("UPDATE narrative SET text = '' WHERE section = 1")
    export(own, out, ("csv",), since=out)
    assert counts((out / "CHANGES.md").read_text(encoding="utf-8")) == {"narrative": [0, 0, 5, 5]}
    with pytest.raises(OgiError, match="no release of ogi with parquet files"):
        export(own, out, ("csv",), since=out)


def test_a_folder_that_is_no_release(published: Published, tmp_path: Path) -> None:
    write(tmp_path / "old" / "parquet" / "report.parquet", "x")
    with pytest.raises(OgiError, match="no release of ogi with parquet files"):
        export(published.db, tmp_path / "out", ("parquet",), since=tmp_path / "old")
    assert not (tmp_path / "out").exists()
