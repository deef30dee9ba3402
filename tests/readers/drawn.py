"""Reports drawn for readers: what each prints, and whether a reading found all of it."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from extractors.document import Decoded
from extractors.report import read_text
from tests.accuracy.score import printed, score
from tests.generator import KINDS, Truth, leave_out, random_truth
from tests.generator.documents import Part, compose
from tests.generator.truth import Size


class Drawn(NamedTuple):
    """A report as parts of a document, and its truth."""

    truth: Truth
    parts: list[Part]


def draw(seed: str, rng: Random) -> Drawn:
    """A report of any edition; some break their sums, some leave cells blank."""
    edition = sorted(KINDS)[sum(seed.encode()) % len(KINDS)]
    sizes: tuple[Size, ...] = ("zero", "small", "medium", "large")
    consistent = rng.random() > 0.1
    truth = random_truth(rng, size=rng.choice(sizes), consistent=consistent, edition=edition)
    if rng.random() < 0.25:
        truth = leave_out(truth, rng, blanks=rng.choice((0.03, 0.3)), pattern="scattered")
    return Drawn(truth, compose(truth, rng))


def is_exact(decoded: Decoded, truth: Truth) -> bool:
    """Whether every printed value is read, and no other."""
    return bool(score(read_text(decoded), printed(truth)).exact)


def has_true_places(decoded: Decoded) -> bool:
    """Whether places are in order, apart, and each of a text without a tab or a line's end."""
    end = 0
    for placed in decoded.places:
        if placed.start < end or set("\t\n") & set(decoded.text[placed.start : placed.end]):
            return False
        end = placed.end
    return end <= len(decoded.text)
