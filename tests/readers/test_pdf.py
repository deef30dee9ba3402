"""PDF files written by hand are read cell by cell, or set aside with the reason."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors import needs
from extractors.document import Decoded
from extractors.model import SetAside
from extractors.readers import pdf, pdf_drawn, read_source
from extractors.readers.pdf import read
from tests.generator.documents.pdf_writer import A4, Sheet, pdf_of

HEAD = ("信息内容", "本年制发件数", "现行有效件数")
ROWS = (HEAD, ("规章", "1", "2"), ("行政规范性文件", "30", "-4"))
GRID = "信息内容\t本年制发件数\t现行有效件数\n规章\t1\t2\n行政规范性文件\t30\t-4\n"
XS = (60.0, 200.0, 300.0, 400.0)
HIGH = 20.0
PROSE = "本报告所列数据的统计期限自2024年1月1日起"


def ruled(
    rows: Sequence[Sequence[str]], *, top: float = 100.0, sheet: Sheet | None = None
) -> Sheet:
    """A page with a table of one line a row."""
    sheet = sheet or Sheet()
    bottom = top + HIGH * len(rows)
    for number in range(len(rows) + 1):
        sheet.line(XS[0], top + HIGH * number, XS[-1], top + HIGH * number)
    for x in XS:
        sheet.line(x, top, x, bottom)
    written(sheet, rows, top)
    return sheet


def written(sheet: Sheet, rows: Sequence[Sequence[str]], top: float = 100.0) -> None:
    for number, cells in enumerate(rows):
        for x, text in zip(XS, cells, strict=False):
            sheet.text(x + 4, top + HIGH * number + 14, text)


def decoded(*sheets: Sheet) -> Decoded:
    result = read(pdf_of(sheets))
    assert isinstance(result, list)
    return result[0]


def text(*sheets: Sheet) -> str:
    return decoded(*sheets).text


def reason(data: bytes) -> str:
    result = read_source(data)
    assert isinstance(result, SetAside)
    assert result.media_type == "application/pdf"
    return result.reason


def rules(*sheets: Sheet) -> dict[str, str]:
    return {finding.rule: finding.severity for finding in decoded(*sheets).findings}


def test_prose_and_cells_are_printed_line_by_line() -> None:
    sheet = ruled(ROWS)
    sheet.text(60, 60, PROSE)
    sheet.text(60, 240, "五、存在的主要问题")
    result = decoded(sheet)
    assert result.text == f"{PROSE}\n{GRID}五、存在的主要问题\n"
    assert (result.method, result.media_type) == ("pdf", "application/pdf")
    assert result.findings == ()


def test_every_piece_has_its_place() -> None:
    sheet = ruled(ROWS)
    sheet.text(60, 60, PROSE)
    result = decoded(Sheet(), sheet)
    place = result.place(result.text.index("30"))
    assert place is not None
    assert (place.page, place.table, place.row, place.column) == (2, 1, 3, 2)
    assert place.box is not None
    assert place.box == pytest.approx((204, 145.2, 214, 155.2), abs=0.5)
    prose = result.place(0)
    assert prose is not None
    assert (prose.page, prose.table) == (2, None)


@pytest.mark.parametrize("quarters", range(4))
def test_a_page_that_is_turned_reads_the_same(quarters: int) -> None:
    sheet = ruled(ROWS).turned(quarters)
    assert text(sheet) == GRID
    sheet.rotate = 0
    assert text(sheet) == GRID, "drawn on its side, and no viewer is told to turn it"


def test_a_merged_cell_stands_where_it_begins() -> None:
    sheet = Sheet()
    for x0, y0, x1, y1 in (
        *((60, 100, 300, 100), (60, 140, 300, 140), (140, 120, 300, 120)),
        *((60, 100, 60, 140), (140, 100, 140, 140), (300, 100, 300, 140), (220, 120, 220, 140)),
    ):
        sheet.line(x0, y0, x1, y1)
    sheet.text(60, 60, PROSE)
    sheet.text(64, 124, "不予公开")
    sheet.text(160, 114, "其他")
    sheet.text(150, 134, "1")
    sheet.text(230, 134, "2")
    assert text(sheet) == f"{PROSE}\n不予公开\t其他\t\n\t1\t2\n"


def test_a_label_over_several_lines_is_one_and_blanks_are_kept() -> None:
    sheet = ruled((HEAD, ("", "", "7"), ("", "", "")))
    sheet.text(64, 128, "行政规范", size=6)
    sheet.text(64, 136, "性文件", size=6)
    assert text(sheet) == "信息内容\t本年制发件数\t现行有效件数\n行政规范性文件\t\t7\n\t\t\n"


def test_a_heading_set_downwards_is_one_word() -> None:
    sheet = Sheet()
    sheet.text(60, 60, PROSE)
    for x in (60.0, 90.0, 120.0):
        sheet.line(x, 100, x, 160)
    for y in (100.0, 160.0):
        sheet.line(60, y, 120, y)
    for number, (one, two) in enumerate(zip("自然人", "总计数", strict=True)):
        sheet.text(70, 115 + 15 * number, one)
        sheet.text(100, 115 + 15 * number, two)
    assert text(sheet) == f"{PROSE}\n自然人\t总计数\n"


def test_digits_set_apart_are_one_number() -> None:
    sheet = ruled((HEAD, ("规章", "", "")))
    sheet.text(204, 134, "12345", spacing=4)
    assert "规章\t12345\t\n" in text(sheet)


def test_digits_far_apart_or_with_spaces_between_are_left_apart() -> None:
    sheet = ruled((HEAD, ("规章", "", "")))
    sheet.text(204, 134, "123", spacing=12)
    sheet.text(304, 134, "4 5")
    assert "规章\t1 2 3\t4 5\n" in text(sheet)


def test_characters_printed_twice_to_look_bold_count_once() -> None:
    sheet = ruled(ROWS)
    written(sheet, ROWS)
    sheet.text(204.3, 134, "1")
    assert text(sheet) == GRID


def test_a_number_over_another_one_cannot_be_told() -> None:
    sheet = ruled(ROWS)
    sheet.text(204, 134, "7")
    (value,) = (line for line in text(sheet).split("\n") if line.startswith("规章"))
    assert "\ufffd" in value


def test_digits_that_are_struck_out_cannot_be_told() -> None:
    sheet = ruled((HEAD, ("规章", "756", "2")))
    sheet.line(203, 130, 210, 130)
    assert "规章\t\ufffd56\t2\n" in text(sheet)


def test_digits_that_are_underlined_are_told() -> None:
    sheet = ruled((HEAD, ("规章", "756", "2")))
    sheet.line(203, 135.5, 225, 135.5)
    assert "规章\t756\t2\n" in text(sheet)


def test_digits_on_lines_of_their_own_are_no_one_number() -> None:
    sheet = ruled((HEAD, ("规章", "7", "2")))
    sheet.text(204, 126, "5")
    assert "规章\t5\ufffd7\t2\n" in text(sheet)


def test_a_number_too_wide_for_its_cell_cannot_be_told() -> None:
    sheet = ruled((HEAD, ("规章", "123456789012345678901234", "")))
    _, left, right = text(sheet).split("\n")[1].split("\t")
    assert left.endswith("\ufffd")
    assert right.startswith("\ufffd")


def test_a_watermark_and_what_stands_beyond_the_page_are_no_content() -> None:
    sheet = ruled(ROWS)
    sheet.text(150, 180, "2024内部资料", size=30, degrees=40)
    sheet.text(60, A4[1] + 50, "99")
    sheet.text(A4[0] + 5, 134, "99")
    assert text(sheet) == GRID


def test_lines_under_words_and_frames_around_pages_are_no_tables() -> None:
    sheet = Sheet()
    sheet.box(20, 20, A4[0] - 40, A4[1] - 40, "S")
    sheet.text(60, 60, PROSE)
    sheet.line(60, 62, 300, 62)
    assert text(sheet) == f"{PROSE}\n"
    assert text(ruled(ROWS, sheet=sheet)) == f"{PROSE}\n{GRID}"


def test_a_table_goes_on_over_a_page_break() -> None:
    first = ruled(ROWS, top=700)
    second = ruled(((HEAD), ("其他", "5", "6")), top=60)
    for number, sheet in enumerate((first, second), 1):
        sheet.text(60, 30, "某某市司法局")
        sheet.text(290, 810, f"- {number} -")
    result = decoded(first, second)
    assert result.text == f"某某市司法局\n{GRID}其他\t5\t6\n"
    place = result.place(result.text.index("5"))
    assert place is not None
    assert (place.page, place.table, place.row) == (2, 1, 4)


def test_a_row_torn_by_a_page_break_is_one() -> None:
    first = ruled((*ROWS, ("1.其他法律行政法规禁止公开", "8", "9")), top=700)
    second = ruled((("事项数量", "", ""), ("2.其他", "5", "6")), top=60)
    torn = "1.其他法律行政法规禁止公开事项数量\t8\t9\n"
    assert text(first, second) == f"{GRID}{torn}2.其他\t5\t6\n"


def test_a_head_torn_by_a_page_break_is_one() -> None:
    first = ruled((("结果维", "结果纠", "尚未审"),), top=780)
    second = ruled((("持", "正", "结"), ("1", "2", "3")), top=60)
    assert text(first, second) == "结果维持\t结果纠正\t尚未审结\n1\t2\t3\n"


def test_a_row_of_blanks_behind_a_page_break_is_a_row() -> None:
    second = ruled((("其他服务", "", ""), ("行政处罚", "5", "6")), top=60)
    assert text(ruled(ROWS, top=700), second) == f"{GRID}其他服务\t\t\n行政处罚\t5\t6\n"


def test_a_table_of_other_columns_is_another_one() -> None:
    second = Sheet()
    for x in (60.0, 130.0, 400.0):
        second.line(x, 60, x, 80)
    for y in (60.0, 80.0):
        second.line(60, y, 400, y)
    second.text(64, 74, "结果维持")
    second.text(140, 74, "3")
    result = decoded(ruled(ROWS, top=700), second)
    assert result.text == f"{GRID}结果维持\t3\n"
    place = result.place(result.text.index("3\n", len(GRID)))
    assert place is not None
    assert (place.table, place.row) == (2, 1)


def test_columns_without_lines_are_told_by_their_numbers() -> None:
    sheet = Sheet()
    written(sheet, (HEAD, ("规章", "1", "2"), ("行政许可", "", "12"), ("行政处罚", "3", "")))
    head, *rows = text(sheet).splitlines()
    assert head.split() == list(HEAD)
    assert rows == ["规章\t1\t2", "行政许可\t\t12", "行政处罚\t3\t"]


def test_rows_that_are_blank_in_different_columns_are_of_one_table() -> None:
    rows = (
        ("规章", "", "1", "2", "3"),
        ("行政许可", "4", "5", "", "6"),
        ("行政处罚", "7", "8", "9", "&nbsp;"),
    )
    sheet = Sheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.text(64 + 90 * column, 100 + HIGH * number, cell)
    assert text(sheet).splitlines() == ["\t".join(row) for row in rows]


def test_a_torn_label_without_lines_is_put_on_its_row() -> None:
    sheet = Sheet()
    written(sheet, (("规章", "1", "2"), ("", "30", "4"), ("", ""), ("其他", "5", "6")))
    sheet.text(64, 128, "行政规范性文", size=9)
    sheet.text(64, 140, "件的数量", size=9)
    assert text(sheet) == "规章\t1\t2\n行政规范性文件的数量\t30\t4\n其他\t5\t6\n"


def test_a_table_with_lines_parts_those_without() -> None:
    sheet = ruled(ROWS)
    for top, value in ((60.0, "7"), (80.0, "8"), (180.0, "9"), (200.0, "10")):
        written(sheet, (("依申请公开", value),), top)
    assert text(sheet) == f"依申请公开\t7\n依申请公开\t8\n{GRID}依申请公开\t9\n依申请公开\t10\n"


def test_reasons_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs, "is_there", lambda _: False)
    data = pdf_of([ruled(ROWS)])
    scan = Sheet()
    scan.image(0, 0, *A4)
    assert "needs a password" in reason(pdf_of([ruled(ROWS)], encrypted=True))
    assert "do not tell which characters" in reason(pdf_of([ruled(ROWS)], mapped=False))
    assert "only images of pages" in reason(pdf_of([scan]))
    assert "has no text" in reason(pdf_of([Sheet()]))
    assert "damaged" in reason(data[:200])
    assert "301 pages, more than the limit of 300" in reason(pdf_of([Sheet()] * 301))


def test_limits_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf_of([ruled(ROWS)])
    monkeypatch.setattr(pdf_drawn, "MAX_OBJECTS", 5)
    assert "more than 5 lines and other objects" in reason(data)
    monkeypatch.setattr(pdf, "MAX_SECONDS", -1.0)
    assert "takes longer than the limit" in reason(data)


def test_thousands_of_lines_are_refused() -> None:
    sheet = Sheet()
    sheet.text(60, 60, PROSE)
    for number in range(2500):
        y, x = 10 + 2 * (number % 400), 20 + 80 * (number // 400)
        sheet.line(x, y, x + 70, y)
    assert "more than 2000 lines" in reason(pdf_of([sheet]))


def test_images_and_hidden_text_are_named() -> None:
    both = Sheet()
    both.image(0, 0, *A4)
    both.text(60, 60, PROSE, hidden=True)
    assert rules(both) == {"hidden_text": "warning"}
    picture = Sheet()
    picture.image(60, 200, 400, 300)
    picture.text(60, 60, PROSE)
    assert rules(picture) == {"image_tables": "warning"}
    assert rules(ruled(ROWS, sheet=picture, top=600)) == {"image_tables": "info"}


def test_a_few_unmapped_characters_are_a_finding() -> None:
    sheet = ruled(ROWS)
    sheet.text(60, 60, PROSE)
    sheet.text(204, 154, "\ue123\ue124", size=10)
    assert rules(sheet) == {"unmapped_characters": "warning"}
