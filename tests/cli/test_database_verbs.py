"""``ogi sql``, ``check`` and ``export``, and where the database is."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.flows.support import AGENCIES, COMMAND, ask, sample, text_of, write

from .conftest import Run
from .screen import read_table

SLOW = pytest.mark.slow
QUERY = (
    "SELECT agency_name, year, licences, granted_of_handled_percent AS granted, TRUE AS same"
    " FROM agency_side_by_side ORDER BY agency_name"
)
HEADER = ["agency_name", "year", "licences", "granted", "same"]


def expected(db: Path) -> list[tuple[object, ...]]:
    rows = ask(db, QUERY)
    assert [row[0] for row in rows] == sorted(AGENCIES.values())
    assert sorted(row[2] for row in rows) == [0, 0, 0, 0, 389]
    return rows


def test_sql_as_a_table_is_aligned(ogi: Run, db: Path) -> None:
    done = ogi("sql", QUERY, "--db", db)
    assert (done.returncode, done.stderr) == (0, "")
    header, *body = read_table(done.stdout)
    assert header == HEADER
    assert [row[:3] for row in body] == [list(map(str, row[:3])) for row in expected(db)]
    assert {row[4] for row in body} == {"yes"}
    assert [row[3] for row in body] == [
        "" if row[3] is None else f"{row[3]:.10g}" for row in expected(db)
    ]


@SLOW
def test_sql_as_csv(ogi: Run, db: Path) -> None:
    done = ogi("sql", QUERY, "--db", db, "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    header, *body = csv.reader(io.StringIO(done.stdout))
    assert header == HEADER
    assert [row[:3] for row in body] == [list(map(str, row[:3])) for row in expected(db)]


def test_sql_as_json(ogi: Run, db: Path) -> None:
    done = ogi("sql", QUERY, "--db", db, "-f", "json")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [tuple(row[column] for column in HEADER) for row in json.loads(done.stdout)]
    assert rows == expected(db)


@SLOW
def test_sql_without_rows(ogi: Run, db: Path) -> None:
    query = ("sql", "SELECT agency_id, name FROM agency WHERE false", "--db", db, "-f")
    assert json.loads(ogi(*query, "json").stdout) == []
    assert ogi(*query, "csv").stdout == "agency_id,name\n"
    assert read_table(ogi(*query, "table").stdout) == [["agency_id", "name"]]


def test_ogi_db_is_honoured(ogi: Run, db: Path) -> None:
    done = ogi("sql", "SELECT count(*) AS n FROM report", "--format", "csv", OGI_DB=str(db))
    assert (done.returncode, done.stdout) == (0, "n\n5\n")


def test_check_prints_the_finding(ogi: Run, db: Path) -> None:
    done = ogi("check", "--db", db)
    assert (done.returncode, done.stderr) == (0, "")
    header, finding = read_table(done.stdout)
    assert header == ["severity", "agency", "year", "rule", "message", "source", "message_zh"]
    assert finding[:4] == ["warning", "西工区司法局", "2024", "narrative_received"]
    assert finding[4].startswith("the narrative states 0 new applications, the table prints 1: ")
    assert finding[5] == str(sample("xigong"))
    assert finding[6].startswith("正文称收到申请 0 件，表中本年新收为 1 件：")


def test_sql_as_parquet(db: Path, environment: dict[str, str]) -> None:
    piped = subprocess.run(
        [*COMMAND, "sql", QUERY, "--db", str(db), "-f", "parquet"],
        capture_output=True,
        check=True,
        env=environment,
    )
    assert piped.stderr == b""
    table = pq.read_table(io.BytesIO(piped.stdout))
    assert table.column_names == HEADER
    assert [tuple(row.values()) for row in table.to_pylist()] == expected(db)


@SLOW
def test_sql_to_a_parquet_file(db: Path, ogi: Run, tmp_path: Path) -> None:
    done = ogi("sql", QUERY, "--db", db, "-f", "parquet", "-o", tmp_path / "out.parquet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    table = pq.read_table(tmp_path / "out.parquet")
    assert [tuple(row.values()) for row in table.to_pylist()] == expected(db)


@SLOW
def test_a_long_table_says_that_rows_are_left_out(ogi: Run, db: Path) -> None:
    done = ogi("sql", "SELECT cell, value FROM reported_cell", "--db", db)
    assert done.returncode == 0
    assert len(read_table(done.stdout)) == 1 + 500
    assert done.stderr == "ogi: only 500 rows are shown; --format csv or json has all\n"


@SLOW
def test_check_prints_findings_worst_first(ogi: Run, tmp_path: Path) -> None:
    db = tmp_path / "ogi.duckdb"
    broken = text_of("xinyang").replace("申请数量\t\t6\t0", "申请数量\t\t7\t0")
    path = write(tmp_path / "broken.txt", broken)
    assert ogi("ingest", sample("xigong"), path, "--db", db).returncode == 0
    done = ogi("check", "--db", db)
    assert (done.returncode, done.stderr) == (0, "")
    header, *body = read_table(done.stdout)
    assert header == ["severity", "agency", "year", "rule", "message", "source", "message_zh"]
    severities = [row[0] for row in body]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    rows = {(row[0], row[1], row[3], row[5]) for row in body}
    assert rows >= {
        ("error", "信阳市司法局", "applications.applicants.new_received", str(path)),
        ("error", "信阳市司法局", "applications.balance.natural_person", str(path)),
        ("warning", "西工区司法局", "narrative_received", str(sample("xigong"))),
    }
    (message,) = [row[4] for row in body if row[3] == "applications.applicants.new_received"]
    assert "difference" in message
    assert len(body) == ask(db, "SELECT count(*) FROM finding")[0][0]

    first = ogi("check", "--db", db, "--limit", "1")
    assert read_table(first.stdout) == [header, body[0]] or len(body) == 1
    assert first.stderr == f"ogi: {len(body) - 1} more findings are not shown; --limit shows more\n"


@SLOW
def test_check_of_a_database_without_findings(ogi: Run, tmp_path: Path) -> None:
    ogi("ingest", sample("xinyang"), "--db", tmp_path / "ogi.duckdb")
    done = ogi("check", "--db", tmp_path / "ogi.duckdb")
    assert (done.returncode, done.stdout, done.stderr) == (0, "No findings.\n", "")


def test_export_writes_a_release(ogi: Run, db: Path, tmp_path: Path) -> None:
    done = ogi("export", tmp_path / "out", "--db", db, "--format", "parquet", "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    listed = {row[0]: int(row[1]) for row in read_table(done.stdout)[1:]}
    paths = {str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*/*.*")}
    assert set(listed) == paths
    assert listed["parquet/reported_cell/year-2024-1.parquet"] == 1000
    assert listed["csv/report.csv"] == 5
    assert "README.md says what is in it" in done.stdout
    again = ogi("export", tmp_path / "out", "--db", db, "--since", tmp_path / "out")
    assert (again.returncode, again.stderr) == (0, "")
    assert (tmp_path / "out" / "CHANGES.md").exists()


@SLOW
def test_export_of_an_unknown_format(ogi: Run, db: Path, tmp_path: Path) -> None:
    done = ogi("export", tmp_path / "out", "--db", db, "--format", "parquet,sav")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "ogi: --format: sav is none of parquet, csv, xlsx, dta\n"
    assert not (tmp_path / "out").exists()


@SLOW
def test_ogi_db_chooses_the_database_and_an_option_wins(ogi: Run, db: Path, tmp_path: Path) -> None:
    query = ("sql", "SELECT count(*) AS n FROM report", "--format", "csv")
    assert ogi(*query, OGI_DB=str(db)).stdout == "n\n5\n"
    other = tmp_path / "other.duckdb"
    done = ogi("ingest", sample("youhao"), OGI_DB=str(other))
    assert (done.returncode, done.stdout.rpartition(" ")[2]) == (0, f"{other}\n")
    assert ogi(*query, OGI_DB=str(other)).stdout == "n\n1\n"
    assert ogi(*query, "--db", db, OGI_DB=str(other)).stdout == "n\n5\n"


@SLOW
def test_the_default_database_is_in_the_folder_data(ogi: Run, tmp_path: Path) -> None:
    done = ogi("ingest", sample("youhao"), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert ask(tmp_path / "data" / "ogi.duckdb", "SELECT agency_name FROM report") == [
        ("友好区司法局",)
    ]


@SLOW
@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_chinese_comes_out_whole_whatever_the_locale(ogi: Run, db: Path, encoding: str) -> None:
    query = ("sql", "SELECT agency_name FROM report ORDER BY 1", "--db", db, "-f", "csv")
    done = ogi(*query, PYTHONIOENCODING=encoding, LC_ALL="C", PYTHONUTF8="0")
    assert done.stdout.split() == ["agency_name", *sorted(AGENCIES.values())]


@SLOW
def test_ctrl_c_ends_an_export_and_leaves_nothing(
    db: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    with subprocess.Popen(
        [*COMMAND, "export", str(tmp_path / "out"), "--db", str(db), "-f", "parquet,csv,xlsx,dta"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        while not list(tmp_path.glob(".out.partial/parquet/*.parquet")):
            time.sleep(0.01)
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    assert list(tmp_path.iterdir()) == []
