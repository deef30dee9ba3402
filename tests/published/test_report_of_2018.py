"""A published report of 2018 with an indicator table, and nothing between its cells."""

from __future__ import annotations

from .conftest import Library

# Words of the truth file for labels as the table prints them.
LABELS = {
    "主动公开文件数": "主动公开文件数",
    "政府网站公开数": "政府网站公开数",
    "政府公报公开数": "政府公报公开数",
    "received_total": "受理依申请公开信息总数",
    "当面": "当面申请数",
    "网上": "网上申请数",
    "信函、传真": "信函、传真申请数",
    "answered_total": "对申请的答复总数",
    "同意公开": "同意公开答复数",
    "同意部分公开": "同意部分公开答复数",
    "不予公开": "不予公开答复数",
    "其他类型": "其他类型答复数",
    "接受行政诉讼、举报数": "接受行政诉讼、举报数",
    "行政复议数": "行政复议数",
    "行政诉讼数": "行政诉讼数",
}


def test_every_indicator_is_right(library: Library) -> None:
    published = library["pingtan-2018"]
    truth = published.truth["indicators"]
    read = {one.label: [one.value, one.cumulative] for one in published.report.indicators}
    assert read == {LABELS[name]: values for name, values in truth.items()}
    assert list(read) == list(LABELS.values())
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
