"""A release: one file per relation, described in the file itself, the same bytes each time."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq
import pytest

from flows.errors import OgiError
from flows.export import export
from schema.projections import describe
from schema.tables import TABLE

from .conftest import Published
from .support import (
    SAMPLES,
    ask,
    content,
    fingerprint,
    ingest,
    is_sentence,
    leftovers,
    truth,
    unprivileged,
    write,
)

RELATIONS = """
SELECT table_name FROM duckdb_tables()
UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal
"""
TIMES = {"document", "retrieval"}


class Release(NamedTuple):
    """An exported release and what the export said it wrote."""

    folder: Path
    written: Mapping[Path, int]


@pytest.fixture(scope="module")
def release(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("release") / "new" / "folder"
    return Release(folder, dict(export(published.db, folder, ("parquet", "csv"))))


def metadata(path: Path) -> dict[str, str]:
    """Key-value metadata of a parquet file."""
    stored = pq.read_metadata(path).metadata or {}
    return {key.decode(): value.decode() for key, value in stored.items()}


def test_one_file_per_table_and_view_and_format(release: Release, published: Published) -> None:
    names = {name for (name,) in published.ask(RELATIONS)}
    files = {f"{name}.{kind}" for name in names for kind in ("parquet", "csv")}
    assert {path.name for path in release.folder.iterdir()} == files
    assert set(release.written) == set(release.folder.iterdir())


def test_each_file_has_all_rows_and_columns(release: Release, published: Published) -> None:
    for (name,) in published.ask(RELATIONS):
        counted = published.ask(f'SELECT count(*) FROM "{name}"')[0][0]
        path = release.folder / f"{name}.parquet"
        assert release.written[path] == release.written[path.with_suffix(".csv")] == counted
        assert pq.read_metadata(path).num_rows == counted
        columns = [row[0] for row in published.ask(f'DESCRIBE "{name}"')]
        assert pq.read_schema(path).names == columns
        with path.with_suffix(".csv").open(encoding="utf-8", newline="") as handle:
            header, *body = csv.reader(handle)
        assert (header, len(body)) == (columns, counted)


def test_parquet_holds_the_figures(release: Release) -> None:
    table = pq.read_table(release.folder / "reported_cell.parquet")
    of_xinyang = {
        row["cell"]: row["value"]
        for row in table.to_pylist()
        if row["agency_name"] == "信阳市司法局"
    }
    assert of_xinyang == truth("xinyang")


def test_csv_holds_the_figures(release: Release) -> None:
    path = release.folder / "fact_application.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    counts = {
        f"applications.{row['outcome']}.{row['applicant_type']}": row["count"]
        for row in rows
        if row["agency_id"] == "a26c5e8728bff6d6"
    }
    printed = {cell: value for cell, value in truth("xinyang").items() if "applications" in cell}
    assert counts == {cell: str(int(value)) for cell, value in printed.items()}


def test_parquet_describes_each_table_and_column(release: Release, published: Published) -> None:
    comments: dict[str, str] = dict(
        published.ask(
            "SELECT table_name, comment FROM duckdb_tables() UNION ALL"
            " SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
        )
    )
    for name, comment in comments.items():
        stored = metadata(release.folder / f"{name}.parquet")
        assert (stored["table"], stored["description"]) == (name, comment)
        columns = published.ask(
            "SELECT 'column:' || column_name, comment FROM duckdb_columns()"
            f" WHERE table_name = '{name}'"
        )
        assert {key: text for key, text in stored.items() if "column:" in key} == dict(columns)
    stored = metadata(release.folder / "fact_application.parquet")
    assert stored["column:count"] == describe(TABLE["fact_application"].columns["count"])
    assert "unit: 件" in stored["column:count"]


def test_two_exports_of_a_database_are_the_same(
    release: Release, published: Published, tmp_path: Path
) -> None:
    export(published.db, tmp_path, ("parquet", "csv"))
    differing = [
        path.name
        for path in release.folder.iterdir()
        if path.read_bytes() != (tmp_path / path.name).read_bytes()
    ]
    assert differing == []


@pytest.mark.slow
def test_exports_of_two_runs_differ_in_times_only(release: Release, tmp_path: Path) -> None:
    ingest(tmp_path / "other.duckdb", SAMPLES)
    export(tmp_path / "other.duckdb", tmp_path / "out", ("parquet", "csv"))
    differing = {
        path.stem
        for path in release.folder.iterdir()
        if path.read_bytes() != (tmp_path / "out" / path.name).read_bytes()
    }
    assert differing == TIMES


def test_an_export_replaces_an_earlier_one_and_nothing_else(own: Path, tmp_path: Path) -> None:
    before = fingerprint(own)
    write(tmp_path / "out" / "report.csv", "old")
    write(tmp_path / "out" / "README.md", "mine")
    export(own, tmp_path / "out", ("csv",))
    assert len((tmp_path / "out" / "report.csv").read_text().splitlines()) == 1 + 5
    assert (tmp_path / "out" / "README.md").read_text() == "mine"
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".csv", ".md"}
    assert fingerprint(own) == before
    assert leftovers(own) == []


def failure(db: Path, folder: Path) -> str:
    with pytest.raises(OgiError) as error:
        export(db, folder, ("parquet",))
    message = str(error.value)
    assert is_sentence(message), message
    assert str(folder) in message
    return message


def test_a_folder_that_cannot_be_made(published: Published, tmp_path: Path) -> None:
    file = write(tmp_path / "file", "text")
    assert "cannot be written" in failure(published.db, file / "out")
    assert "cannot be written" in failure(published.db, file)
    assert file.read_text() == "text"


def test_a_read_only_folder(own: Path, open_folder: Path) -> None:
    db = open_folder / "ogi.duckdb"
    db.write_bytes(own.read_bytes())
    out = open_folder / "out"
    out.mkdir()
    out.chmod(0o555)
    with unprivileged(out, db):
        assert "cannot be written" in failure(db, out)
    assert list(out.iterdir()) == []


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OgiError, match="there is no database yet"):
        export(tmp_path / "none.duckdb", tmp_path / "out", ("parquet",))
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_exported_parquet_reads_back_as_the_relation(release: Release, own: Path) -> None:
    for name in ("report", "fact_application", "finding", "outcome_rate"):
        file = release.folder / f"{name}.parquet"
        both = f"(FROM read_parquet('{file}') EXCEPT ALL FROM \"{name}\")"
        assert ask(own, f"SELECT count(*) FROM {both}") == [(0,)]
    assert content(own)["report"].startswith("5 rows ")
