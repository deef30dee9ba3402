"""What findings say, in English and Chinese: the lines of ``schema/messages.csv``.

A line is a sentence or a part of one; ``{name}`` stands for a fact, which may be words itself.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

Language = Literal["en", "zh"]


class Words(NamedTuple):
    """A line with its facts; it is put into words when these are asked for."""

    key: str
    facts: dict[str, object]

    def text(self, language: Language) -> str:
        """The words in a language. Raises ``KeyError`` where the line or a fact is unknown."""
        facts = {
            name: fact.text(language) if isinstance(fact, Words) else fact
            for name, fact in self.facts.items()
        }
        return template(self.key, language).format_map(facts)


def words(key: str, **facts: object) -> Words:
    """The line ``key`` with its facts."""
    return Words(key, facts)


def template(key: str, language: Language) -> str:
    """The line ``key`` as it stands in the file."""
    return templates()[key][language == "zh"]


@cache
def templates() -> dict[str, tuple[str, str]]:
    """The lines by their keys, in English and Chinese."""
    text = files("schema").joinpath("messages.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return {row["key"]: (row["message"], row["message_zh"]) for row in rows}
