"""A mixed corpus: layouts in turn, everything else at random."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from .layouts import LAYOUTS
from .render import render
from .style import random_options
from .truth import Pattern, Size, Truth, leave_out, random_truth

_SIZES: tuple[Size, ...] = ("zero", "small", "medium", "large")
_LOOSE: tuple[Pattern, ...] = ("scattered", "rows")
_PATTERNS: tuple[Pattern, ...] = ("scattered", "rows", "zeros", "totals", "parts")


def corpus(n: int, seed: int) -> Iterator[tuple[str, str, Truth, str]]:
    """``n`` reports as name, text, truth and layout; a report depends on its number and seed only.

    One in eight breaks a sum of its own; some leave cells blank or print ``/`` in them.
    """
    names = list(LAYOUTS)
    for number in range(n):
        rng = Random(f"{seed}:{number}")
        layout = names[number % len(names)]
        truth = _truth(rng, layout)
        text = render(truth, layout, rng, options=random_options(rng))
        yield f"{number:04}_{layout}", text, truth, layout


def _truth(rng: Random, layout: str) -> Truth:
    size = rng.choices(_SIZES, (20, 35, 30, 15))[0]
    truth = random_truth(rng, size=size, consistent=rng.random() > 0.125)
    draw = rng.random()
    if draw < 0.2 and LAYOUTS[layout].blanks:
        pattern = rng.choice(_PATTERNS)
        share = rng.choice((0.03, 0.1, 0.3) if pattern in _LOOSE else (0.5, 1.0))
        return leave_out(truth, rng, blanks=share, pattern=pattern)
    if draw > 0.9:
        pattern = rng.choice(_LOOSE)
        return leave_out(truth, rng, slashes=rng.choice((0.03, 0.1, 1.0)), pattern=pattern)
    return truth
