"""Stored views hold what their queries give, whatever was published last."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows import load
from flows.corrections import COLUMNS
from flows.errors import OgiError
from flows.reprocess import Reprocess, reprocess
from flows.warehouse import read_views

from .older import as_read_before
from .support import another, ask, ingest, write

STORED = [view for view in read_views() if view.stored]
XINYANG = "SELECT document_id FROM report WHERE agency_name = '信阳市司法局'"
GRANTED = """
SELECT h.granted, f.above[list_position((SELECT list(figure ORDER BY position) FROM figure),
    'granted')]
FROM report_headline h JOIN figure_list f USING (agency_id, year)
WHERE h.agency_name = '信阳市司法局'
"""


def differing(db: Path) -> list[str]:
    """Stored views whose rows are not those of their queries."""
    return [
        view.name
        for view in STORED
        for one, other in ((f'FROM "{view.name}"', view.query), (view.query, f'FROM "{view.name}"'))
        if ask(db, f"FROM (({one}) EXCEPT ALL ({other})) LIMIT 1")
    ]


def correct(db: Path, value: int | None) -> None:
    """Publish with one correction, or with none."""
    (document,) = ask(db, XINYANG)[0]
    lines = [",".join(COLUMNS)]
    if value is not None:
        cell = "applications.granted.total"
        lines.append(f"{document},{cell},0,{value},reviewed,2025-03-01")
    db.with_name("corrections.csv").write_text("\n".join(lines) + "\n")
    assert ingest(db, Path("data/samples")).published


def test_after_an_ingest_and_another(own: Path, tmp_path: Path) -> None:
    assert differing(own) == []
    assert ask(own, "SELECT count(*) FROM report_headline") == [(5,)]
    ingest(own, write(tmp_path / "new.txt", another(1)))
    assert differing(own) == []
    assert ask(own, "SELECT count(*) FROM figure_list") == [(6,)]


def test_after_a_correction_and_its_withdrawal(own: Path) -> None:
    correct(own, 7)
    assert differing(own) == []
    assert ask(own, GRANTED) == [(7, 7)]
    assert ask(own, "SELECT count(*) > 0 FROM broken_identity") == [(True,)]
    correct(own, None)
    assert differing(own) == []
    assert ask(own, GRANTED) == [(0, 0)]
    assert ask(own, "SELECT count(*) FROM broken_identity") == [(0,)]


def test_after_documents_were_read_anew(own: Path) -> None:
    older = as_read_before(own)
    assert reprocess(Reprocess(older, sources=("data/samples",))).published
    assert differing(older) == []


def test_rows_that_are_lost_stop_the_publication(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = load._count
    monkeypatch.setattr(
        load, "_count", lambda con, rows: 0 if rows == '"figure_list"' else count(con, rows)
    )
    with pytest.raises(OgiError, match="figure_list: 0 rows are stored, not 6; nothing was publ"):
        ingest(own, write(tmp_path / "new.txt", another(1)))


@pytest.mark.parametrize("folder", ["rules", "rules/basis"])
def test_rules_rest_on_no_stored_view(folder: str) -> None:
    """Rules are asked before the views are stored: they would see those of the last publication."""
    names = re.compile("|".join(rf"\\b{view.name}\\b" for view in STORED))
    assert [query.name for query in read_views(folder) if names.search(query.query)] == []


def test_no_view_below_a_rule_is_stored() -> None:
    """Views that rules read, and what those read."""
    queries = {view.name: view for view in read_views()}
    words = {name: set(re.findall(r"\w+", view.query)) for name, view in queries.items()}
    asked = {
        word
        for folder in ("rules", "rules/basis")
        for query in read_views(folder)
        for word in re.findall(r"\w+", query.query)
    }
    reached = queries.keys() & asked
    while more := {name for one in reached for name in queries.keys() & words[one]} - reached:
        reached |= more
    assert {"deadline"} <= reached
    assert [name for name in sorted(reached) if queries[name].stored] == []
