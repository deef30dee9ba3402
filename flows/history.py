"""The versions of one report: why each is current or not, and what differs between them."""

from __future__ import annotations

from typing import Any, NamedTuple

from flows.compare import Body, find, no_report
from flows.errors import UsageError
from flows.published import Connection, rows

Row = dict[str, Any]


class Version(NamedTuple):
    """A version, a row of ``report_version``, with the addresses that gave it; and what differs
    from the version before: rows of ``version_change`` and ``version_finding``."""

    facts: Row
    addresses: tuple[Row, ...]
    changes: tuple[Row, ...]
    findings: tuple[Row, ...]


class History(NamedTuple):
    """All versions of the report of a body on a year, in the order of their first retrieval."""

    body: Body
    year: int
    versions: tuple[Version, ...]


def history(con: Connection, agency: str, year: int) -> History:
    """The versions of one report.

    Raises ``UsageError`` where ``agency`` names no body or several, and where it has no report
    on the year.
    """
    body = find(con, agency)
    of = (body.agency_id, year)
    versions = rows(con, _VERSIONS, of)
    if not versions:
        years = {row[0] for row in con.execute(_YEARS, [body.agency_id]).fetchall()}
        raise UsageError(no_report(body, year, years))
    addresses = rows(con, _ADDRESSES, of)
    changes = rows(con, _CHANGES, of)
    findings = rows(con, _FINDINGS, of)
    return History(
        body,
        year,
        tuple(
            Version(
                version,
                _of(addresses, version),
                _of(changes, version),
                _of(findings, version),
            )
            for version in versions
        ),
    )


def _of(rows: list[Row], version: Row) -> tuple[Row, ...]:
    """The rows of one version, without the identifier that they share with it."""
    return tuple(
        {name: value for name, value in row.items() if name != "report_id"}
        for row in rows
        if row["report_id"] == version["report_id"]
    )


_YEARS = "SELECT year FROM report_version WHERE agency_id = ?"
_VERSIONS = "FROM report_version WHERE agency_id = ? AND year = ? ORDER BY version"
_ADDRESSES = """
SELECT report_id, source_uri, first_retrieved_at, last_retrieved_at, is_latest, gone_at
FROM report_address WHERE agency_id = ? AND year = ? ORDER BY first_retrieved_at, source_uri
"""
_CHANGES = """
SELECT report_id, cell, c.label, previous_value, value, previous_raw, raw, previous_status,
    status, previous_unit, c.unit
FROM version_change c
    LEFT JOIN (SELECT cell, max(position) AS position FROM form_cell GROUP BY cell) f USING (cell)
WHERE agency_id = ? AND year = ? ORDER BY version, f.position NULLS LAST, cell
"""
_FINDINGS = """
SELECT report_id, change, rule, severity, cells, message, message_zh, expected, found
FROM version_finding WHERE agency_id = ? AND year = ? ORDER BY version, change DESC, rule, message
"""
