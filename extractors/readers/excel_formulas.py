"""Formulas of a workbook whose results are not stored: a program that computes wrote none."""

from __future__ import annotations

import re

from extractors.readers.excel_formats import place_of

Formulas = list[tuple[int, int]]
"""Cells by row and column, which count from 0."""

_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v\b[^<>]*(?:/>|>\s*</(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)
_IS_TEXT = re.compile(rb"\bt\s*=\s*[\"']str[\"']")


def formulas_without_result(part: bytes) -> Formulas:
    """The cells of a sheet with a formula and no result; a stored text may be empty."""
    if b"<f" not in part and b":f" not in part:
        return []
    return [
        place_of(cell[1])
        for cell in _FORMULA.finditer(part)
        if not (cell[2] and _IS_TEXT.search(cell[1]))
    ]
