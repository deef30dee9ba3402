"""What an archive holds that may be reports: the pipeline ingests it like a folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import groupby, starmap
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from flows import archives
from flows.files import Archived, Problem, is_document, read_file
from flows.sidecars import Told
from flows.web.archive import path_of
from flows.web.journal import JOURNAL

_GIVEN = """
SELECT address, fetch.sha256, pass.started, gone.started, zipped
FROM fetch JOIN page USING (address) JOIN pass ON pass.pass_id = fetch.pass_id
    LEFT JOIN pass gone ON gone.pass_id = gone_in
WHERE change IN ('new', 'changed') AND role <> 'list'
    AND coalesce(listed_in = :pass, :pass IS NULL)
ORDER BY address, fetch_id
"""


class _Given(NamedTuple):
    """A content that an address gave from the pass on that ``started`` then, and since when the
    address is gone; ``zipped``: whether the last one of it may be a ZIP archive."""

    address: str
    sha256: str
    started: str
    gone: str | None
    zipped: int


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
    """All that each address ever gave, or each that a pass came by, in the order of time; members
    of ZIP archives one by one, as ``ADDRESS!/NAME``.

    Times are those at which the pass began that brought it, or that found its page gone.
    """
    try:
        with closing(sqlite3.connect(f"file:{folder / JOURNAL}?mode=ro", uri=True)) as con:
            rows = list(starmap(_Given, con.execute(_GIVEN, {"pass": pass_id})))
    except sqlite3.Error as error:
        yield Problem(str(folder), f"its journal cannot be read: {error}")
        return
    found: list[Archived] = []
    for _, given in groupby(rows, attrgetter("address")):
        for one in _versions(folder, list(given)):
            if isinstance(one, Problem):
                yield one
            else:
                found.append(one)
    yield from sorted(found, key=lambda one: (one.told.retrieved_at, one.told.address))


def _versions(folder: Path, contents: Sequence[_Given]) -> Iterator[Archived | Problem]:
    """What an address gave, or the members of its ZIP archives; a member is gone where the next
    content lacks it. A content that cannot be opened tells nothing, and is told if it is the
    last."""
    versions: dict[str, list[Archived]] = {}
    gone: dict[str, datetime] = {}
    for content in contents:
        is_last = content is contents[-1]
        parts = _parts(folder, content, zipped=bool(content.zipped) or not is_last)
        if is_last:
            yield from (part for part in parts if isinstance(part, Problem))
        if any(isinstance(part, Problem) and part.source_uri == content.address for part in parts):
            continue
        for lost in versions.keys() - {_uri(part) for part in parts}:
            gone.setdefault(lost, _time(content.started))
        for part in parts:
            gone.pop(_uri(part), None)
            if isinstance(part, Archived):
                known = versions.setdefault(_uri(part), [])
                if not known or known[-1].document_id != part.document_id:
                    known.append(part)
    vanished = contents[-1].gone
    for uri, (*earlier, last) in versions.items():
        yield from (one._replace(is_last=False) for one in earlier)
        since = gone.get(uri) or (_time(vanished) if vanished else None)
        yield last._replace(told=last.told._replace(gone_at=since))


def _uri(part: Archived | Problem) -> str:
    return part.source_uri if isinstance(part, Problem) else part.told.address or ""


def _time(stated: str) -> datetime:
    return datetime.fromisoformat(stated).astimezone(UTC).replace(tzinfo=None)


def _parts(folder: Path, content: _Given, *, zipped: bool) -> list[Archived | Problem]:
    """The documents in a ZIP archive, or what is a document itself."""
    path = str(path_of(folder, content.sha256))
    told = Told(content.address, _time(content.started))
    if zipped:
        try:
            if archives.is_archive(path) and (
                members := list(filter(is_document, archives.members(path)))
            ):
                return [_member(member, path, told) for member in members]
        except (archives.ArchiveError, OSError) as error:
            return [Problem(content.address, str(error))]
    return [Archived(path, content.sha256, told)]


def _member(member: str, path: str, told: Told) -> Archived | Problem:
    address = f"{told.address}{member[len(path) :]}"
    file = read_file(member)
    if isinstance(file, Problem):
        return Problem(address, file.reason)
    return Archived(member, file.document_id, told._replace(address=address))
