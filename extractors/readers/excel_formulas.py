"""Formulas of a workbook whose results are not stored: a program that computes wrote none."""

from __future__ import annotations

import re

from extractors.readers.excel_formats import place_of

Formulas = list[tuple[int, int]]
"""Cells by row and column, which count from 0."""

_FORMULA = re.compile(rb"<f\b[^<>]*(?:/>|>[^<]*</f>)\s*(<v\b[^<>]*(?:/>|>\s*</v>)\s*)?</c>")
_PREFIX = re.compile(rb"(</?)\w+:(?=[cfv][\s/>])")
_IS_TEXT = re.compile(rb"\bt\s*=\s*[\"']str[\"']")


def formulas_without_result(part: bytes) -> Formulas:
    """The cells of a sheet with a formula and no result; a stored text may be empty."""
    if b":f>" in part or b":f " in part:
        part = _PREFIX.sub(rb"\1", part)
    found = []
    for formula in _FORMULA.finditer(part) if b"<f" in part else ():
        start = part.rfind(b"<c ", 0, formula.start())
        attributes = part[start : formula.start()]
        if start >= 0 and not (formula[1] and _IS_TEXT.search(attributes)):
            found.append(place_of(attributes))
    return found
