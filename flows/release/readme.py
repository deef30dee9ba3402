"""``README.md`` of a release: what is in it, how to read and cite it, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any

from flows.published import Connection
from flows.release.descriptor import TITLE, Written
from flows.version import VERSION

EXAMPLES = {
    "parquet": (
        ("polars", 'pl.read_parquet("parquet/fact_application/*.parquet")'),
        ("DuckDB", "FROM 'parquet/fact_application/*.parquet'"),
        ("pandas", 'pd.read_parquet("parquet/fact_application")'),
        ("R", 'dplyr::collect(arrow::open_dataset("parquet/fact_application"))'),
    ),
    "csv": (
        ("polars", 'pl.read_csv("csv/report_headline.csv", infer_schema_length=None)'),
        ("DuckDB", "FROM 'csv/report_headline.csv'"),
        ("pandas", 'pd.read_csv("csv/report_headline.csv", encoding="utf-8-sig")'),
        ("R", 'readr::read_csv("csv/report_headline.csv")'),
    ),
    "xlsx": (
        ("pandas", 'pd.read_excel("xlsx/report_headline.xlsx", header=1, engine="calamine")'),
        ("R", 'readxl::read_excel("xlsx/report_headline.xlsx", skip = 1)'),
    ),
    "dta": (
        ("Stata", 'use "stata/report_headline.dta", clear'),
        ("R", 'haven::read_dta("stata/report_headline.dta")'),
        ("pandas", 'pd.read_stata("stata/report_headline.dta")'),
    ),
}
"""One line a tool; ``tests/flows/test_release_clients.py`` runs those that Python can run."""


def page(
    con: Connection,
    written: Sequence[Written],
    left_out: Sequence[str],
    stamp: datetime,
    identity: str,
    changes: bool,
) -> str:
    """The page in Markdown, from what the database holds and what was written."""
    frame = files("flows.release").joinpath("README.template.md").read_text(encoding="utf-8")
    formats = list(dict.fromkeys(file.format for file in written))
    (figures,) = con.execute(_FIGURES).fetchall()
    names = ("reports", "current", "agencies", "first", "last", "unplaced", "documents", "aside")
    return frame.format(
        title=TITLE,
        version=VERSION,
        day=f"{stamp:%Y-%m-%d}",
        year=stamp.year,
        identity=identity,
        short=identity[:12],
        examples="\n\n".join(_examples(one) for one in formats),
        coverage=_table(con.execute(_COVERAGE).fetchall(), _COVERAGE_HEAD),
        set_aside=_table(con.execute(_SET_ASIDE).fetchall(), ("reason", "documents")),
        left_out="".join(f"- {sentence}.\n" for sentence in left_out),
        files=_table(_files(written), ("relation", "rows", *formats)),
        changes="`CHANGES.md` and `changes.csv` say what changed against the previous release.\n"
        if changes
        else "",
        **{name: "none" if one is None else one for name, one in zip(names, figures, strict=True)},
    )


_FIGURES = """
SELECT
    (SELECT count(*) FROM report),
    (SELECT count(*) FROM report WHERE is_current),
    (SELECT count(DISTINCT agency_id) FROM report),
    (SELECT min(year) FROM report), (SELECT max(year) FROM report),
    (SELECT count(*) FROM report WHERE agency_id IS NULL OR year IS NULL),
    (SELECT count(*) FROM document),
    (SELECT count(*) FROM document WHERE status = 'set_aside')
"""
_COVERAGE_HEAD = ("year", "edition", "reports", "agencies", "cells with a value", "in conflict")
_COVERAGE = """
SELECT year, edition, reports, agencies, cells_read, cells_conflict
FROM coverage ORDER BY year NULLS LAST, edition
"""
_SET_ASIDE = """
SELECT regexp_replace(reason, '[0-9]+', 'N', 'g') AS sentence, count(*) AS documents
FROM document WHERE status = 'set_aside' GROUP BY sentence ORDER BY documents DESC, sentence
LIMIT 30
"""


def _examples(kind: str) -> str:
    lines = [f"{tool:<8} {line}" for tool, line in EXAMPLES[kind]]
    return "```\n" + "\n".join(lines) + "\n```"


def _files(written: Sequence[Written]) -> list[tuple[Any, ...]]:
    """One row a relation: its rows, and the number of its files in each format."""
    formats = list(dict.fromkeys(file.format for file in written))
    rows: dict[str, int] = {}
    counts: dict[tuple[str, str], int] = {}
    for file in written:
        name = file.part.relation.name
        counts[name, file.format] = counts.get((name, file.format), 0) + 1
        if file.format == formats[0]:
            rows[name] = rows.get(name, 0) + file.part.rows
    return [(name, rows[name], *(counts.get((name, f), 0) for f in formats)) for name in rows]


def _table(rows: Iterable[Sequence[Any]], head: Sequence[str]) -> str:
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    return "\n".join(lines) if len(lines) > 2 else "None."


def _cell(value: Any) -> str:
    return "unknown" if value is None else str(value).replace("|", "\\|").replace("\n", " ")
