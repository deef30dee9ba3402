"""Folding: one character for one, so that every offset stays an offset of the source."""

from __future__ import annotations

import re

from extractors.delimited import with_tabs
from schema.characters import PLAIN, TRADITIONAL


def _folding() -> dict[str, str]:
    table = {chr(code): plain for code, plain in (PLAIN | TRADITIONAL).items()}
    table |= dict.fromkeys("\r\u00a0\u3000\u2002\u2003\u2009\u200b\u200c\ufeff", " ")
    table |= dict.fromkeys("\f\v\u2028\u2029\x85", "\n")
    table |= {"〔": "[", "〕": "]", "【": "[", "】": "]", "│": "|"}
    table |= dict.fromkeys("–—―−‐‑─", "-")
    table |= {"﹒": ".", "﹣": "-", "／": "/", "∕": "/"}
    return table


_FOLD = _folding()
_ODD = re.compile(f"[{re.escape(''.join(_FOLD))}]")
"""Characters to fold: few in most texts, so that looking for them is quicker than looking
each character up."""
_PINYIN = "a-zɡāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ"
# Marks of a word processor's export and of page furniture: blanked, never read as content.
# Each pattern is tried where the text holds its first words.
_FURNITURE = tuple(
    (hint, re.compile(pattern, re.M))
    for hint, pattern in (
        ("Comment by", r"Comment by [^:\n]{1,40}:[^\n]*"),
        ("[bookmark:", r"\[bookmark:[^\]\n]{0,80}\]"),
        ("-", r"^[ \t|]*+-{1,2} *\d{1,3} *-{1,2}[ \t|]*$"),
        ("页", r"^[ \t|]*+第 *\d{1,3} *页(?:[ ,/]*共 *\d{1,3} *页)?[ \t|]*$"),
        ("---", r"^ *+\|?(?: *+:?-{3,}:? *+\|)++(?: *+:?-{3,}:?)? *$"),
        ("&nbsp;", "&nbsp;"),
        ("(", rf"(?<=[\u4e00-\u9fff])\((?:\s?[{_PINYIN}]){{1,6}}\s?\)"),
    )
)


_BLANK_LINE = re.compile(r"^[ \u3000]*(?:&nbsp;|\u00a0)(?:&nbsp;|[ \u3000\u00a0])*$", re.M)
"""A line of nothing but no-break spaces: a blank cell, as a tab alone on its line is."""


def fold(text: str) -> str:
    """``text`` with width, radicals, dashes and spaces made uniform and traditional characters
    simplified, of the same length.

    Word comments, bookmarks, page numbers, Markdown rules, ``&nbsp;`` and pinyin in brackets
    become spaces, and the separators of comma-separated rows tabs.
    """
    text = with_tabs(text)
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    if "\u00a0" in text or "&nbsp;" in text:
        text = _BLANK_LINE.sub(_blank_cell, text)
    folded = _ODD.sub(_plain, text)
    for hint, pattern in _FURNITURE:
        if hint in folded:
            folded = pattern.sub(_blank, folded)
    return folded


def _blank(match: re.Match[str]) -> str:
    return "".join(char if char == "\n" else " " for char in match[0])


def _plain(match: re.Match[str]) -> str:
    return _FOLD[match[0]]


def _blank_cell(match: re.Match[str]) -> str:
    return "\t" + " " * (len(match[0]) - 1)
