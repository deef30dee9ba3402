"""The file of reviewed human corrections: one line for each cell, with what was read there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.errors import OgiError, UsageError

if TYPE_CHECKING:
    from pydantic import ValidationError

COLUMNS = ("document_id", "cell", "old_value", "new_value", "reason", "corrected_on")
_NAME = "corrections.csv"


class Correction(NamedTuple):
    """What replaces the value of a cell; null: it has no value. ``line`` is that of the file."""

    document_id: str
    cell: str
    old_value: float | None
    new_value: float | None
    reason: str
    corrected_on: date
    line: int = 0


class Corrections(NamedTuple):
    """The corrections of a file; without a file there are none."""

    path: Path | None = None
    entries: tuple[Correction, ...] = ()

    def of(self, documents: frozenset[str]) -> frozenset[tuple[Any, ...]]:
        """Those of some documents, without their lines."""
        return frozenset(entry[:-1] for entry in self.entries if entry.document_id in documents)

    def error(self, line: int, reason: str) -> OgiError:
        """The sentence that names a line of the file and what is wrong with it."""
        return OgiError(f"{self.path}: line {line}: {reason}")


NO_CORRECTIONS = Corrections()


def read_corrections(chosen: Path | None, db: Path) -> Corrections:
    """The corrections of the chosen file, else of ``corrections.csv`` beside the database.

    Raises ``UsageError`` where the chosen file is missing, ``OgiError`` where a line is wrong.
    """
    path = chosen or db.with_name(_NAME)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if chosen is None:
            return Corrections()
        raise UsageError(f"{path}: there is no such file of corrections") from None
    except (OSError, UnicodeDecodeError) as error:
        raise OgiError(f"{path}: it cannot be read as a file of corrections: {error}") from error
    return Corrections(path, tuple(_entries(Corrections(path), text)))


def _entries(file: Corrections, text: str) -> Iterator[Correction]:
    rows = csv.DictReader(io.StringIO(text), restkey="", strict=True)
    try:
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise file.error(1, f"the columns must be {', '.join(COLUMNS)}")
        seen: dict[tuple[str, str], int] = {}
        for row in rows:
            entry = _entry(file, rows.line_num, row)
            first = seen.setdefault(entry[:2], entry.line)
            if first != entry.line:
                raise file.error(entry.line, f"line {first} corrects the same cell")
            yield entry
    except csv.Error as error:
        raise file.error(rows.line_num, str(error)) from error


def _entry(file: Corrections, line: int, row: Mapping[str, Any]) -> Correction:
    from pydantic import ValidationError  # takes as long as all else: mostly there is no line

    from schema.corrections import CorrectionLine

    if "" in row or None in row.values():
        raise file.error(line, f"it must have {len(COLUMNS)} columns")
    try:
        read = CorrectionLine.model_validate(row)
    except ValidationError as error:
        raise file.error(line, _first_error(error)) from error
    if read.old_value == read.new_value:
        raise file.error(line, "column new_value: it is the same as old_value")
    return Correction(**read.model_dump(), line=line)


def _first_error(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    return f"column {first['loc'][0]}: {first['msg']}: {first['input']!r}"
