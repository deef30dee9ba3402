"""Word documents are read as they are shown: changes accepted, nothing hidden, cells merged."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import fields
from io import BytesIO
from random import Random
from zipfile import ZipFile

import pytest
from lxml import etree

from extractors.document import Decoded
from extractors.model import SetAside
from extractors.readers import read_source
from extractors.readers.docx import MAX_DEPTH, read
from tests.generator.documents import SpannedTable
from tests.generator.documents.docx import DocxStyle, docx_of, packed
from tests.readers.drawn import draw, has_true_places, is_exact

MAIN = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body>{}</w:body></w:document>"
)
WHO = 'w:id="1" w:author="a" w:date="2022-01-20T08:00:00Z"'
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BEGIN, SEPARATE, END = (FIELD.format(kind) for kind in ("begin", "separate", "end"))


def run(text: str, style: str = "") -> str:
    style = f"<w:rPr>{style}</w:rPr>" if style else ""
    return f"<w:r>{style}<w:t>{text}</w:t></w:r>"


def paragraph(*runs: str, end: str = "") -> str:
    style = f"<w:pPr><w:rPr>{end}</w:rPr></w:pPr>" if end else ""
    return f"<w:p>{style}{''.join(runs)}</w:p>"


def cell(text: str = "", marks: str = "") -> str:
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{paragraph(run(text))}</w:tc>"


def row(*cells: str, style: str = "") -> str:
    return f"<w:tr><w:trPr>{style}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, grid: tuple[int, ...] = ()) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def box(*paragraphs: str) -> str:
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{inside}</wps:txbx>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def decoded(body: str) -> Decoded:
    result = read(packed(body))
    assert not isinstance(result, SetAside), result.reason
    (text,) = result
    return text


def reason(data: bytes) -> str:
    result = read_source(data)
    assert isinstance(result, SetAside)
    assert "\n" not in result.reason
    return result.reason


TWO = '<w:gridSpan w:val="2"/>'
WIDE = '<w:tc><w:tcPr><w:gridSpan w:val="200"/></w:tcPr></w:tc>'
DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
ACROSS, OVER = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
BREAK = "<w:r><w:br/></w:r>"
DELETED = f"<w:del {WHO}><w:r><w:delText>9</w:delText></w:r></w:del>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (table(row(cell("a", TWO), cell("b")), row(*map(cell, "cde"))), "a\t\tb\nc\td\te"),
        (table(row(cell("a", DOWN), cell("b")), row(cell("x", ON), cell("c"))), "a\tb\n\tc"),
        (table(row(cell("a", ACROSS), cell("", OVER), cell("b")), row(*map(cell, "cde"))),
         "a\t\tb\nc\td\te"),
        (table(row(*map(cell, "abc")), row(cell("d"), style='<w:gridBefore w:val="2"/>')),
         "a\tb\tc\n\t\td"),
        (table(row(cell("a"), cell("b", TWO)), row(cell("c", TWO), cell("d")),
               grid=(900, 1, 900)), "a\tb\nc\td"),
        (table(row(cell("a"), cell("b", TWO)), row(cell("c", TWO), cell("d")),
               grid=(900, 900, 900)), "a\tb\nc\t\td"),
        (table(row(cell("a")), row(cell("9"), style=f"<w:del {WHO}/>"), row(cell("b"))), "a\nb"),
        (table(row(cell("a")), row(cell("9"), style="<w:hidden/>"), row(cell("b"))), "a\nb"),
        (table(row(cell("a"), "<w:sdt><w:sdtContent>" + cell("b") + "</w:sdtContent></w:sdt>")),
         "a\tb"),
        (table(row(cell("a"), f"<w:tc>{table(row(cell('b')), row(cell('c')))}<w:p/></w:tc>")),
         "a\tb c"),
        (table(row(cell("a"), "<w:tc>" + table(row(*map(cell, "bc")), row(*map(cell, "de")))
         + "</w:tc>")), "a\t\nb\tc\nd\te"),
        (table(row(f"<w:tc>{paragraph(run('a'))}{table(row(*map(cell, 'bc')))}</w:tc>")),
         "a\nb\tc"),
        (table(row(f"<w:tc>{paragraph(run('提供'))}{paragraph(run('情况'))}</w:tc>", cell("1"))),
         "提供情况\t1"),
        (table(row(cell("a"), f"<w:tc>{paragraph(run('1'), BREAK, run('2'))}</w:tc>")),
         "a\t1\ufffd2"),
        (table(row(cell("a"), f"<w:tc>{paragraph(run('7'))}{paragraph(run('0'))}</w:tc>")),
         "a\t7\ufffd0"),
    ],
    ids=["gridSpan", "vMerge", "hMerge", "gridBefore", "sliver", "no sliver", "row deleted",
         "row hidden", "cell in a control", "line of cells in a cell", "table in a cell",
         "frame", "torn Chinese", "torn digits", "two numbers"],
)  # fmt: skip
def test_tables(body: str, text: str) -> None:
    assert decoded(body).text == text + "\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph(run("1"), DELETED, f"<w:ins {WHO}>{run('2')}</w:ins>"), "12"),
        (paragraph(f"<w:moveFrom {WHO}>{run('9')}</w:moveFrom>", run("1")), "1"),
        (paragraph(run("1"), end=f"<w:del {WHO}/>") + paragraph(run("2")), "12"),
        (paragraph(run("1"), end="<w:vanish/>") + table(row(cell("a"))), "1\na"),
        (paragraph(run("1"), run("9", "<w:vanish/>"), run("2", '<w:vanish w:val="0"/>')), "12"),
        (paragraph(run("1"), run("9", "<w:strike/>"), run("9", "<w:dstrike/>")), "1"),
        (paragraph(run("12"), run("1", '<w:vertAlign w:val="superscript"/>')), "12"),
        (paragraph(run("H"), run("2", '<w:vertAlign w:val="subscript"/>')), "H2"),
        (paragraph(BEGIN, run("9"), SEPARATE, run("1"), END, run("2")), "12"),
        (paragraph(BEGIN, BEGIN, run("9"), SEPARATE, run("8"), END, SEPARATE, run("1"), END), "1"),
        (paragraph(BEGIN, run("1")), "1"),
        (paragraph(box(paragraph(run("题"))), run("a")) + paragraph(run("b")), "a\n题\nb"),
        (table(row(cell("a"), f"<w:tc>{paragraph(run('1'), box(paragraph(run('4'))))}</w:tc>"))
         + paragraph(run("b")), "a\t1\nb\n4"),
        (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph(run('9'))}"
         f"</w:sdtContent></w:sdt>{paragraph(run('1'))}", "1"),
        (f"<w:customXml><w:sdt><w:sdtContent>{paragraph(run('1'))}</w:sdtContent></w:sdt>"
         "</w:customXml>", "1"),
        ("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>1</w:t><w:tab/><w:t>2</w:t>"
         "<w:noBreakHyphen/><w:t>3</w:t><w:br/><w:t>4</w:t><w:br w:type='page'/><w:t>5</w:t>"
         "</w:r></w:p>", "1 2-3\n45"),
        ('<w:p><w:r><w:sym w:font="Symbol" w:char="F02B"/><w:sym w:font="Wingdings" '
         'w:char="F0FE"/><w:sym w:char="x"/><w:t>1</w:t></w:r></w:p>', "+1"),
    ],
    ids=["inserted, deleted", "moved", "end deleted", "end hidden before a table", "hidden",
         "struck through", "note mark", "subscript", "field", "field in a field's code",
         "field without end", "title in a box", "box in a table", "prompt", "wrapped", "breaks",
         "symbols"],
)  # fmt: skip
def test_what_is_shown_is_read_and_nothing_else(body: str, text: str) -> None:
    assert decoded(body).text == text + "\n"


def test_each_cell_has_its_place() -> None:
    found = decoded(paragraph(run("总体")) + table(row(cell("规章", TWO), cell("7"))) * 2)
    words = [(found.text[p.start : p.end], *p.place[2:5]) for p in found.places]
    assert words == [("规章", 1, 1, 1), ("7", 1, 1, 2), ("规章", 2, 1, 1), ("7", 2, 1, 2)]
    assert found.method == "docx"


def test_a_part_in_another_format_is_told() -> None:
    chunk = '<w:altChunk w:id="rId9"/>'
    (finding,) = decoded(paragraph(run("1")) + chunk).findings
    assert (finding.rule, finding.severity) == ("unread_part", "warning")
    assert "another format" in reason(packed(chunk))


def with_part(document: str | bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", document)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (packed(""), "no text"),
        (with_part("<w:document"), "not markup"),
        (with_part("<a/>"), "no body"),
        (with_part('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>'), "type"),
        (with_part("<a>" * 400 + "</a>" * 400), "not markup"),
        (with_part("<a/>" * 2_000_000), "tags"),
        (packed(table(row(cell()))), "no text"),
        (packed("<w:tbl><w:tr><w:tc>" * (MAX_DEPTH + 1) + paragraph(run("1")) * 2
                + "</w:tc></w:tr></w:tbl>" * (MAX_DEPTH + 1)), "nests tables"),
        (packed(paragraph(BEGIN * 100, run("1"))), "nests fields"),
        (with_part(MAIN.format(table(row(WIDE * 40) * 110))), "positions"),
        (packed("<w:p/>" * 250_000), "expands beyond"),
    ],
    ids=["empty", "cut markup", "other markup", "entity", "deep", "tags", "blank", "nested tables",
         "nested fields", "table too large", "bomb"],
)  # fmt: skip
def test_what_is_not_read_says_why(data: bytes, words: str) -> None:
    assert words in reason(data)


@pytest.mark.parametrize("seed", [f"docx-{number}" for number in range(30)])
def test_generated_reports_are_read_exactly(seed: str) -> None:
    check(seed)


@pytest.mark.slow
def test_hundreds_of_generated_reports_are_read_exactly() -> None:
    for number in range(400):
        check(f"docx-slow-{number}")


def check(seed: str) -> None:
    rng = Random(seed)
    report = draw(seed, rng)
    result = read_source(docx_of(report.parts, rng))
    assert not isinstance(result, SetAside), seed
    (text,) = result
    assert is_exact(text, report.truth), seed
    assert has_true_places(text), seed
    assert not text.findings


def test_damaged_documents_are_read_or_set_aside() -> None:
    rng = Random(7)
    whole = docx_of(draw("docx-fuzz", rng).parts, rng)
    outcomes = set()
    for _ in range(100):
        data = bytearray(whole)
        for _ in range(rng.choice((0, 1, 8))):
            data[rng.randrange(len(data))] = rng.randrange(256)
        end = rng.choice((len(data), rng.randrange(len(data))))
        outcomes.add(type(read_source(bytes(data[:end]))))
    assert outcomes == {list, SetAside}


@pytest.mark.slow
def test_markup_in_any_order_is_read_or_set_aside() -> None:
    rng = Random(8)
    everything = DocxStyle(*[True] * len(fields(DocxStyle)))
    parts = draw("docx-markup", rng).parts
    data = docx_of(
        [*parts[:3], *(p for p in parts if isinstance(p, SpannedTable))], rng, everything
    )
    with ZipFile(BytesIO(data)) as archive:
        whole = etree.fromstring(archive.read("word/document.xml"))
    outcomes = set()
    for _ in range(60):
        root = deepcopy(whole)
        elements = list(root.iter())
        for one, other in zip(
            rng.choices(elements, k=30), rng.choices(elements, k=30), strict=True
        ):
            change = rng.choice(("move", "rename", "remove"))
            if change == "move":
                one.append(deepcopy(other))
            elif change == "rename":
                one.tag = other.tag
            elif (parent := one.getparent()) is not None:
                parent.remove(one)
        outcomes.add(type(read(with_part(etree.tostring(root)))))
    assert outcomes <= {list, SetAside}
