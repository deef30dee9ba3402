"""Versions of a report: which is current and why, what differs, and pages that vanished."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.correct import apply_corrections
from flows.corrections import Correction, Corrections
from flows.errors import UsageError
from flows.history import History, history
from flows.published import Connection
from flows.query import reader
from flows.versions import number_versions

from .support import ingest, text_of, write
from .synthetic import Synthetic, built, total

XINYANG = "信阳市司法局"


def told(db: Path, agency: str = XINYANG, year: int = 2024) -> History:
    with reader(db) as con:
        return history(con, agency, year)


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A report that changed in two cells and in a sum, at one address."""
    db, path = tmp_path / "ogi.duckdb", tmp_path / "report.txt"
    text = text_of("xinyang")
    ingest(db, write(path, text))
    text = text.replace("行政许可\t389", "行政许可\t3,901").replace("规章\t0", "规章\t/")
    ingest(db, write(path, text.replace("行政强制\t0", "行政强制\t")))
    return db


def test_what_differs_from_the_version_before(changed: Path) -> None:
    found = told(changed)
    first, second = found.versions
    assert [v.facts["is_current"] for v in found.versions] == [False, True]
    assert [v.facts["page"] for v in found.versions] == ["replaced", "there"]
    assert first.facts["why"] == "its address gives something else now"
    assert second.facts["why"] == "its address still gives it"
    assert first.changes == first.findings == ()
    rows = [
        (c["cell"], c["label"], c["previous_value"], c["value"], c["previous_raw"], c["raw"])
        for c in second.changes
    ]
    assert rows == [
        ("proactive.rules.issued", "规章 × 本年制发件数", 0, None, "0", "/"),
        ("proactive.licences.decisions", "行政许可 × 本年处理决定数量", 389, 3901, "389", "3,901"),
        ("proactive.coercions.decisions", "行政强制 × 本年处理决定数量", 0, None, "0", ""),
    ]
    statuses = [(c["previous_status"], c["status"]) for c in second.changes]
    assert statuses == [("read", "not_applicable"), ("read", "read"), ("read", "blank")]
    assert second.addresses[0]["is_latest"]
    assert not first.addresses[0]["is_latest"]


def test_findings_that_came_and_went(tmp_path: Path) -> None:
    db, path = tmp_path / "ogi.duckdb", tmp_path / "report.txt"
    text = text_of("xinyang")
    broken = text.replace("行政许可\t389", "行政许可\t3-9")
    for version in (text, broken, text.replace("389", "390")):
        assert version == text or version != text
        ingest(db, write(path, version))
    second, third = told(db).versions[1:]
    came = [(one["change"], one["rule"]) for one in second.findings]
    assert ("came", "doubtful_reading") in came
    assert ("went", "doubtful_reading") in [(one["change"], one["rule"]) for one in third.findings]


def test_a_single_version_and_no_such_report(changed: Path, tmp_path: Path) -> None:
    db = tmp_path / "other.duckdb"
    ingest(db, write(tmp_path / "one.txt", text_of("youhao")))
    (only,) = told(db, "友好区司法局").versions
    assert only.facts["why"] == "it is the only version"
    with pytest.raises(UsageError, match="友好区司法局: no report on 2020, only on 2024"):
        told(db, "友好区司法局", 2020)
    with pytest.raises(UsageError, match="no body with a report is called so"):
        told(db, "无此机构")


def test_indicators_before_2019_are_compared_by_name_and_occurrence(tmp_path: Path) -> None:
    panel = Path(__file__).parents[2] / "data" / "panel" / "xinyang-sifaju-2017.txt"
    text = panel.read_text(encoding="utf-8")
    db, path = tmp_path / "ogi.duckdb", tmp_path / "report.txt"
    ingest(db, write(path, text))
    label = "2.通过网络申请数"
    line = next(line for line in text.splitlines() if "网络申请" in line)
    ingest(db, write(path, text.replace(line, line.replace(line.split()[-1], "999"))))
    (change,) = told(db, XINYANG, 2017).versions[1].changes
    assert change["cell"].startswith("indicators.")
    assert "网络申请" in change["label"], label
    assert (change["value"], change["raw"]) == (999, "999")


