"""Number formats of a workbook that show another number than a cell stores, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import join, normpath

from extractors.readers.openxml import parse

WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
Formats = dict[tuple[int, int], str]
"""Formats of cells by row and column, which count from 0."""

_LONGEST = 255
"""Characters of a format that Excel takes."""
_PERCENT = {"9": "0%", "10": "0.00%"}
"""Formats that have a number instead of a code."""
_APART = re.compile(r'"([^"]*)"|[\\!](.)|[_*].|\[[^\]]*\]', re.S)
"""What a format prints as it stands, or does not print."""
_SCALES = re.compile(r"%|[0#?],+(?![,0#?])")
_CONDITION = re.compile(r"\[[<>=]")
_OF_NUMBER = re.compile(r"[\d.,%]")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"\b([rs])\s*=\s*[\"']\s*([A-Z]{0,3})([0-9]{1,7})\s*[\"']")


def differs(code: str, value: float) -> bool:
    """Whether a number format shows another number than ``value``, or hides it.

    Zeros that a format leaves blank are zeros still, unless it hides all numbers.
    """
    sections = code[:_LONGEST].split(";")
    shown = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    if _CONDITION.search(code):  # which section it is depends on more than the sign
        shown = code[:_LONGEST]
    if not shown.strip() and len(sections) > 1:
        return value != 0 or not any(sections[:3])
    literals = (match[1] or match[2] or "" for match in _APART.finditer(shown))
    scales = _SCALES.search(_APART.sub("", shown)) or any(map(_OF_NUMBER.search, literals))
    return value != 0 and bool(scales)


def scaling_styles(styles: bytes) -> dict[int, str]:
    """The format codes of the cell styles that may show another number than the stored one."""
    root = parse(styles, STYLES)
    codes = _PERCENT | {
        element.get("numFmtId", ""): element.get("formatCode", "")
        for element in root.iter("{*}numFmt")
    }
    scaling = {
        number: code for number, code in codes.items() if differs(code, 1) or differs(code, -1)
    }
    return {
        number: scaling[style.get("numFmtId")]
        for number, style in enumerate(root.iterfind("{*}cellXfs/{*}xf"))
        if style.get("numFmtId") in scaling
    }


def formats_of_cells(part: bytes, styles: Mapping[int, str]) -> Formats:
    """The cells of a sheet that have one of ``styles``, with their formats."""
    formats: Formats = {}
    for cell in _CELL.finditer(part):
        style = next((int(d) for name, _, d in _ATTRIBUTE.findall(cell[1]) if name == b"s"), -1)
        if style in styles:
            formats[place_of(cell[1])] = styles[style]
    return formats


def place_of(attributes: bytes) -> tuple[int, int]:
    """The row and column that a cell's attributes tell, from 0; -1 where they tell none."""
    for name, letters, digits in _ATTRIBUTE.findall(attributes):
        if name == b"r":
            return int(digits) - 1, column_of(letters) - 1
    return -1, -1


def column_of(letters: bytes) -> int:
    """The number of a column, from 1, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def parts_of_sheets(workbook: bytes, relations: bytes) -> dict[str, str]:
    """For each sheet's name the part that holds it."""
    targets = {
        relation.get("Id"): normpath(join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in parse(relations, RELATIONS).iter("{*}Relationship")
    }
    named = {}
    for sheet in parse(workbook, WORKBOOK).iter("{*}sheet"):
        identities = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
        named[sheet.get("name", "")] = targets.get(next(iter(identities), None), "")
    return named
