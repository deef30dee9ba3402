"""``ogi check``."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.app import DEFAULT_DB, Db, app, problem


@app.command(epilog="Example: ogi check --db data/ogi.duckdb --limit 20")
def check(
    db: Db = DEFAULT_DB,
    limit: Annotated[int, typer.Option(min=1, help="How many findings to print.")] = 500,
) -> None:
    """Print the findings of current reports, worst first."""
    from flows.cli.show import table
    from flows.query import reader

    with reader(db) as con:
        total = con.execute(f"SELECT count(*) FROM ({_FINDINGS})").fetchall()[0][0]
        rows = con.execute(f"{_FINDINGS} LIMIT {limit}").fetchall()
    if not rows:
        typer.echo("No findings.")
        return
    table(("severity", "agency", "year", "rule", "message", "source"), rows)
    if total > len(rows):
        problem(f"{total - len(rows)} more findings are not shown; --limit shows more")


_FINDINGS = """
SELECT f.severity, r.agency_name, r.year, f.rule, f.message, r.source_uri
FROM finding f JOIN report r USING (report_id)
WHERE r.is_current
ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,
    r.agency_name, r.year, f.rule, f.message
"""
