"""A release for researchers: a folder that describes itself, the same bytes each time."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from flows import dictionary
from flows.errors import OgiError
from flows.published import Connection, is_current
from flows.query import reader
from flows.release import changes, delimited, descriptor, parquet, readme
from flows.release.descriptor import Written
from flows.release.folder import digest, files_of, place, staging, write_sums
from flows.release.parquet import Part
from flows.release.relations import Relation, relations
from schema.projections import sql_literal

Format = Literal["parquet", "csv", "xlsx", "dta"]
FORMATS: tuple[Format, ...] = ("parquet", "csv", "xlsx", "dta")
FOLDERS = {"parquet": "parquet", "csv": "csv", "xlsx": "xlsx", "dta": "stata"}
_NO_DOCUMENT = datetime(1980, 1, 1)


class Release(NamedTuple):
    """What an export wrote: its files with rows, and sentences about what it left out."""

    folder: Path
    files: list[Written]
    left_out: list[str]


def export(
    db: Path, folder: Path, formats: tuple[Format, ...], since: Path | None = None
) -> Release:
    """Write a release of a published database to ``folder``, which appears whole or not at all.

    ``since`` is the previous release to tell the changes against; it may be the one that is
    replaced. Raises ``OgiError`` where the folder cannot be written or holds other files, or
    the database is of another version.
    """
    with reader(db) as con:
        if not is_current(con):
            raise OgiError(
                f"{db}: the database was made by another version of ogi;"
                " `ogi ingest` of any source brings it up to date"
            )
        if "dta" in formats:
            from flows.release import stata

            stata.available()
        target = place(folder)
        if since:
            changes.check(since)
        with staging(target) as beside:
            files, left_out = _fill(con, beside, formats, since)
    return Release(target, files, left_out)


def _fill(
    con: Connection, folder: Path, formats: tuple[Format, ...], since: Path | None
) -> tuple[list[Written], list[str]]:
    """Write all files of a release into an empty folder."""
    spill = folder / "spill"
    con.execute(f"SET temp_directory = {sql_literal(str(spill))}; {parquet.SETTINGS}")
    stamp = con.execute("SELECT max(retrieved_at) FROM document").fetchall()[0][0] or _NO_DOCUMENT
    found = relations(con)
    written: dict[str, list[Written]] = {kind: [] for kind in FORMATS}
    left_out: list[str] = []
    for relation in found:
        parts = list(parquet.write(con, relation, folder / FOLDERS["parquet"]))
        written["parquet"] += [_written("parquet", part) for part in parts]
        for kind in formats:
            if kind == "xlsx" and (sentence := _too_long(parts)):
                left_out.append(sentence)
            elif kind != "parquet":
                written[kind] += _convert(con, folder, kind, parts, stamp)
    if since:
        changes.write(con, since, folder, [one for one in found if not one.derived])
    identity = _identity(folder, written["parquet"])
    if "parquet" not in formats:
        shutil.rmtree(folder / FOLDERS["parquet"])
    shutil.rmtree(spill, ignore_errors=True)
    files = [file for kind in FORMATS if kind in formats for file in written[kind]]
    page = readme.page(con, files, left_out, stamp, identity, since is not None)
    (folder / "README.md").write_text(page, encoding="utf-8")
    (folder / "data-dictionary.md").write_text(dictionary.text(), encoding="utf-8")
    descriptor.write(folder, files, stamp, identity)
    write_sums(folder)
    return files, left_out


def _written(kind: str, part: Part) -> Written:
    return Written(f"{FOLDERS[kind]}/{part.stem}.{kind}", kind, part)


def _too_long(parts: Sequence[Part]) -> str:
    """The sentence about a relation that has more rows than a sheet takes."""
    from flows.release.workbook import ROWS

    most = max(part.rows for part in parts)
    name = parts[0].relation.name
    return f"{name} is not among the workbooks: {most} rows do not fit on a sheet" * (most > ROWS)


def _convert(
    con: Connection, folder: Path, kind: Format, parts: Sequence[Part], stamp: datetime
) -> Iterator[Written]:
    """Write a relation's parquet files in another format."""
    relation: Relation = parts[0].relation
    sources = [folder / _written("parquet", part).path for part in parts]
    if kind == "dta":
        from flows.release import stata

        listed = ", ".join(sql_literal(str(source)) for source in sources)
        numbers = stata.coded(con, relation, f"read_parquet([{listed}])")
    for part, source in zip(parts, sources, strict=True):
        file = _written(kind, part)
        path = folder / file.path
        if kind == "csv":
            columns = {column.name: column.type for column in relation.columns}
            delimited.write(con, f"read_parquet({sql_literal(str(source))})", columns, path)
        elif kind == "xlsx":
            from flows.release import workbook

            workbook.write(source, relation, stamp, path)
        else:
            stata.write(source, relation, numbers, stamp, path)
        yield file


def _identity(folder: Path, files: Sequence[Written]) -> str:
    """A digest of all rows of a release, whatever its formats."""
    content = hashlib.sha256()
    for file in files:
        content.update(f"{digest(folder / file.path)}  {file.part.stem}\n".encode())
    return content.hexdigest()


__all__ = ["FORMATS", "Format", "Release", "export", "files_of"]
