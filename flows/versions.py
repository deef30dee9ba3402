"""Versions of a report: of the documents that hold it one is current."""

from __future__ import annotations

from flows.published import Connection


def number_versions(con: Connection) -> None:
    """Number the versions of each agency and year, and mark the current one.

    What decides is in the view ``version_standing``: a report that an address still gives
    counts more than one whose page vanished, and that more than one that was replaced; of equals
    the one from which most values were read, the least of it from images, counts, and of these
    the one retrieved last.
    """
    con.execute(_VERSIONS)


_VERSIONS = """
WITH decided AS (
    SELECT report_id, coalesce(v.version, 1) AS version, coalesce(v.place = 1, true) AS is_current
    FROM report LEFT JOIN version_standing v USING (report_id)
)
UPDATE report SET version = decided.version, is_current = decided.is_current
FROM decided
WHERE report.report_id = decided.report_id
    AND (report.version <> decided.version OR report.is_current <> decided.is_current)
"""
