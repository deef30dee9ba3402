"""Printing: aligned tables with Chinese text, csv, json, and where each goes."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from rich.cells import cell_len

TABLE_ROWS = 500


def line(text: str = "") -> None:
    """Print one line."""
    sys.stdout.write(_bare(text) + "\n")


def _bare(text: str) -> str:
    """A text without characters that would steer a terminal: publishers' pages may have any."""
    return text if text.isprintable() else _STEERING.sub(" ", text)


_STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    title: str = "",
    right: Sequence[bool] | None = None,
) -> None:
    """Print an aligned table; wide characters count as two places.

    Columns of numbers stand to the right, or those that ``right`` says.
    """
    body = [list(row) for row in rows]
    texts = [list(columns), *([_plain(value) for value in row] for row in body)]
    widths = [max(cell_len(row[i]) for row in texts) for i in range(len(columns))]
    numeric = right or [
        all(isinstance(row[i], int | float | Decimal | None) for row in body)
        for i in range(len(columns))
    ]
    if title:
        line(f"\n{title}")
    for number, row in enumerate(texts):
        cells = zip(row, widths, numeric, strict=True)
        line("  ".join(_pad(text, width, right) for text, width, right in cells).rstrip())
        if number == 0:
            line("  ".join("─" * width for width in widths))


def wrapped(text: str, width: int, first: str, later: str) -> Iterator[str]:
    """Lines of a text no wider than ``width`` places, the first and later ones led by these.

    Chinese breaks anywhere but before a closing mark; words and numbers stay whole.
    """
    line, start = first, True
    for word in _WORD.findall(" ".join(text.split())):
        if not start and cell_len(line) + cell_len(word.rstrip()) > width:
            yield line.rstrip()
            line = later
        line += word
        start = False
    yield line.rstrip()


_WORD = re.compile(r"(?:[!-~]+|[^!-~ ])[，。；：、！？）〕」』”’%…]* ?| ")
"""What a line does not break: a word of another script or a character, and marks behind it."""


def _pad(text: str, width: int, right: bool) -> str:
    space = " " * (width - cell_len(text))
    return space + text if right else text + space


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return _bare(str(value)).replace("\n", " ")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as csv with a header."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


def as_json(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as a JSON array of objects, one object a line."""
    write = sys.stdout.write
    separator = "[\n"
    for row in rows:
        write(separator + dumps(dict(zip(columns, row, strict=True))))
        separator = ",\n"
    write("[]\n" if separator == "[\n" else "\n]\n")


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON with Chinese characters as they are and dates in ISO form."""
    return json.dumps(value, ensure_ascii=False, default=_jsonable, indent=indent)


def _jsonable(value: Any) -> Any:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value)


def problem(message: str) -> None:
    """Print one sentence about what went wrong."""
    sys.stderr.write(f"ogi: {_bare(message)}\n")
