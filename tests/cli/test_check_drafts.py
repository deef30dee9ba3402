"""``ogi check FILE...``: what an official sends back to the author of a draft."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from python_calamine import CalamineWorkbook
from rich.cells import cell_len

from flows.check import Draft, check_drafts
from flows.cli import drafts as report
from flows.cli.show import wrapped
from schema.reasons import reason_zh, reasons
from tests.flows.support import SAMPLES, sample, text_of, write
from tests.generator import random_truth
from tests.generator.documents import compose
from tests.generator.documents.makers import MAKERS

from .conftest import Run
from .screen import only_sentence

SLOW = pytest.mark.slow


def broken(path: Path, **words: str) -> Path:
    """Xinyang's report with one wrong cell, and these words in place of others."""
    text = text_of("xinyang").replace("总计\t\t4\t0", "总计\t\t9\t0", 1)
    assert text != text_of("xinyang")
    for old, new in words.items():
        text = text.replace(old, new)
    return write(path, text)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    """An empty folder that is the current one."""
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


def lines(drafts: list[Draft]) -> list[str]:
    return [line for draft in drafts for line in report.as_text(draft, 80)]


def test_a_sound_draft_is_one_line_and_0(ogi: Run) -> None:
    done = ogi("check", sample("xinyang"))
    assert (done.returncode, done.stderr) == (0, "")
    first, last = done.stdout.splitlines()
    assert first == f"✓ {sample('xinyang')}：未发现问题"
    assert last == "共检查 1 个文件：错误 0 处，警告 0 处，提示 0 处；1 个文件未发现问题。"


