"""Small workbooks whose cells are far apart: laid out, they would take gigabytes."""

from __future__ import annotations

from io import BytesIO
from random import Random
from struct import pack_into
from time import process_time

import pytest
import xlsxwriter

from extractors.model import SetAside
from extractors.readers import read_source
from extractors.readers.excel_old import BrokenError, Spread, spreads
from tests.generator.documents.xls import old_workbook, ole, xls_of
from tests.readers.drawn import draw

FAR = (65_535, 255)


def reason(data: bytes) -> str:
    started = process_time()
    result = read_source(data)
    assert process_time() - started < 2
    assert isinstance(result, SetAside)
    return result.reason


@pytest.mark.parametrize("sheets", [1, 400])
def test_an_old_workbook_is_refused_before_its_cells_are_laid_out(sheets: int) -> None:
    data = ole({"Workbook": old_workbook([[(0, 0), FAR]] * sheets)})
    assert len(data) < 60_000
    assert "spread over 65,536 rows and 256 columns" in reason(data)


def test_many_sheets_are_counted_together() -> None:
    old = ole({"Workbook": old_workbook([[(0, 0), (50_000, 30)]] * 20)})
    assert "the sheets are spread over more than 10,000,000 positions" in reason(old)
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for _ in range(20):
            sheet = book.add_worksheet()
            sheet.write_number(0, 0, 1)
            sheet.write_number(50_000, 30, 1)
    assert "the sheets are spread over more than 10,000,000 positions" in reason(out.getvalue())


def test_cells_at_the_end_of_a_sheet_take_no_room() -> None:
    assert spreads(ole({"Workbook": old_workbook([[FAR], []])})) == [Spread(1, 1), Spread(0, 0)]


def test_a_container_that_leads_in_circles_comes_to_an_end() -> None:
    rng = Random(3)
    data = bytearray(xls_of([draw("excel-circle", rng).parts], rng))
    for sector in range(100):
        pack_into("<I", data, 512 + 4 * sector, 3)
    started = process_time()
    assert isinstance(read_source(bytes(data)), SetAside)
    assert process_time() - started < 2


@pytest.mark.parametrize("size", [0, 30, 60, 511, 600])
def test_a_container_that_is_cut_is_broken(size: int) -> None:
    data = ole({"Workbook": old_workbook([[FAR]])})
    with pytest.raises(BrokenError):
        spreads(data[:size])


@pytest.mark.parametrize("start", range(0, 150, 50))
def test_old_workbooks_with_pieces_lost_or_doubled(start: int) -> None:
    for seed in range(start, start + 50):
        rng = Random(f"pieces {seed}")
        data = xls_of([draw("excel-pieces", rng).parts], rng)
        for _ in range(rng.choice((1, 3, 10))):
            at, size = rng.randrange(len(data)), rng.randrange(1, 300)
            other = rng.choice((b"", data[at : at + size] * 2, rng.randbytes(4), b"\xff" * 4))
            data = data[:at] + other + data[at + size :]
        started = process_time()
        result = read_source(data)
        assert process_time() - started < 2
        assert not isinstance(result, SetAside) or "\n" not in result.reason
