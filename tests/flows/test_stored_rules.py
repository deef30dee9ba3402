"""Findings in the database: each leads to its rule, and says what is wrong in Chinese too."""

from __future__ import annotations

from pathlib import Path

from schema.rules import rules

from .support import ask, ingest, text_of, write


def test_every_finding_leads_to_its_rule(tmp_path: Path) -> None:
    db = tmp_path / "ogi.duckdb"
    broken = text_of("xinyang").replace("申请数量\t\t6\t0", "申请数量\t\t7\t0")
    write(tmp_path / "broken.txt", broken)
    write(tmp_path / "other.txt", text_of("xinyang").replace("行政许可\t389", "行政许可\t390"))
    ingest(db, tmp_path)
    found = {row[0] for row in ask(db, "SELECT DISTINCT rule FROM finding")}
    assert found >= {
        "applications.balance.natural_person",
        "one_cell_explains",
        "documents_disagree",
    }
    assert ask(db, "FROM finding ANTI JOIN rule USING (rule)") == []
    assert ask(db, "FROM finding WHERE message_zh IS NULL") == []
    assert not ask(db, "FROM finding WHERE NOT regexp_matches(message_zh, '[一-龥]')")
    assert not ask(
        db, "FROM finding JOIN rule USING (rule) WHERE finding.severity <> rule.severity"
    )
    stored = {row[0] for row in ask(db, "SELECT rule FROM rule")}
    assert stored == set(rules())


def test_documents_that_disagree_name_each_other(tmp_path: Path) -> None:
    db = tmp_path / "ogi.duckdb"
    for name, count in (("a.txt", 389), ("b.txt", 390)):
        write(tmp_path / name, text_of("xinyang").replace("行政许可\t389", f"行政许可\t{count}"))
    ingest(db, tmp_path)
    one, other = ask(db, "SELECT message, message_zh FROM finding ORDER BY message")
    assert one[0].startswith("1 cells differ from those of /")
    assert one[1].startswith("1个数据与 /")
    assert one[1].endswith(" 所载不一致")
    assert other[0].startswith("1 other documents print other values, the first /")
    assert other[1].startswith("另有1份文件所载数据不同，其一为 /")
