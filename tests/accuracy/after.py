"""What a report prints after damage that leaves its numbers in their places.

A lost digit, or two values exchanged, leave a report that is sound in itself: a reader that
gives the numbers as they are printed then is right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractors.fold import fold
from extractors.model import Report, SetAside

from .score import Value

_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")


def printed_after(
    before: str, after: str, read: Report | SetAside, truth: Mapping[str, Value]
) -> dict[str, Value]:
    """The values of a text after damage, where ``read`` is the report that it was before.

    The text that differs is compared number by number. Where as many numbers stand in it as
    before, each is that of the cell in whose place it stands; else all stays as it was.
    """
    values = dict(truth)
    if isinstance(read, SetAside):
        return values
    start, end, cut = _changed(before, after)
    if not _is_numbers(before[start:end]) or not _is_numbers(after[start:cut]):
        return values
    cells = sorted(
        (cell.span, cell.name)
        for cell in read.cells
        if cell.span and cell.value is not None and cell.span[0] < end and start < cell.span[1]
    )
    shift = len(after) - len(before)
    if len(cells) == 1:  # in a run of digits too: the cell's own without what is lost
        (span, name), *_ = cells
        own = {name: _value(after[span[0] : span[1] + shift])}
    else:
        first, last = cells[0][0][0] if cells else 0, cells[-1][0][1] if cells else 0
        found = _NUMBER.findall(fold(after[first : last + shift]))
        own = {name: _value(text) for (_, name), text in zip(cells, found, strict=False)}
        own = own if len(found) == len(cells) else {}
    return values | {name: value for name, value in own.items() if value is not None}


def _changed(before: str, after: str) -> tuple[int, int, int]:
    """From where two texts differ, and up to where in each of them."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    most = shorter - start
    same = next((at for at in range(most) if before[-1 - at] != after[-1 - at]), most)
    return start, len(before) - same, len(after) - same


def _is_numbers(text: str) -> bool:
    """Whether a stretch holds nothing but digits and what stands between cells."""
    return re.fullmatch(r"[\d\s.,|+-]*", fold(text)) is not None


def _value(printed: str) -> Value:
    """The number that a cell prints; null where it prints none."""
    text = fold(printed).strip().replace(",", "")
    match = _NUMBER.match(text)
    if match is None or (len(match[0]) > 1 and match[0][0] == "0" and match[0][1] != "."):
        return None
    return float(match[0]) if "." in match[0] else int(match[0])
