"""PDF files of which some pages, or some tables, are images."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from random import Random

import pypdfium2 as pdfium
import pytest

from extractors import needs
from extractors.document import Decoded
from extractors.model import Report
from extractors.readers import ocr, read_source
from tests.accuracy.score import printed, score
from tests.generator import Truth, random_truth
from tests.generator.documents import Part, SpannedTable, compose
from tests.generator.documents.pdf_report import Setting, drawn_report
from tests.generator.documents.pdf_writer import Sheet, pdf_of
from tests.reading import read_one

IS_THERE = needs.is_there(needs.RECOGNITION)
with_extra = pytest.mark.skipif(not IS_THERE, reason=f"needs {ocr.EXTRA}")
without_extra = pytest.mark.skipif(IS_THERE, reason=f"{ocr.EXTRA} is installed")


def joined(*files: bytes) -> bytes:
    """PDF files as one."""
    whole = pdfium.PdfDocument.new()
    for file in files:
        with pdfium.PdfDocument(file) as pages:
            whole.import_pages(pages)
    out = BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()


def scanned(parts: Sequence[Part]) -> bytes:
    scan = pytest.importorskip("tests.generator.documents.scan")
    if not scan.FONTS:
        pytest.skip("no Chinese font is installed")
    scanner = scan.Scanner(degrees=0.3, noise=4)
    pages = scan.scanned(parts, Setting(size=10.5), scanner, Random(3))
    made: bytes = scan.as_pdf(pages, scanner)
    return made


def drawn() -> tuple[Truth, list[Part], int]:
    """A report, and where its table of section three stands among its parts."""
    rng = Random("mixed")
    truth = random_truth(rng, size="medium", edition="2021")
    parts = compose(truth, rng)
    tables = [number for number, part in enumerate(parts) if isinstance(part, SpannedTable)]
    return truth, parts, tables[-2]


def decoded(data: bytes) -> Decoded:
    result = read_source(data)
    assert isinstance(result, list)
    return result[0]


@with_extra
@pytest.mark.slow
def test_a_table_on_a_page_that_is_an_image_is_recognised_at_its_place() -> None:
    truth, parts, at = drawn()
    texts = [drawn_report(some, Setting()) for some in (parts[:at], parts[at + 1 :])]
    report = read_one(joined(texts[0], scanned([parts[at]]), texts[1]))
    assert isinstance(report, Report)
    found = score(report, printed(truth))
    assert (found.wrong, found.silent, report.source.method) == (0, 0, "pdf+ocr")
    read = {cell.name for cell in report.cells if cell.value is not None}
    told = {cell.name for cell in report.cells if not cell.name.startswith("applications")}
    assert told <= read  # no sum confirms section two, but it is text
    assert len(read) >= 190
    for cell in report.cells:
        assert cell.span
        own = report.source.is_recognised(*cell.span)
        assert own == cell.name.startswith("applications"), cell.name


def with_picture(page: bytes, picture: bytes, height: float) -> bytes:
    """A page with a JPEG picture as wide as it, and so high, at its foot."""
    whole = pdfium.PdfDocument(page)
    sheet = whole[0]
    image = pdfium.PdfImage.new(whole)
    image.load_jpeg(BytesIO(picture), inline=True)
    image.set_matrix(pdfium.PdfMatrix().scale(sheet.get_width(), height))
    sheet.insert_obj(image)
    sheet.gen_content()
    out = BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()


@with_extra
@pytest.mark.slow
def test_a_table_that_a_page_of_text_shows_as_a_picture_is_read_below_the_text() -> None:
    scan = pytest.importorskip("tests.generator.documents.scan")
    if not scan.FONTS:
        pytest.skip("no Chinese font is installed")
    truth, parts, at = drawn()
    (review,) = [part for part in parts[at + 1 :] if isinstance(part, SpannedTable)]
    scanner = scan.Scanner()
    size = (595.0, 300.0)
    (picture,) = scan.scanned([review], Setting(size=9, page=size), scanner, Random(3))
    sheet = Sheet()
    sheet.text(60, 60, "2024年政府信息公开工作年度报告")
    sheet.text(60, 90, "四、政府信息公开行政复议、行政诉讼情况")
    data = with_picture(pdf_of([sheet]), scan.as_image(picture, "JPEG", scanner), size[1])
    report = read_one(data)
    assert isinstance(report, Report)
    assert report.text.startswith("2024年政府信息公开工作年度报告\n四、政府信息")
    read = {cell.name: cell.value for cell in report.cells if cell.value is not None}
    assert len(read) == 15
    assert all(truth.cells[name] == value for name, value in read.items())


@with_extra
@pytest.mark.slow
def test_text_that_has_all_tables_leaves_images_alone() -> None:
    _, parts, at = drawn()
    result = decoded(joined(drawn_report(parts, Setting()), scanned([parts[at]])))
    assert (result.method, result.recognised) == ("pdf", ())
    assert [finding.rule for finding in result.findings] == ["image_tables"]


@without_extra
def test_the_reason_why_an_image_is_not_read_says_what_to_install() -> None:
    sheet = Sheet()
    sheet.text(60, 60, "2024年政府信息公开工作年度报告")
    sheet.image(60, 100, 400, 300)
    result = decoded(pdf_of([sheet]))
    (finding,) = result.findings
    assert (finding.rule, finding.severity) == ("image_tables", "warning")
    assert ocr.EXTRA in finding.message
    assert result.recognised == ()


def test_stretches_that_were_recognised_are_told() -> None:
    text = Decoded("0123456789", None, recognised=((2, 4), (6, 7)))
    spans = [(0, 2), (1, 3), (3, 4), (4, 6), (6, 7), (7, 9), (0, 9)]
    assert [text.is_recognised(*span) for span in spans] == [
        False, True, True, False, True, False, True
    ]  # fmt: skip
    assert Decoded("0", None, method="ocr").is_recognised(0, 1)
