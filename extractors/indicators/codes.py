"""Codes of indicators: which printed labels stand for them, and how they add up."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from schema import form
from schema.form import IndicatorInfo

_NUMERALS = "一二三四五六七八九十"
ENUMERATOR = re.compile(
    rf"(?P<among>其中[:,、]?)"
    rf"|(?P<chapter>(?<![第之{_NUMERALS}])[{_NUMERALS}]{{1,3}}[、.,])"
    rf"|(?P<section>\([{_NUMERALS}]{{1,3}}\)[、.,]?)"
    r"|(?P<item>(?<![\d第])\d{1,2}(?:[、.](?!\d)|\)))"
    r"|(?P<sub>\(\d{1,2}\)[、.,]?)"
    r"|(?P<circle>[①-⑳])"
    r"|(?P<torn>(?<!.)[.、)])"
)
"""The number of a label, and 其中; torn where its digits stand in the value before it."""
_CITED = re.compile(rf"第(?:[\d{_NUMERALS}百]{{1,5}}[条款项])?$")
_NOTE = re.compile(r"\([^()]*(?:\)|\Z)")
_LONGEST = 200
"""Characters of a label; no row of a form prints as many."""
_NOT_IN_KEY = re.compile(r"[^\w]|_")
_COUNT = re.compile(r"(?:总?次?数量?|总量|总额|总计)$")


def is_cited(text: str, place: int) -> bool:
    """Whether what stands at a place numbers a clause of a law: 第二十条第(一)项."""
    return _CITED.search(text, max(0, place - 8), place) is not None


def bare(label: str) -> str:
    """A folded label without its numbers."""
    end = 0
    match = ENUMERATOR.match(label)
    while match and match.end() > end:
        end = match.end()
        match = ENUMERATOR.match(label, end)
    return label[end:]


def key_of(label: str) -> str:
    """A folded label as codes compare it: without brackets, punctuation, and a final 数."""
    return _key(label) if len(label) <= _LONGEST else ""


@lru_cache(maxsize=8192)
def _key(label: str) -> str:
    plain = _NOT_IN_KEY.sub("", _NOTE.sub("", label)) or _NOT_IN_KEY.sub("", label)
    return _COUNT.sub("", plain).replace("其它", "其他")


@lru_cache(maxsize=8192)
def codes_of(key: str) -> tuple[tuple[str, str], ...]:
    """Codes that a key may stand for, each with what it must stand under."""
    return tuple((under, code) for under, code, pattern in _patterns() if pattern.fullmatch(key))


@lru_cache(maxsize=8192)
def is_known(key: str) -> bool:
    """Whether a key stands for a code wherever it is printed."""
    return any(not under for under, _ in codes_of(key))


@cache
def indicator_infos() -> dict[str, IndicatorInfo]:
    """Indicators by code."""
    return {info.code: info for info in form.indicators()}


@cache
def summed_codes() -> frozenset[str]:
    """Codes of totals whose parts add up to them by the form."""
    return frozenset(info.total for info in form.indicators() if info.relation == "sum")


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((one.under, one.code, re.compile(one.pattern)) for one in form.indicator_labels())
