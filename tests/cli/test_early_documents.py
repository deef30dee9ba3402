"""``ogi extract``, ``ogi explain`` and the database for a report before 2019."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.extractors.early import LAYOUTS, LOCAL, LOCAL_HEAD, early_document
from tests.flows.support import ask

from .conftest import Run
from .screen import read_table


@pytest.fixture
def early(tmp_path: Path) -> Path:
    path = tmp_path / "early-2018.txt"
    rows = [LOCAL_HEAD, *LOCAL, ["地方特色事项数", "项", "/", "12"]]
    path.write_text(early_document(LAYOUTS["pipes"](rows)), encoding="utf-8")
    return path


def test_extract_prints_the_indicators_aligned(ogi: Run, early: Path) -> None:
    done = ogi("extract", early)
    assert (done.returncode, done.stderr) == (0, "")
    assert "  edition  local" in done.stdout
    printed = done.stdout.split("Indicators\n")[1].split("\n\n")[0]
    table = read_table("Indicators\n" + printed)
    assert table[0][1:] == ["indicator", "code", "unit", "value", "cumulative"]
    assert len(table) == 1 + len(LOCAL) + 1
    assert table[2] == ["1.", "政府网站公开数", "disclosed.website", "条", "310", "2201"]


def test_json_holds_the_indicators(ogi: Run, early: Path) -> None:
    record = json.loads(ogi("extract", early, "--json").stdout)
    assert record["cells"] == []
    names = ("label", "code", "unit", "value", "cumulative", "status")
    assert [record["indicators"][0][name] for name in names] == [
        "主动公开文件数",
        "disclosed.total",
        "条",
        318,
        2250,
        "read",
    ]
    assert len(record["indicators"]) == len(LOCAL) + 1


@pytest.mark.parametrize("name", ["received.online", "indicators.received.online", "网上申请数"])
def test_explain_knows_an_indicator_by_code_name_and_label(
    ogi: Run, early: Path, name: str
) -> None:
    done = ogi("explain", early, name)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "indicators.received.online"
    assert "  form      网络申请数 (件), edition local" in lines
    assert "  value     4条, cumulative 30" in lines
    assert "  status    read: printed, and read in one way only" in lines
    (quoted,) = [line for line in lines if line.startswith("    | ")]
    assert quoted == "    | 2.网上申请数 | 条 | 【4】 | 30"


def test_explain_names_what_is_near(ogi: Run, early: Path) -> None:
    done = ogi("explain", early, "applications.new_received.total")
    assert done.returncode == 2
    assert "did you mean indicators.disclosed.total" in done.stderr


def test_the_database_has_the_indicators_and_their_codes(
    ogi: Run, early: Path, tmp_path: Path
) -> None:
    db = tmp_path / "early.duckdb"
    assert ogi("ingest", early, "--db", db).returncode == 0
    rows = ask(db, "SELECT label, code, value, cumulative FROM fact_indicator ORDER BY position")
    assert rows[3] == ("受理依申请公开信息总数", "received.total", 7, 61)
    assert rows[-1] == ("地方特色事项数", None, None, 12)
    assert ask(db, "SELECT count(*) FROM fact_application") == [(0,)]
    unknown = "SELECT code FROM fact_indicator ANTI JOIN form_indicator USING (code)"
    assert ask(db, f"{unknown} WHERE code IS NOT NULL") == []
    (read,) = ask(db, "SELECT edition, indicators_read FROM coverage")
    assert read == ("local", len(LOCAL))
