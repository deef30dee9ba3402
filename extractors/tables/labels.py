"""Alignment of printed labels to the rows of the form.

The label text of a table is joined, so that labels broken over lines, cells and values are
whole, and each row's label is looked for in it. Exact finds are chained in the order of the
form; rows left over are looked for out of order and then by likeness.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from extractors.tables.tokens import Kind, Token
from schema import form
from schema.form import Edition, FormRow

_NOT_LABEL = re.compile(r"[^\u4e00-\u9fff0-9]+")
SHORT = 3
"""Labels up to this length must fill their cell or line: 其他 also begins other labels."""
_LIKENESS = 75.0
_BEGINNING = 8
_STRAY = 2
"""Characters of a neighbouring word that a likeness may include."""
_HEAD_WORDS = (
    "信息内容",
    "申请人情况",
    "单位万元",
    "单位件",
    "续表",
    "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和",
)
"""Words of a table's head that are no label of a row, a column or a group."""
_NUMERALS = frozenset("123456789一二三四五六七")
"""What the numbers of rows begin with: no label of the form ends before one by chance."""
_MAX_KNOWN = 64
"""Longest text whose key is remembered: labels come again, prose does not."""
_BEFORE_HEAD = 400
"""Characters before a table in which its head may begin."""
_BEHIND_HEAD = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "|一、."
"""What may stand between the last word of a head and the first row: see ``_only``."""
_MOST = 24
"""Places of one spelling that are considered: no table and its prose has more."""


class Found(NamedTuple):
    """A row's label: the row's index, and the first and last token that print it; ``exact``
    tells that it is one of its known spellings, and not only like one."""

    row: int
    first: int
    last: int
    start: int
    end: int
    exact: bool = True


class _Candidate(NamedTuple):
    row: int
    start: int
    end: int
    score: float


class LabelText(NamedTuple):
    """Label text of a table; label ``i`` begins at ``starts[i]`` and is token ``tokens[i]``."""

    text: str
    starts: list[int]
    tokens: list[int]

    def begins(self, position: int) -> bool:
        """Whether a label begins at a character."""
        place = bisect_left(self.starts, position)
        return place < len(self.starts) and self.starts[place] == position

    def token_at(self, position: int) -> int:
        """Index of the token that prints a character."""
        return self.tokens[bisect_right(self.starts, position) - 1]


def label_key(text: str) -> str:
    """The characters of a label that count: Chinese characters and digits."""
    return _known_key(text) if len(text) <= _MAX_KNOWN else _NOT_LABEL.sub("", text)


@lru_cache(maxsize=8192)
def _known_key(text: str) -> str:
    return _NOT_LABEL.sub("", text)


def is_made_of(key: str, words: str) -> bool:
    """Whether a text consists of pieces of ``words``, each of two characters or more."""
    position = 0
    while position < len(key):
        size = 2
        while position + size <= len(key) and key[position : position + size] in words:
            size += 1
        if size == 2:
            return False
        position += size - 1
    return True


@cache
def row_keys(edition: Edition, table: str) -> tuple[tuple[str, ...], ...]:
    """For each row of a table the spellings it is known by, the fullest first."""
    others: dict[str, list[str]] = {}
    for alias in form.aliases():
        if alias.table == table:
            others.setdefault(alias.row, []).append(alias.alias)
    return tuple(
        tuple(
            dict.fromkeys(
                label_key(spelling)
                for label in (row.label, *others.get(row.row, ()))
                for spelling in (row.number + label, label)
            )
        )
        for row in edition.rows_of(table)
    )


@cache
def head_keys(edition: Edition, table: str) -> tuple[str, ...]:
    """Labels of a table's columns and groups, which may stand right before a row's label."""
    columns = [c for c in edition.columns if c.table == table]
    labels = [*(c.label for c in columns), *(r.group for r in edition.rows_of(table))]
    return tuple(dict.fromkeys(label_key(label) for label in (*labels, *_HEAD_WORDS) if label))


@cache
def row_words(edition: Edition, table: str, row: FormRow) -> str:
    """Words that may stand between the label of a row and its values: its own, and those of
    the table's groups and heads."""
    aliases = [
        alias.alias for alias in form.aliases() if (alias.table, alias.row) == (table, row.row)
    ]
    own = [row.number + row.label + row.note, *aliases]
    return "|".join(dict.fromkeys((*map(label_key, own), *head_keys(edition, table))))


