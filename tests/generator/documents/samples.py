"""The bundled sample documents: a report as a web page, a Word file, a workbook and a PDF.

``python -m tests.generator.documents.samples data/documents`` writes them anew; the PDF is
printed by LibreOffice, and bears the date of that. All figures and words are invented.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from ..build import build
from ..style import Options, Pen, Style
from ..truth import Truth, random_truth
from .docx import DocxStyle, docx_of
from .html import page_of
from .model import Paragraph, Part, spanned
from .pdf import Look, page, print_with_office
from .xlsx import xlsx_of

SAMPLES = {
    "laocheng-sifaju-2024.html": "老城区司法局",
    "luolong-sifaju-2024.docx": "洛龙区司法局",
    "mengjin-sifaju-2024.pdf": "孟津区司法局",
    "yanshi-sifaju-2024.xlsx": "偃师区司法局",
}
"""The agency that each document is of."""
_STYLE = Style(
    brackets="（）", point=".", quotes="“”", comma="，", note=True, short=False, gap="",
    zero_fee="0", blank="", plus=False, head_notes=False, seed=0,
)  # fmt: skip
_NOTE = "本文为示例文件，表中数字均为虚构，不代表该机关实际情况。"


def truth_of(name: str) -> Truth:
    """What a sample prints."""
    drawn = random_truth(Random(name), size="medium")
    return replace(drawn, agency=SAMPLES[name], year=2024)


def parts_of(truth: Truth) -> list[Part]:
    """A report with prose of its own around the tables."""
    tables = build(truth, Pen(Random(0), _STYLE, Options(moved=0)))
    new, handled, left = (
        truth.cells[f"applications.{row}.total"]
        for row in ("new_received", "total_handled", "carried_forward")
    )
    asked = f"本机关新收到政府信息公开申请{new}件，办结{handled}件，结转下年度{left}件。"
    return [
        Paragraph(f"{truth.agency}{truth.year}年政府信息公开工作年度报告", 1),
        Paragraph(f"本报告数据统计期限为{truth.year}年1月1日至12月31日。"),
        Paragraph("一、总体情况", 2),
        Paragraph(
            "本机关修订了公开指南，在网站和办事窗口公布律师、公证、法律援助等事项的办理条件。"
        ),
        Paragraph(f"{truth.year}年，{asked}"),
        Paragraph("二、主动公开政府信息情况", 2),
        spanned(tables["proactive"]),
        Paragraph("三、收到和处理政府信息公开申请情况", 2),
        spanned(tables["applications"]),
        Paragraph("四、政府信息公开行政复议、行政诉讼情况", 2),
        spanned(tables["review"]),
        Paragraph("五、存在的主要问题及改进情况", 2),
        Paragraph("政策解读的形式偏少。下一步将增加图文和问答，并为乡镇司法所安排培训。"),
        Paragraph("六、其他需要报告的事项", 2),
        Paragraph(_NOTE),
    ]


def write(folder: Path) -> None:
    """Write all samples into a folder."""
    for name in SAMPLES:
        parts = parts_of(truth_of(name))
        (folder / name).write_bytes(_document(parts, Path(name).suffix))


def _document(parts: Sequence[Part], suffix: str) -> bytes:
    rng = Random(0)
    if suffix == ".html":
        return page_of(parts, rng, "site", "gb18030 said to be gb2312")
    if suffix == ".docx":
        return docx_of(parts, rng, DocxStyle())
    if suffix == ".xlsx":
        return xlsx_of([parts], rng)
    with TemporaryDirectory() as name:
        source = Path(name) / "report.html"
        source.write_text(page(parts, Look(points=9, margin=20)), encoding="utf-8")
        print_with_office([source], Path(name))
        return source.with_suffix(suffix).read_bytes()


if __name__ == "__main__":
    write(Path(sys.argv[1]))
