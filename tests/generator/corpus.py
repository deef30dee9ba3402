"""A mixed corpus: layouts in turn, everything else at random."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from .kinds import KINDS, random_kind
from .layouts import LAYOUTS, Layout
from .noise import truth_in_traditional
from .render import render
from .style import random_options
from .truth import Pattern, Size, Truth, leave_out, random_truth, with_extra_row

_SIZES: tuple[Size, ...] = ("zero", "small", "medium", "large")
_LOOSE: tuple[Pattern, ...] = ("scattered", "rows")
_PATTERNS: tuple[Pattern, ...] = ("scattered", "rows", "zeros", "totals", "parts")


def corpus(
    n: int,
    seed: int,
    *,
    layouts: Sequence[str] = tuple(LAYOUTS),
    editions: Sequence[str] = tuple(KINDS),
    drop_blanks: float = 0.0,
) -> Iterator[tuple[str, str, Truth, str]]:
    """``n`` reports as name, text, truth and layout; a report depends on its number and seed only.

    One in eight breaks a sum of its own; some leave cells blank or print ``/`` in them.
    ``editions`` are names of ``KINDS``, drawn by their weights. ``drop_blanks`` is the share of
    reports that leave cells blank although their layout shows no blank cell.
    """
    for number in range(n):
        rng = Random(f"{seed}:{number}")
        name = layouts[number % len(layouts)]
        layout = LAYOUTS[name]
        dropping = not layout.blanks and rng.random() < drop_blanks
        truth = _truth(rng, layout, random_kind(rng, editions), dropping=dropping)
        options = replace(random_options(rng), drop_blanks=dropping)
        if options.traditional:
            truth = truth_in_traditional(truth)
        yield f"{number:04}_{name}", render(truth, layout, rng, options=options), truth, name


def _truth(rng: Random, layout: Layout, kind: str, *, dropping: bool) -> Truth:
    size = rng.choices(_SIZES, (20, 35, 30, 15))[0]
    consistent = rng.random() > 0.125
    truth = random_truth(rng, size=size, consistent=consistent, edition=kind)
    if truth.cells and rng.random() < 0.025:
        truth = with_extra_row(truth, rng)
    draw = rng.random()
    if dropping or (draw < 0.2 and layout.blanks):
        pattern = rng.choice(_PATTERNS)
        share = rng.choice((0.03, 0.1, 0.1, 0.3, 1.0) if pattern in _LOOSE else (0.5, 1.0))
        return leave_out(truth, rng, blanks=share, pattern=pattern)
    if draw > 0.9:
        pattern, share = rng.choice(_LOOSE), rng.choice((0.03, 0.1, 1.0))
        marks = ("/",) if layout.glued else ("/", "/", "/", "/", "-", "—")
        return leave_out(truth, rng, slashes=share, pattern=pattern, marks=marks)
    return truth