def test_a_wrong_cell_is_4_with_its_sums_and_what_mends_it(ogi: Run, tmp_path: Path) -> None:
    broken(tmp_path / "draft.txt")
    done = ogi("check", "draft.txt", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (4, "")
    text = re.sub(r"\n {5,7}(?=\S)", "", done.stdout)
    assert "■ draft.txt" in text
    assert "信阳市司法局，2024 年度，2021 年版统计表；错误 3 处，警告 1 处，提示 0 处" in text
    assert "自然人 9 = 9，而总计 4" not in text
    assert "“(七)总计”行各项不符：自然人 9，而总计 4，相差 -5" in text
    assert "(七)总计“自然人”填为 9，改为 4 后，本表 3 处不符全部相符" in text
    assert "表格：(七)总计 × 自然人，填为 9" in text
    assert [cell_len(line) <= 80 for line in done.stdout.splitlines()].count(False) == 0
    severities = re.findall("〔(..)〕", done.stdout)
    assert severities == ["错误", "错误", "错误", "警告"]


def test_a_contradicting_sentence_is_quoted(here: Path) -> None:
    text = text_of("xinyang").replace(
        "全年收到政府信息公开申请 6 件", "全年收到政府信息公开申请 8 件"
    )
    write(here / "draft.txt", text)
    shown = "".join(line.strip() for line in lines(list(check_drafts(["draft.txt"]))))
    assert "正文称收到申请 8 件，表中本年新收为 6 件" in shown
    assert "全年收到政府信息公开申请8件，申请人都是自然人" in shown


def test_a_folder_of_drafts_has_each_of_them_and_a_closing_line(here: Path) -> None:
    broken(here / "drafts" / "b.txt")
    write(here / "drafts" / "a.txt", text_of("youhao"))
    write(here / "drafts" / "c.txt", "")
    drafts = list(check_drafts(["drafts"]))
    shown = lines(drafts)
    assert shown[0] == "✓ drafts/a.txt：未发现问题"
    assert shown[-1] == "✗ drafts/c.txt：未能读取：文件是空的"
    assert "■ drafts/b.txt" in shown
    assert report.closing(drafts) == (
        "共检查 3 个文件：错误 3 处，警告 1 处，提示 0 处；1 个文件未发现问题；1 个文件未能读取。"
    )
    assert [d.name for d in check_drafts(["drafts/*.txt"])] == [d.name for d in drafts]


@pytest.mark.parametrize("kind", MAKERS)
def test_every_kind_of_document_is_checked(kind: str, here: Path) -> None:
    rng = Random(f"check {kind}")
    truth = random_truth(rng, consistent=False)
    Path("draft").write_bytes(MAKERS[kind](compose(truth, rng), rng))
    (draft,) = check_drafts(["draft"])
    assert draft.reason is None
    assert (draft.agency_name, draft.year) == (truth.agency, truth.year)
    assert draft.count("error")
    assert all(told.message_zh != told.message for told in draft.findings)


def test_what_cannot_be_read_is_one_line_and_the_others_are_checked(
    ogi: Run, tmp_path: Path
) -> None:
    write(tmp_path / "empty.txt", "")
    done = ogi("check", sample("xinyang"), "empty.txt", "missing.txt", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (3, "")
    shown = done.stdout.splitlines()
    assert shown[0] == "✗ missing.txt：未能读取：文件或文件夹不存在"
    assert set(shown[1:3]) == {
        f"✓ {sample('xinyang')}：未发现问题",
        "✗ empty.txt：未能读取：文件是空的",
    }
    assert ogi("check", "empty.txt", cwd=tmp_path).returncode == 1


@SLOW
def test_errors_count_more_than_what_cannot_be_read(ogi: Run, tmp_path: Path) -> None:
    assert ogi("check", broken(tmp_path / "draft.txt"), "missing.txt").returncode == 4


def test_json_has_all_findings(ogi: Run, tmp_path: Path) -> None:
    path = broken(tmp_path / "draft.txt")
    done = ogi("check", path, sample("youhao"), "missing.txt", "--format", "json")
    missing, youhao, draft = sorted(json.loads(done.stdout), key=lambda one: len(one["findings"]))
    if missing["reason"] is None:
        missing, youhao = youhao, missing
    assert missing["reason"] == "there is no such file or folder"
    assert (youhao["agency_name"], youhao["findings"]) == ("友好区司法局", [])
    assert draft["source_uri"] == str(path)
    mend = next(one for one in draft["findings"] if one["rule"] == "one_cell_explains")
    assert (mend["expected"], mend["found"]) == ("4", "9")
    assert mend["cells"] == [
        {
            "cell": "applications.total_handled.natural_person",
            "label": "(七)总计 × 自然人",
            "raw": "9",
        }
    ]
    assert done.returncode == 4


HOSTILE = "<script>alert(1)</script>&<b>'\""


def test_a_page_shows_what_a_document_holds_and_runs_nothing(here: Path) -> None:
    name = "a<img src=x>&.txt"
    stated = "全年收到政府信息公开申请 6 件"
    broken(here / name, **{stated: f"{HOSTILE}局{stated}".replace("6", "9")})
    page = report.as_html(list(check_drafts([".", "<script>.txt"])))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "a&lt;img src=x&gt;&amp;.txt" in page
    assert not re.search(r"(?:src|href|@import|url\()\s*[=:(]", page.replace("img src=x", ""))
    assert "default-src 'none'" in page
    assert "改为 4 后" in page


def test_a_workbook_has_a_sheet_of_files_and_one_of_findings(ogi: Run, tmp_path: Path) -> None:
    broken(tmp_path / "b.txt")
    write(tmp_path / "=cmd().txt", text_of("youhao"))
    write(tmp_path / "empty.txt", "")
    out = tmp_path / "out" / "result.xlsx"
    out.parent.mkdir()
    done = ogi("check", ".", "-f", "xlsx", "-o", out, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (4, "", "")
    book = CalamineWorkbook.from_filelike(io.BytesIO(out.read_bytes()))
    files, found = (book.get_sheet_by_name(name).to_python() for name in ("汇总", "问题"))
    assert files[0] == ["文件", "机关", "年度", "错误", "警告", "提示"]
    assert files[1:] == [
        ["=cmd().txt", "友好区司法局", 2024, 0, 0, 0],
        ["b.txt", "信阳市司法局", 2024, 3, 1, 0],
        ["empty.txt", "未能读取：文件是空的", "", "", "", ""],
    ]
    assert [row[3] for row in found[1:]] == ["错误", "错误", "错误", "警告"]
    mend = dict(zip(found[0], found[4], strict=True))
    assert (mend["表格位置"], mend["应为"], mend["填为"]) == ("(七)总计 × 自然人", "4", "9")


def test_the_text_goes_to_a_file_too(ogi: Run, tmp_path: Path) -> None:
    done = ogi("check", sample("youhao"), "-o", tmp_path / "result.txt")
    assert (done.returncode, done.stdout) == (0, "")
    assert "未发现问题" in (tmp_path / "result.txt").read_text(encoding="utf-8")


@SLOW
def test_a_report_that_cannot_be_written_is_1(ogi: Run, tmp_path: Path) -> None:
    done = ogi("check", sample("youhao"), "-o", tmp_path / "no" / "result.txt")
    assert done.returncode == 1
    assert "cannot be written" in only_sentence(done.stderr)


@SLOW
@pytest.mark.parametrize("arguments", [("--format", "json"), ("--output", "x.txt")])
def test_a_form_of_the_report_asks_for_drafts(ogi: Run, arguments: tuple[str, str]) -> None:
    done = ogi("check", *arguments)
    assert done.returncode == 2
    assert "name files or folders" in only_sentence(done.stderr)


def test_notes_on_the_reading_are_not_for_the_author(here: Path) -> None:
    (draft,) = check_drafts([str(SAMPLES / "xigong-sifaju-2024.txt")])
    note = draft.findings[0]._replace(severity="info", rule="resolved_by_sums")
    told = draft._replace(findings=(note,))
    assert told.shown == ()
    assert lines([told]) == [f"✓ {draft.name}：未发现问题"]
    assert len(report.as_records([told])[0]["findings"]) == 1


@pytest.mark.parametrize("width", [20, 40, 80])
def test_lines_are_no_wider_than_the_terminal(width: int) -> None:
    text = "正文称收到申请 12,345 件，表中（七）总计为 6 件：“共收到 applications 9 件”。" * 3
    found = list(wrapped(text, width, "  1. ", "     "))
    assert all(cell_len(line) <= width for line in found)
    assert "".join(line.strip() for line in found).replace(" ", "") == f"1.{text}".replace(" ", "")
    assert not any(line.strip()[0] in "，。：”）" for line in found)
    assert sum("12,345" in line for line in found) == 3, "a number is not broken"


def test_reasons_are_told_in_chinese() -> None:
    assert reason_zh("the content is an old Word document, which takes LibreOffice to read")
    assert reason_zh("something else altogether") is None
    patterns = [pattern.pattern for pattern, _ in reasons()]
    assert len(patterns) == len(set(patterns))
    text = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("extractors", "flows")
        for path in (Path(__file__).parents[2] / folder).rglob("*.py")
    )
    joined = re.sub(r"\"\s*\n\s*f?\"", "", text)
    unused = [words for pattern, words in reasons() if not pattern.search(joined)]
    assert unused == []
