"""Workbooks: each visible sheet is a text of its own, its merged cells as they cover it.

Hidden rows and columns are read like others: the form's rows of zeros are hidden at times, and
an old workbook does not tell.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from extractors.document import UNKNOWN, Decoded, Place, Writer
from extractors.findings import finding
from extractors.model import Finding, SetAside
from extractors.readers.container import Container, UnreadableError
from extractors.readers.excel_formats import (
    RELATIONS,
    STYLES,
    WORKBOOK,
    Formats,
    column_of,
    differs,
    formats_of_cells,
    parts_of_sheets,
    scaling_styles,
)
from extractors.readers.excel_formulas import Formulas, formulas_without_result
from extractors.readers.excel_old import MAX_SHEETS, BrokenError, spreads
from extractors.readers.grid import in_one_line, stands_below_several
from extractors.readers.kinds import EXCEL, OLD_EXCEL

MAX_POSITIONS = 2_000_000
"""Rows times columns of a sheet, from its first cell to its last."""
MAX_TOGETHER = 5 * MAX_POSITIONS
"""Of all sheets of a workbook, which are in memory at a time."""

Value = int | float | str | datetime.date | datetime.time | datetime.timedelta

Range = tuple[tuple[int, int], tuple[int, int]]


class _Told(NamedTuple):
    """What the parts of a workbook tell of a sheet beyond its values: formats that show other
    numbers, and formulas whose results are not stored."""

    formats: Formats
    formulas: Formulas


_NOTHING = _Told({}, [])
Row = list[str | None]
"""What the cells of a row print; None for one that a merged cell covers."""

_POSITION = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_ENCRYPTED = re.compile(rb"\x09\x08\x10\0.{16}(?:\x86\0\0\0)?\x2f\0", re.DOTALL)
"""The first record of an old workbook and the one that says so."""
_VALUE = re.compile(r"[-+]?[0-9][0-9,.]*(?:万?元)?|[-/—]+|\ufffd")
_MERGED_VALUES = 2_000
_DIGITS = 15
"""As many digits of a number as Excel itself keeps."""


def read(data: bytes) -> list[Decoded] | SetAside:
    """The text of each visible sheet that holds one, or why there is none.

    ``part`` is the sheet's name; places have the sheet's own rows and columns.
    """
    old = not data.startswith(b"PK")
    media_type, method = (OLD_EXCEL, "xls") if old else (EXCEL, "xlsx")
    parts: dict[str, _Told] = {}
    try:
        if not old:
            parts = _check_container(data)
        else:
            _check_old(data)
        texts = [
            (sheet.name, _written(sheet, parts.get(sheet.name, _NOTHING)))
            for sheet in _sheets(data)
        ]
    except UnreadableError as error:
        return SetAside(str(error), media_type)
    decoded = [
        Decoded(
            writer.text,
            None,
            media_type,
            method,
            writer.places,
            _findings(parts.get(name, _NOTHING)),
            part=name,
        )
        for name, writer in texts
        if writer.text
    ]
    return decoded or SetAside("the workbook holds no text in a sheet that is shown", media_type)


def _findings(told: _Told) -> tuple[Finding, ...]:
    if not told.formulas:
        return ()
    return (finding("formulas_without_result", n=len(told.formulas)),)


def _check_container(data: bytes) -> dict[str, _Told]:
    """Refuse what would expand beyond limits in the memory of the reading library.

    Gives what the library does not tell of cells, for each sheet that has any of it.
    """
    container = Container(data)
    if "xl/workbook.bin" in container.names:  # the library does not tell its merged cells
        raise UnreadableError("the workbook is in the binary form .xlsb, which is not read")
    kept: dict[str, bytes] = {}
    styles: dict[int, str] = {}
    told: dict[str, _Told] = {}
    spread: list[int] = []
    for name in sorted(container.names, key=lambda name: name != STYLES):
        if name.endswith((".xml", ".rels")):
            part = container.read(name)
            spread.append(_check_spread(part))
            if name == STYLES:
                styles = scaling_styles(part)
            elif name in (WORKBOOK, RELATIONS):
                kept[name] = part
            else:
                formats = formats_of_cells(part, styles) if styles else {}
                own = _Told(formats, formulas_without_result(part))
                told |= {name: own} if any(own) else {}
    _check_all(spread)
    if not told or len(kept) != len((WORKBOOK, RELATIONS)):
        return {}
    parts = parts_of_sheets(kept[WORKBOOK], kept[RELATIONS])
    return {sheet: told[part] for sheet, part in parts.items() if part in told}


def _check_old(data: bytes) -> None:
    """Refuse an old workbook that asks for a password, or whose sheets all together would take
    too much memory."""
    if _ENCRYPTED.search(data):
        raise UnreadableError("the workbook is encrypted: it asks for a password")
    try:
        sheets = spreads(data)
    except BrokenError as error:
        raise UnreadableError("the workbook is broken or cut off") from error
    _check_all(_check_size(rows, columns) for rows, columns in sheets)


def _check_all(positions: Iterable[int]) -> None:
    if sum(positions) > MAX_TOGETHER:
        raise UnreadableError(
            f"the cells of the sheets are spread over more than {MAX_TOGETHER:,} positions"
        )


def _check_spread(part: bytes) -> int:
    """The positions of a sheet; one whose cells are few and far between is refused, for each
    position takes memory."""
    height = 0
    letters = b""
    for found in _POSITION.finditer(part):
        height = max(height, int(found[2]))
        letters = max(letters, found[1], key=lambda name: (len(name), name))
    return _check_size(height, column_of(letters))


def _check_size(height: int, width: int) -> int:
    if height * width > MAX_POSITIONS:
        raise UnreadableError(
            f"the cells of a sheet are spread over {height:,} rows and {width:,} columns, more"
            f" than {MAX_POSITIONS:,} positions"
        )
    return height * width


def _sheets(data: bytes) -> list[CalamineSheet]:
    """The visible sheets of a workbook."""
    try:
        workbook = CalamineWorkbook.from_object(BytesIO(data))
        shown = [
            index
            for index, sheet in enumerate(workbook.sheets_metadata)
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        if len(shown) > MAX_SHEETS:
            raise UnreadableError(f"the workbook has more than {MAX_SHEETS} sheets")
        return [workbook.get_sheet_by_index(index) for index in shown]
    except (UnreadableError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the library is no Exception
        raise UnreadableError("the workbook is broken or cut off") from error


def _written(sheet: CalamineSheet, told: _Told) -> Writer:
    """A sheet's rows that are not blank; a number whose format shows another is not told, nor
    one that is the result of a formula and not stored."""
    writer = Writer()
    if sheet.start is None:
        return writer
    _check_size(sheet.height, sheet.width)
    values = sheet.to_python()
    rows: list[Row] = [[_printed(value) for value in row] for row in values]
    top, left = sheet.start
    for (number, column), code in told.formats.items():
        if _is_other(values, number - top, column - left, code):
            rows[number - top][column - left] = UNKNOWN
    rows, top, left = _with_formulas(rows, top, left, told.formulas)
    ranges = sheet.merged_cell_ranges or []
    _cover(rows, top, left, ranges)
    _doubt(rows, top, left, ranges)
    for number, (row, columns) in enumerate(zip(rows, _columns(rows), strict=True), top + 1):
        cells = [
            (row[column] or "", Place(row=number, column=left + column + 1, part=sheet.name))
            for column in columns
        ]
        if len(cells) > 1:
            writer.row([(in_one_line(text), place) for text, place in cells])
        for text, place in cells if len(cells) == 1 else ():  # prose, with lines of its own
            for line in filter(str.strip, text.split("\n")):
                writer.line(line, place)
    return writer


def _with_formulas(
    rows: list[Row], top: int, left: int, formulas: Formulas
) -> tuple[list[Row], int, int]:
    """Rows, and where they begin, with the cells whose formulas have no result, which may stand
    beyond all others."""
    formulas = [cell for cell in formulas if min(cell) >= 0]
    if not formulas:
        return rows, top, left
    first = min(top, *(row for row, _ in formulas))
    before = left - min(left, *(column for _, column in formulas))
    last = max(top + len(rows) - 1, *(row for row, _ in formulas))
    width = max(len(rows[0]) + before, *(column + 1 - left + before for _, column in formulas))
    _check_size(last + 1 - first, width)
    grown: list[Row] = [[""] * width for _ in range(last + 1 - first)]
    for number, row in enumerate(rows, top - first):
        grown[number][before : before + len(row)] = row
    for number, column in formulas:
        grown[number - first][column - left + before] = UNKNOWN
    return grown, first, left - before


def _columns(rows: list[Row]) -> Iterator[list[int]]:
    """For each row the columns that are printed: of prose, only those that hold it."""
    for in_table, group in groupby(zip(_in_tables(rows), rows, strict=True), itemgetter(0)):
        table = [row for _, row in group]
        kept = _kept(table) if in_table else []
        for row in table:
            if in_table:  # what its last cell covers are no blank cells behind it
                last = max(column for column, text in enumerate(row) if text is not None)
                yield [column for column in kept if column <= last]
            else:
                yield [column for column, text in enumerate(row) if text]


def _in_tables(rows: list[Row]) -> list[bool]:
    """Which rows are a table's: those of several texts, or of a value.

    A row of one text ahead of values is a label whose own values are blank; ahead of the head
    of a table it is prose.
    """
    told: list[bool] = []
    values_follow = False
    for row in reversed(rows):
        texts = [text for text in row if text]
        has_value = any(map(_VALUE.fullmatch, texts))
        if len(texts) != 1 or has_value:
            values_follow = has_value
        told.append(len(texts) > 1 or values_follow)
    return told[::-1]


def _kept(rows: list[Row]) -> list[int]:
    """The columns of a table: of the sheet's, which all its tables share, those it needs.

    One in which none of its cells begins is left out, as are blank ones behind the table.
    """
    begin = [row for row in rows if sum(map(bool, row)) > 1]
    printed = {column for row in rows for column, text in enumerate(row) if text}
    return [
        column
        for column in range(max(printed) + 1)
        if column in printed or any(row[column] is not None for row in begin)
    ]


def _cover(rows: list[Row], top: int, left: int, ranges: list[Range]) -> None:
    """Take out what merged cells cover, though it may hold values that nobody sees."""
    steps = 0
    for (first_row, first_column), (last_row, last_column) in ranges:
        for number in range(max(first_row, top), min(last_row + 1, top + len(rows))):
            row = rows[number - top]
            begins = number == first_row and first_column >= left
            start = max(first_column - left, 0) + begins
            end = min(last_column + 1 - left, len(row))
            row[start:end] = [None] * (end - start)
            steps += 1 + max(end - start, 0)
            if steps > MAX_POSITIONS:
                raise UnreadableError("the merged cells of a sheet overlap")


def _doubt(rows: list[Row], top: int, left: int, ranges: list[Range]) -> None:
    """Do not tell values of merged cells that stand below the heads of several columns."""
    needed = {column for row in rows for column, text in enumerate(row) if text}
    values = 0
    for (number, first), (_, last) in ranges:
        row, start, end = number - top, first - left, last - left
        if not (0 <= row < len(rows) and 0 <= start < end < len(rows[row])):
            continue
        text = rows[row][start]
        if text and _VALUE.fullmatch(text) and any(c in needed for c in range(start + 1, end + 1)):
            values += 1
            if values > _MERGED_VALUES or stands_below_several(rows, row, start, end):
                rows[row][start] = UNKNOWN


def _is_other(values: list[list[Value]], row: int, column: int, code: str) -> bool:
    """Whether a cell, if it is one that holds a number, shows another by its format."""
    if not (0 <= row < len(values) and 0 <= column < len(values[row])):
        return False
    value = values[row][column]
    return isinstance(value, int | float) and differs(code, value)


def _printed(value: Value) -> str:
    """A value as a sheet shows it without a format of its own."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return format(Decimal(f"{value or 0:.{_DIGITS}g}"), "f")
    return str(value).strip()
