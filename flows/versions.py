"""Versions of a report: of the documents that hold it one is current, and others may differ."""

from __future__ import annotations

from flows.published import LATEST, Connection
from schema.messages import sql_messages


def number_versions(con: Connection) -> None:
    """Number the versions of each agency and year, and mark the current one.

    It is among the documents that their sources still hold; of these the one from which most
    values were read, none of them recognised from an image, and of equals the one retrieved last.
    """
    con.execute(_VERSIONS)


def note_disagreements(con: Connection) -> None:
    """Find where documents of one report, as a page and the file attached to it, print
    different values: a finding of each of the two."""
    con.execute(_FORGET)
    con.execute(_DISAGREEMENTS)


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
_SHOWN = "regexp_replace({}::VARCHAR, '\\.0$', '')"
_FORGET = "DELETE FROM finding WHERE rule = 'documents_disagree'"
_PAIR = """
SELECT pair.*, one.cell, one.{column} AS value, current.{column} AS current_value
FROM pair
    JOIN {fact} one USING (report_id)
    JOIN {fact} current ON current.report_id = pair.current_id AND current.cell = one.cell
WHERE one.{column} <> current.{column}
"""
_SAID_OF_OTHERS = sql_messages(
    "documents_disagree.others", n="count(*)", uri="any_value(current_uri)"
)
_SAID_OF_CURRENT = sql_messages(
    "documents_disagree.current", n="count(DISTINCT source_uri)", uri="min(source_uri)"
)
# Each is compared with the current one, so that the effort grows with their number only.
_DISAGREEMENTS = f"""
INSERT INTO finding BY NAME
WITH several AS ({_SEVERAL}),
held AS (
    SELECT report_id, document_id, source_uri, is_current, agency_id, year
    FROM report SEMI JOIN several USING (agency_id, year)
    SEMI JOIN ({LATEST}) latest USING (document_id)
),
pair AS (
    SELECT
        one.report_id, one.source_uri,
        current.report_id AS current_id, current.source_uri AS current_uri
    FROM held one JOIN held current USING (agency_id, year)
    WHERE current.is_current AND one.document_id <> current.document_id
),
differing AS ({" UNION ALL ".join(_PAIR.format(fact=fact, column=col) for fact, col in _FACTS)})
SELECT
    report_id,
    'documents_disagree' AS rule,
    'warning' AS severity,
    list(cell ORDER BY cell) AS cells,
    {_SAID_OF_OTHERS},
    string_agg({_SHOWN.format("current_value")}, ' ' ORDER BY cell) AS expected,
    string_agg({_SHOWN.format("value")}, ' ' ORDER BY cell) AS found
FROM differing
GROUP BY report_id
UNION ALL BY NAME
SELECT
    current_id AS report_id,
    'documents_disagree' AS rule,
    'warning' AS severity,
    list(DISTINCT cell ORDER BY cell) AS cells,
    {_SAID_OF_CURRENT},
    NULL AS expected,
    NULL AS found
FROM differing
GROUP BY current_id
ORDER BY report_id, message
"""
