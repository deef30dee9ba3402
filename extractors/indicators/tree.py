"""Which row of an indicator table is part of which, and what each row means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.indicators.codes import codes_of
from extractors.indicators.labels import Shape


class Place(NamedTuple):
    """A row's code, and the row or heading that it is part of.

    ``certain``: the print says so, by 其中 or by numbers, and not only the code.
    """

    code: str | None
    parent: int | None
    certain: bool


class _Level(NamedTuple):
    """A row or heading that later ones may be part of."""

    rank: int
    item: int | None
    row: int


_UNNUMBERED = 6
"""Rank of a row without a number: lower than all numbered ones."""
_DEEPEST = 12
_USUAL = 200
"""Rows of a table; no form has as many."""


def place(shapes: tuple[Shape, ...]) -> tuple[Place, ...]:
    """Places of rows and headings, in printed order."""
    return _place(shapes) if len(shapes) <= _USUAL else _place.__wrapped__(shapes)


@lru_cache(maxsize=64)
def _place(shapes: tuple[Shape, ...]) -> tuple[Place, ...]:
    """Places as long as they are worth remembering: forms repeat them."""
    places: list[Place] = []
    for shape, (parent, certain) in zip(shapes, _parents(shapes), strict=True):
        above = places[parent].code if parent is not None else None
        before = places[-1].code if places else None
        places.append(Place(_code(shape.key, above, before), parent, certain))
    return tuple(places)


def _code(key: str, above: str | None, before: str | None) -> str | None:
    """The code of a key: under its parent, else anywhere, else beside the row before it.

    维持 means nothing by itself: it stands under 行政复议 or 行政诉讼.
    """
    choices = codes_of(key)
    for context in (above, before):
        for under, code in choices:
            if under and context and context.split(".")[0] == under:
                return code
    return next((code for under, code in choices if not under), None)


def _parents(shapes: Sequence[Shape]) -> Iterator[tuple[int | None, bool]]:
    """The row that each row is part of, and whether the print says so."""
    levels: list[_Level] = []
    for index, shape in enumerate(shapes):
        if shape.rank is None and not shape.among:
            if levels and levels[-1].rank == _UNNUMBERED:
                levels.pop()
        elif shape.rank is not None and not shape.among:
            _leave(levels, shape.rank, shape.item)
        parent = levels[-1].row if levels else None
        yield parent, parent is not None and (shape.among or shape.rank is not None)
        levels.append(_Level(shape.rank or _UNNUMBERED, shape.item, index))
        del levels[:-_DEEPEST]


def _leave(levels: list[_Level], rank: int, item: int | None) -> None:
    """Leave the levels that a row with this number does not belong to.

    Of lists of the same kind within each other, it goes on with the one where its number
    follows, the innermost where that is not known.
    """
    same = [place for place, level in enumerate(levels) if level.rank == rank]
    if item != 1 and same:
        before = item - 1 if item else None
        follows = [place for place in same if before and levels[place].item == before]
        del levels[(follows or same)[-1] :]
        return
    while levels and levels[-1].rank >= rank:
        levels.pop()
