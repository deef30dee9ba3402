"""``ogi check FILE... --db``: drafts against last year's reports and other bodies."""

from __future__ import annotations

import shutil
from pathlib import Path

from flows.check import check_drafts
from tests.flows.support import ask, sample, text_of, write

from .conftest import Run
from .screen import only_sentence


def draft_of_2025(folder: Path) -> Path:
    """Xinyang's report as one on the next year: nothing is carried in, the prose is the same."""
    return write(folder / "draft.txt", text_of("xinyang").replace("2024", "2025"))


def rules_of(path: Path, db: Path | None) -> set[str]:
    return {one.rule for draft in check_drafts([str(path)], db) for one in draft.findings}


def test_a_draft_is_held_against_the_year_before(tmp_path: Path, db: Path) -> None:
    path = draft_of_2025(tmp_path)
    assert rules_of(path, None) == set()
    assert {"carry_over", "narrative_of_last_year"} <= rules_of(path, db)


def test_a_draft_takes_the_place_of_what_is_published(tmp_path: Path, db: Path) -> None:
    """What the database holds for its agency and year is neither another body nor disputed."""
    own = Path(shutil.copy(sample("xinyang"), tmp_path / "own.txt"))
    assert rules_of(own, db) == set()
    changed = write(tmp_path / "changed.txt", text_of("xinyang").replace("无。", "没有。"))
    assert rules_of(changed, db) == set()


def test_the_database_is_left_as_it_is(ogi: Run, tmp_path: Path, db: Path) -> None:
    before = db.read_bytes()
    done = ogi("check", draft_of_2025(tmp_path), "--db", db)
    assert done.returncode == 0
    assert "“上年结转”与2024年度报告的“结转下年度继续办理”不一致" in done.stdout.replace(
        "\n     ", ""
    )
    assert db.read_bytes() == before
    assert ask(db, "SELECT count(*) FROM report") == [(5,)]
    assert not list(db.parent.glob(".*build*"))


def test_files_that_cannot_be_read_are_told_beside_a_database_too(
    ogi: Run, tmp_path: Path, db: Path
) -> None:
    empty = write(tmp_path / "empty.txt", "")
    done = ogi("check", empty, draft_of_2025(tmp_path), "--db", db)
    assert done.returncode == 3
    assert "empty.txt：未能读取" in done.stdout
    assert "警告 2 处" in done.stdout


def test_a_database_that_is_not_there_is_one_sentence(ogi: Run, tmp_path: Path) -> None:
    done = ogi("check", sample("xinyang"), "--db", tmp_path / "none.duckdb")
    assert done.returncode == 1
    assert "there is no database yet" in only_sentence(done.stderr)
