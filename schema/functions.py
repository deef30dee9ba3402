"""What bodies are responsible for: the lines of ``schema/agencies``, and a look-up by name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_PARTICLES = re.compile("[和与及、]|事务|工作(?=.)")


class Function(NamedTuple):
    """A function: its code, Chinese label, the years with such bodies, and names for it.

    Names of one group are spellings of one body; those of another group are of another body
    with the same function, which a region may have beside it.
    """

    function: str
    label: str
    valid_from: int | None
    valid_to: int | None
    groups: tuple[tuple[str, ...], ...]


class Reform(NamedTuple):
    """A function that took over another in a year."""

    function: str
    predecessor: str
    since: int


def lines(name: str) -> Iterator[dict[str, str]]:
    """Lines of a file of ``schema/agencies``."""
    text = files("schema").joinpath("agencies", name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text))


@cache
def functions() -> dict[str, Function]:
    """Functions by code, in the order of the file."""
    return {
        row["function"]: Function(
            row["function"],
            row["label"],
            int(row["valid_from"]) if row["valid_from"] else None,
            int(row["valid_to"]) if row["valid_to"] else None,
            tuple(tuple(group.split()) for group in row["names"].split(";")),
        )
        for row in lines("functions.csv")
    }


@cache
def reforms() -> tuple[Reform, ...]:
    """Reforms in the order of the file."""
    return tuple(
        Reform(row["function"], row["predecessor"], int(row["since"]))
        for row in lines("reforms.csv")
    )


class Known(NamedTuple):
    """A function by one of its names, and the group of that name."""

    function: str
    group: int


@cache
def _by_name() -> dict[str, Known]:
    return {
        _PARTICLES.sub("", name): Known(one.function, number)
        for one in functions().values()
        for number, group in enumerate(one.groups)
        for name in group
    }


@cache
def function_of(name: str) -> Known | None:
    """The function that words name, without 局 or 委员会 behind them; of several joined, as in
    自然资源和林业, the first. Null where not all the words are names of functions."""
    plain = _PARTICLES.sub("", name)
    known = _by_name()
    if plain in known:
        return known[plain]
    for length in range(len(plain) - 1, 1, -1):
        first = known.get(plain[:length])
        if first and function_of(plain[length:]):
            return first
    return None
