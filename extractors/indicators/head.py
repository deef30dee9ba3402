"""Heads of indicator tables (forms before 2019): where they stand, which columns they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from schema import form
from schema.form import WordRole

_NUMERIC: tuple[WordRole, ...] = ("value", "amount", "cumulative", "previous")
_ORDER: tuple[WordRole, ...] = (
    "number", "unit", "cumulative", "previous", "value", "amount", "note"
)  # fmt: skip
"""What a column is held against, in turn: 本年累计 is no 本年."""
_SURE = ("统计指标", "指标名称")
"""First columns that no sentence has before the name of another column."""
_BRACKET = (
    r"(?:\((?!(?:[一二三四五六七八九十]{1,3}|\d{1,2})\))(?:(?P<in_year>20\d\d)|[^()]){0,24}?\))?"
)
_REACH = 600
"""Characters behind a head that show how its rows are printed."""
_MOST_COLUMNS = 12


class Column(NamedTuple):
    """A column that prints numbers, and the year it names if any."""

    role: WordRole
    year: int | None


class Head(NamedTuple):
    """A head in compact text, from ``start`` to ``end``, where the first row begins.

    ``columns`` are those with numbers, in printed order. ``ordinal`` tells that rows are
    numbered before their label, ``coded`` that a code stands between label and numbers,
    ``has_unit`` that a unit does.
    """

    start: int
    end: int
    columns: tuple[Column, ...]
    has_unit: bool
    has_note: bool
    ordinal: bool
    coded: bool

    def place(self, year: int | None) -> int | None:
        """Place of the column with the report year's value; null where it is not certain.

        A cumulative column is never it.
        """
        usual = [i for i, column in enumerate(self.columns) if column.role in ("value", "amount")]
        named = [i for i in usual if year and self.columns[i].year == year]
        if len(named) == 1:
            return named[0]
        if len(usual) == 1 and (year is None or self.columns[usual[0]].year is None):
            return usual[0]
        return None

    @property
    def cumulative(self) -> int | None:
        """Place of the only cumulative column."""
        places = [i for i, column in enumerate(self.columns) if column.role == "cumulative"]
        return places[0] if len(places) == 1 else None


def may_hold_heads(text: str) -> bool:
    """Whether a compact text has a word that opens a head: told quickly, without patterns."""
    return any(word in text for word in _openings())


def find_heads(text: str) -> list[Head]:
    """Heads of indicator tables in a compact text, in order."""
    heads: list[Head] = []
    for start in _starts(text):
        if not heads or start >= heads[-1].end:
            head = _head_at(text, start)
            if head:
                heads.append(head)
    return heads


@cache
def _openings() -> tuple[str, ...]:
    return form.indicator_words("opening")


def _starts(text: str) -> list[int]:
    """Places of the words that open a head."""
    return sorted({start for word in _openings() for start in _places(text, word)})


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))


@cache
def _label() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(form.indicator_words('label'))}){_BRACKET}")


@cache
def _prefix() -> re.Pattern[str]:
    """What may stand before a head's first known word: 序号, and the rest of its own cell."""
    numbers = "|".join(form.indicator_words("number"))
    label = form.indicator_words("label")[0]
    return re.compile(rf"(?P<number>{numbers})?(?:{label}|统计|主要|各项|具体)?$")


@cache
def _column() -> re.Pattern[str]:
    roles = (f"(?P<{role}>{'|'.join(form.indicator_words(role))})" for role in _ORDER)
    return re.compile(f"(?:{'|'.join(roles)}){_BRACKET}")


@cache
def _skip() -> re.Pattern[str]:
    return re.compile("|".join(form.indicator_words("skip")))


def _head_at(text: str, start: int) -> Head | None:
    """The head whose first word stands at ``start``, if its columns follow."""
    before = _prefix().search(text, max(0, start - 12), start)
    ordinal = before is not None and before["number"] is not None
    first = before.start() if before else start
    label = _label().match(text, before.end("number") if before and ordinal else first)
    if label is None:
        return None
    roles: list[Column] = []
    end = label.end()
    while len(roles) < _MOST_COLUMNS:
        match = _column().match(text, end)
        if match is None or not match[0]:
            break
        year = match["year"] or match["in_year"]
        roles.append(Column(_role(match), int(year) if year else None))
        end = match.end()
    if not _is_head(label[0], roles, ordinal):
        return None
    skipped = _skip().match(text, end)
    return Head(
        start=first,
        end=skipped.end() if skipped else end,
        columns=_without_group_heads([c for c in roles if c.role in _NUMERIC]),
        has_unit=_is_before_numbers(roles) or _units_lead(text, end),
        has_note=_has(roles, "note"),
        ordinal=ordinal,
        coded=_has(roles, "number"),
    )


def _is_before_numbers(roles: Sequence[Column]) -> bool:
    """Whether a column of units stands before the numbers; behind them a unit is theirs."""
    places = [index for index, column in enumerate(roles) if column.role == "unit"]
    numbers = [index for index, column in enumerate(roles) if column.role in _NUMERIC]
    return bool(places) and places[0] < numbers[-1]


def _has(roles: Sequence[Column], role: WordRole) -> bool:
    return any(column.role == role for column in roles)


@cache
def _unit_beside_number() -> re.Pattern[str]:
    units = "|".join(sorted(form.indicator_words("unit_name"), key=len, reverse=True))
    number = r"[\d,.]*\d"
    return re.compile(rf"(?:{units}){number}(?:{units})?|(?P<behind>{number}(?:{units}))")


def _units_lead(text: str, end: int) -> bool:
    """Whether the rows behind a head print units before numbers, whatever the head says of it;
    a number between two has that behind it in its own cell."""
    found = [match["behind"] for match in _unit_beside_number().finditer(text, end, end + _REACH)]
    return 2 * found.count(None) > len(found)


def _role(match: re.Match[str]) -> WordRole:
    return next(role for role in _ORDER if match[role])


def _is_head(label: str, roles: Sequence[Column], ordinal: bool) -> bool:
    """Whether columns make a head and not words of a sentence: three, or the form's own."""
    numeric = any(c.role in _NUMERIC and c.role != "previous" for c in roles)
    named = any(c.role != "amount" for c in roles) or label.startswith(_SURE)
    return numeric and named and (len(roles) + ordinal > 1 or label.startswith(_SURE))


def _without_group_heads(columns: Sequence[Column]) -> tuple[Column, ...]:
    """数量 over 本年度 and 历年累计 is the head of a group, not a column."""
    if any(column.role == "value" for column in columns):
        return tuple(column for column in columns if column.role != "amount")
    return tuple(columns)
