"""A published report of 2018 with an indicator table, and nothing between its cells."""

from __future__ import annotations

from .conftest import Library
from .truths import PRINTED_LABELS


def test_every_indicator_is_right(library: Library) -> None:
    published = library["pingtan-2018"]
    truth = published.truth["indicators"]
    read = {one.label: [one.value, one.cumulative] for one in published.report.indicators}
    expected = {PRINTED_LABELS.get(name, name): values for name, values in truth.items()}
    assert read == expected
    assert published.report.edition == published.truth["edition"] == "local"


def test_cells_of_later_forms_stay_empty(library: Library) -> None:
    report = library["pingtan-2018"].report
    assert (report.cells, report.form) == ((), None)


def test_what_settled_the_runs_of_digits_is_on_record(library: Library) -> None:
    report = library["pingtan-2018"].report
    resolved = [one.name for one in report.indicators if one.status == "resolved"]
    assert resolved == ["indicators.disclosed.total", "indicators.disclosed.website"]
    assert [(f.rule, f.severity, f.cells) for f in report.findings] == [
        ("resolved_by_prose", "info", (resolved[0],)),
        ("resolved_by_sums", "info", (resolved[1],)),
    ]


def test_each_number_points_at_its_digits(library: Library) -> None:
    report = library["pingtan-2018"].report
    for one in report.indicators:
        assert one.span
        assert one.cumulative_span
        assert report.text[slice(*one.span)] == str(one.value)
        assert report.text[slice(*one.cumulative_span)] == str(one.cumulative)
