"""What several of these tests need: the samples, their truth, and looks into a database."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from flows.pipeline import Request, Summary
from flows.pipeline import ingest as run_ingest
from schema.form import edition

Ask = Callable[[str], list[tuple[Any, ...]]]
"""Runs a query on one database."""

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
AGENCIES = {
    "qiaokou": "硚口区司法局",
    "xigong": "西工区司法局",
    "xinyang": "信阳市司法局",
    "xixia": "西夏区司法局",
    "youhao": "友好区司法局",
}
COMMAND = (sys.executable, "-m", "flows.cli.main")
CELLS = tuple(cell.name for cell in edition("2021").cells)

# All cells of the samples that do not print 0, as a reader of the files sees them.
_XINYANG = {
    "proactive.normative_documents.in_force": 3,
    "proactive.licences.decisions": 389,
    "applications.new_received.natural_person": 6,
    "applications.new_received.total": 6,
    "applications.refused_internal_affairs.natural_person": 2,
    "applications.refused_internal_affairs.total": 2,
    "applications.not_held.natural_person": 2,
    "applications.not_held.total": 2,
    "applications.total_handled.natural_person": 4,
    "applications.total_handled.total": 4,
    "applications.carried_forward.natural_person": 2,
    "applications.carried_forward.total": 2,
    "review.reconsideration.upheld": 3,
    "review.reconsideration.total": 3,
}
_XIGONG = {
    f"applications.{row}.{column}": 1
    for row in ("new_received", "other", "total_handled")
    for column in ("natural_person", "total")
}
_PRINTED = {"xinyang": _XINYANG, "xigong": _XIGONG}


def sample(name: str) -> Path:
    """The file of a sample."""
    return SAMPLES / f"{name}-sifaju-2024.txt"


def text_of(name: str) -> str:
    """The text of a sample."""
    return sample(name).read_text(encoding="utf-8")


def truth(name: str) -> dict[str, float]:
    """The value of each of a sample's 200 cells."""
    return dict.fromkeys(CELLS, 0.0) | _PRINTED.get(name, {})


def write(path: Path, text: str) -> Path:
    """A file with this text; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def another(number: int) -> str:
    """A report of an agency of its own that differs from Xinyang's in name and licences."""
    text = text_of("xinyang").replace("信阳市司法局", f"{'甲乙丙丁戊己庚辛壬癸'[number]}县司法局")
    return text.replace("行政许可\t389", f"行政许可\t{1000 + number}")


def ingest(db: Path, *sources: Path | str) -> Summary:
    """Run the pipeline."""
    return run_ingest(Request(tuple(map(str, sources)), db))


@contextlib.contextmanager
def looking(db: Path) -> Iterator[Ask]:
    """Many queries on the present state of a database, on a copy that is in nobody's way."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(db, folder)
        with duckdb.connect(copy, read_only=True) as con:
            yield lambda sql: con.execute(sql).fetchall()


def ask(db: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a query on a published database, as any reader would get them."""
    with duckdb.connect(str(db), read_only=True) as con:
        return con.execute(sql).fetchall()


def cells_of(db: Path | Ask, agency: str) -> dict[str, tuple[float | None, str]]:
    """Value and status of every cell of the current report of an agency."""
    sql = "SELECT cell, value, status FROM reported_cell WHERE is_current AND agency_name = "
    rows = (partial(ask, db) if isinstance(db, Path) else db)(f"{sql}'{agency}'")
    assert len(rows) == len({row[0] for row in rows}), "a cell is stored twice"
    return {cell: (value, status) for cell, value, status in rows}


def as_read(values: dict[str, float]) -> dict[str, tuple[float | None, str]]:
    """Values as cells with the status ``read``."""
    return {cell: (value, "read") for cell, value in values.items()}


def content(db: Path) -> dict[str, str]:
    """A digest of the rows of each table, from which all views are made; times of retrieval do
    not count."""
    with duckdb.connect(str(db), read_only=True) as con:
        names = con.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        digests = {}
        for (name,) in names:
            rows = f"SELECT COLUMNS(lambda c: c NOT LIKE '%\\_at' ESCAPE '\\') FROM \"{name}\""
            sql = (
                "SELECT count(*) || ' rows ' || coalesce(md5(string_agg(line, chr(10)"
                f" ORDER BY line)), '') FROM (SELECT t::VARCHAR AS line FROM ({rows}) t)"
            )
            digests[name] = str(con.execute(sql).fetchall()[0][0])
    return digests


def faults(db: Path | Ask) -> list[tuple[Any, ...]]:
    """What is not whole in a published database of reports that print every cell."""
    return (partial(ask, db) if isinstance(db, Path) else db)(
        """
        SELECT 'cells', report_id, count(cell) FROM report LEFT JOIN reported_cell
            USING (report_id) GROUP BY report_id HAVING count(cell) <> 200
        UNION ALL
        SELECT 'fact without report', report_id, count(*) FROM fact_application
            ANTI JOIN report USING (report_id) GROUP BY report_id
        UNION ALL
        SELECT 'document without report', document_id, 1 FROM document
            ANTI JOIN report USING (document_id) WHERE status = 'extracted'
        UNION ALL
        SELECT 'document without retrieval', document_id, 1 FROM document
            ANTI JOIN retrieval USING (document_id)
        UNION ALL
        SELECT 'current versions', agency_id || ' ' || year, count(*) FILTER (is_current)
            FROM report GROUP BY agency_id, year HAVING count(*) FILTER (is_current) <> 1
        """,
    )


class Print(NamedTuple):
    """What tells whether a file was touched."""

    content: bytes
    mtime: int
    inode: int


def fingerprint(path: Path) -> Print:
    """Bytes, time of change and inode of a file."""
    stat = path.stat()
    return Print(path.read_bytes(), stat.st_mtime_ns, stat.st_ino)


def leftovers(db: Path) -> list[str]:
    """Private files of a run that are still there; the empty lock file may stay."""
    private = {path.name for path in db.parent.glob(f"*{db.name}*")}
    return sorted(private - {db.name, f".{db.name}.lock"})


def is_sentence(text: str) -> bool:
    """Whether a message is one plain sentence: one line, and foreseen by the program."""
    line = text.strip()
    foreseen = "Traceback" not in line and "unexpected" not in line
    return bool(line) and "\n" not in line and foreseen and len(line) < 400


NOBODY = 65534


@contextlib.contextmanager
def unprivileged(*owned: Path) -> Iterator[None]:
    """Run as a user whom permissions bind, also where the tests run as root.

    ``owned`` are paths that this user owns meanwhile.
    """
    if os.geteuid() != 0:
        yield
        return
    for path in owned:
        os.chown(path, NOBODY, NOBODY)
    group = os.getegid()
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(group)
