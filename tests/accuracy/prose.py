"""How well prose that contradicts its table is found: sentences written over one table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from extractors.model import Cell, Finding, Section, Span
from extractors.narrative import check_narrative
from schema.form import edition

SENTENCES = Path(__file__).with_name("prose.csv")
YEAR = 2024
_ROWS: dict[str, tuple[int, int, int]] = {
    "new_received": (28, 5, 2),
    "carried_in": (3, 1, 0),
    "granted": (11, 2, 1),
    "partially_granted": (4, 1, 0),
    "refused_third_party": (2, 0, 0),
    "refused_internal_affairs": (1, 0, 0),
    "refused_deliberative": (1, 1, 0),
    "refused_enforcement_file": (1, 0, 0),
    "not_held": (3, 1, 0),
    "needs_creation": (1, 0, 0),
    "unclear_after_correction": (1, 0, 0),
    "not_processed_petition": (2, 0, 0),
    "not_processed_repeat": (1, 0, 0),
    "lapsed_no_correction": (1, 0, 0),
    "other": (0, 0, 1),
    "total_handled": (29, 5, 2),
    "carried_forward": (2, 1, 0),
}
"""Applications of natural persons, businesses and other organisations; all others are zero."""
_REVIEW = {
    "reconsideration": (2, 1, 0, 1),
    "litigation_direct": (1, 0, 0, 0),
    "litigation_after_reconsideration": (1, 0, 0, 1),
}
"""Cases upheld, corrected, other and pending."""
_PROACTIVE = {
    "normative_documents.issued": 6,
    "normative_documents.repealed": 2,
    "normative_documents.in_force": 31,
    "licences.decisions": 1280,
    "penalties.decisions": 95,
    "coercions.decisions": 12,
    "fees.amount_wan_yuan": 152.36,
}


class Judged(NamedTuple):
    """A sentence of a list, the section that it stands in, and the rule that it breaks, empty
    for none; ``missed`` where it is known not to be found."""

    number: int
    section: int
    rule: str
    missed: bool
    text: str


def judged() -> Iterator[Judged]:
    """The sentences, in order."""
    with SENTENCES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            number, section = int(row["list"]), int(row["section"])
            yield Judged(number, section, row["rule"], row["missed"] == "yes", row["text"])


def findings(one: Judged) -> list[Finding]:
    """What is found in a sentence."""
    span = Span(0, len(one.text))
    return check_narrative((Section(one.section, "", span, one.text),), _table(), YEAR)


@cache
def _table() -> tuple[Cell, ...]:
    values: dict[str, float] = {}
    for row, (natural, business, other) in _ROWS.items():
        parts = {"natural_person": natural, "business": business, "other_organisation": other}
        parts["total"] = sum(parts.values())
        values |= {f"applications.{row}.{column}": count for column, count in parts.items()}
    for channel, counts in _REVIEW.items():
        results = dict(zip(("upheld", "corrected", "other", "pending"), counts, strict=True))
        results["total"] = sum(counts)
        values |= {f"review.{channel}.{result}": count for result, count in results.items()}
    values |= {f"proactive.{name}": value for name, value in _PROACTIVE.items()}
    names = [cell.name for cell in edition("2021").cells]
    assert set(values) <= set(names)
    return tuple(
        Cell(n, "read", values.get(n, 0), str(values.get(n, 0)), Span(0, 1)) for n in names
    )


class Measure(NamedTuple):
    """Of contradicting sentences how many are found by the right rule; of sound sentences how
    many are accused."""

    contradicting: int
    found: int
    sound: int
    accused: int


FIRST_RUNS = {1: Measure(62, 37, 84, 5), 2: Measure(15, 13, 58, 4)}
"""What each list measured before anything was mended for it."""


def measure(number: int) -> Measure:
    """The measure of a list."""
    pairs = [(one, {f.rule for f in findings(one)}) for one in judged() if one.number == number]
    return Measure(
        sum(bool(one.rule) for one, _ in pairs),
        sum(bool(one.rule) and one.rule in found for one, found in pairs),
        sum(not one.rule for one, _ in pairs),
        sum(not one.rule and bool(found) for one, found in pairs),
    )


def page() -> str:
    """The measures of both lists, now and on their first run."""
    head = "| list | contradicting | found | found first | sound | accused | accused first |"
    lines = []
    for number, first in FIRST_RUNS.items():
        now = measure(number)
        lines.append(
            f"| {number} | {now.contradicting} | {now.found} | {first.found}"
            f" | {now.sound} | {now.accused} | {first.accused} |"
        )
    return "\n".join([head, "|---|---:|---:|---:|---:|---:|---:|", *lines])
