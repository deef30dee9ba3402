"""What stands behind a row's label: its values, and rows that the form does not have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from rapidfuzz import fuzz

from extractors.tables.labels import SHORT, Found, is_made_of, label_key
from extractors.tables.tokens import UNITS, VALUES, Kind, Token

_LIKENESS = 75.0
_ENUMERATOR = re.compile(r"(\d)[.、]")
_NO_WORD = re.compile(r"[\W_]+")
_UNITS = UNITS | {"元", "万元"}
_LONGEST = 24
"""Characters of a label that the form does not have; longer text is prose."""


class OwnWords(NamedTuple):
    """Words of a row's label and of its table's groups and heads, and short labels of rows
    that were not found: what they stand before is not the row's."""

    words: str
    foreign: frozenset[str]


class Extra(NamedTuple):
    """A printed row that the form lacks: the tokens of its label and of its values."""

    label: tuple[Token, ...]
    values: tuple[Token, ...]


class Slots(NamedTuple):
    """Tokens behind a label: runs of values and blanks, separated by label text.

    ``words`` is text that stands in cells of the row's own line, where values should be.
    """

    runs: list[list[Token]]
    words: tuple[Token, ...] = ()
    extras: tuple[Extra, ...] = ()

    @property
    def all(self) -> list[Token]:
        """All values and blanks, in printed order."""
        return list(chain.from_iterable(self.runs))

    @property
    def values(self) -> tuple[Token, ...]:
        """All tokens that print something in a cell."""
        return tuple(token for run in self.runs for token in run if token.kind in VALUES)


def slots_of(folded: str, tokens: Sequence[Token], label: Found, stop: int, own: OwnWords) -> Slots:
    """Slots of a row up to the token ``stop``; ``own`` words may stand between its values."""
    runs, leads = _runs(tokens, label, stop)
    end = tokens[label.last]
    first = next(
        (
            place
            for place, (lead, run) in enumerate(zip(leads, runs, strict=True))
            if any(token.kind in VALUES for token in run)
            and not all(
                is_own(folded, token, own, likely=not _is_line(lead, run, end)) for token in lead
            )
        ),
        len(runs),
    )
    extras = tuple(
        Extra(tuple(lead), tuple(token for token in run if token.kind in VALUES))
        for lead, run in zip(leads[first:], runs[first:], strict=True)
    )
    words = tuple(
        token
        for token in tokens[label.last + 1 : stop]
        if token.kind is Kind.TEXT
        and (token.line == end.line and token.cell > end.cell)
        and not _is_beside_values(folded, token, own)
    )
    return Slots(runs[:first], words, extras)


def _runs(
    tokens: Sequence[Token], label: Found, stop: int
) -> tuple[list[list[Token]], list[list[Token]]]:
    """Runs of values and blanks, and the text right before each of them."""
    runs: list[list[Token]] = []
    leads: list[list[Token]] = []
    lead: list[Token] = []
    open_run = False
    for index in range(label.first + 1, stop):
        token = tokens[index]
        if token.kind is Kind.TEXT:
            if index > label.last:
                lead.append(token)
                open_run = False
        elif open_run:
            runs[-1].append(token)
        else:
            runs.append([token])
            leads.append(lead)
            lead = []
            open_run = True
    return runs, leads


def _is_beside_values(folded: str, token: Token, own: OwnWords) -> bool:
    """Whether a text in a cell of the row's own line is a unit, a mark, or of the label."""
    text = _NO_WORD.sub("", folded[token.start : token.end])
    if not text or text in _UNITS:
        return True
    key = label_key(text) or text
    words = own.words
    return not any(char.isdigit() for char in key) and (key in words or is_made_of(key, words))


def _is_line(lead: Sequence[Token], run: Sequence[Token], label: Token) -> bool:
    """Whether a text begins a line below the label's, on which several values stand with it:
    a row rather than the rest of the label."""
    own = lead and lead[0].cell == 0 and lead[0].line == run[0].line > label.line
    return bool(own) and len(run) > 1


def is_own(folded: str, token: Token, own: OwnWords, *, likely: bool = True) -> bool:
    """Whether a text belongs to the label of the row or to the head of its table.

    ``likely`` tells that a text that is only like one of them may be meant.
    """
    key = label_key(folded[token.start : token.end])
    number = _ENUMERATOR.match(folded, token.start)
    if key in own.foreign or (number and not own.words.startswith(number[1])):
        return False
    # Text this short between values is a torn-off piece of a label, made of its characters; of
    # one that is misspelt it may be the last one, which no label consists of.
    short = len(key) <= SHORT and all(char in own.words for char in key)
    short = short or (len(key) == 1 and not key.isdecimal())
    if short or key in own.words or is_made_of(key, own.words):
        return True
    return likely and fuzz.partial_ratio(key, own.words, score_cutoff=_LIKENESS) > 0


def is_row(folded: str, extra: Extra) -> bool:
    """Whether an extra row reads like one, and not like a sentence with numbers in it."""
    label = "".join(folded[token.start : token.end] for token in extra.label)
    sentence = any(mark in label for mark in "。,;:!?")
    return not sentence and len(label) <= _LONGEST and bool(extra.values)
