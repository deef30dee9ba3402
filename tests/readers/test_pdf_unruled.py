"""Tables of PDF files that no lines rule: over page breaks, with blank columns and torn cells."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.document import UNKNOWN, Decoded
from extractors.readers.pdf import read
from tests.generator.documents.pdf_writer import Sheet, pdf_of

Spot = tuple[float, float, str]
"""Where a text begins, the height of its line, and what it says."""
XS = (220.0, 300.0, 380.0)


def sheet_of(spots: Iterable[Spot]) -> Sheet:
    sheet = Sheet()
    for x, y, words in spots:
        sheet.text(x, y, words)
    return sheet


def decoded(*pages: Iterable[Spot]) -> Decoded:
    result = read(pdf_of([sheet_of(spots) for spots in pages]))
    assert isinstance(result, list)
    return result[0]


def lines(*pages: Iterable[Spot]) -> list[str]:
    return decoded(*pages).text.splitlines()


def row(y: float, label: str, *values: str) -> list[Spot]:
    return [
        (40.0, y, label),
        *((x, y, value) for x, value in zip(XS, values, strict=True) if value),
    ]


HEAD = row(100, "信息内容", "制发件数", "废止件数", "有效件数")


def test_a_column_that_only_the_head_names_is_kept_blank() -> None:
    assert lines(HEAD + row(130, "规章", "7", "", ""))[1:] == ["规章\t7\t\t"]
    found = lines(HEAD + row(130, "规章", "7", "", "") + row(160, "文件", "", "8", "9"))
    assert found[1:] == ["规章\t7\t\t", "文件\t\t8\t9"]


def test_heads_at_several_heights_name_their_columns() -> None:
    head = [(40.0, 100.0, "信息内容"), (300.0, 103.0, "废止件数"), (220.0, 109.0, "制发件数")]
    found = lines([*head, *row(130, "规章", "", "7", ""), *row(160, "文件", "", "8", "")])
    assert found[-2:] == ["规章\t\t7", "文件\t\t8"]


def test_a_head_that_names_no_column_of_its_own_names_none() -> None:
    head = [(40.0, 100.0, "信息内容"), (210.0, 100.0, "本年制发和废止的件数")]
    assert lines(head + row(130, "规章", "7", "8", ""))[1:] == ["规章 7 8"]


def test_the_head_of_a_page_is_that_of_rows_on_the_next() -> None:
    head = [(x, y + 640, words) for x, y, words in HEAD]
    found = lines(head, row(60, "规章", "7", "", "") + row(90, "文件", "", "8", ""))
    assert found[1:] == ["规章\t7\t\t", "文件\t\t8\t"]


def test_columns_go_on_over_a_page_break_with_a_page_number() -> None:
    first = [*row(700, "规章", "1", "2", "3"), (290.0, 800.0, "- 1 -")]
    second = [*row(60, "文件", "", "4", "5"), (290.0, 800.0, "- 2 -")]
    result = decoded(first, second)
    assert result.text.splitlines() == ["规章\t1\t2\t3", "文件\t\t4\t5"]
    place = result.place(result.text.index("4"))
    assert place is not None
    assert (place.page, place.table, place.row, place.column) == (2, 1, 2, 3)


def test_rows_of_numbers_at_the_foot_of_two_pages_are_no_page_numbers() -> None:
    first = [(40.0, 60.0, "行政复议"), *((x, 800.0, "1") for x in XS)]
    second = [(40.0, 60.0, "行政诉讼"), *((x, 800.0, "2") for x in XS)]
    found = [line.split() for line in lines(first, second)]
    assert found == [["行政复议"], ["1", "1", "1"], ["行政诉讼"], ["2", "2", "2"]]


def test_a_number_close_behind_its_label_is_put_into_its_column() -> None:
    first, last = row(100, "规章", "1", "2", "3"), row(160, "文件", "4", "5", "6")
    label = "其他法律行政法规禁止公开的信息内容"  # ends where the first column begins
    glued = [(216.0 - 10 * len(label), 130.0, label), (220.0, 130.0, "7")]
    assert lines(first + glued + last) == ["规章\t1\t2\t3", f"{label}\t7\t\t", "文件\t4\t5\t6"]


def test_a_number_that_a_label_ends_with_stays_in_it() -> None:
    first, last = row(100, "规章", "1", "2", "3"), row(160, "文件", "4", "5", "6")
    label = (40.0, 130.0, "第7条至第9")
    assert lines([*first, label, *last])[1] == "第7条至第9"


def test_a_number_beside_the_middle_of_its_label_is_of_it() -> None:
    label = [(40.0, 124.0, "其他法律行政"), (40.0, 136.0, "法规禁止公开")]
    label.append((300.0, 130.0, "7"))
    found = lines(row(100, "规章", "1", "2", "3") + label + row(160, "文件", "4", "5", "6"))
    assert found == ["规章\t1\t2\t3", "其他法律行政法规禁止公开\t\t7\t", "文件\t4\t5\t6"]


def test_marks_beside_the_middle_of_a_label_are_its_row() -> None:
    label = [(40.0, 124.0, "其他法律行政"), (40.0, 136.0, "法规禁止公开")]
    marks = [(x, 130.0, "/") for x in XS]
    found = lines(
        [*row(100, "规章", "1", "2", "3"), *label, *marks, *row(160, "文件", "4", "5", "6")]
    )
    assert found[1] == "其他法律行政法规禁止公开\t/\t/\t/"


def test_a_number_on_two_lines_cannot_be_told() -> None:
    torn = [(220.0, 124.0, "202"), (220.0, 136.0, "6"), *row(130, "规章", "", "2", "3")]
    found = lines(torn + row(160, "文件", "400", "5", "6"))
    assert found == [f"规章\t202{UNKNOWN}6{UNKNOWN}\t2\t3", "文件\t400\t5\t6"]


def test_the_head_of_several_columns_is_no_part_of_the_one_below_it() -> None:
    group = [(40.0, 100.0, "信息内容"), (280.0, 88.0, "行政诉讼的件数")]
    parts = [
        (x, 100.0, words) for x, words in zip(XS, ("结果维持", "其他结果", "总计"), strict=True)
    ]
    found = lines(
        [*group, *parts, *row(130, "一审", "1", "2", "3"), *row(160, "二审", "4", "5", "6")]
    )
    assert found[:2] == ["行政诉讼的件数", "信息内容 结果维持 其他结果 总计"]


def test_a_head_that_a_page_repeats_counts_once() -> None:
    again = [(x, y - 40, words) for x, y, words in HEAD]
    first = HEAD + row(130, "规章", "1", "2", "3")
    assert lines(first, again + row(90, "文件", "", "4", ""))[1:] == [
        "规章\t1\t2\t3",
        "文件\t\t4\t",
    ]
    other = [(x, y - 40, words) for x, y, words in row(100, "信息内容", "一", "二", "三")]
    assert lines(first, other + row(90, "文件", "", "4", ""))[2] == "信息内容 一 二 三"


def test_numbers_closer_than_words_are_apart_where_their_digits_are_closer() -> None:
    sheet = Sheet()
    for x, number in ((220.0, "922"), (240.0, "109"), (300.0, "7")):
        sheet.text(x, 100, number)
    sheet.text(40, 100, "行政规范性文件")
    result = read(pdf_of([sheet]))
    assert isinstance(result, list)
    assert result[0].text == "行政规范性文件\t922\t109\t7\n"


def downwards(x: float, y: float, words: str) -> list[Spot]:
    """A character a line, centred at a height."""
    top = y - 7 * (len(words) - 1)
    return [
        (x + (2.5 if char.isdigit() else 0), top + 14 * n, char) for n, char in enumerate(words)
    ]


def test_heads_that_run_downwards_are_read_on_the_line_at_their_middle() -> None:
    heads = zip(XS, ("本年制发件数", "2023年废止", "总计"), strict=True)
    head = [spot for x, words in heads for spot in downwards(x, 100, words)]
    values = row(160, "规章", "7", "", "") + row(190, "文件", "8", "", "")
    found = lines([(40.0, 103.0, "信息内容"), *head, *values])
    assert found == ["信息内容 本年制发件数 2023年废止 总计", "规章\t7\t\t", "文件\t8\t\t"]


def test_what_stands_below_one_another_in_rows_is_no_head() -> None:
    def unit(y: float, label: str) -> list[Spot]:
        return [(40.0, y, label), (140.0, y, "件")]

    first, last = row(100, "规章", "1", "2", "3"), row(154, "文件", "4", "5", "6")
    found = lines([*first, *unit(118, "行政复议数"), *unit(136, "行政诉讼数"), *last])
    assert [line.split() for line in found[1:3]] == [["行政复议数", "件"], ["行政诉讼数", "件"]]
    head = [spot for x in XS for spot in downwards(x, 93, "总计")]
    digits = [(x + 2.5, 114.0 + 14 * n, "7") for x in XS for n in range(2)]
    labels = [(40.0, 114.0, "行政复议"), (40.0, 128.0, "行政诉讼")]
    assert lines(head + digits + labels) == [
        "总计 总计 总计",
        "行政复议\t7\t7\t7",
        "行政诉讼\t7\t7\t7",
    ]


def test_rows_as_close_as_the_lines_of_a_label_keep_their_labels() -> None:
    values = row(100, "规章", "1", "2", "3") + row(116, "文件", "4", "5", "6")
    found = lines([*values, (40.0, 132.0, "行政复议数"), *row(148, "行政诉讼数", "7", "8", "9")])
    assert found[2:] == ["行政复议数", "行政诉讼数\t7\t8\t9"]


def test_heads_that_nearly_touch_are_apart() -> None:
    head = [(195.0, 103.0, "本年商业企业"), (258.0, 103.0, "本年科研机构")]
    values = [(220.0, 130.0, "7"), (285.0, 130.0, "8"), (40.0, 130.0, "规章")]
    assert lines(head + values)[0] == "本年商业企业 本年科研机构"
