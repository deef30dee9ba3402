"""Publication: what is in the way is named in a sentence, and the old state stays."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from flows.errors import OgiError
from flows.workspace import Workspace, workspace

from .support import (
    COMMAND,
    SAMPLES,
    another,
    as_read,
    ask,
    cells_of,
    faults,
    fingerprint,
    ingest,
    is_sentence,
    leftovers,
    sample,
    truth,
    unprivileged,
    write,
)

HOLD = """
import duckdb, sys
con = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read")
print("open", flush=True)
sys.stdin.readline()
print(con.execute("SELECT count(*) FROM report").fetchall()[0][0], flush=True)
"""


@contextmanager
def held(db: Path, mode: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the database open to ``read`` or to ``write``."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(db), mode],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "open\n"
        yield process
    finally:
        process.communicate("\n", timeout=30)


def refused(db: Path, *sources: Path | str) -> str:
    """The message of a run that fails."""
    with pytest.raises(OgiError) as error:
        ingest(db, *sources)
    message = str(error.value)
    assert is_sentence(message), message
    return message


def test_a_database_that_another_process_writes(own: Path, tmp_path: Path) -> None:
    new = write(tmp_path / "new.txt", another(1))
    with held(own, "write") as holder:
        before = fingerprint(own)
        message = refused(own, new)
        assert fingerprint(own) == before
    assert message == f"{own}: process {holder.pid} has the database open for writing"
    assert leftovers(own) == []


def test_a_database_that_another_process_reads_is_no_hindrance(own: Path, tmp_path: Path) -> None:
    with held(own, "read") as holder:
        assert ingest(own, write(tmp_path / "new.txt", another(1))).published
        assert ask(own, "SELECT count(*) FROM report") == [(6,)]
        assert holder.stdin is not None
        assert holder.stdout is not None
        holder.stdin.write("\n")
        holder.stdin.flush()
        assert holder.stdout.readline() == "5\n", "an open reader keeps the state that it saw"


def test_another_ingest_holds_the_lock(own: Path, tmp_path: Path) -> None:
    before = fingerprint(own)
    with workspace(own):
        message = refused(own, write(tmp_path / "new.txt", another(1)))
    assert message == f"{own}: another ingest is writing this database (process {os.getpid()})"
    assert fingerprint(own) == before


def test_a_refused_ingest_leaves_the_running_one_alone(tmp_path: Path) -> None:
    db = tmp_path / "ogi.duckdb"
    with workspace(db) as space:
        space.spool.mkdir()
        write(space.spool / "at-work", "")
        refused(db, SAMPLES)
        assert (space.spool / "at-work").exists()


@pytest.mark.parametrize(
    "data", [b"", b"not a database\n" * 1000, b"SQLite format 3\x00" + bytes(5000)]
)
def test_a_file_that_is_no_duckdb_database(tmp_path: Path, data: bytes) -> None:
    db = tmp_path / "ogi.duckdb"
    db.write_bytes(data)
    before = fingerprint(db)
    message = refused(db, SAMPLES)
    assert message == f"{db}: it is not a DuckDB database"
    assert fingerprint(db) == before
    assert leftovers(db) == []


def test_a_damaged_database(own: Path) -> None:
    own.write_bytes(own.read_bytes()[:20_000])
    before = fingerprint(own)
    assert str(own) in refused(own, SAMPLES)
    assert fingerprint(own) == before


def test_a_duckdb_database_of_somebody_else(tmp_path: Path) -> None:
    db = tmp_path / "theirs.duckdb"
    with duckdb.connect(str(db)) as con:
        con.execute("CREATE TABLE document AS SELECT 'mine' AS title")
    before = fingerprint(db)
    message = refused(db, SAMPLES)
    assert message == f"{db}: it is a DuckDB database, but not one of ogi"
    assert fingerprint(db) == before
    assert ask(db, "FROM document") == [("mine",)]


def test_a_folder_in_the_place_of_the_database(tmp_path: Path) -> None:
    db = tmp_path / "ogi.duckdb"
    db.mkdir()
    assert str(db) in refused(db, SAMPLES)
    assert list(db.iterdir()) == []


def test_a_target_under_a_regular_file(tmp_path: Path) -> None:
    file = write(tmp_path / "file", "text")
    message = refused(file / "ogi.duckdb", SAMPLES)
    assert message.startswith(f"{file / 'ogi.duckdb'}: the folder cannot be written: ")
    assert file.read_text() == "text"


def test_a_target_where_nothing_can_be_made() -> None:
    message = refused(Path("/proc/ogi/ogi.duckdb"), SAMPLES)
    assert message.startswith("/proc/ogi/ogi.duckdb: the folder cannot be written: ")


def test_a_read_only_folder(open_folder: Path) -> None:
    new = write(open_folder / "new.txt", another(1))
    folder = open_folder / "out"
    folder.mkdir()
    folder.chmod(0o555)
    with unprivileged(folder, new):
        message = refused(folder / "ogi.duckdb", new)
    db = folder / "ogi.duckdb"
    assert message == f"{db}: the folder cannot be written: permission denied"
    assert list(folder.iterdir()) == []


def test_a_read_only_folder_with_a_database(open_folder: Path, own: Path) -> None:
    new = write(open_folder / "new.txt", another(1))
    folder = open_folder / "out"
    folder.mkdir()
    db = Path(shutil.copy(own, folder / "ogi.duckdb"))
    folder.chmod(0o555)
    before = fingerprint(db)
    with unprivileged(folder, db, new):
        message = refused(db, new)
    assert message == f"{db}: the folder cannot be written: permission denied"
    assert fingerprint(db) == before


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))


@pytest.mark.slow
@pytest.mark.parametrize("there_is_one", [True, False])
def test_a_disk_that_is_full(own: Path, tmp_path: Path, there_is_one: bool) -> None:
    db = own if there_is_one else tmp_path / "none.duckdb"
    before = fingerprint(db) if there_is_one else None
    new = write(tmp_path / "new.txt", another(1))
    done = subprocess.run(
        [*COMMAND, "ingest", "--no-flow", "--db", str(db), str(new)],
        capture_output=True,
        text=True,
        preexec_fn=_limited,
        check=False,
    )
    assert done.returncode == 1
    assert (fingerprint(db) if db.exists() else None) == before
    assert leftovers(db) == []
    assert "file too large" in done.stderr.lower()
    assert str(db.parent) in done.stderr
    assert is_sentence(done.stderr), done.stderr


def test_what_a_killed_run_left_is_cleared(own: Path, tmp_path: Path) -> None:
    space = Workspace(own)
    space.build.write_bytes(b"half a database")
    space.build.with_name(space.build.name + ".wal").write_bytes(b"half a log")
    (space.spool / "report").mkdir(parents=True)
    (space.spool / "report" / "000000.parquet").write_bytes(b"PAR1 half a file")
    (space.spool / "report" / "000001.parquet").write_bytes(b"")
    assert ingest(own, write(tmp_path / "new.txt", another(1))).reports == 1
    assert ask(own, "SELECT count(*) FROM report") == [(6,)]
    assert faults(own) == []
    assert leftovers(own) == []


WRITE_AND_DIE = """
import duckdb, os, sys
con = duckdb.connect(sys.argv[1])
con.execute("CREATE TABLE note AS SELECT 'unfinished' AS text")
os._exit(1)
"""


def test_a_log_that_another_program_left_beside_the_database(own: Path, tmp_path: Path) -> None:
    """Whether the run refuses or publishes: the database opens afterwards and is whole."""
    subprocess.run([sys.executable, "-c", WRITE_AND_DIE, str(own)], check=False)
    assert own.with_name("own.duckdb.wal").exists()
    message = ""
    try:
        ingest(own, write(tmp_path / "new.txt", another(1)))
    except OgiError as error:
        message = str(error)
    assert not message or is_sentence(message)
    assert ask(own, "SELECT count(*) FROM report") == [(5 if message else 6,)]
    assert faults(own) == []


@pytest.mark.parametrize(
    "folder", ["data [1]", pytest.param('it\'s "信 阳" {1,2}*', marks=pytest.mark.slow)]
)
def test_a_folder_with_an_odd_name(tmp_path: Path, folder: str) -> None:
    db = tmp_path / folder / "信阳.duckdb"
    assert ingest(db, sample("xinyang")).reports == 1
    assert cells_of(db, "信阳市司法局") == as_read(truth("xinyang"))
    assert leftovers(db) == []


@pytest.mark.slow
def test_the_folder_of_the_database_is_made(tmp_path: Path) -> None:
    db = tmp_path / "a" / "b" / "ogi.duckdb"
    ingest(db, sample("xinyang"))
    assert sorted(path.name for path in db.parent.iterdir()) == [".ogi.duckdb.lock", "ogi.duckdb"]
