"""Where a release goes: whole or not at all, and never over files of others."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from flows.errors import OgiError
from flows.release import export, parquet
from flows.release.folder import staging

from .conftest import Published
from .support import is_sentence, unprivileged, write


def failure(db: Path, folder: Path) -> str:
    with pytest.raises(OgiError) as error:
        export(db, folder, ("parquet",))
    message = str(error.value)
    assert is_sentence(message), message
    assert str(folder) in message
    return message


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_release_takes_the_place_of_one(published: Published, tmp_path: Path) -> None:
    out = export(published.db, tmp_path / "out", ("parquet", "csv")).folder
    assert (out / "csv").exists()
    export(published.db, out, ("parquet",))
    assert not (out / "csv").exists()
    assert listing(tmp_path) == ["out"]


def test_an_empty_folder_is_filled(published: Published, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(published.db, tmp_path / "out", ("parquet",))
    assert (tmp_path / "out" / "datapackage.json").exists()


@pytest.mark.parametrize("name", ["notes.txt", "parquet/mine.parquet", ".hidden"])
def test_a_file_of_others_is_never_replaced(
    published: Published, tmp_path: Path, name: str
) -> None:
    out = export(published.db, tmp_path / "out", ("parquet",)).folder
    write(out / name, "mine")
    before = content(out)
    assert f"holds {name}, which is no file of a release" in failure(published.db, out)
    assert content(out) == before
    assert listing(tmp_path) == ["out"]


def test_a_data_package_of_others_is_never_replaced(published: Published, tmp_path: Path) -> None:
    write(tmp_path / "out" / "datapackage.json", '{"name": "other"}')
    write(tmp_path / "out" / "SHA256SUMS", "")
    assert "is no file of a release" in failure(published.db, tmp_path / "out")


def test_a_folder_that_cannot_be_made(published: Published, tmp_path: Path) -> None:
    file = write(tmp_path / "file", "text")
    assert "cannot be written" in failure(published.db, file / "out")
    assert "cannot be written" in failure(published.db, file)
    assert file.read_text() == "text"


def test_a_read_only_folder(own: Path, open_folder: Path) -> None:
    db = open_folder / "ogi.duckdb"
    db.write_bytes(own.read_bytes())
    above = open_folder / "above"
    above.mkdir()
    above.chmod(0o555)
    with unprivileged(above, db):
        assert "cannot be written" in failure(db, above / "out")
    assert listing(above) == []


def test_a_full_disk_leaves_the_old_release_whole(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file size limit of the system stands for a disk that is full."""
    import resource
    import signal

    out = export(published.db, tmp_path / "out", ("parquet",)).folder
    before = content(out)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6000, limits[1]))
    try:
        assert "cannot be written: file too large" in failure(published.db, out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)
    assert content(out) == before
    assert listing(tmp_path) == ["out"]


def test_a_release_moved_aside_by_a_killed_export_is_put_back(
    published: Published, tmp_path: Path
) -> None:
    out = export(published.db, tmp_path / "out", ("parquet",)).folder
    before = {path.name for path in out.iterdir()}
    out.rename(tmp_path / ".out.replaced")
    write(tmp_path / ".out.partial" / "half.parquet", "half")
    with pytest.raises(OgiError, match="there is no release"):
        export(published.db, out, ("parquet",), since=tmp_path / "none")
    assert {path.name for path in out.iterdir()} == before
    export(published.db, out, ("parquet",))
    assert listing(tmp_path) == ["out"]


def test_one_export_at_a_time_writes_a_folder(published: Published, tmp_path: Path) -> None:
    beside = tmp_path / ".out.partial"
    beside.mkdir()
    handle = os.open(beside, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        assert "another export is writing" in failure(published.db, tmp_path / "out")
        assert beside.exists()
    finally:
        os.close(handle)


def test_what_fails_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OgiError), staging(tmp_path / "out") as beside:
        write(beside / "half" / "file", "half").parent.read_bytes()
    assert listing(tmp_path) == []


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OgiError, match="there is no database yet"):
        export(tmp_path / "none.duckdb", tmp_path / "out", ("parquet",))
    assert listing(tmp_path) == []


def test_years_with_many_reports_are_cut_into_files(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = export(published.db, tmp_path / "whole", ("parquet",)).folder
    monkeypatch.setattr(parquet, "SLICE", 2)
    cut = export(published.db, tmp_path / "cut", ("parquet",)).folder
    assert listing(cut / "parquet" / "fact_application") == [
        f"year-2024-{number}.parquet" for number in (1, 2, 3)
    ]
    import duckdb

    rows = [
        duckdb.connect().execute(f"FROM '{f}/parquet/fact_application/*.parquet'").fetchall()
        for f in (whole, cut)
    ]
    assert rows[0] == rows[1]
    assert len(rows[0]) == 875
