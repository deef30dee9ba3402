"""Every query of docs/analysts.md runs, and prints what the page says that it prints.

``python -m tests.flows.test_analysts`` writes the printed blocks anew.
"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from pathlib import Path

import pytest

from flows.cli import show
from flows.query import limited, sandbox
from flows.warehouse import read_macros, read_views

from .panel import make

PAGE = Path(__file__).parents[2] / "docs" / "analysts.md"
COMPARED = (
    *("report_headline", "outcome_rate", "reversal_rate", "review_litigation_result"),
    *("region_year", "agency_year", "figure", "applicant_mix", "carry_over", "report_figure"),
    *("figure_change", "peer_figure", "refusal_ground", "region_coverage", "region_figure"),
    *("harmonised_series", "report_version", "deadline", "expected_report", "region_deadline"),
)
EXAMPLE = re.compile(r"```sql\n(?P<query>.*?)\n```\n\n```text\n(?P<output>.*?)\n?```", re.DOTALL)


def examples() -> list[tuple[str, str]]:
    """Queries of the page with the output that follows each."""
    text = PAGE.read_text(encoding="utf-8")
    found = [(match["query"], match["output"]) for match in EXAMPLE.finditer(text)]
    assert len(found) == text.count("```sql"), "a query has no output behind it"
    return found


def output_of(db: Path, query: str) -> str:
    """What ``ogi sql`` prints for a query."""
    printed = io.StringIO()
    with sandbox(db) as con, limited(con, query), contextlib.redirect_stdout(printed):
        con.execute(query)
        show.table([column[0] for column in con.description or ()], con.fetchall())
    return printed.getvalue().rstrip("\n")


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("panel") / "panel.duckdb")


@pytest.mark.parametrize(("query", "output"), examples())
def test_a_query_prints_what_the_page_says(panel: Path, query: str, output: str) -> None:
    assert output_of(panel, query) == output
    assert len(output.splitlines()) > 2, "the answer has no rows"
    assert max(map(len, query.splitlines())) <= 100


def test_ten_questions() -> None:
    headings = re.findall(r"^## (\d+)\. .*\?$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == [str(number) for number in range(1, 11)]


def test_every_relation_of_comparison_has_an_example() -> None:
    queries = " ".join(query for query, _ in examples())
    compared = [view.name for view in read_views() if view.name in COMPARED]
    names = {*compared, *(macro.name for macro in read_macros())}
    assert len(names) == len(COMPARED) + 3
    assert {name for name in names if not re.search(rf"\b{name}\b", queries)} == set()


def rewrite() -> None:
    """Write the printed blocks of the page as the queries now answer."""
    with tempfile.TemporaryDirectory() as folder:
        db = make(Path(folder) / "panel.duckdb")
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(
            EXAMPLE.sub(
                lambda m: f"```sql\n{m['query']}\n```\n\n```text\n{output_of(db, m['query'])}\n```",
                text,
            ),
            encoding="utf-8",
        )


if __name__ == "__main__":
    rewrite()
