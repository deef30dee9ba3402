"""The order in which a head prints its columns, against that of the form.

Values are given to columns in the order of the form. Where the cells of a head show another
order and stand right above the values, these are read by the labels; where the words of a head
only speak against the form's order, the table is left open.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, combinations
from operator import attrgetter
from typing import NamedTuple

from extractors.findings import finding
from extractors.model import Cell, Finding, Span
from extractors.tables.channels import CHANNELS, HEAD_WORDS, RESULTS, channel_of, order_differs
from extractors.tables.labels import label_key, start_of_head

_SPAN, _LABEL = attrgetter("span"), attrgetter("label")
_CELL = re.compile(r"[^\t|]+")
_BORDER = re.compile(r"[\t|]")
_SPACED = re.compile(r"\S {2,}\S")
_APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
_BEGINNINGS = ("自然", "商业", "科研", "社会", "法律", "其他")
"""How the columns of section three begin: the rest of a label may be torn off."""
_WORDS = re.compile(r"自然|法人或其他组织|商业|科研|社会|法律|(?<!或)其他(?!组织)|总计|申请人情况")
_GROUP = "法人或其他组织"
_CAPTION = "申请人情况"
_NOTE = re.compile(r"项\s*之\s*和[^\w\t|\n]*")
_NEVER_ON_A_LINE = ((_GROUP, "自然"), ("总计", _CAPTION))
_NEVER = (
    ("自然", "总计", _GROUP),
    ("总计", _GROUP, "自然"),
    ("商业", "总计", "其他"),
)
_NEVER_APART = (_GROUP, "自然", "总计", "商业")
"""Orders that no head prints whose columns stand as in the form: not on a line, not at all, and
not in cells on lines of their own. Its total spans all lines, and 自然人 two of them."""
_HEAD_LINES = 4
_SHORT, _MANY_CUT = 3, 3
"""Longer labels may be set over several lines; where so many are, cells are narrow."""
_HEAD_WORDS = (_CAPTION, _GROUP, *_APPLICANTS)
_HALF = "\u2e7f"
"""The last character that takes half the width of a Chinese one."""


class _Label(NamedTuple):
    """A cell of a head: its column, its span in the head, and its key."""

    column: int
    start: int
    end: int
    key: str


class _Word(NamedTuple):
    """A word of a head: its line, its place without white space, and where on its line it
    stands, in characters and in half-width ones; null where it is torn."""

    line: int
    place: int
    across: tuple[int, int] | None


class _Order(NamedTuple):
    """Columns from left to right, each with its place in the form, and their labels."""

    places: tuple[int, ...]
    labels: tuple[_Label, ...]


def read_by_labels(
    text: str, folded: str, table: str, start: int, cells: tuple[Cell, ...], *, certain: bool
) -> tuple[tuple[Cell, ...], list[Finding]]:
    """Cells of section three or four under the columns that the head prints.

    ``start`` is where the table starts; ``certain`` tells that its rows print all of their
    values plainly. A finding names an order that is not the form's; where it is not certain
    which values stand under which label, the cells lose theirs.
    """
    value = min(filter(None, map(_SPAN, cells)), default=None)
    label = min(filter(None, map(_LABEL, cells)), default=None)
    if value is None or label is None:
        return cells, []
    line = table == "review"
    start = start_of_head(folded, start, HEAD_WORDS if line else _HEAD_WORDS)
    end = value.start
    if not line and _APPLICANTS[0] in folded[start : label.start]:
        end = label.start  # else the label has run together with the head
    head = folded[start:end]
    before = len(_BORDER.findall(folded, folded.rfind("\n", 0, start) + 1, start))
    order = _order(head, before, line=line)
    if order is None:
        differs = (
            order_differs(label_key(head))
            if line
            else _applicants_differ(head, spaced=_SPACED.search(text, start, end) is not None)
        )
        return open_cells(cells) if differs else (cells, [])
    if order.places == tuple(range(len(order.places))):
        return cells, []
    if not certain or not _stand_above(folded, order, filter(None, map(_SPAN, cells))):
        return open_cells(cells)
    own = [Span(start + label.start, start + label.end) for label in order.labels]
    return _permuted(cells, order.places, own if line else None)


def open_cells(cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], list[Finding]]:
    """The cells of a table without values, and the finding that says why."""
    opened = tuple(cell.opened() for cell in cells)
    return opened, [finding("head_differs.opened", _names(cells), found=_printed(cells))]


def _names(cells: Sequence[Cell]) -> list[str]:
    return [cell.name for cell in cells]


def _printed(cells: Sequence[Cell]) -> str:
    return " ".join(cell.raw or "" for cell in cells)


def _permuted(
    cells: Sequence[Cell], places: Sequence[int], labels: Sequence[Span] | None
) -> tuple[tuple[Cell, ...], list[Finding]]:
    """Cells under their own columns; ``labels`` are those of a table of one line."""
    width = len(places)
    moved = list(cells)
    for first in range(0, len(cells), width):
        for column, place in enumerate(places):
            cell = cells[first + column]
            label = labels[column] if labels else cell.label
            moved[first + place] = cell._replace(name=cells[first + place].name, label=label)
    found = _printed(moved)
    return tuple(moved), [
        finding("head_differs.moved", _names(moved), severity="info", found=found)
    ]


def _stand_above(folded: str, order: _Order, spans: Iterable[Span]) -> bool:
    """Whether the values of the first row stand in the very columns of the labels."""
    row = sorted(spans)[: len(order.places)]
    lines = [folded.rfind("\n", 0, span.start) + 1 for span in row]
    columns = [
        len(_BORDER.findall(folded, line, span.start))
        for line, span in zip(lines, row, strict=True)
    ]
    return len(set(lines)) == 1 and columns == [label.column for label in order.labels]


@lru_cache(maxsize=512)
def _order(head: str, before: int, *, line: bool) -> _Order | None:
    """The order of the columns of section four, which is one line, or of section three."""
    labels = _labels(head, before)
    return _review_order(labels) if line else _applicant_order(labels)


def _labels(head: str, before: int) -> list[_Label]:
    """The cells of a head that print something; its first line goes on ``before`` cells."""
    found = []
    for line in re.finditer(r"[^\n]+", head):
        for cell in _CELL.finditer(line[0]):
            key = label_key(cell[0])
            if key:
                start, end = (line.start() + place for place in cell.span())
                column = len(_BORDER.findall(line[0][: cell.start()]))
                column += before if line.start() == 0 else 0
                found.append(_Label(column, start, end, key))
    return found


def _order_of(labels: Iterable[_Label], keys: Sequence[str]) -> _Order | None:
    """The order of columns that stand side by side, each with one label; else null."""
    own = sorted({(one.column, one.key): one for one in labels if one.key in keys}.values())
    first = own[0].column if own else 0
    if [one.column - first for one in own] != list(range(len(keys))):
        return None
    places = tuple(keys.index(one.key) for one in own)
    return _Order(places, tuple(own)) if len(set(places)) == len(keys) else None


def _applicant_order(labels: Sequence[_Label]) -> _Order | None:
    """The order of the seven columns of section three; null where the label of five of them
    stands right of its own first one: blank cells are dropped there, and columns tell nothing."""
    order = _order_of(labels, _APPLICANTS)
    if order is None:
        return None
    first = min(one.column for one in order.labels if one.key in _APPLICANTS[1:-1])
    group = [label.column for label in labels if label.key == _GROUP]
    return None if group and min(group) > first else order


def _review_order(labels: Sequence[_Label]) -> _Order | None:
    """The order of the fifteen columns of section four; null where cells do not tell it."""
    channels = sorted(
        (label.column, channel)
        for label in labels
        for channel in (channel_of(label.key),)
        if channel is not None
    )
    results = sorted({(one.column, one.key): one for one in labels if one.key in RESULTS}.values())
    width, size = len(RESULTS), len(RESULTS) * len(CHANNELS)
    first = results[0].column if results else 0
    if [one.column - first for one in results] != list(range(size)):
        return None
    if [column - first for column, _ in channels] != [0, width, 2 * width]:
        return None
    order = [
        width * channels[place // width][1] + RESULTS.index(one.key)
        for place, one in enumerate(results)
    ]
    return _Order(tuple(order), tuple(results)) if len(set(order)) == size else None


@lru_cache(maxsize=512)
def _applicants_differ(head: str, *, spaced: bool) -> bool:
    """Whether words of a head that prints no grid speak against the form's order; ``spaced``
    tells that spaces may put them in their places."""
    note = _NOTE.search(head)
    head = head[note.end() :] if note else head
    words = _words(head)
    spaced = spaced and _BORDER.search(head) is None
    own = [words[key] for key in _BEGINNINGS if key in words]
    if any(_is_behind(one, other, spaced=spaced) for one, other in combinations(own, 2)):
        return True
    text = label_key(head)
    total = words.get("总计")
    if total and _GROUP not in text and _CAPTION not in text:
        lines = {word.line for word in (*own, total)}
        one_row = len(lines) in (1, len(own) + 1)
        return one_row and any(_is_behind(one, total, spaced=spaced) for one in own)
    if any(_stand_so(words, pair, on_one_line=True) for pair in _NEVER_ON_A_LINE):
        return True
    if _stand_so(words, ("总计", "自然"), on_one_line=True) and _has_border(head, words["总计"]):
        return True
    if spaced:
        return False
    if _is_set_over_lines(head, words):
        return False
    lines = {word.line for word in words.values()}
    torn = len(lines) > _HEAD_LINES and _stand_so(words, _NEVER_APART)
    return torn or any(_stand_so(words, order) for order in _NEVER)


def _is_set_over_lines(head: str, words: Mapping[str, _Word]) -> bool:
    """Whether labels are set over several lines, as in cells that are narrow: which of two
    words on different lines is the first one says nothing then."""
    lines = [label_key(line) for line in head.split("\n")]
    long = [key for key in _APPLICANTS if len(key) > _SHORT and key[:2] in words]
    return sum(all(key not in line for line in lines) for key in long) >= _MANY_CUT


def _has_border(head: str, word: _Word) -> bool:
    """Whether the line of a word shows its cells."""
    return _BORDER.search(head.split("\n")[word.line]) is not None


def _is_behind(one: _Word, other: _Word, *, spaced: bool) -> bool:
    """Whether one word is printed behind another; where spaces put words in their places, those
    of several lines are compared by these."""
    if one.line == other.line or not spaced:
        return one.place > other.place
    if one.across is None or other.across is None:
        return False
    return all(first > second for first, second in zip(one.across, other.across, strict=True))


def _stand_so(
    words: Mapping[str, _Word], order: Sequence[str], *, on_one_line: bool = False
) -> bool:
    """Whether all of some words are printed, and in an order."""
    found = [words[word] for word in order if word in words]
    near = len({word.line for word in found}) == 1 or not on_one_line
    return len(found) == len(order) and near and found == sorted(found)


def _words(head: str) -> dict[str, _Word]:
    """The words of a head: the first of those that a merged cell repeats, and 其他 only where
    it is no part of other words."""
    found: dict[str, list[_Word]] = {}
    lines = head.split("\n")
    keys = [label_key(line) for line in lines]
    starts = list(accumulate(map(len, keys), initial=0))
    for match in _WORDS.finditer("".join(keys)):
        number = bisect_right(starts, match.start()) - 1
        before, word, _ = lines[number].partition(match[0])
        wide = sum(char > _HALF for char in before)
        across = (len(before), len(before) + wide) if word else None
        found.setdefault(match[0], []).append(_Word(number, match.start(), across))
    return {word: own[0] for word, own in found.items() if word != "其他" or len(own) == 1}
