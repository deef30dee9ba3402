"""Tables as comma- or semicolon-separated rows: their separators become tabs.

A comma separates cells only where whole lines say so; elsewhere it is punctuation, or stands
at the thousands of a number.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

_SPACE = r"[\s\u200b\u200c\ufeff\u00ad]*"
_VALUE = re.compile(
    rf'{_SPACE}"?{_SPACE}(?:[+-]?[\d,]*\.?\d+{_SPACE}(?:万?元|件|条|项|个|次)?|[-/—]*)'
    rf'{_SPACE}"?{_SPACE}'
)
_OPEN = re.compile(r"\d\s+\d|\d\s*$")
"""Numbers with a space between them, or one at the end of words: no comma follows a cell here."""
_MARKS = (",", ";", "，", "；", "&")
_LIST = re.compile(r"^[^\S\n]*\[[^\[\]\n]*,[^\[\]\n]*\][^\S\n]*,?[^\S\n]*(?:\\\\)?$", re.M)
"""A row as a program prints a list of its cells."""
_QUOTED = re.compile(r'^[^\S\n]*"[^"\n]*"(?:[ \t]+"[^"\n]*")+[^\S\n]*$', re.M)
"""A row of nothing but cells in quotation marks."""
_QUOTE = re.compile(r'"([^"\n]*)"((?:[ \t]*(?="))?)')
_ROW_END = re.compile(r"\\\\(?=[^\S\n]*$)", re.M)
_AS_FIELDS = str.maketrans("[]'", '  "')
_FEWEST_ROWS = 6
_FEWEST = 3
"""Rows with a number among them, unless rows are so many that blank ones will do."""
_MANY_ROWS = 12
_FEWEST_MARKS = 2


def with_tabs(text: str) -> str:
    """``text``, of the same length, in which tabs stand between the cells of separated rows."""
    if "]" in text and len(_LIST.findall(text)) >= _FEWEST_ROWS:
        text = _LIST.sub(_without_brackets, text)
    if '" "' in text and len(_QUOTED.findall(text)) >= _FEWEST_ROWS:
        text = _QUOTED.sub(_cells_apart, text)
    if "&" in text and "\\\\" in text:
        text = _ROW_END.sub("  ", text)
    for mark in _MARKS:
        enough = text.count(mark) >= _FEWEST_ROWS * _FEWEST_MARKS
        if enough and len(_plain_fields(mark).findall(text)) >= _FEWEST_ROWS:
            text = _converted(text, mark)
    return text


@cache
def _plain_fields(mark: str) -> re.Pattern[str]:
    """A separator with nothing but a value and its unit, or nothing at all, up to the next one."""
    end = rf"(?={mark}|\n|\Z)"
    return re.compile(rf"{mark}(?:{end}|[^\u2e80-\u9fff\n{mark}]{{1,24}}\w{{0,2}}{end})")


def _converted(text: str, mark: str) -> str:
    lines = text.split("\n")
    cut = [_fields(line, mark) if line.count(mark) >= _FEWEST_MARKS else [] for line in lines]
    rows = [fields for fields in cut if _is_row(fields)]
    widths = Counter(map(len, rows))
    alike = max(widths.values(), default=0)
    filled_in = alike >= _MANY_ROWS or sum(map(_has_number, rows)) >= _FEWEST
    if alike < _FEWEST_ROWS or not filled_in:
        return text
    chosen = [
        fields if len(fields) in widths and "。" not in line else []
        for line, fields in zip(lines, cut, strict=True)
    ]
    _strike_numbers(chosen)
    printed = (
        _joined(fields) if fields else line for line, fields in zip(lines, chosen, strict=True)
    )
    return "\n".join(printed)


def _without_brackets(row: re.Match[str]) -> str:
    """A list of cells as separated fields; a comma behind its bracket separates lists."""
    fields, bracket, after = row[0].rpartition("]")
    return fields.translate(_AS_FIELDS) + " " * len(bracket) + after.replace(",", " ")


def _cells_apart(row: re.Match[str]) -> str:
    """A row of cells in quotation marks with tabs between them; white space within the marks is
    a blank cell."""
    return _QUOTE.sub(lambda cell: f" {cell[1]} {cell[2] and chr(9).ljust(len(cell[2]))}", row[0])


def _strike_numbers(rows: list[list[str]]) -> None:
    """Blank the numbers of rows and columns that a program prints before and above a table:
    0, 1, 2 and so on in the first field of each row, and in a row of nothing else."""
    following = 0
    heads: list[list[str]] = []
    numbered: list[list[str]] = []
    for fields in filter(None, rows):
        own = [field.strip() for field in fields]
        printed = [field for field in own if field]
        if not own[0] and printed == [str(number) for number in range(len(printed))]:
            heads.append(fields)
            following = 0
        elif own[0] == str(following):
            numbered.append(fields)
            following += 1
    if len(heads) + len(numbered) == sum(map(bool, rows)):
        for fields in heads:
            fields[:] = [" " * len(field) for field in fields]
        for fields in numbered:
            fields[0] = " " * len(fields[0])


def _fields(line: str, mark: str) -> list[str]:
    """The fields of a line; separators within quotation marks are part of a field."""
    fields = [""]
    for piece in re.split(f'("[^"]*"|{mark})', line):
        if piece == mark:
            fields.append("")
        else:
            fields[-1] += piece
    return fields


def _is_row(fields: list[str]) -> bool:
    """Whether fields read like a row of a table: a label, and values or blank cells."""
    labels = [field for field in fields if not _VALUE.fullmatch(field)]
    return len(labels) < len(fields) and not any(map(_OPEN.search, labels))


def _has_number(fields: list[str]) -> bool:
    return any(field.strip() and _VALUE.fullmatch(field) for field in fields)


def _joined(fields: list[str]) -> str:
    return "\t".join(fields).replace('"', " ")
