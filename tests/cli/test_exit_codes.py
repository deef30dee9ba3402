"""Exit codes as the contract has them, and one sentence for each error."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.flows.support import (
    COMMAND,
    SAMPLES,
    as_read,
    ask,
    cells_of,
    fingerprint,
    sample,
    text_of,
    truth,
    write,
)

from .conftest import Run
from .screen import only_sentence

XINYANG = sample("xinyang")
SLOW = pytest.mark.slow
NEWS = "市政府发布2024年政府信息公开工作年度报告\n"


def test_published_but_some_set_aside_is_3(ogi: Run, tmp_path: Path) -> None:
    db, empty = tmp_path / "ogi.duckdb", write(tmp_path / "empty.txt", "")
    missing = tmp_path / "missing.txt"
    done = ogi("ingest", XINYANG, empty, missing, "--db", db)
    assert done.returncode == 3
    assert sorted(done.stderr.splitlines()) == [
        f"ogi: {empty}: set aside: the file is empty",
        f"ogi: {missing}: set aside: there is no such file or folder",
    ]
    assert done.stdout == (
        f"2 documents, 2 new, 1 reports read; findings: none; 2 set aside; published {db}\n"
    )
    assert cells_of(db, "信阳市司法局") == as_read(truth("xinyang"))


@SLOW
def test_documents_set_aside_are_named_again(ogi: Run, tmp_path: Path) -> None:
    db, empty = tmp_path / "ogi.duckdb", write(tmp_path / "empty.txt", "")
    ogi("ingest", XINYANG, empty, "--db", db)
    before = fingerprint(db)
    done = ogi("ingest", XINYANG, empty, "--db", db)
    assert (done.returncode, done.stderr) == (3, f"ogi: {empty}: set aside: the file is empty\n")
    assert done.stdout == f"2 documents, none new: {db} is up to date\n"
    assert fingerprint(db) == before


@SLOW
def test_ingest_twice_is_0_and_says_that_nothing_is_new(ogi: Run, db: Path) -> None:
    before = fingerprint(db)
    done = ogi("ingest", SAMPLES, "--db", db)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"5 documents, none new: {db} is up to date\n"
    assert fingerprint(db) == before


def test_a_failed_run_is_1(ogi: Run, tmp_path: Path) -> None:
    db = tmp_path / "ogi.duckdb"
    done = ogi("ingest", tmp_path / "missing", "--db", db)
    assert (done.returncode, done.stdout) == (1, "")
    message = only_sentence(done.stderr)
    assert f"{tmp_path / 'missing'}: there is no such file or folder" in message
    assert not db.exists()


@SLOW
def test_a_database_that_cannot_be_used_is_1(ogi: Run, tmp_path: Path) -> None:
    db = write(tmp_path / "ogi.duckdb", "not a database\n" * 500)
    for arguments in (["ingest", XINYANG], ["check"], ["sql", "SELECT 1"], ["export", tmp_path]):
        done = ogi(*arguments, "--db", db)
        assert (done.returncode, done.stdout) == (1, "")
        assert only_sentence(done.stderr) == f"{db}: it is not a DuckDB database"
    assert db.read_text() == "not a database\n" * 500


@SLOW
def test_no_database_is_1(ogi: Run, tmp_path: Path) -> None:
    for arguments in (["check"], ["sql", "SELECT 1"], ["export", "out"]):
        done = ogi(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (1, "")
        assert only_sentence(done.stderr) == (
            "data/ogi.duckdb: there is no database yet; `ogi ingest` makes one"
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param([], "Usage", marks=SLOW),
        pytest.param(["ingest"], "Missing argument", marks=SLOW),
        (["publish"], "No such command 'publish'"),
        pytest.param(["sql", "SELECT 1", "--format", "xml"], "'xml' is not one of", marks=SLOW),
        pytest.param(["check", "--limit", "0"], "--limit", marks=SLOW),
        pytest.param(["extract", XINYANG, "--yaml"], "No such option", marks=SLOW),
    ],
)
def test_wrong_usage_is_2(ogi: Run, arguments: list[Path | str], words: str) -> None:
    done = ogi(*arguments)
    assert done.returncode == 2
    assert words in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["extract", SAMPLES], f"{SAMPLES}: it is a folder; name one file", marks=SLOW),
        pytest.param(
            ["export", "out", "--format", "parquet,xml"],
            "xml is none of parquet, csv",
            marks=SLOW,
        ),
        pytest.param(["sql", "SELECT 1; SELECT 2", "--db", "DB"], "one statement", marks=SLOW),
        (
            ["explain", XINYANG, "applications.unheld.natural_person"],
            "edition 2021 has no cell applications.unheld.natural_person; did you mean"
            " applications.new_received.natural_person",
        ),
    ],
)
def test_wrong_usage_that_only_the_program_sees_is_2(
    ogi: Run, db: Path, arguments: list[Path | str], words: str
) -> None:
    done = ogi(*(db if argument == "DB" else argument for argument in arguments))
    assert (done.returncode, done.stdout) == (2, "")
    assert words in only_sentence(done.stderr)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("scan.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), "the content is a PNG image"),
        pytest.param("missing.txt", None, "there is no such file", marks=SLOW),
        pytest.param("empty.txt", b"", "the file is empty", marks=SLOW),
        pytest.param("news.txt", NEWS.encode(), "mentions such a report", marks=SLOW),
    ],
    ids=["scan", "missing", "empty", "news"],
)
def test_a_document_that_is_no_report_is_1(
    ogi: Run, tmp_path: Path, name: str, data: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    done = ogi("extract", path)
    assert (done.returncode, done.stdout) == (1, "")
    message = only_sentence(done.stderr)
    assert message.startswith(f"{path}: ")
    assert words in message


@SLOW
@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("COPY report TO 'out.csv'", "disabled by configuration"),
        ("ATTACH 'other.duckdb'", "disabled by configuration"),
        ("FROM read_csv('/etc/hostname')", "disabled by configuration"),
        ("DELETE FROM agency", "read-only"),
        ("SELECT nothing FROM report", "nothing"),
    ],
)
def test_a_query_that_is_refused_is_1(ogi: Run, db: Path, sql: str, words: str) -> None:
    done = ogi("sql", sql, "--db", db)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in only_sentence(done.stderr)


@SLOW
def test_a_file_that_cannot_be_written_is_1(ogi: Run, db: Path, tmp_path: Path) -> None:
    file = tmp_path / "missing" / "out.parquet"
    done = ogi("sql", "SELECT 1", "--db", db, "--format", "parquet", "--output", file)
    assert (done.returncode, done.stdout) == (1, "")
    assert str(file) in only_sentence(done.stderr)
    done = ogi("export", write(tmp_path / "file", "text") / "out", "--db", db)
    assert (done.returncode, done.stdout) == (1, "")
    assert "the folder cannot be written" in only_sentence(done.stderr)


def test_debug_shows_where_an_error_came_from(ogi: Run, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    done = ogi("--debug", "extract", missing)
    assert done.returncode == 1
    assert done.stderr.startswith("Traceback (most recent call last):\n")
    assert done.stderr.splitlines()[-1].endswith(f"OgiError: {missing}: there is no such file")


@SLOW
def test_a_reader_of_a_pipe_that_goes_away_is_no_error(
    db: Path, environment: dict[str, str]
) -> None:
    process = subprocess.Popen(
        [*COMMAND, "sql", "FROM range(3000000)", "--format", "csv", "--db", str(db)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        assert process.stdout.readline() == "range\n"
        process.stdout.close()
        said = process.stderr.read()
    assert process.wait(timeout=60) in (0, 1, -signal.SIGPIPE)
    assert said == ""


@SLOW
def test_documents_of_one_run_are_all_or_nothing_reported(ogi: Run, tmp_path: Path) -> None:
    """Nothing but bad documents: they are stored with their reasons, so the run is published."""
    two = write(tmp_path / "two.txt", text_of("xinyang") + text_of("xinyang"))
    done = ogi("ingest", two, "--db", tmp_path / "ogi.duckdb")
    assert done.returncode == 3
    assert "more than one report" in only_sentence(done.stderr)
    assert ask(tmp_path / "ogi.duckdb", "SELECT status FROM document") == [("set_aside",)]
