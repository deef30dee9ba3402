"""Counts that prose writes in Chinese characters: 三十五件."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PLAIN, _FORMAL = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
_DIGITS = {char: value for word in (_PLAIN, _FORMAL) for value, char in enumerate(word)}
_DIGITS |= {"〇": 0, "两": 2}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ANY = "".join((*_DIGITS, *_TENS))
_COUNT = re.compile(
    rf"[{_ANY}](?<![第每某几多数这那\d.{_ANY}].)[{_ANY}]{{0,8}}(?=件(?!事|套)|宗|起)"
)
_NO_COUNT = ("零", "一")
"""What stands before 件 and 起 in other words: 零件, 一件件, 一起."""


def counts(text: str) -> Iterator[tuple[int, int, int]]:
    """Counts in characters before a unit: where each begins and ends, and its value."""
    for match in _COUNT.finditer(text):
        value = None if match[0] in _NO_COUNT else value_of(match[0])
        if value is not None:
            yield match.start(), match.end(), value


def value_of(numeral: str) -> int | None:
    """The value of a numeral below ten thousand, null for what is none, such as 三五."""
    total, digit, last = 0, None, 10_000
    for char in numeral:
        if char in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[char]
        else:
            tens = _TENS[char]
            if tens >= last or (digit is None and total):
                return None
            total, digit, last = total + tens * (1 if digit is None else digit), None, tens
    return total + (digit or 0)
