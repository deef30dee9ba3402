"""Cells whose printed characters do not tell their value: another report prints the same.

Nothing here asks the reader: the digits of a row are cut anew, and what a report then says must
break no sum that it does not break as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from tests.generator import Truth, broken_identities

Number = int | float
_COUNT = re.compile(r"[+-]?(?:0|[1-9]\d*)")
_AMOUNT = re.compile(r"(?:0|[1-9]\d*)(?:\.\d{1,6})?")


def undetermined(truth: Truth, names: set[str]) -> set[str]:
    """Of some cells those that another report gives another value, whose cells of the row print
    the same characters one behind the other."""
    found: set[str] = set()
    for row in {name.rpartition(".")[0] for name in names if name in truth.cells}:
        cells = [name for name in truth.cells if name.rpartition(".")[0] == row]
        for values in _others(truth, cells):
            found |= {
                name
                for name, value in zip(cells, values, strict=True)
                if value != truth.cells[name]
            }
            if names & set(cells) <= found:
                break
    return found & names


def _others(truth: Truth, cells: list[str]) -> Iterator[tuple[Number, ...]]:
    """Values of a row that print the same characters and break no further sum."""
    own = [truth.cells[name] for name in cells]
    values = [value for value in own if value is not None]
    if len(values) < len(own):
        return
    broken = set(broken_identities(truth))
    amount = cells[-1].endswith((".amount_wan_yuan", ".amount"))
    changes = [name.endswith(".change") for name in cells]
    run = "".join(map(_printed, values))
    for cut in _cuts(run, len(cells), amount=amount):
        signs = any(v < 0 and not signed for v, signed in zip(cut, changes, strict=True))
        if signs or list(cut) == values:
            continue
        other = replace(truth, cells=truth.cells | dict(zip(cells, cut, strict=True)))
        if set(broken_identities(other)) <= broken:
            yield cut


def _printed(value: Number) -> str:
    return str(value) if isinstance(value, int) else format(Decimal(repr(value)), "f")


def _cuts(run: str, size: int, *, amount: bool) -> Iterator[tuple[Number, ...]]:
    """Every way to cut a run of characters into numbers without leading zeros."""
    if size == 1:
        pattern = _AMOUNT if amount else _COUNT
        if pattern.fullmatch(run):
            yield (float(run) if "." in run else int(run),)
        return
    for end in range(1, len(run) - size + 2):
        if _COUNT.fullmatch(run, 0, end):
            for rest in _cuts(run[end:], size - 1, amount=amount):
                yield (int(run[:end]), *rest)
