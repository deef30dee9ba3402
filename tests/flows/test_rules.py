"""The rules that need several documents: their files, and how builds ask them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.rules import judge
from flows.warehouse import read_views
from schema.rules import rules
from tests.bench.panel import verdicts
from tests.bench.panel_corpus import PLANTS, make

from .support import ask, ingest, text_of, write
from .synthetic import Synthetic, built, total

QUERIES = {query.name: query for query in read_views("rules")}


def test_every_query_is_a_rule_of_the_registry_and_says_what_it_does() -> None:
    assert len(QUERIES) > 13
    assert set(QUERIES) <= set(rules())
    for query in (*QUERIES.values(), *read_views("rules/basis")):
        assert len(query.comment) > 50, query.name


def test_every_rule_on_several_documents_has_its_query() -> None:
    several = {"past", "peers", "others", "calendar"}
    assert {name for name, rule in rules().items() if rule.compared in several} <= set(QUERIES)


def test_asking_again_changes_nothing(tmp_path: Path) -> None:
    reports = (
        Synthetic(2023, total("carried_forward", 5)),
        Synthetic(2024, total("carried_in", 7) | total("new_received", 500)),
    )
    findings = "SELECT report_id, rule, severity, message, message_zh FROM finding ORDER BY ALL"
    with built(tmp_path, *reports) as con:
        before = con.execute(findings).fetchall()
        judge(con)
        assert con.execute(findings).fetchall() == before
        assert {rule for _, rule, *_ in before} == {"carry_over", "volume_jump"}
        assert {row[2] for row in before} == {"warning", "info"}
        assert all(row[4] for row in before)
        temporary = "SELECT count(*) FROM duckdb_tables() WHERE temporary"
        assert con.execute(temporary).fetchall() == [(1,)], "that of the loader"


def test_a_report_of_last_year_that_comes_later_is_compared(tmp_path: Path) -> None:
    """Xinyang carried two applications forward, and its copy carries none in."""
    db = tmp_path / "ogi.duckdb"
    query = "SELECT year, rule FROM finding JOIN report USING (report_id)"
    ingest(db, write(tmp_path / "2024.txt", text_of("xinyang")))
    assert ask(db, query) == []
    last = text_of("xinyang").replace("2024", "2023")
    path = write(tmp_path / "2023.txt", last)
    ingest(db, path)
    assert (2024, "carry_over") in ask(db, query)
    write(path, re.sub("(结转下年度继续办理.*)2(.*)2", r"\g<1>0\g<2>0", last))
    ingest(db, path)
    assert (2024, "carry_over") not in ask(db, query)


@pytest.mark.slow
def test_planted_contradictions_are_found_and_nothing_else(tmp_path: Path) -> None:
    source = make(tmp_path, 1_800, 2)
    db = tmp_path / "panel.duckdb"
    ingest(db, source)
    for rule, verdict in verdicts(db, tmp_path).items():
        if rule in PLANTS.values():
            assert verdict.found == verdict.planted > 4, rule
            assert verdict.false == (), rule
