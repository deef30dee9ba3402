"""The narrative against the tables: what the prose states of a number that a table prints.

Nothing is said where words may tell of another matter, body or time, where one of several
statements agrees with the table, or where the table has no value.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import Cell, Finding, Section
from extractors.narrative.documents import check_documents
from extractors.narrative.facts import Facts
from extractors.narrative.prose import prose_of
from extractors.narrative.received import check_received, statements
from extractors.narrative.requests import check_requests
from extractors.narrative.review import check_review

__all__ = ["check_narrative"]
_SECTIONS = (1, 2, 3, 4)
_OF_REQUESTS = (1, 3)


def check_narrative(
    sections: Sequence[Section], cells: Sequence[Cell], year: int | None
) -> list[Finding]:
    """Findings on the prose of sections one to four against ``cells``; ``year`` is the
    report's."""
    texts = [prose_of(s.number, s.text) for s in sections if s.number in _SECTIONS and s.text]
    if not texts:
        return []
    facts = Facts(cells)
    requests = [text for text in texts if text.section in _OF_REQUESTS]
    stated = [(text, list(statements(text, year))) for text in requests]
    findings = check_received(stated, facts)
    findings += check_requests(stated, facts, year)
    findings += check_review(texts, facts, year)
    return findings + check_documents(texts, facts, year)