SAME = total("new_received", 5) | total("granted", 5) | total("total_handled", 5)


def standing(con: Connection) -> list[tuple[str, int, bool, str, str]]:
    return con.execute(
        "SELECT source_uri[2:6], version, is_current, why, page FROM report_version ORDER BY ALL"
    ).fetchall()


def gone(con: Connection, *sources: str) -> None:
    """Have the pages of some sources vanish."""
    con.execute("UPDATE retrieval SET gone_at = NULL")
    for source in sources:
        sql = "UPDATE retrieval SET gone_at = '2025-03-01' WHERE source_uri LIKE ?"
        con.execute(sql, [f"/{source}/%"])
    number_versions(con)


def test_a_page_that_is_there_counts_more_than_a_fuller_one_that_vanished(tmp_path: Path) -> None:
    whole = Synthetic(cells=SAME, source="whole")
    part = Synthetic(cells=SAME | {"proactive.licences.decisions": None}, source="parts")
    with built(tmp_path, whole, part) as con:
        assert [row[2:] for row in standing(con)] == [
            (False, "fewer values were read from it", "there"),
            (True, "most values were read from it", "there"),
        ]
        gone(con, "whole")
        assert [row[2:] for row in standing(con)] == [
            (True, "its address still gives it", "there"),
            (False, "its page has vanished", "vanished"),
        ]
        gone(con, "whole", "parts")
        assert [row[2] for row in standing(con)] == [False, True]


def test_a_report_whose_page_vanished_stays_current_if_there_is_nothing_else(
    tmp_path: Path,
) -> None:
    with built(tmp_path, Synthetic(cells=SAME)) as con:
        gone(con, "page")
        assert con.execute("SELECT is_current, why, page FROM report_version").fetchall() == [
            (True, "it is the only version", "vanished")
        ]


@pytest.mark.parametrize(
    ("methods", "current"),
    [
        (("ocr", "text"), "text"),
        (("pdf+ocr", "pdf"), "pdf"),
        (("ocr", "pdf+ocr"), "pdf+ocr"),
        (("pdf", "ocr"), "pdf"),
    ],
)
def test_of_equals_the_one_with_less_recognised_from_images_is_current(
    tmp_path: Path, methods: tuple[str, str], current: str
) -> None:
    reports = [Synthetic(cells=SAME, source=name) for name in ("one", "two")]
    with built(tmp_path, *reports) as con:
        for name, method in zip(("one", "two"), methods, strict=True):
            sql = "UPDATE report SET method = ? WHERE source_uri LIKE ?"
            con.execute(sql, [method, f"/{name}/%"])
        number_versions(con)
        rows = con.execute("SELECT method, why FROM report_version WHERE is_current").fetchall()
    assert rows == [(current, "less of it is recognised from images")]


@pytest.mark.parametrize(("method", "severity"), [("pdf+ocr", "warning"), ("pdf", "error")])
def test_a_report_recognised_in_part_accuses_nobody(
    tmp_path: Path, method: str, severity: str
) -> None:
    """A correction breaks a sum of it: the recogniser may have misread the other cells."""
    report = Synthetic(cells=SAME)
    cell = "applications.granted.natural_person"
    entry = Correction(report.document, cell, 5, 6, "reviewed", date(2025, 3, 1), 2)
    with built(tmp_path, report) as con:
        con.execute("UPDATE report SET method = ?", [method])
        apply_corrections(con, Corrections(Path("corrections.csv"), (entry,)))
        found = con.execute("SELECT rule, severity FROM finding").fetchall()
    assert severity in {one for _, one in found}
    assert "error" not in {one for _, one in found} or severity == "error"