def start_of_head(folded: str, start: int, words: tuple[str, ...]) -> int:
    """Where the words of a head begin that stand right before the place ``start``."""
    first = max(0, start - _BEFORE_HEAD)
    before = folded[first:start].rstrip(_BEHIND_HEAD)
    if before[-1:] not in _last_characters(words):
        return start
    found = _only(words).search(folded, first, start)
    return found.start() if found else start


@cache
def _last_characters(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[-1] for word in words)


@cache
def _only(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern of nothing but words, each perhaps broken, up to the number of the first row."""
    spelt = "|".join(r"[\s|]*".join(word) for word in words)
    return re.compile(rf"(?:(?:{spelt})[\s|]*)+(?:一[、.]?\s*)?\Z")


def label_text(folded: str, tokens: Sequence[Token]) -> LabelText:
    """Join the label text of a table's tokens."""
    parts: list[str] = []
    starts: list[int] = []
    indices: list[int] = []
    position = 0
    for index, (kind, start, end, _, _) in enumerate(tokens):
        if kind is Kind.TEXT:
            part = label_key(folded[start:end])
            if part:
                parts.append(part)
                starts.append(position)
                indices.append(index)
                position += len(part)
    return LabelText("".join(parts), starts, indices)


def find_labels(
    labels: LabelText,
    tokens: Sequence[Token],
    keys: tuple[tuple[str, ...], ...],
    heads: tuple[str, ...],
) -> list[Found]:
    """Where each row's label stands, in printed order; rows that are not printed are left out.

    ``keys`` are the spellings of each row, ``heads`` the labels that may stand before one.
    """
    candidates = [
        c for row in range(len(keys)) for c in _exact(labels, tokens, row, keys[row], heads)
    ]
    chosen = _chain(candidates)
    chosen += _out_of_order(candidates, chosen)
    exact = {candidate.row for candidate in chosen}
    chosen += _alike(labels, keys, chosen)
    chosen.sort(key=lambda candidate: candidate.start)
    return [
        Found(
            candidate.row,
            labels.token_at(candidate.start),
            labels.token_at(candidate.end - 1),
            candidate.start,
            candidate.end,
            candidate.row in exact,
        )
        for candidate in chosen
    ]


def _exact(
    labels: LabelText,
    tokens: Sequence[Token],
    row: int,
    keys: Sequence[str],
    heads: tuple[str, ...],
) -> Iterable[_Candidate]:
    """Places where one of the row's spellings stands; longer ones shadow those within them.

    Where the fullest spelling stands just once, it is the place.
    """
    text = labels.text
    covered: list[tuple[int, int]] = []
    for key in keys:
        start = text.find(key)
        for _ in range(_MOST):
            if start < 0:
                break
            end = start + len(key)
            following = text.find(key, start + 1)
            if not any(left <= start and end <= right for left, right in covered):
                score = _score(labels, tokens, start, end, heads)
                if score > 0:
                    yield _Candidate(row, start, end, score)
                    if not covered and following < 0 and key == keys[0]:
                        return
                    covered.append((start, end))
            start = following


def _score(
    labels: LabelText, tokens: Sequence[Token], start: int, end: int, heads: tuple[str, ...]
) -> float:
    """Longer labels weigh more, and those that open or fill a cell, or precede a value.

    A label follows other words of its cell only where these are of the head: 规范性文件 is
    part of other labels.
    """
    text = labels.text
    last = bisect_right(labels.starts, end - 1)
    next_start = labels.starts[last] if last < len(labels.starts) else len(text)
    fills = next_start == end
    opens = labels.starts[bisect_right(labels.starts, start) - 1] == start
    following = labels.token_at(end - 1) + 1
    before_value = fills and following < len(tokens) and tokens[following].kind is not Kind.TEXT
    follows = opens or text[start] in _NUMERALS or _ends_head(text[:start], heads)
    alone = opens and fills and text[start:end] not in heads
    if not follows or (end - start <= SHORT and not before_value and not alone):
        return 0
    return end - start + 2 * before_value + fills + opens


def _ends_head(text: str, heads: tuple[str, ...]) -> bool:
    """Whether a text ends with a label of the table's head, or with a good part of one."""
    return text.endswith(heads) or any(text[-SHORT:] in head for head in heads)


def _chain(candidates: list[_Candidate]) -> list[_Candidate]:
    """The heaviest chain of candidates in which rows and places both increase."""
    ordered = sorted(candidates, key=lambda c: (c.start, c.row))
    weight: list[float] = []
    previous: list[int] = []
    for index, current in enumerate(ordered):
        best, link = 0.0, -1
        for before in range(index):
            earlier = ordered[before]
            if weight[before] > best and earlier.row < current.row and earlier.end <= current.start:
                best, link = weight[before], before
        weight.append(best + current.score)
        previous.append(link)
    if not ordered:
        return []
    index = max(range(len(ordered)), key=weight.__getitem__)
    chain = []
    while index >= 0:
        chain.append(ordered[index])
        index = previous[index]
    return chain[::-1]


def _out_of_order(candidates: list[_Candidate], chosen: list[_Candidate]) -> list[_Candidate]:
    """Rows whose label is printed in full, but not where the form has it."""
    added: list[_Candidate] = []
    taken = {candidate.row for candidate in chosen}
    for candidate in sorted(candidates, key=lambda c: -c.score):
        if candidate.row in taken or candidate.end - candidate.start <= SHORT:
            continue
        if _free(candidate.start, candidate.end, [*chosen, *added]):
            taken.add(candidate.row)
            added.append(candidate)
    return added


def _free(start: int, end: int, chosen: Iterable[_Candidate]) -> bool:
    return all(end <= other.start or other.end <= start for other in chosen)


def _alike(
    labels: LabelText, keys: tuple[tuple[str, ...], ...], chosen: list[_Candidate]
) -> list[_Candidate]:
    """Rows whose label is misspelt or torn: the most alike stretch between their neighbours."""
    if not chosen:
        return []
    by_row = {candidate.row: candidate for candidate in chosen}
    added: list[_Candidate] = []
    for row in range(len(keys)):
        if row in by_row:
            continue
        start = max((c.end for r, c in by_row.items() if r < row), default=0)
        end = min((c.start for r, c in by_row.items() if r > row), default=len(labels.text))
        match = _most_alike(labels, start, end, row, keys[row])
        if match and _free(match.start, match.end, [*chosen, *added]):
            by_row[row] = match
            added.append(match)
    return added


def _most_alike(
    labels: LabelText, start: int, end: int, row: int, keys: tuple[str, ...]
) -> _Candidate | None:
    best: _Candidate | None = None
    gap = labels.text[start:end]
    for key in keys:
        if len(key) <= SHORT or len(gap) < len(key) // 2:
            continue
        match = fuzz.partial_ratio_alignment(key, gap, score_cutoff=_LIKENESS)
        if match is None or match.dest_end - match.dest_start < len(key) // 2 + 1:
            continue
        score = match.score * len(key) / 100
        if best is None or score > best.score:
            span = _whole_words(labels, key, start + match.dest_start, start + match.dest_end)
            best = _Candidate(row, *span, score)
    return best or _beginning(gap, start, row, keys)


def _beginning(gap: str, start: int, row: int, keys: tuple[str, ...]) -> _Candidate | None:
    """A row of whose label the beginning is printed, and the rest elsewhere: half of it, and
    no shorter than words of other labels are."""
    for key in keys:
        for size in range(len(key) - 1, max(_BEGINNING, len(key) // 2) - 1, -1):
            place = gap.find(key[:size])
            if place >= 0:
                return _Candidate(row, start + place, start + place + size, size)
    return None


def _whole_words(labels: LabelText, key: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the last characters of the word before it, and the first of the one
    behind it, that only happen to lie in it; the word before may be as short as they are."""
    first = bisect_left(labels.starts, start)
    if first + 1 < len(labels.starts) and labels.starts[first] == start:
        following = labels.starts[first + 1]
        if following - start <= _STRAY and not key.startswith(labels.text[start:following]):
            return _whole_words(labels, key, following, end)
    if first < len(labels.starts) and 0 < labels.starts[first] - start <= _STRAY:
        start = labels.starts[first]
    last = labels.starts[bisect_right(labels.starts, end - 1) - 1]
    if start < last and 0 < end - last <= _STRAY:
        end = last
    return start, end
