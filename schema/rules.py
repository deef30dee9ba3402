"""Every rule that a finding may name: the lines of ``schema/rules.csv``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from schema import form


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
    """Rules by their names, in the order of the file; pydantic's error names a wrong line.

    Each identity of the form is a rule of its own.
    """
    lines = [one for line in rule_lines() for one in _expanded(line)]
    return {line.rule: line for line in lines}


@cache
def rule_lines() -> tuple[ReportRule, ...]:
    """The lines of the file; ``*`` ends the name of one that stands for a family of identities."""
    text = files("schema").joinpath("rules.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return tuple(ReportRule(**row) for row in rows)  # type: ignore[arg-type]


def _expanded(line: ReportRule) -> Iterator[ReportRule]:
    """A rule, or one for each identity of its family, with the label of the row or column."""
    if not line.rule.endswith("*"):
        yield line
        return
    names = {
        name: label
        for edition in form.editions()
        for name, label in edition.identity_labels.items()
        if name.startswith(line.rule[:-1])
    }
    for name, label in names.items():
        sentences = {
            key: getattr(line, key).replace("{label}", label) for key in ("sentence", "sentence_zh")
        }
        yield line.model_copy(update={"rule": name, **sentences})
