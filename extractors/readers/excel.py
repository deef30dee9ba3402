"""Workbooks: each visible sheet is a document of its own, its merged cells as they cover it."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from extractors.document import Decoded, Place, Writer
from extractors.model import SetAside
from extractors.readers.container import Container, UnreadableError, pack
from extractors.readers.ole import MAGIC
from extractors.readers.openxml import Element, checked, parse
from extractors.readers.xls import MAX_POSITIONS, MAX_SHEETS, plain_workbook

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OLD_MEDIA_TYPE = "application/vnd.ms-excel"
MAX_ROWS, MAX_COLUMNS = 2**20, 2**14
"""Rows and columns that a sheet can have."""

Value = int | float | str | bool | datetime.date | datetime.time | datetime.timedelta
Range = tuple[tuple[int, int], tuple[int, int]]

_NOT_CELLS = re.compile(r"xl/(?:drawings|charts|media|theme|externalLinks|pivot\w+|ctrlProps)/")
_LONG = 40
"""A text of this length that stands alone in its row is prose."""
_POSITION = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DIGITS = 15
"""As many digits of a number as Excel itself keeps."""


def read(data: bytes) -> list[Decoded] | SetAside:
    """The texts of a workbook's sheets, or why it is not read."""
    old = data.startswith(MAGIC)
    media_type = OLD_MEDIA_TYPE if old else MEDIA_TYPE
    try:
        workbook = _open(plain_workbook(data) if old else _checked_workbook(data))
        sheets = list(_sheets(workbook))
    except UnreadableError as error:
        return SetAside(str(error), media_type)
    method = "xls" if old else "xlsx"
    texts = [
        Decoded(writer.text, None, media_type, method, writer.places)
        for writer in map(_written, sheets)
        if writer.text.strip()
    ]
    return texts or SetAside("the workbook holds no text in a sheet that is shown", media_type)


def _checked_workbook(data: bytes) -> bytes:
    """A container of those parts of a workbook that say what its cells hold."""
    container = Container(data)
    if "xl/workbook.bin" in container.names:
        raise UnreadableError("the workbook is in the binary form .xlsb, which is not read")
    parts = {}
    for name in container.names:
        if name.endswith((".xml", ".rels")) and not _NOT_CELLS.match(name):
            parts[name] = checked(container.read(name), name)
            if b"sheetData" in parts[name]:
                _check_positions(parse(parts[name], name))
    return pack(parts)


def _check_positions(sheet: Element) -> None:
    """Refuse a sheet whose cells are few and far between: each position takes memory."""
    row = column = 0
    rows: set[int] = set()
    columns: set[int] = set()
    for element in sheet.iter("{*}row", "{*}c"):
        if element.tag.endswith("}row"):
            row, column = _row_of(element.get("r"), row + 1), 0
            continue
        found = _POSITION.fullmatch(element.get("r", ""))
        at = (int(found[2]), _column(found[1])) if found else (row, column + 1)
        column = at[1]
        if at[0] > MAX_ROWS or at[1] > MAX_COLUMNS:
            raise UnreadableError("a cell of a sheet stands outside of what a sheet can hold")
        if len(element):
            rows.add(at[0])
            columns.add(at[1])
    if rows and (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) > MAX_POSITIONS:
        raise UnreadableError(
            f"the cells of a sheet are spread over more than {MAX_POSITIONS:,} positions"
        )


def _row_of(number: str | None, otherwise: int) -> int:
    return int(number) if number and re.fullmatch("[0-9]{1,9}", number) else otherwise


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _open(data: bytes) -> CalamineWorkbook:
    return _guarded(lambda: CalamineWorkbook.from_object(BytesIO(data)))


