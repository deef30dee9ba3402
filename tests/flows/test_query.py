"""Queries of others: nothing written, nothing read but the database, and an end to each."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.errors import OgiError
from flows.published import Connection
from flows.query import TIME_LIMIT, limited, reader, rows, sandbox

from .conftest import Published
from .support import ask, fingerprint, is_sentence, write

ENDLESS = "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b"


@pytest.fixture(scope="module")
def db(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that no other connection of this process has open."""
    return Path(shutil.copy(published.db, tmp_path_factory.mktemp("query") / "own.duckdb"))


@pytest.fixture(scope="module")
def con(db: Path) -> Iterator[Connection]:
    """One sandbox for many queries."""
    with sandbox(db) as connection:
        yield connection


def run(
    con: Connection, sql: str, time_limit: float = TIME_LIMIT, size: int = 1000
) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with limited(con, sql, time_limit):
        return list(rows(con.execute(sql), size))


def refusal(con: Connection, sql: str) -> str:
    """The message with which a query is refused."""
    with pytest.raises(OgiError) as error:
        run(con, sql)
    return str(error.value)


def test_rows_of_a_query(con: Connection) -> None:
    sql = "SELECT agency_name, licences FROM agency_side_by_side WHERE licences > 0"
    assert run(con, sql) == [("信阳市司法局", 389)]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_rows_come_in_pieces_and_all_of_them(con: Connection, size: int) -> None:
    names = [row[0] for row in run(con, "SELECT cell FROM reported_cell", size=size)]
    assert len(names) == 1000
    assert len(set(names)) == 200


@pytest.mark.parametrize(
    ("sql", "cause"),
    [
        ("COPY report TO '{folder}/out.csv'", "disabled by configuration"),
        ("COPY agency FROM '{folder}/secret.csv'", "disabled by configuration"),
        ("EXPORT DATABASE '{folder}/out'", "disabled by configuration"),
        ("ATTACH '{folder}/other.duckdb' AS other", "disabled by configuration"),
        ("FROM read_csv('{folder}/secret.csv')", "disabled by configuration"),
        ("FROM read_text('{folder}/secret.csv')", "disabled by configuration"),
        ("FROM glob('{folder}/*')", "disabled by configuration"),
        ("INSERT INTO agency VALUES ('a', 'b', NULL, NULL, NULL, NULL, NULL)", "read-only"),
        ("UPDATE report SET year = 2025", "read-only"),
        ("DELETE FROM report", "read-only"),
        ("DROP TABLE report", "read-only"),
        ("CREATE TABLE mine AS SELECT 1", "read-only"),
        ("DROP VIEW reported_cell", "read-only"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("", "one statement"),
        ("SET memory_limit = '64GB'", "locked"),
        ("SET enable_external_access = true", "locked"),
        ("RESET lock_configuration", "locked"),
        ("INSTALL httpfs", "disabled by configuration"),
        ("LOAD httpfs", "disabled"),
        ("FROM '{folder}/secret.csv'", "disabled by configuration"),
    ],
)
def test_a_statement_that_reaches_out_is_refused(
    con: Connection, db: Path, tmp_path: Path, sql: str, cause: str
) -> None:
    write(tmp_path / "secret.csv", "id,name\n1,secret\n")
    before = fingerprint(db)
    there = set(tmp_path.iterdir())
    message = refusal(con, sql.format(folder=tmp_path))
    assert cause in message
    assert is_sentence(message), message
    assert "secret\n" not in message
    assert fingerprint(db) == before
    assert set(tmp_path.iterdir()) == there


@pytest.mark.parametrize("name", ["db", "sql", "con", "rows", "late"])
def test_variables_of_the_program_are_no_tables(con: Connection, name: str) -> None:
    assert f"Table with name {name} does not exist" in refusal(con, f"FROM {name}")


def test_a_query_that_takes_too_long_is_stopped(con: Connection) -> None:
    started = time.monotonic()
    with pytest.raises(OgiError) as error:
        run(con, ENDLESS, time_limit=0.2)
    took = time.monotonic() - started
    assert run(con, "SELECT 1") == [(1,)], "the connection can go on"
    assert str(error.value) == "the query was stopped: it took longer than 0.2 s"
    assert 0.2 <= took < 5


def test_the_time_limit_holds_while_rows_are_fetched(con: Connection) -> None:
    started, sql = time.monotonic(), "FROM range(1000000000000)"
    with (
        pytest.raises(OgiError, match=r"it took longer than 0\.2 s"),
        limited(con, sql, time_limit=0.2),
    ):
        all(time.monotonic() < started + 3 for _ in rows(con.execute(sql)))
    assert time.monotonic() < started + 2


@pytest.mark.slow
def test_a_query_that_needs_too_much_memory_is_refused(con: Connection) -> None:
    message = refusal(con, "SELECT list(range) FROM range(2000000000)")
    assert "memory" in message.lower()


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELEC 1", 'syntax error at or near "SELEC"'),
        ("SELECT nothing FROM report", '"nothing" not found'),
        ("FROM nowhere", "nowhere does not exist"),
    ],
)
def test_a_query_with_a_mistake_says_which(con: Connection, sql: str, words: str) -> None:
    message = refusal(con, sql)
    assert message.startswith("the query failed: ")
    assert words in message


def test_there_is_no_database(tmp_path: Path) -> None:
    db = tmp_path / "none.duckdb"
    with pytest.raises(OgiError) as error, reader(db):
        raise AssertionError("there is nothing to read")
    assert str(error.value) == f"{db}: there is no database yet; `ogi ingest` makes one"
    assert not db.exists()


def test_a_sandbox_ends_with_its_query(own: Path, tmp_path: Path) -> None:
    with sandbox(own) as con:
        run(con, "SELECT 1")
    ask(own, f"COPY (SELECT 1) TO '{tmp_path}/out.csv'")
    assert (tmp_path / "out.csv").exists()
