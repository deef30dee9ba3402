"""Every rule that a finding may name: the lines of ``schema/rules.csv``."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict


class ReportRule(BaseModel):
    """A rule: how grave its breach is, what a report is compared with, what it asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    severity: Literal["error", "warning", "info"]
    compared: Literal["form", "text", "past", "peers", "others", "calendar", "source"]
    sentence: str
    sentence_zh: str
    source: str


@cache
def rules() -> dict[str, ReportRule]:
    """Rules by their names, in the order of the file; pydantic's error names a wrong line."""
    text = files("schema").joinpath("rules.csv").read_text(encoding="utf-8")
    lines = [ReportRule(**row) for row in csv.DictReader(io.StringIO(text))]  # type: ignore[arg-type]
    return {line.rule: line for line in lines}
