"""In Chinese, why a document gave no report: the lines of ``schema/reasons.csv``."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from importlib.resources import files


def reason_zh(reason: str) -> str | None:
    """A reason in Chinese, by the first line whose pattern it holds; null where none does."""
    return next((words for pattern, words in reasons() if pattern.search(reason)), None)


@cache
def reasons() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of reasons with what they mean in Chinese, in the order of the file."""
    text = files("schema").joinpath("reasons.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return tuple((re.compile(row["pattern"]), row["reason_zh"]) for row in rows)
