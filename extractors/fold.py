"""Folding: one character for one, so that every offset stays an offset of the source."""

from __future__ import annotations

import re

from schema.characters import PLAIN


def _folding() -> dict[int, str]:
    table = dict(PLAIN)
    table |= dict.fromkeys(map(ord, "\r\u00a0\u3000\u2002\u2003\u2009\u200b\u200c\ufeff"), " ")
    table |= dict.fromkeys(map(ord, "\f\v\u2028\u2029\x85"), "\n")
    table |= {ord("〔"): "[", ord("〕"): "]", ord("【"): "[", ord("】"): "]", ord("│"): "|"}
    table |= dict.fromkeys(map(ord, "–—―−‐‑─"), "-")
    table |= {ord("﹒"): ".", ord("﹣"): "-", ord("／"): "/", ord("∕"): "/"}
    return table


_FOLD = _folding()
# Marks of a word processor's export and of page furniture: blanked, never read as content.
_FURNITURE = re.compile(
    r"""Comment\ by\ [^:\n]{1,40}:[^\n]*
      | \[bookmark:[^\]\n]{0,80}\]
      | ^[ \t|]*+-{1,2}[ ]*\d{1,3}[ ]*-{1,2}[ \t|]*$
      | ^[ \t|]*+第[ ]*\d{1,3}[ ]*页(?:[ ,/]*共[ ]*\d{1,3}[ ]*页)?[ \t|]*$
      | ^[ ]*+\|?(?:[ ]*+:?-{3,}:?[ ]*+\|)++(?:[ ]*+:?-{3,}:?)?[ ]*$
      | &nbsp;""",
    re.X | re.M,
)


def fold(text: str) -> str:
    """``text`` with width, radicals, dashes and spaces made uniform, same length.

    Word comments, bookmarks, page numbers, Markdown rules and ``&nbsp;`` become spaces.
    """
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    folded = text.translate(_FOLD)
    return _FURNITURE.sub(_blank, folded)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
