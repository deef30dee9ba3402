"""Folding: one character for one, so that every offset stays an offset of the source."""

from __future__ import annotations

import re

from extractors.layouts.delimited import with_tabs
from extractors.layouts.drawn import undrawn
from extractors.layouts.numbered import without_row_numbers
from extractors.layouts.paired import without_pairs
from extractors.layouts.stacked import with_blank_lines
from schema.characters import PLAIN, TRADITIONAL


def _folding() -> dict[str, str]:
    table = {chr(code): plain for code, plain in (PLAIN | TRADITIONAL).items()}
    table |= dict.fromkeys("\r\u00a0\u1680\u202f\u205f\u3000", " ")
    table |= {chr(code): " " for code in range(0x2000, 0x2010)}  # spaces and marks without width
    table |= dict.fromkeys("\u00ad\u180e\u2060\u2061\u2062\u2063\u2064\ufeff", " ")
    table |= {chr(code): " " for code in (*range(0x202A, 0x202F), *range(0x2066, 0x2070))}
    table |= dict.fromkeys("\f\v\u2028\u2029\x85", "\n")
    table |= {"〔": "[", "〕": "]", "【": "[", "】": "]", "│": "|"}
    table |= dict.fromkeys("…⋯", " ")
    table |= dict.fromkeys("–—―−‐‑─", "-")
    table |= {"﹒": ".", "﹣": "-", "／": "/", "∕": "/"}
    return {char: table.get(plain, plain) for char, plain in table.items()}


_FOLD = _folding()
_TABLE = str.maketrans(_FOLD)
_ODD = re.compile(f"[{re.escape(''.join(_FOLD))}]")
"""Characters to fold: few in most texts, so that looking for them is quicker than looking
each character up."""
_MANY = 32
"""Odd characters of a text from which on one look at each character is quicker."""
_PINYIN = "a-zɡāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ"
_AFTER_HAN = "|".join(rf"(?<=[\u4e00-\u9fff]{lines}\()" for lines in ("", r"\n", r"\n\n"))
# Marks of a word processor's export, of a converter and of page furniture: blanked, never read
# as content. Each pattern is tried where the text holds its first words.
_FURNITURE = tuple(
    (hint, re.compile(pattern, re.M))
    for hint, pattern in (
        ("Comment by", r"Comment by [^:\n]{1,40}:[^\n]*"),
        ("if !", r"^[ \t|]*+\[?if !?\w[^\[\]|\n]{0,60}\]?"),
        ("endif", r"^[ \t|]*+\[?endif\]?(?=[ \t|]*$)"),
        ("[bookmark:", r"\[bookmark:[^\]\n]{0,80}\]"),
        ("-", r"^[ \t|]*+-{1,2} *[1-9]\d{0,2} *-{1,2}[ \t|]*$"),
        ("页", r"^[ \t|]*+第 *\d{1,3} *页(?:[ ,/]*共 *\d{1,3} *页)?[ \t|]*$"),
        ("---", r"^ *+\|?(?: *+:?-{3,}:? *+\|)++(?: *+:?-{3,}:?)? *$"),
        ("-----", r"^(?=[ \t=-]*[-=]{5})[ \t]*+[-=]{2,}+(?: ++[-=]{2,}+)++[ \t]*$"),
        ("://", r"^[ \t|]*+https?://[^\s|]+(?:\s+\d{1,3} */ *\d{1,3})?[ \t|]*$"),
        ("\\", r"\\(?=[-+]?\d)|\\[|*_#>`]"),
        ("(", rf"\((?:{_AFTER_HAN})(?:\s{{0,2}}[{_PINYIN}]){{1,6}}\s{{0,2}}\)"),
    )
)
_PAGE_OF = re.compile(r"^[ \t|]*+(\d{1,3}) */ *(\d{1,3})[ \t|]*$", re.M)
"""A line that may be the number of a page and that of all pages, or two cells."""
_TIME = re.compile(r"20\d\d[-/]\d{1,2}[-/]\d{1,2},? +\d{1,2}:\d\d")
_PRINTED_ON = re.compile(rf"^[ \t|]*+{_TIME.pattern}(?::\d\d)?[^\n]*$", re.M)
"""What a browser prints above each page: the time, and the page's title."""
_NUMBERED_HEAD = re.compile(
    r"^[ \t]*+\|?(?:[ \t]*+\d{1,2}[ \t]*+\|){2,}+(?:[ \t]*+\d{1,2}[ \t]*+)?"
    r"(?=\n[ \t|+:]*[-=]{3})",
    re.M,
)
"""A row of numbers above a rule: those that a program gives to columns without names."""
_ESCAPED = re.compile(r"\\([.()\[\]~-])")
"""A mark that Markdown escapes, so that ``1.`` begins no list."""
_ATTRIBUTES = re.compile(
    r"""(?:\[([^\[\]\n]{0,200})\])?\{(?=[.#\w])(?:[^{}"\n]{0,60}"[^"\n]{0,400}"){1,8}[^{}"\n]{0,60}\}"""
)
"""What a converter to Markdown keeps of the styles of a stretch of text, in brackets before it."""
_EMPHASIS = re.compile(r"(?<![^\s|])(\*{1,3}|_{1,2}|`)([+-]?\d[\d,.]*)\1(?![^\s|])")
_ENTITY = re.compile(r"&(?:#(\d{2,5})|#[xX]([0-9a-fA-F]{2,4})|nbsp|ensp|emsp|thinsp|shy|zwnj);?")
_BREAK = re.compile(r"</?(?:br|p|div|tr|li)\b[^<>\n]{0,80}/?>", re.I)


