"""Runs of digits that nothing separates: every way to cut them into numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from extractors.indicators.scan import Kind, Piece

_PLAIN = re.compile(r"(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.\d+)?")
_MOST_DIGITS = 32
_MOST_COLUMNS = 4

Reading = tuple[Piece | None, ...]
"""A piece for each column, null where the cell is blank."""


def cuts(folded: str, pieces: Sequence[Piece], count: int) -> Iterator[Reading]:
    """Readings of pieces as ``count`` numbers in their order."""
    if not pieces or len(pieces) > count or count > _MOST_COLUMNS:
        return
    for sizes in _shares(len(pieces), count):
        choices: list[Reading] = [()]
        for piece, size in zip(pieces, sizes, strict=True):
            parts = list(_parts(folded, piece, size))
            choices = [(*left, *right) for left in choices for right in parts]
        yield from choices


def _shares(pieces: int, count: int) -> Iterator[tuple[int, ...]]:
    """Ways to share ``count`` numbers among pieces, one at least for each."""
    for bars in combinations(range(1, count), pieces - 1):
        edges = (0, *bars, count)
        yield tuple(right - left for left, right in pairwise(edges))


def _parts(folded: str, piece: Piece, size: int) -> Iterator[Reading]:
    """Ways to cut a piece into ``size`` numbers, none with a leading zero."""
    if piece.kind is Kind.MARK and piece.end - piece.start >= size:
        yield (piece,) * size
        return
    if piece.kind is Kind.MARK or size == 1:
        whole = piece.kind is not Kind.RUN or _PLAIN.fullmatch(folded, piece.start, piece.end)
        if size == 1 and whole:
            yield (piece,)
        return
    if piece.hard or piece.end - piece.start > _MOST_DIGITS:
        return  # what stands in a cell of its own is one number
    for bars in combinations(range(piece.start + 1, piece.end), size - 1):
        edges = (piece.start, *bars, piece.end)
        spans = list(pairwise(edges))
        if all(_PLAIN.fullmatch(folded, start, end) for start, end in spans):
            yield tuple(piece._replace(start=start, end=end) for start, end in spans)
