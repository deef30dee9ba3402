"""Breaking text over lines and finding its width on paper."""

from __future__ import annotations

from functools import cache
from random import Random
from unicodedata import east_asian_width

_CLOSING = "，。、；：）)”’」％%"


@cache
def _columns(char: str) -> int:
    return 2 if east_asian_width(char) in "WFA" else 1


def display_width(text: str) -> int:
    """Columns the text takes where a Chinese character takes two."""
    return sum(map(_columns, text))


def pad(text: str, width: int) -> str:
    """The text with spaces up to a display width."""
    return text + " " * (width - display_width(text))


def wrap(text: str, width: int) -> list[str]:
    """The text in lines about ``width`` Chinese characters long.

    A number is never broken, and no line starts with a closing mark.
    """
    lines = []
    while text and (at := _fitting(text, 2 * width)) < len(text):
        while at > 1 and _inside_number(text, at):
            at -= 1
        while at < len(text) and text[at] in _CLOSING:
            at += 1
        lines.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*lines, text] if text else lines


def _fitting(text: str, columns: int) -> int:
    """How many characters fit into so many columns, at least one."""
    for at, char in enumerate(text):
        columns -= _columns(char)
        if columns < 0:
            return max(at, 1)
    return len(text)


def tear(text: str, rng: Random) -> list[str]:
    """The text broken in two at a random place, behind its number."""
    places = [at for at in range(2, len(text)) if may_break(text, at)]
    if not places:
        return [text]
    at = rng.choice(places)
    return [text[:at].rstrip(), text[at:].lstrip()]


def may_break(text: str, at: int) -> bool:
    """Whether a break at this place leaves numbers, their points and signs together."""
    return text[at - 1] not in ".、． " and not _inside_number(text, at)


def _inside_number(text: str, at: int) -> bool:
    """Whether a break at this place would cut a number or strand its point or sign."""
    near = text[at - 1 : at + 1]
    return all(char.isdigit() or char in ".,%-—" for char in near)
