"""Images as documents: what is read of small ones, and why others are set aside."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from extractors import needs, patience
from extractors.document import UNKNOWN, Decoded
from extractors.model import SetAside
from extractors.readers import ocr, read_source
from tests.generator.documents.pdf_writer import A4, Sheet, pdf_of

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
SLOW = pytest.mark.slow
with_extra = pytest.mark.skipif(not needs.is_there(needs.RECOGNITION), reason=f"needs {ocr.EXTRA}")
ROWS = (
    ("信息内容", "本年制发件数", "现行有效件数"),
    ("规章", "12", ""),
    ("行政规范性文件", "/", "—"),
)
TITLE = "2024年政府信息公开工作年度报告\n"
READ = "信息内容\t本年制发件数\t现行有效件数\n规章\t12\t\n行政规范性文件\t/\t—\n"


def page(font: int = 0, size: float = 10.5, rows: tuple[tuple[str, ...], ...] = ROWS) -> Picture:
    """A page with a title and a table, as a scanner sees it."""
    scan = pytest.importorskip("tests.generator.documents.scan")
    if not scan.FONTS:
        pytest.skip("no Chinese font is installed")
    sheet = scan.Page(A4, scan.Scanner(font=font % len(scan.FONTS)))
    sheet.text(60, 60, "2024年政府信息公开工作年度报告", size=16)
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            left, top = 60 + 140 * column, 100 + 24 * number
            sheet.box(left, top, 140, 24, "S")
            sheet.text(left + 20, top + 17, words, size=size)
    drawn: Picture = sheet.image
    return drawn


def saved(image: Picture, kind: str = "PNG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def decoded(data: bytes) -> Decoded:
    result = read_source(data)
    assert isinstance(result, list)
    (one,) = result
    return one


def reason(data: bytes) -> str:
    result = read_source(data)
    assert isinstance(result, SetAside)
    assert "\n" not in result.reason
    return result.reason


def test_without_the_extra_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs, "is_there", lambda _: False)
    scan = Sheet()
    scan.image(0, 0, *A4)
    for data, kind in ((PNG, "image/png"), (pdf_of([scan]), "application/pdf")):
        result = read_source(data)
        assert isinstance(result, SetAside)
        assert result.reason.endswith("needs optical character recognition: pip install 'ogi[ocr]'")
        assert result.media_type == kind


READS_NOTHING: dict[str, Any] = dict.fromkeys(("read_image", "read_pdf"), lambda _: [])


def test_scans_ask_for_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    monkeypatch.setattr(needs, "is_there", lambda _: True)
    monkeypatch.setattr(patience, "ask", asked.append)
    monkeypatch.setattr(ocr, "import_module", lambda _: SimpleNamespace(**READS_NOTHING))
    scan = Sheet()
    scan.image(0, 0, *A4)
    for data in (PNG, pdf_of([scan]), "规章".encode(), pdf_of([Sheet()])):
        read_source(data)
    assert len(asked) == 2
    assert min(asked) > 1


@with_extra
@pytest.mark.parametrize(
    "kind", ["PNG", *(pytest.param(kind, marks=SLOW) for kind in ("JPEG", "BMP", "GIF", "TIFF"))]
)
def test_a_page_of_each_kind(kind: str) -> None:
    one = decoded(saved(page(), kind))
    assert one.text == TITLE + READ
    assert (one.method, one.media_type) == ("ocr", f"image/{kind.lower()}")
    assert [finding.rule for finding in one.findings] == ["read_by_ocr"]
    place = one.place(one.text.index("12"))
    assert place is not None
    assert (place.page, place.table, place.row, place.column) == (1, 1, 2, 2)
    assert place.box is not None
    assert place.box == pytest.approx((220, 132.5, 231, 141), abs=3)


@with_extra
@SLOW
@pytest.mark.parametrize("font", range(2))
@pytest.mark.parametrize("size", [9.0, 12.0])
def test_marks_are_no_ones(font: int, size: float) -> None:
    assert decoded(saved(page(font, size))).text.endswith(READ)


@with_extra
@SLOW
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_on_its_side_is_turned(turns: int) -> None:
    assert decoded(saved(page().rotate(90 * turns, expand=True))).text.endswith(READ)


@with_extra
@SLOW
def test_a_table_goes_on_on_the_next_page() -> None:
    more = {"save_all": True, "append_images": [page()]}
    for kind in ("TIFF", "PDF"):
        one = decoded(saved(page(), kind, **more))
        assert one.text == TITLE + READ + READ.partition("\n")[2]
        place = one.place(one.text.rindex("12"))
        assert place is not None
        assert (place.page, place.table, place.row) == (2, 1, 4)


@with_extra
@SLOW
def test_a_page_whose_fonts_tell_nothing_is_looked_at() -> None:
    sheet = Sheet()
    sheet.text(60, 60, "政府信息公开工作年度报告", size=12)
    assert decoded(pdf_of([sheet], mapped=False)).method == "ocr"


@with_extra
@SLOW
def test_ink_that_is_no_character_is_no_blank() -> None:
    drawn = page()
    blot = [round(value * 200 / 72) for value in (365, 130, 375, 141)]
    drawn.paste(0, (blot[0], blot[1], blot[2], blot[3]))
    line = decoded(saved(drawn)).text.splitlines()[2]
    assert line.startswith("规章\t12\t")
    assert line.split("\t")[2] != ""


@with_extra
@SLOW
def test_numbers_whose_wall_is_missing_are_no_number() -> None:
    drawn = page(rows=(ROWS[0], ("规章", "0", "3"), ("许可", "14", "7")))
    wall, top, bottom = (round(value * 200 / 72) for value in (340, 90, 180))
    drawn.paste(255, (wall - 3, top, wall + 4, bottom))
    _, _, *lines = decoded(saved(drawn)).text.splitlines()
    assert [line.split("\t")[1][-1] for line in lines] == [UNKNOWN, UNKNOWN]


@with_extra
@SLOW
def test_images_that_are_no_pages_say_why() -> None:
    from PIL import Image

    assert "a PNG image that is damaged" in reason(PNG)
    assert "shows no text" in reason(saved(Image.new("L", (1200, 1700), 255)))
    assert "above the limit of 40 million" in reason(saved(Image.new("1", (9000, 9000))))
    assert "above the limit of 40 million" in reason(saved(Image.new("1", (20000, 20000))))
    assert "which is no page" in reason(saved(Image.new("1", (4000, 100))))
    small = Image.new("1", (100, 140), 1)
    many = saved(small, "TIFF", save_all=True, append_images=[small] * 30)
    assert "of 31 pages" in reason(many)


def mutated(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 20))):
        at = rng.randrange(len(changed))
        act = rng.randrange(3)
        if act == 0:
            changed[at] = rng.randrange(256)
        elif act == 1:
            del changed[at : at + rng.randrange(1, 40)]
        else:
            changed[at:at] = changed[rng.randrange(len(changed)) :][: rng.randrange(1, 60)]
    return bytes(changed)


def damaged() -> Iterator[bytes]:
    whole = page().crop((100, 100, 1400, 600)).resize((390, 150))
    for kind in ("PNG", "JPEG", "BMP", "GIF", "TIFF", "PDF"):
        data = saved(whole, kind)
        yield from (data[: len(data) * cut // 3] for cut in (1, 2))
        yield from (mutated(data, Random(f"{kind}:{number}")) for number in range(3))


@with_extra
@SLOW
def test_damaged_images_give_no_traceback() -> None:
    for data in damaged():
        result = read_source(data)
        if isinstance(result, SetAside):
            assert result.reason
            assert "\n" not in result.reason


@with_extra
@SLOW
def test_noise_ends_in_a_reason() -> None:
    from PIL import Image

    noise = Image.frombytes("L", (1000, 1400), Random(1).randbytes(1_400_000))
    assert "no text" in reason(saved(noise))
