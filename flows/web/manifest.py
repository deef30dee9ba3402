"""What an archive holds that may be reports: the pipeline ingests it like a folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from flows import archives
from flows.files import Archived, Problem, is_document, read_file
from flows.sidecars import Told
from flows.web.archive import path_of
from flows.web.journal import JOURNAL

_HELD = """
SELECT address, sha256, zipped, pass.started, gone.started
FROM page JOIN pass ON pass.pass_id = changed_in LEFT JOIN pass gone ON gone.pass_id = gone_in
WHERE role <> 'list' AND sha256 IS NOT NULL AND coalesce(listed_in = :pass, :pass IS NULL)
ORDER BY address
"""


def is_archive(folder: Path) -> bool:
    """Whether a folder is a raw archive."""
    return (folder / JOURNAL).is_file()


def contents(folder: Path, address: str) -> list[str]:
    """Paths of all contents that an address ever gave, the last one first."""
    sql = (
        "SELECT sha256 FROM fetch WHERE address = ? AND sha256 IS NOT NULL"
        " GROUP BY sha256 ORDER BY max(fetch_id) DESC"
    )
    if not is_archive(folder):
        return []
    with closing(sqlite3.connect(f"file:{folder / JOURNAL}?mode=ro", uri=True)) as con:
        return [str(path_of(folder, sha256)) for (sha256,) in con.execute(sql, (address,))]


def documents(folder: Path, pass_id: int | None = None) -> Iterator[Archived | Problem]:
    """What each address last gave, or each that a pass came by, in their order; members of ZIP
    archives one by one, as ``ADDRESS!/NAME``.

    Times are those at which the pass began that brought it, or that found its page gone.
    """
    try:
        with closing(sqlite3.connect(f"file:{folder / JOURNAL}?mode=ro", uri=True)) as con:
            rows = con.execute(_HELD, {"pass": pass_id}).fetchall()
    except sqlite3.Error as error:
        yield Problem(str(folder), f"its journal cannot be read: {error}")
        return
    for address, sha256, zipped, started, gone in rows:
        path = str(path_of(folder, sha256))
        told = Told(address, _time(started), _time(gone) if gone else None)
        if not zipped:
            yield Archived(path, sha256, told)
            continue
        try:
            parts = _parts(path)
        except (archives.ArchiveError, OSError) as error:
            yield Problem(address, str(error))
            continue
        if not parts:
            yield Archived(path, sha256, told)
        for member in parts:
            yield _member(member, path, told)


def _time(stated: str) -> datetime:
    return datetime.fromisoformat(stated).astimezone(UTC).replace(tzinfo=None)


def _parts(path: str) -> list[str]:
    """The documents in a ZIP archive; none in what is a document itself."""
    return list(filter(is_document, archives.members(path))) if archives.is_archive(path) else []


def _member(member: str, path: str, told: Told) -> Archived | Problem:
    address = f"{told.address}{member[len(path) :]}"
    file = read_file(member)
    if isinstance(file, Problem):
        return Problem(address, file.reason)
    return Archived(member, file.document_id, told._replace(address=address))
