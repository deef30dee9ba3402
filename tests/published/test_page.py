"""A published web page against the values that a person read in it."""

from __future__ import annotations

import json

import pytest

from extractors.model import Report
from extractors.readers import read_source
from extractors.report import read_text

from .truths import FOLDER

NAME = "shanghai-office-2019"


def test_every_cell_of_a_published_page_is_right() -> None:
    if not FOLDER.is_dir():
        pytest.skip(f"the folder of published reports is missing: {FOLDER}")
    texts = read_source((FOLDER / f"{NAME}.html").read_bytes())
    assert isinstance(texts, list)
    (decoded,) = texts
    report = read_text(decoded)
    assert isinstance(report, Report)
    truth = json.loads((FOLDER / f"{NAME}.truth.json").read_text(encoding="utf-8"))
    assert {cell.name: cell.value for cell in report.cells} == truth["cells"]
    identity = report.identity
    assert (identity.agency_name, identity.year) == (truth["agency"], truth["year"])
    assert report.edition == truth["edition"]
    assert decoded.metadata.published == "2020-01-31"
    spans = [cell.span for cell in report.cells if cell.span and cell.status == "read"]
    assert all(decoded.place(span.start) for span in spans)
