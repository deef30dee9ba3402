"""Workbooks of a release: labels with units, names, the rows, and a sheet that explains them."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import xlsxwriter

from flows.release.relations import Relation

HEAD = 2
"""Rows above the data: labels with units, then names."""
ROWS = 1_048_576 - HEAD
"""Rows that a sheet takes."""
TEXT = 32_767
_LEFT_OUT = " …[{} characters are left out: see the other formats]"
_WIDTH = 18


def write(parquet: Path, relation: Relation, stamp: datetime, path: Path) -> None:
    """Write a parquet file of a release as a workbook made at ``stamp``.

    Text never becomes a formula, a number or a link. Text longer than a cell takes is cut, and
    says so. The file must not have more than ``ROWS`` rows.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"constant_memory": True, "tmpdir": str(path.parent), "remove_timezone": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": relation.name, "created": stamp})
        _rows(book, parquet, relation)
        _dictionary(book, relation)


def _rows(book: Any, parquet: Path, relation: Relation) -> None:
    sheet = book.add_worksheet(relation.name[:31])
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#555555"})
    bold = book.add_format({"bold": True, "bottom": 1})
    forms = {
        "DATE": book.add_format({"num_format": "yyyy-mm-dd"}),
        "TIMESTAMP": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    columns = relation.columns
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTH, forms.get(column.type))
    sheet.freeze_panes(HEAD, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.caption, wrapped)
    for place, column in enumerate(columns):
        sheet.write_string(1, place, column.name, bold)
    row = HEAD
    with pq.ParquetFile(parquet) as file:
        for batch in file.iter_batches(10_000):
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                for place, value in enumerate(values):
                    _cell(sheet, row, place, value, forms)
                row += 1
    sheet.autofilter(1, 0, max(row - 1, 1), len(columns) - 1)


def _cell(sheet: Any, row: int, place: int, value: Any, forms: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value)
    elif isinstance(value, date):
        kind = "TIMESTAMP" if isinstance(value, datetime) else "DATE"
        sheet.write_datetime(row, place, value, forms[kind])
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        sheet.write_string(row, place, _fitting(text))


def _fitting(text: str) -> str:
    """``text`` as long as a cell takes it; characters beyond the plane of 16 bits count twice."""
    if len(text.encode("utf-16-le")) // 2 <= TEXT:
        return text
    room = TEXT - len(_LEFT_OUT) - 10
    kept = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return kept + _LEFT_OUT.format(len(text) - len(kept))


def _dictionary(book: Any, relation: Relation) -> None:
    sheet = book.add_worksheet("dictionary")
    sheet.set_column(0, 2, _WIDTH)
    sheet.set_column(3, 3, 80)
    sheet.write_string(0, 0, relation.name)
    sheet.write_string(0, 3, _fitting(relation.description))
    for place, text in enumerate(("column", "type", "unit", "label")):
        sheet.write_string(1, place, text)
    for row, column in enumerate(relation.columns, 2):
        for place, text in enumerate((column.name, column.type, column.unit, column.label)):
            sheet.write_string(row, place, text)
