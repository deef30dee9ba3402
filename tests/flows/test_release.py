"""A release: every relation in every format, described in the files, the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.errors import OgiError
from flows.pipeline import Request
from flows.pipeline import ingest as run_ingest
from flows.query import reader
from flows.release import FORMATS, export
from flows.release.relations import relations
from schema.projections import describe
from schema.tables import TABLE

from .conftest import Published
from .support import (
    ask,
    fingerprint,
    ingest,
    leftovers,
    sample,
    text_of,
    truth,
    write,
)

RELATIONS = """
SELECT table_name FROM duckdb_tables()
UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal
"""


@pytest.fixture(scope="module")
def release(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "new" / "folder"
    assert export(published.db, folder, FORMATS).folder == folder
    return folder


def files(folder: Path, suffix: str = "") -> dict[str, bytes]:
    """Content of the files of a folder by their paths."""
    paths = (path for path in folder.rglob(f"*{suffix}") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def parquet(folder: Path, name: str) -> list[Path]:
    """The parquet files of a relation."""
    base = folder / "parquet"
    return sorted([*base.glob(f"{name}.parquet"), *base.glob(f"{name}/*.parquet")])


def test_every_table_and_view_is_there_in_every_format(release: Path, published: Published) -> None:
    names = {name for (name,) in published.ask(RELATIONS)}
    for kind, suffix in (
        ("parquet", "parquet"),
        ("csv", "csv"),
        ("xlsx", "xlsx"),
        ("stata", "dta"),
    ):
        found = {path.removesuffix(f".{suffix}").split("/")[0] for path in files(release / kind)}
        assert found == names, kind
    top = {path.name for path in release.iterdir() if path.is_file()}
    assert top == {"README.md", "SHA256SUMS", "data-dictionary.md", "datapackage.json"}


def test_each_relation_has_all_its_rows(release: Path, published: Published) -> None:
    with reader(published.db) as con:
        for relation in relations(con):
            (counted,) = published.ask(f'SELECT count(*) FROM "{relation.name}"')[0]
            paths = parquet(release, relation.name)
            assert sum(pq.read_metadata(path).num_rows for path in paths) == counted
            for path in paths:
                assert pq.read_schema(path).names == list(relation.names)
                text = release / "csv" / path.relative_to(release / "parquet").with_suffix(".csv")
                with text.open(encoding="utf-8-sig", newline="") as handle:
                    header, *body = csv.reader(handle)
                assert (header, len(body)) == (
                    list(relation.names),
                    pq.read_metadata(path).num_rows,
                )


def test_the_figures_are_those_of_the_reports(release: Path) -> None:
    cells = pl.read_parquet(release / "parquet" / "reported_cell" / "*.parquet")
    of_xinyang = cells.filter(agency_name="信阳市司法局").select("cell", "value").rows()
    assert dict(of_xinyang) == truth("xinyang")


def test_files_describe_each_table_and_column(release: Path, published: Published) -> None:
    comments: dict[str, str] = dict(
        published.ask(
            "SELECT table_name, comment FROM duckdb_tables() UNION ALL"
            " SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
        )
    )
    for name, comment in comments.items():
        for path in parquet(release, name):
            stored = {k.decode(): v.decode() for k, v in pq.read_metadata(path).metadata.items()}
            assert (stored["table"], stored["description"]) == (name, comment)
            columns = published.ask(
                "SELECT 'column:' || column_name, comment FROM duckdb_columns()"
                f" WHERE table_name = '{name}'"
            )
            assert {k: v for k, v in stored.items() if "column:" in k} == dict(columns)
            for field in pq.read_schema(path):
                assert field.metadata[b"label"], (name, field.name)
    (path,) = parquet(release, "fact_application")
    count = pq.read_schema(path).field("count").metadata
    assert count[b"unit"].decode() == "件"
    assert describe(TABLE["fact_application"].columns["count"]).startswith(count[b"label"].decode())


def test_rows_are_told_apart_by_what_they_are_sorted_by(published: Published) -> None:
    with reader(published.db) as con:
        for relation in relations(con):
            if relation.order != "ALL":
                twice = f'SELECT 1 FROM "{relation.name}" GROUP BY {relation.order}'
                assert published.ask(f"{twice} HAVING count(*) > 1") == [], relation.name


def test_types_do_not_depend_on_the_rows(release: Path, own: Path, tmp_path: Path) -> None:
    """Columns of an empty relation have the types that they have with rows."""
    run_ingest(
        Request((str(write(tmp_path / "no report.txt", "天气很好。")),), tmp_path / "x.duckdb")
    )
    empty = export(tmp_path / "x.duckdb", tmp_path / "out", ("parquet",)).folder
    for path in empty.rglob("*.parquet"):
        (full, *_) = parquet(release, path.relative_to(empty / "parquet").parts[0].split(".")[0])
        assert pq.read_schema(path).equals(pq.read_schema(full), check_metadata=True), path
    assert ask(tmp_path / "x.duckdb", "SELECT count(*) FROM report") == [(0,)]


def test_two_exports_of_a_database_are_the_same(
    release: Path, published: Published, tmp_path: Path
) -> None:
    export(published.db, tmp_path / "out", FORMATS)
    assert files(tmp_path / "out") == files(release)


def documents(folder: Path) -> Path:
    """Reports with notes of a crawler, which say when they were retrieved."""
    for number, name in enumerate(("xinyang", "xigong", "youhao", "qiaokou", "xixia")):
        write(folder / f"{name}.txt", text_of(name))
        note = {
            "url": f"https://www.example.gov.cn/{name}",
            "retrieved_at": f"2025-01-2{number}T08:00:00+08:00",
        }
        write(folder / f"{name}.txt.json", json.dumps(note))
    for year in (2022, 2023):
        text = text_of("xinyang").replace("2024", str(year)).replace("2025", str(year + 1))
        write(folder / f"y{year}.txt", text)
        note = {"url": f"https://www.example.gov.cn/y{year}", "retrieved_at": "2025-01-01T00:00Z"}
        write(folder / f"y{year}.txt.json", json.dumps(note))
    return folder


@pytest.mark.slow
def test_numbers_of_workers_make_no_difference(tmp_path: Path) -> None:
    source = documents(tmp_path / "in")
    releases = []
    for workers in (1, 3):
        db = tmp_path / f"{workers}.duckdb"
        run_ingest(Request((str(source),), db, workers=workers))
        releases.append(files(export(db, tmp_path / f"out{workers}", ("parquet", "csv")).folder))
    assert releases[0] == releases[1]
    assert len([path for path in releases[0] if "csv/fact_application/" in path]) == 3
    assert "retrieved up to 2025-01-24" in releases[0]["README.md"].decode()


def test_sums_are_those_of_the_files(release: Path) -> None:
    lines = (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {line.partition("  ")[2]: line.partition("  ")[0] for line in lines}
    content = files(release)
    del content["SHA256SUMS"]
    assert listed == {path: hashlib.sha256(data).hexdigest() for path, data in content.items()}


def test_the_page_says_what_is_in_it(release: Path, published: Published) -> None:
    page = (release / "README.md").read_text(encoding="utf-8")
    assert "5 reports of 5 agencies on the years 2024 to 2024" in page
    assert "| 2024 | 2021 | 5 | 5 | 1000 | 0 |" in page
    assert "| fact_application | 875 | 1 | 1 | 1 | 1 |" in page
    identity = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["id"]
    assert f"content {identity[:12]}" in page
    assert "{" not in page.replace("{{", "").split("## Cite")[0]


def test_the_content_has_one_name_whatever_the_formats(release: Path, own: Path) -> None:
    other = export(own, own.parent / "out", ("csv",)).folder
    assert not (other / "parquet").exists()
    one, two = (json.loads((f / "datapackage.json").read_text())["id"] for f in (release, other))
    assert one == two


def test_set_aside_documents_are_counted(tmp_path: Path) -> None:
    write(tmp_path / "in" / "weather.txt", "天气很好。")
    shutil.copy(sample("xinyang"), tmp_path / "in")
    ingest(tmp_path / "x.duckdb", tmp_path / "in")
    folder = export(tmp_path / "x.duckdb", tmp_path / "out", ("parquet",)).folder
    page = (folder / "README.md").read_text(encoding="utf-8")
    assert "2 documents were retrieved, 1 of them set aside" in page
    ((reason,),) = ask(tmp_path / "x.duckdb", "SELECT reason FROM document WHERE reason NOTNULL")
    assert f"| {reason} | 1 |" in page


@pytest.fixture
def hostile(own: Path) -> Path:
    """A database whose narrative holds what spreadsheets take for formulas, and long text."""
    import duckdb

    with duckdb.connect(str(own)) as con:
        texts = ["=1+1", "-", "-5", "+81", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "'quoted", "＝1"]
        for place, text in enumerate([*texts, "长" * 40_000, "=" + "𠮷" * 20_000]):
            con.execute("INSERT INTO narrative VALUES ('r', ?, '', ?, 0, 1)", [place + 100, text])
    return own


def test_formulas_are_disarmed_and_come_back(hostile: Path, tmp_path: Path) -> None:
    folder = export(hostile, tmp_path / "out", ("csv", "xlsx")).folder
    with (folder / "csv" / "narrative.csv").open(encoding="utf-8-sig", newline="") as handle:
        texts = [row["text"] for row in csv.DictReader(handle) if row["report_id"] == "r"]
    assert texts[:8] == [
        "'=1+1",
        "-",
        "-5",
        "+81",
        "'-2+3+cmd|' /C calc'!A0",
        "'@SUM(1)",
        "''quoted",
        "'＝1",
    ]
    assert [len(text) for text in texts[8:]] == [40_000, 20_002]
    stored = ask(hostile, "SELECT text FROM narrative WHERE report_id = 'r' ORDER BY section")
    assert [text.removeprefix("'") for text in texts] == [text for (text,) in stored]


def test_a_database_of_another_version_is_refused(own: Path, tmp_path: Path) -> None:
    import duckdb

    with duckdb.connect(str(own)) as con:
        con.execute("DROP VIEW coverage")
    with pytest.raises(OgiError, match="another version of ogi"):
        export(own, tmp_path / "out", ("parquet",))
    assert not (tmp_path / "out").exists()


def test_the_database_is_left_alone(own: Path, tmp_path: Path) -> None:
    before = fingerprint(own)
    export(own, tmp_path / "out", ("parquet",))
    assert fingerprint(own) == before
    assert leftovers(own) == []
