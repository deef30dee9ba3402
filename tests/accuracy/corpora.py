"""What accuracy is measured on: published reports, and a fixed corpus of generated ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from tests.generator import DAMAGES, KINDS, Truth, corpus
from tests.generator.documents.makers import MAKERS
from tests.published.truths import FOLDER as PUBLISHED
from tests.published.truths import PRINTED_LABELS
from tests.readers.drawn import draw

from .score import CUMULATIVE, Value, indicator_keys, printed

GENERATED = 3_000
DAMAGED = 300
SEED = 2026
DOCUMENTS = 100
_SUFFIXES = (".txt", ".html", ".pdf")


class Case(NamedTuple):
    """A document with what it prints; ``group`` is the line of the table it counts in.

    ``before`` is the text of a damaged one before the damage, which the truth tells of;
    ``report`` is what was to be printed, where a generator made it.
    """

    group: str
    name: str
    data: bytes
    truth: dict[str, Value]
    before: str = ""
    report: Truth | None = None


def published() -> Iterator[Case]:
    """The published documents, where their folder stands beside the checkout."""
    for path in sorted(path for path in PUBLISHED.glob("*") if path.suffix in _SUFFIXES):
        name = path.name.partition(".")[0]
        (truth,) = PUBLISHED.glob(f"{name}*.truth.json")
        record: dict[str, Any] = json.loads(truth.read_text(encoding="utf-8"))
        values: dict[str, Value] = dict(record["cells"])
        for name, (value, cumulative) in record.get("indicators", {}).items():
            (key,) = indicator_keys([PRINTED_LABELS.get(name, name)])
            values |= {key: value, f"{key} {CUMULATIVE}": cumulative}
        yield Case("published", path.name, path.read_bytes(), values)


def generated() -> Iterator[Case]:
    """The fixed corpus, all layouts and editions in it."""
    for name, text, truth, layout in corpus(GENERATED, SEED):
        yield Case(layout, name, text.encode(), printed(truth), report=truth)


def documents() -> Iterator[Case]:
    """Generated reports of all editions as documents of each kind."""
    for kind, make in MAKERS.items():
        for number in range(DOCUMENTS):
            rng = Random(f"{SEED}:{kind}:{number}")
            truth, parts = draw(f"{kind}{number}", rng)
            yield Case(kind, f"{kind} {number}", make(parts, rng), printed(truth))


def damaged() -> Iterator[Case]:
    """Generated reports that add up, with one damage each; those of every kind of damage."""
    with_cells = [name for name, kind in KINDS.items() if kind.parts]
    for damage, strike in DAMAGES.items():
        for name, text, truth, _ in corpus(DAMAGED, SEED + 1, editions=with_cells):
            struck = strike(text, Random(f"{damage}:{name}"))
            yield Case(damage, name, struck.encode(), printed(truth), before=text)
