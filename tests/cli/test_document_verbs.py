"""``ogi extract`` and ``ogi explain``: one document on the screen, and as JSON."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from schema.form import edition
from tests.flows.support import AGENCIES, CELLS, ask, sample, text_of, truth, write

from .conftest import Run
from .screen import read_table

XINYANG = sample("xinyang")
SHARED = ("report_id", "document_id", "source_uri", "agency_id", "agency_name", "year", "edition")
SLOW = pytest.mark.slow
COLUMNS = ("cell", "value", "raw", "status", "source_start", "source_end")


def extract_json(ogi: Run, path: Path) -> dict[str, Any]:
    done = ogi("extract", path, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    assert isinstance(record, dict)
    return record


@pytest.mark.parametrize(
    "name", ["xinyang", *(pytest.param(n, marks=SLOW) for n in AGENCIES if n != "xinyang")]
)
def test_json_holds_what_the_database_holds(ogi: Run, db: Path, name: str) -> None:
    record = extract_json(ogi, sample(name))
    where = f"WHERE agency_name = '{AGENCIES[name]}'"
    stored = ask(db, f"SELECT {', '.join(COLUMNS)} FROM reported_cell {where}")
    cells = [tuple(cell[column] for column in COLUMNS) for cell in record["cells"]]
    assert [cell["cell"] for cell in record["cells"]] == list(CELLS)
    assert sorted(cells) == sorted(stored)
    assert {cell["cell"]: cell["value"] for cell in record["cells"]} == truth(name)

    shared = (*SHARED, "title")
    (row,) = ask(db, f"SELECT {', '.join(shared)} FROM report {where}")
    assert tuple(record[column] for column in shared) == row
    findings = ask(
        db,
        f"SELECT rule, severity, message FROM finding JOIN report USING (report_id) {where}",
    )
    assert [(f["rule"], f["severity"], f["message"]) for f in record["findings"]] == findings
    assert [section["section"] for section in record["sections"]] == [1, 2, 3, 4, 5, 6]
    assert (record["encoding"], record["rejects"]) == ("utf-8", [])


@SLOW
def test_json_of_a_gb18030_file_has_the_same_cells(ogi: Run, tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(text_of("xixia").encode("gb18030"))
    record, original = extract_json(ogi, path), extract_json(ogi, sample("xixia"))
    assert record["encoding"] == "gb18030"
    assert record["cells"] == original["cells"]
    assert record["period_start"] == original["period_start"] == "2024-01-01"


def test_extract_prints_the_tables_aligned(ogi: Run) -> None:
    done = ogi("extract", sample("xigong"))
    assert (done.returncode, done.stderr) == (0, "")
    head, proactive, applications, review, findings = re.split(r"\n\n(?=\S)", done.stdout)
    assert head.splitlines()[:4] == [
        "西工区司法局2024年政府信息公开工作年度报告",
        "  agency   西工区司法局",
        "  year     2024",
        "  edition  2021",
    ]
    values, printed = truth("xigong"), edition("2021")
    table = read_table(applications)
    assert table[0][1:] == [c.label for c in printed.columns_of("applications", "granted")]
    assert [row[1:] for row in table[1:]] == [
        [
            str(int(values[f"applications.{row.row}.{column.column}"]))
            for column in printed.columns_of("applications", row.row)
        ]
        for row in printed.rows_of("applications")
    ]
    assert [row[0] for row in read_table(proactive)[1:]] == [
        row.label for row in printed.rows_of("proactive")
    ]
    assert len(read_table(review)) == 1 + 3
    (_, finding) = read_table(findings)
    assert finding[:2] == ["warning", "narrative_received"]
    assert finding[2].startswith("the narrative states 0 new applications, the table prints 1: ")
    assert finding[3].startswith("正文称收到申请 0 件，表中本年新收为 1 件：")


@SLOW
def test_extract_touches_no_database(ogi: Run, tmp_path: Path) -> None:
    ogi("extract", XINYANG, cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("xinyang", "applications.not_held.natural_person"),
        pytest.param("youhao", "applications.lapsed_no_fee.total", marks=SLOW),
        pytest.param("qiaokou", "review.litigation_after_reconsideration.pending", marks=SLOW),
    ],
)
def test_explain_shows_the_words_and_where_they_stand(ogi: Run, name: str, cell: str) -> None:
    done = ogi("explain", sample(name), cell)
    assert (done.returncode, done.stderr) == (0, "")
    text, spec = text_of(name), edition("2021").cell[cell]
    lines = done.stdout.splitlines()
    assert lines[0] == cell
    value = int(truth(name)[cell])
    assert f"  value     {value}" in lines

    place = r"“(.*)” at characters (\d+)-(\d+) \(line (\d+), column (\d+)\)"
    labels = "".join((spec.row_label, spec.column_label))
    for title, expected in (("printed", str(value)), ("row label", labels)):
        (line,) = [line for line in lines if line.startswith(f"  {title} ")]
        match = re.search(place, line)
        assert match is not None
        start, end, row, column = map(int, match.groups()[1:])
        assert "".join(match[1].split()) == "".join(text[start:end].split())
        assert match[1].replace(" ", "").rpartition("、")[2] in expected
        assert text.split("\n")[row - 1][column - 1 :].startswith(text[start])
        if title == "printed":
            assert text[start:end] == str(value)
    assert f"  in {sample(name)}, utf-8:" in lines
    quoted = [line for line in lines if line.startswith("    | ")]
    assert f"【{value}】" in quoted[-1]
    assert all(line.endswith(" holds") for line in lines if line.startswith("  identity "))
    assert any(line.startswith("  identity ") for line in lines) == (spec.table != "proactive")


@SLOW
def test_explain_names_label_unit_and_law(ogi: Run) -> None:
    lines = ogi("explain", XINYANG, "proactive.licences.decisions").stdout.splitlines()
    assert "  form      section 2, 行政许可 × 本年处理决定数量 (件), edition 2021" in lines
    assert "  law       政府信息公开条例, article 20(5)" in lines
    assert "  status    read: printed, and read in one way only" in lines
    assert "  value     389" in lines


@SLOW
def test_explain_a_cell_that_is_not_printed_and_one_with_a_finding(
    ogi: Run, tmp_path: Path
) -> None:
    text = text_of("xigong")
    path = write(tmp_path / "cut.txt", text[: text.index("#### 四、")])
    lines = ogi("explain", path, "review.reconsideration.total").stdout.splitlines()
    assert "  value     (none)" in lines
    assert "  status    absent: the row or the cell is not in the document" in lines
    assert any(line.startswith("  finding   warning: the table of section 4") for line in lines)
    lines = ogi("explain", path, "applications.new_received.total").stdout.splitlines()
    (finding,) = [line for line in lines if line.startswith("  finding ")]
    assert "the narrative states 0 new applications, the table prints 1" in finding


def test_one_document_of_an_archive_is_named(ogi: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.write(XINYANG, "b/c.txt")
        file.writestr("large.txt", bytes(2**21), zipfile.ZIP_DEFLATED)
    named = ogi("extract", path)
    words = f"ogi: {path}: it is an archive; name a document in it, such as {path}!/b/c.txt"
    assert (named.returncode, named.stderr.strip()) == (2, words)
    assert ogi("extract", f"{path}!/b/c.txt").stdout == ogi("extract", XINYANG).stdout
    too_large = ogi("extract", f"{path}!/large.txt")
    assert (too_large.returncode, too_large.stdout) == (1, "")
    assert "expands to more than 1000 times its size" in too_large.stderr
