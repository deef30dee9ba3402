"""Documents that hold one report, read as users' commands read them."""

from __future__ import annotations

from extractors.model import Report, SetAside
from extractors.report import read_document


def read_one(data: bytes) -> Report | SetAside:
    """The one report of a document, or why it is set aside."""
    result = read_document(data)
    if isinstance(result, SetAside):
        return result
    (report,) = result
    return report


def read_all(data: bytes) -> list[Report]:
    """The reports of a document that holds some."""
    result = read_document(data)
    assert not isinstance(result, SetAside), result
    return result
