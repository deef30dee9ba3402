"""Workbooks, new and old: a text for each visible sheet, its values as they are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from extractors.document import Decoded
from extractors.model import SetAside
from extractors.readers import read_source
from extractors.readers.excel_formulas import formulas_without_result
from tests.generator.documents import Part
from tests.generator.documents.xls import xls_of
from tests.generator.documents.xlsx import xlsx_of
from tests.readers.drawn import draw, has_true_places, is_exact

Render = Callable[[Sequence[Sequence[Part]], Random], bytes]


def workbook(fill: Callable[[Any, Any], None]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book, book.add_worksheet("表一"))
    return out.getvalue()


def texts(data: bytes) -> list[Decoded]:
    result = read_source(data)
    assert not isinstance(result, SetAside), result.reason
    return result


def reason(data: bytes) -> str:
    result = read_source(data)
    assert isinstance(result, SetAside)
    assert "\n" not in result.reason
    return result.reason


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with a part changed."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (12.0, "12"),
        (-417, "-417"),
        (-0.0, "0"),
        (1234567.5, "1234567.5"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        ("012", "012"),
        (date(2024, 1, 20), "2024-01-20"),
        (datetime(2024, 1, 20, 8, 30), "2024-01-20 08:30:00"),
    ],
)
def test_a_value_is_printed_as_the_sheet_shows_it(value: Any, printed: str) -> None:
    def fill(book: Any, sheet: Any) -> None:
        form = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}.get(type(value), "")
        sheet.write(0, 0, value, book.add_format({"num_format": form}) if form else None)

    (text,) = texts(workbook(fill))
    assert text.text == printed + "\n"


@pytest.mark.parametrize(
    ("code", "value", "printed"),
    [
        ("0!.0000", 300000, "\ufffd"),
        ('0"."0,', 300000, "\ufffd"),
        ("0,", 190000, "\ufffd"),
        ("#,##0.0,", 190000, "\ufffd"),
        ("[<10000]0;0.0,", 190000, "\ufffd"),
        (";;;", 5, "\ufffd"),
        (";;;", 0, "\ufffd"),
        (";-0;0", 5, "\ufffd"),
        ("0%", 0.5, "\ufffd"),
        ("0.00%", 0.5, "\ufffd"),
        ("0.00%", 0, "0"),
        ("#,##0", 190000, "190000"),
        ("#,##0.00_);[Red]\\(#,##0.00\\)", -12.5, "-12.5"),
        ("0;-0;;@", 0, "0"),
        ("0;-0;;@", 5, "5"),
        ('0"件"', 5, "5"),
        (";;;", "五", "五"),
    ],
)
def test_a_number_that_its_format_changes_is_not_told(code: str, value: Any, printed: str) -> None:
    def fill(book: Any, sheet: Any) -> None:
        other = book.add_worksheet("表二")
        other.write_row(4, 2, ("规章", value), book.add_format({"num_format": code}))
        sheet.write_row(4, 2, ("规章", 7))

    first, second = texts(workbook(fill))
    assert first.text == "规章\t7\n"
    assert second.text == f"规章\t{printed}\n"


@pytest.mark.parametrize("stored", ["", "<v/>", "<v></v>"])
def test_a_formula_without_a_result_is_not_told(stored: str) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(1, 1, ("规章", 1))
        for row, column in ((0, 0), (1, 3), (2, 2)):  # beyond all values too
            sheet.write_formula(row, column, "=SUM(A9:A10)", None, 77)

    def lose(part: bytes) -> bytes:
        assert part.count(b"<v>77</v>") == 3
        return part.replace(b"<v>77</v>", stored.encode())

    data = changed(workbook(fill), "xl/worksheets/sheet1.xml", lose)
    (text,) = texts(data)
    assert text.text == "\ufffd\t\t\t\n\t规章\t1\t\ufffd\n\t\t\ufffd\t\n"
    assert [(finding.rule, finding.message[:1]) for finding in text.findings] == [
        ("formulas_without_result", "3")
    ]


def test_formulas_without_a_result_are_told_by_their_cells() -> None:
    part = (
        b'<x:row><x:c r="A1"><x:v>1</x:v></x:c><x:c s="2" r="B1"><x:f>A1</x:f></x:c>'
        b'<x:c r="C1"><x:f t="shared" si="0"/><x:v>3</x:v></x:c>'
        b'<x:c r="D1"><x:f t="shared" si="0" /></x:c></x:row>'
    )
    assert formulas_without_result(part) == [(0, 1), (0, 3)]
    assert formulas_without_result(part.replace(b"x:", b"")) == [(0, 1), (0, 3)]
    assert formulas_without_result(b"<f></f></c>") == []


def test_a_formula_whose_result_is_an_empty_text_is_blank() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ("规章", 1))
        sheet.write_formula(0, 2, '=""', None, "")

    def empty(part: bytes) -> bytes:
        start = part.index(b'<c r="C1"')
        return (
            part[:start] + b'<c r="C1" t="str"><f>""</f><v></v></c>' + part[part.index(b"</row>") :]
        )

    (text,) = texts(changed(workbook(fill), "xl/worksheets/sheet1.xml", empty))
    assert (text.text.split(), text.findings) == (["规章", "1"], ())


def test_a_value_below_the_heads_of_several_columns_is_not_told() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ("信息内容", "自然人", "商业企业", "总计"))
        sheet.write_row(1, 0, ("规章", 1, 2, 3))
        sheet.write(2, 0, "行政许可")
        sheet.merge_range(2, 1, 2, 2, 7)
        sheet.write(2, 3, 7)
        sheet.write(3, 0, "信息内容")
        sheet.merge_range(3, 1, 3, 2, "采购项目数量")
        sheet.write(3, 3, "采购总金额")
        sheet.write(4, 0, "政府集中采购")
        sheet.merge_range(4, 1, 4, 2, 8)
        sheet.write(4, 3, 4.5)

    (text,) = texts(workbook(fill))
    lines = [line.split() for line in text.text.splitlines()]
    assert lines[2] == ["行政许可", "\ufffd", "7"]
    assert lines[4] == ["政府集中采购", "8", "4.5"]


def test_a_formula_prints_its_last_result() -> None:
    (text,) = texts(workbook(lambda _, sheet: sheet.write_formula(0, 0, "=1+1", None, 7)))
    assert text.text == "7\n"


def test_tables_of_one_grid_are_printed_in_columns_of_their_own() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.merge_range("B2:G2", "总体情况")
        sheet.merge_range("B4:C4", "信息内容")
        sheet.merge_range("D4:E4", "制发")
        sheet.merge_range("F4:G4", "废止")
        sheet.merge_range("B5:C5", "规章")
        sheet.merge_range("B6:C6", "文件")
        sheet.merge_range("D6:E6", "")
        sheet.merge_range("F6:G6", 7)
        sheet.write_row("B8", ("自然人", "企业", 3))

    (text,) = texts(workbook(fill))
    assert text.text == "总体情况\n信息内容\t制发\t废止\n规章\t\t\n文件\t\t7\n自然人\t企业\t3\n"
    assert text.part == "表一"
    found = {text.text[p.start : p.end]: p.place for p in text.places}
    assert found["总体情况"][3:] == (2, 2, "表一")
    assert found["7"][3:] == (6, 6, "表一")
    assert found["3"][3:] == (8, 4, "表一")


def test_lines_within_a_cell_are_lines_of_prose_and_none_of_a_label() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "一、总体情况\n\n本年公开 7 条。")
        sheet.write_row(2, 0, ("结\n果", "1\n2"))

    (text,) = texts(workbook(fill))
    assert text.text == "一、总体情况\n本年公开 7 条。\n结果\t1\ufffd2\n"
    assert [text.place(at)[3:5] for at in (0, 8, 18)] == [(1, 1), (1, 1), (3, 1)]  # type: ignore[index]


def test_what_a_merged_cell_covers_is_not_printed() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:B2", "总计")
        sheet.write("B2", 99)
        sheet.write_row("C1", (1, 2))
        sheet.write_row("C2", (3, 4))

    (text,) = texts(workbook(fill))
    assert text.text == "总计\t1\t2\n\t3\t4\n"


def test_each_visible_sheet_that_holds_text_is_a_document() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "一")
        book.add_worksheet("空")
        for name, hide in (("隐", "hide"), ("深", "very_hidden")):
            hidden = book.add_worksheet(name)
            hidden.write(0, 0, name)
            getattr(hidden, hide)()
        book.add_worksheet("表二").write(4, 3, "二")

    assert [(text.part, text.text) for text in texts(workbook(fill))] == [
        ("表一", "一\n"),
        ("表二", "二\n"),
    ]


def test_comments_and_pictures_are_no_text() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write(0, 0, 1)
        sheet.write_comment(0, 0, "请核对 999 件")
        sheet.insert_textbox(3, 3, "888")

    (text,) = texts(workbook(fill))
    assert text.text == "1\n"


ONE = workbook(lambda _, sheet: sheet.write(0, 0, 1))
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (workbook(lambda _, __: None), "no text"),
        (ONE[:-100], "broken"),
        (changed(ONE, SHEET, lambda part: part[:-40]), "broken"),
        (changed(ONE, SHEET, lambda part: part.replace(b'"A1"', b'"XFD1048576"')), "spread over"),
        (changed(ONE, SHEET, lambda part: part + b" " * 2**21), "expands beyond"),
        (changed(ONE, "xl/workbook.xml", lambda _: b""), "broken"),
        (xls_of([], Random(1)), "no text"),
        (xls_of([], Random(1), password=True), "password"),
        (xls_of([], Random(1))[:3000], "broken"),
    ],
    ids=["empty", "cut", "cut sheet", "far apart", "bomb", "no list", "old and empty",
         "password", "old and cut"],
)  # fmt: skip
def test_what_is_not_read_says_why(data: bytes, words: str) -> None:
    assert words in reason(data)


def test_merged_cells_may_reach_beyond_the_sheet() -> None:
    ranges = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    data = changed(ONE, SHEET, lambda part: part.replace(b"</sheetData>", b"</sheetData>" + ranges))
    assert texts(data)[0].text == "1\n"


@pytest.mark.parametrize("render", [xlsx_of, xls_of], ids=["xlsx", "xls"])
@pytest.mark.parametrize("seed", range(10))
def test_generated_reports_are_read_exactly(seed: int, render: Render) -> None:
    check(f"excel-{seed}", render)


@pytest.mark.slow
@pytest.mark.parametrize("render", [xlsx_of, xls_of], ids=["xlsx", "xls"])
def test_hundreds_of_generated_reports_are_read_exactly(render: Render) -> None:
    for number in range(100):
        check(f"excel-slow-{number}", render)


def check(seed: str, render: Render) -> None:
    """Three reports to a workbook."""
    rng = Random(seed)
    reports = [draw(f"{seed}{letter}", rng) for letter in "abc"]
    decoded = texts(render([report.parts for report in reports], rng))
    assert [text.part for text in decoded] == ["报告1", "报告2", "报告3"]
    for text, report in zip(decoded, reports, strict=True):
        assert is_exact(text, report.truth), (seed, text.part)
        assert has_true_places(text), seed


@pytest.mark.parametrize("render", [xlsx_of, xls_of], ids=["xlsx", "xls"])
def test_damaged_workbooks_are_read_or_set_aside(render: Render) -> None:
    rng = Random(9)
    whole = render([draw("excel-fuzz", rng).parts], rng)
    outcomes = set()
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(rng.choice((0, 1, 8))):
            data[rng.randrange(len(data))] = rng.randrange(256)
        end = rng.choice((len(data), rng.randrange(len(data))))
        outcomes.add(type(read_source(bytes(data[:end]))))
    assert outcomes == {list, SetAside}
