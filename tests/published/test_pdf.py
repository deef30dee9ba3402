"""A published PDF file against the values that a person read in it."""

from __future__ import annotations

import json

import pytest

from extractors.model import Report
from extractors.readers import read_source
from tests.reading import read_one

from .truths import FOLDER

NAME = "hongze2023"


@pytest.fixture(scope="module")
def data() -> bytes:
    path = FOLDER / f"{NAME}.pdf"
    if not path.exists():
        pytest.skip(f"the published report is missing: {path}")
    return path.read_bytes()


def test_every_cell_is_right(data: bytes) -> None:
    truth = json.loads((FOLDER / f"{NAME}.truth.json").read_text(encoding="utf-8"))
    report = read_one(data)
    assert isinstance(report, Report)
    assert {cell.name: cell.value for cell in report.cells} == truth["cells"]
    assert {cell.status for cell in report.cells} == {"read"}
    assert report.identity.agency_name == truth["agency"]
    assert (report.identity.year, report.edition) == (truth["year"], truth["edition"])


def test_every_value_leads_back_to_its_page(data: bytes) -> None:
    report, texts = read_one(data), read_source(data)
    assert isinstance(report, Report)
    assert isinstance(texts, list)
    for cell in report.cells:
        assert cell.span is not None
        place = texts[0].place(cell.span.start)
        assert place is not None
        assert place.page is not None
        assert place.box is not None
        assert place.row is not None
        assert report.text[cell.span.start : cell.span.end] == cell.raw
