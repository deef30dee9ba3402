"""The body of a report that was read, with what is to be noted of it."""

from __future__ import annotations

from extractors.agencies.model import Agency, Asked
from extractors.agencies.resolve import findings, resolve
from extractors.model import Finding, Report


def agency_of(
    report: Report, source_uri: str, document: str
) -> tuple[Agency | None, list[Finding]]:
    """Who reported, and the findings on it; null where the report names nobody.

    ``document`` is told apart from all others by these words, and stands for a body whose
    region nothing tells.
    """
    identity = report.identity
    if identity.agency_name is None:
        return None, []
    asked = Asked(
        identity.agency_name,
        identity.year,
        report.text,
        source_uri,
        report.source.metadata,
        document,
    )
    agency = resolve(asked)
    return agency, findings(asked, agency)