_BLANK_LINE = re.compile(r"^[ \u3000]*(?:&nbsp;|\u00a0)(?:&nbsp;|[ \u3000\u00a0])*$", re.M)
"""A line of nothing but no-break spaces: a blank cell, as a tab alone on its line is."""


def fold(text: str) -> str:
    """``text`` with width, radicals, dashes and spaces made uniform and traditional characters
    simplified, of the same length.

    Word comments, bookmarks, page numbers, Markdown rules, ``&nbsp;`` and pinyin in brackets
    become spaces, and the separators of comma-separated rows tabs.
    """
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    if "\u00a0" in text or "&nbsp;" in text:
        text = _BLANK_LINE.sub(_blank_cell, text)
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    text = with_tabs(text)
    if "<" in text:
        text = _BREAK.sub(_line_break, text)
    folded = _plain(text)
    if '="' in folded and "{" in folded:
        folded = _ATTRIBUTES.sub(_without_attributes, folded)
    if "\\" in folded:
        folded = _ESCAPED.sub(r"\1 ", folded)
    if "|" in folded and ("---" in folded or "===" in folded):
        folded = _NUMBERED_HEAD.sub(_without_numbers, folded)
    folded = undrawn(folded)
    for hint, pattern in _FURNITURE:
        if hint in folded:
            folded = pattern.sub(_blank, folded)
    if any(mark in folded for mark in "*_`"):
        folded = _EMPHASIS.sub(_unmarked, folded)
    folded = without_row_numbers(_without_running_heads(without_pairs(folded)))
    return with_blank_lines(folded)


def _plain(text: str) -> str:
    odd = set(_ODD.findall(text))
    if len(odd) > _MANY:
        return text.translate(_TABLE)
    for char in odd:
        text = text.replace(char, _FOLD[char])
    return text


def _without_running_heads(folded: str) -> str:
    """Text without the numbers of pages and the times that a browser prints on each.

    The first of these times stands above the report; what follows it may be its title.
    """
    pages = [match.groups() for match in _PAGE_OF.finditer(folded)] if "/" in folded else []
    if len(pages) > 1 and len({total for _, total in pages}) == 1:
        numbers = [int(page) for page, _ in pages]
        if numbers == sorted(set(numbers)) and numbers[-1] <= int(pages[0][1]):
            folded = _PAGE_OF.sub(_blank, folded)
    first = _PRINTED_ON.search(folded) if _TIME.search(folded) else None
    if first is None:
        return folded
    return folded[: first.end()] + _PRINTED_ON.sub(_blank, folded[first.end() :])


def _character(match: re.Match[str]) -> str:
    """The character that an entity stands for, in the last of its places."""
    decimal, hexadecimal = match.groups()
    code = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else 32
    return chr(code if 32 <= code < 0xD800 else 32).rjust(len(match[0]))


def _without_numbers(match: re.Match[str]) -> str:
    numbers = [int(number) for number in re.findall(r"\d+", match[0])]
    return " " * len(match[0]) if numbers == list(range(len(numbers))) else match[0]


def _without_attributes(match: re.Match[str]) -> str:
    text = "" if match[1] is None else f" {match[1]} "
    return text.ljust(len(match[0]))


def _unmarked(match: re.Match[str]) -> str:
    marks = " " * len(match[1])
    return f"{marks}{match[2]}{marks}"


def _line_break(match: re.Match[str]) -> str:
    return "\n".rjust(len(match[0]))


def _blank(match: re.Match[str]) -> str:
    return "".join(char if char == "\n" else " " for char in match[0])


def _blank_cell(match: re.Match[str]) -> str:
    return "\t" + " " * (len(match[0]) - 1)
