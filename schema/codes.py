"""Numbers and Chinese labels of coded columns, for formats that store codes as numbers."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict


class Code(BaseModel):
    """A code of a field: its number, which never changes, and its Chinese label."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    number: int
    code: str
    label_zh: str


@cache
def codes() -> dict[str, dict[str, Code]]:
    """The lines of ``schema/codes.csv`` by field and code; pydantic's error names a wrong one."""
    text = files("schema").joinpath("codes.csv").read_text(encoding="utf-8")
    found: dict[str, dict[str, Code]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        line = Code(**row)  # type: ignore[arg-type]
        found.setdefault(line.field, {})[line.code] = line
    return found
