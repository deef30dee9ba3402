"""What real clients see of a release, each by the line that its README gives."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pyreadstat
import pytest
from python_calamine import CalamineWorkbook

from flows.release import FORMATS, export
from flows.release.readme import EXAMPLES
from flows.release.relations import Column, Relation
from flows.release.stata import _names

from .conftest import Published
from .support import AGENCIES


@pytest.fixture(scope="module")
def release(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(published.db, tmp_path_factory.mktemp("clients") / "release", FORMATS).folder


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


_LINES = [
    pytest.param(kind, tool, line, id=f"{kind} {tool}")
    for kind, lines in EXAMPLES.items()
    for tool, line in lines
]


@pytest.mark.parametrize(("kind", "tool", "line"), _LINES)
def test_a_line_of_the_page_reads_its_file(
    release: Path, published: Published, kind: str, tool: str, line: str
) -> None:
    assert line in (release / "README.md").read_text(encoding="utf-8")
    if tool in ("R", "Stata"):
        (path,) = {part for part in line.split('"') if "/" in part}
        assert (release / path).exists()
        return
    with inside(release):
        if tool == "DuckDB":
            rows: Any = duckdb.connect().sql(line).fetchall()
        else:
            rows = eval(line, {"pl": pl, "pd": pd})
    table = "fact_application" if kind == "parquet" else "report_headline"
    assert [(len(rows),)] == published.ask(f"SELECT count(*) FROM {table}")
    if tool != "DuckDB" and table == "report_headline":
        assert sorted(rows["agency_name"]) == sorted(AGENCIES.values())
        assert sorted(rows["received"]) == [0, 0, 0, 1, 6]


def test_the_descriptor_is_valid_and_its_files_are_as_it_says(release: Path) -> None:
    package = frictionless.Package(str(release / "datapackage.json"))
    checked = package.validate()
    assert checked.flatten(["name", "type", "message"]) == []
    assert len(package.resources) == len([p for p in release.rglob("*/*") if p.is_file()])
    kinds = {resource.format for resource in package.resources}
    assert kinds == {"parquet", "csv", "xlsx", "dta"}


def test_a_file_that_was_changed_is_not_valid(release: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(release, tmp_path / "copy"))
    path = copy / "parquet" / "report.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    checked = frictionless.Package(str(copy / "datapackage.json")).validate()
    assert {task.name for task in checked.tasks if task.errors} == {"parquet-report"}


def test_stata_has_labels_of_variables_and_values(release: Path, published: Published) -> None:
    folder = release / "stata" / "fact_application"
    (path,) = folder.iterdir()
    frame, about = pyreadstat.read_dta(path, output_format="polars")
    assert frame.height == 875
    assert str(about.column_names_to_labels["count"]).endswith("(件)")
    outcomes = about.variable_value_labels["outcome"]
    assert outcomes[3] == "granted 予以公开"
    assert about.variable_value_labels["status"][1] == "read 读取"
    assert about.variable_value_labels["is_total"] == {0: "no 否", 1: "yes 是"}
    label = {number: text.split()[0] for number, text in outcomes.items()}
    stored = {
        (row["report_id"], label[row["outcome"]], row["count"])
        for row in frame.filter(pl.col("applicant_type") == 7).iter_rows(named=True)
    }
    query = "SELECT report_id, outcome, count FROM fact_application"
    assert stored == set(published.ask(f"{query} WHERE applicant_type = 'total'"))
    ((stamp,),) = published.ask("SELECT max(retrieved_at) FROM document")
    assert about.creation_time == stamp.replace(second=0, microsecond=0)


def test_stata_keeps_chinese_and_long_text(release: Path, published: Published) -> None:
    frame, about = pyreadstat.read_dta(release / "stata" / "narrative.dta", output_format="polars")
    stored = published.ask("SELECT report_id, section, text FROM narrative ORDER BY ALL")
    assert frame.select("report_id", "section", "text").rows() == stored
    assert max(len(text.encode()) for _, _, text in stored) > 500
    assert str(about.file_label).startswith("One row per report and section")


def test_names_for_stata() -> None:
    long = "a" * 40
    names = ("if", "double", "count", long, f"{long}b", "str12", "status")
    columns = tuple(Column(name, "VARCHAR", "x", "", name) for name in names)
    made = _names(Relation("x", "x", columns, {}))
    assert list(made) == list(names)
    assert list(made.values())[:3] == ["if_", "double_", "count"]
    assert len(set(made.values())) == len(names)
    assert max(map(len, made.values())) == 32


def test_a_workbook_has_labels_names_rows_and_a_dictionary(release: Path) -> None:
    book = CalamineWorkbook.from_path(release / "xlsx" / "report_headline.xlsx")
    assert book.sheet_names == ["report_headline", "dictionary"]
    labels, names, *rows = book.get_sheet_by_name("report_headline").to_python()
    assert names[5] == "received"
    assert labels[5] == "applications newly received (件)"
    assert len(rows) == 5
    entries = book.get_sheet_by_name("dictionary").to_python()
    assert [row[0] for row in entries[2:]] == names
    assert ["received", "BIGINT", "件", "applications newly received"] in entries


def test_arrow_sees_label_and_unit_at_each_column(release: Path) -> None:
    folder = ds.dataset(release / "parquet" / "fact_application")
    field = folder.schema.field("count")
    assert field.metadata[b"unit"].decode() == "件"
    assert str(folder.schema.field("source_box").type) == "list<element: double>"
    assert folder.count_rows() == 875


def test_duckdb_sees_what_a_column_means(release: Path) -> None:
    file = release / "parquet" / "report.parquet"
    rows = duckdb.connect().execute(
        "SELECT value::VARCHAR FROM parquet_kv_metadata(?) WHERE key = 'column:edition'",
        [str(file)],
    )
    assert "edition of the form" in rows.fetchall()[0][0]


def test_lists_are_json_in_text_formats(release: Path, published: Published) -> None:
    ((cells,),) = published.ask("SELECT cells FROM finding")
    (row,) = pl.read_csv(release / "csv" / "finding.csv").iter_rows(named=True)
    assert json.loads(row["cells"]) == cells
    frame, _ = pyreadstat.read_dta(release / "stata" / "finding.dta", output_format="polars")
    assert json.loads(frame["cells"][0]) == cells
