"""The bundled sample documents print what they were made of, and all of it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.model import Report
from tests.accuracy.score import printed, score
from tests.generator.documents.samples import SAMPLES, truth_of
from tests.reading import read_one

FOLDER = Path(__file__).parents[2] / "data" / "documents"


def test_all_sample_documents_are_known() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_cell_of_a_sample_document(name: str) -> None:
    report = read_one((FOLDER / name).read_bytes())
    assert isinstance(report, Report)
    assert score(report, printed(truth_of(name))).exact
    assert (report.identity.agency_name, report.identity.year) == (SAMPLES[name], 2024)
    assert report.findings == ()
