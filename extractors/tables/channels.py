"""Channels and results of section four, in the order in which a text names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.model import Cell
from extractors.tables.labels import label_key, start_of_head
from extractors.tables.tokens import VALUES, Kind, Token

RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_RESULT = re.compile("|".join(RESULTS))
CHANNELS = (
    re.compile(r"(?<!未经)行政复议(?!后)"),
    re.compile(r"未经(?:行政)?复议|直接起诉"),
    re.compile(r"(?<!未经)复议后"),
)
HEAD_WORDS = ("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", *RESULTS)
_DIRECT = re.compile(r"未经(?:行政)?复议")
_LITIGATION = re.compile("行政诉讼")


def channel_of(key: str) -> int | None:
    """The channel that a cell or a row names: 行政诉讼 alone names two."""
    found = [number for number, channel in enumerate(CHANNELS) if channel.search(key)]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=512)
def order_differs(text: str) -> bool:
    """Whether a text, white space left out, names channels or results in another order than the
    form, which repeats the results for each channel."""
    results = [RESULTS.index(found[0]) for found in _RESULT.finditer(text)]
    times = {results.count(place) for place in range(len(RESULTS))}
    in_turn = all(place == number % len(RESULTS) for number, place in enumerate(results))
    if len(times) == 1 and not in_turn:
        return True
    review, direct, after, litigation, cut = (
        max((found.start() for found in pattern.finditer(text)), default=-1)
        for pattern in (*CHANNELS, _LITIGATION, _DIRECT)
    )
    if cut >= 0:  # its second half may stand on the next line, behind that of its neighbour
        direct = cut
    return -1 < litigation < review or -1 < after < direct


def rows_by_channel(
    folded: str, tokens: Sequence[Token], cells: Sequence[Cell]
) -> tuple[Cell, ...] | None:
    """Cells of a table with words between its figures, under the channels that its rows name.

    Null where words stand in another order than the form's and do not name three rows of five
    results, or where each result has a row of its own.
    """
    runs = _runs(folded, tokens)
    sizes = [size for _, size in runs]
    text = "".join(words for words, _ in runs)
    named = [channel_of(_RESULT.split(words)[-1]) for words, _ in runs]
    width = len(RESULTS)
    if sizes == [width] * len(CHANNELS) and set(named) == set(range(len(CHANNELS))):
        if _RESULT.findall(text) != list(RESULTS):
            return None
        order = [channel for channel in named if channel is not None]
        rows = {
            channel: cells[width * row : width * (row + 1)] for row, channel in enumerate(order)
        }
        moved = [cell for channel in sorted(rows) for cell in rows[channel]]
        return tuple(cell._replace(name=own.name) for own, cell in zip(cells, moved, strict=True))
    if sizes == [len(CHANNELS)] * width or order_differs(text):
        return None
    return tuple(cells)


def stand_below_names(folded: str, tokens: Sequence[Token]) -> bool:
    """Whether each run of figures stands behind the names of just as many results, all of them
    in the order of the form: each figure then stands under its own column."""
    runs = [(_RESULT.findall(words), size) for words, size in _runs(folded, tokens)]
    if any(len(results) != size for results, size in runs):
        return False
    text = label_key(folded[_start(folded, tokens) : tokens[-1].end])
    named = [result for results, _ in runs for result in results]
    return named == list(RESULTS) * len(CHANNELS) and not order_differs(text)


def _start(folded: str, tokens: Sequence[Token]) -> int:
    """Where a table begins with the words of its head that stand before its first token."""
    return start_of_head(folded, tokens[0].start, HEAD_WORDS)


def _runs(folded: str, tokens: Sequence[Token]) -> list[tuple[str, int]]:
    """Runs of values: the words before each of them, and their number."""
    words = label_key(folded[_start(folded, tokens) : tokens[0].start])
    runs: list[tuple[str, int]] = []
    open_run = False
    for token in tokens:
        if token.kind is Kind.TEXT:
            words += label_key(folded[token.start : token.end])
            open_run = False
        elif token.kind in VALUES:
            before, size = runs.pop() if open_run else (words, 0)
            runs.append((before, size + 1))
            words, open_run = "", True
    return runs
