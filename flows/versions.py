"""Versions of a report: of the documents that hold it one is current."""

from __future__ import annotations

from flows.published import LATEST, Connection


def number_versions(con: Connection) -> None:
    """Number the versions of each agency and year, and mark the current one.

    It is among the documents that their sources still hold; of these the one from which most
    values were read, none of them recognised from an image, and of equals the one retrieved last.
    """
    con.execute(_VERSIONS)


# Only reports that share their agency and year with another have versions to compare.
_SEVERAL = """
SELECT agency_id, year FROM report WHERE agency_id IS NOT NULL AND year IS NOT NULL
GROUP BY agency_id, year HAVING count(*) > 1
"""
_FACTS = (
    ("fact_proactive_disclosure", "value"),
    ("fact_application", "count"),
    ("fact_review_litigation", "count"),
    ("fact_indicator", "value"),
)
_VALUES = " UNION ALL ".join(
    f"SELECT report_id, agency_id, year, cell, {column} AS value FROM {fact}"
    " SEMI JOIN several USING (agency_id, year)"
    for fact, column in _FACTS
)
_VERSIONS = f"""
WITH retrieved AS (
    SELECT document_id, min(retrieved_at) AS first, max(retrieved_at) AS last
    FROM retrieval GROUP BY document_id
),
latest AS ({LATEST}),
several AS ({_SEVERAL}),
content AS (SELECT report_id, count(value) AS cells FROM ({_VALUES}) GROUP BY report_id),
ranked AS (
    SELECT
        report_id,
        row_number() OVER (
            PARTITION BY agency_id, year ORDER BY first, coalesce(cells, 0), document_id, report_id
        ) AS version,
        row_number() OVER (
            PARTITION BY agency_id, year
            ORDER BY
                document_id IN (SELECT document_id FROM latest) DESC,
                coalesce(cells, 0) DESC,
                method IS DISTINCT FROM 'ocr' DESC,
                last DESC,
                document_id DESC,
                report_id DESC
        ) = 1 AS is_current
    FROM report SEMI JOIN several USING (agency_id, year)
        JOIN retrieved USING (document_id) LEFT JOIN content USING (report_id)
),
decided AS (
    SELECT report_id, coalesce(ranked.version, 1) AS version,
        coalesce(ranked.is_current, true) AS is_current
    FROM report LEFT JOIN ranked USING (report_id)
)
UPDATE report SET version = decided.version, is_current = decided.is_current
FROM decided
WHERE report.report_id = decided.report_id
    AND (report.version <> decided.version OR report.is_current <> decided.is_current)
"""
