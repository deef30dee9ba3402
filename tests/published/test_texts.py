"""Published texts against the values that a person read in them."""

from __future__ import annotations

from datetime import date

import pytest

from .conftest import Library

FIVE = ("000", "001", "002", "003", "004")
COMPLETE = (*FIVE, "suqian-2023.layout", "suqian-2023.plain")
PINGTAN = ("pingtan-2018", "pingtan-2024")
ALL = (*COMPLETE, *PINGTAN)
TITLES = {
    "000": "西工区司法局2024年政府信息公开工作年度报告",
    "001": "硚口区司法局2024年政府信息公开工作年度报告",
    "002": "信阳市司法局2024年政府信息公开工作年度报告",
    "003": "友好区司法局2024年政府信息公开工作年度报告",
    "004": "西夏区司法局2024年政府信息公开工作年度报告",
    "suqian-2023.layout": "宿迁市2023年政府信息公开工作年度报告",
    "suqian-2023.plain": "宿迁市2023年政府信息公开工作年度报告",
}
CALENDAR_2024 = (date(2024, 1, 1), date(2024, 12, 31))
PERIODS = {"001": CALENDAR_2024, "004": CALENDAR_2024, "pingtan-2024": CALENDAR_2024}


@pytest.mark.parametrize("name", COMPLETE)
def test_all_200_cells_equal_what_is_printed(library: Library, name: str) -> None:
    published = library[name]
    read = {cell.name: cell.value for cell in published.report.cells}
    assert read == published.truth["cells"]
    assert len(read) == 200


@pytest.mark.parametrize("name", COMPLETE)
def test_every_cell_says_that_it_was_read(library: Library, name: str) -> None:
    statuses = {cell.status for cell in library[name].report.cells}
    assert statuses == {"read"} or (name not in FIVE and statuses == {"read", "resolved"})


@pytest.mark.parametrize("name", ALL)
def test_agency_year_and_edition_are_told(library: Library, name: str) -> None:
    published = library[name]
    report, truth = published.report, published.truth
    assert report.identity.agency_name == truth["agency"]
    assert report.identity.year == truth["year"]
    assert report.edition == truth["edition"]
    assert report.source.encoding == "utf-8"


@pytest.mark.parametrize("name", TITLES)
def test_the_title_is_whole(library: Library, name: str) -> None:
    assert library[name].report.identity.title == TITLES[name]


@pytest.mark.parametrize("name", ALL)
def test_the_period_is_taken_where_it_is_stated(library: Library, name: str) -> None:
    expected = PERIODS.get(name)
    if name == "pingtan-2018":
        expected = (date(2018, 1, 1), date(2018, 12, 31))
    assert library[name].report.identity.period == expected


@pytest.mark.parametrize("name", ALL)
def test_spans_hold_the_printed_text(library: Library, name: str) -> None:
    report = library[name].report
    spanned = [cell for cell in report.cells if cell.span]
    for cell in spanned:
        assert cell.span
        assert report.text[cell.span.start : cell.span.end] == cell.raw, cell.name
    if name in COMPLETE:
        assert len({cell.span for cell in spanned}) == 200, "no number is used twice"


@pytest.mark.parametrize("name", COMPLETE)
def test_labels_stand_before_their_values(library: Library, name: str) -> None:
    report = library[name].report
    for cell in report.cells:
        if cell.status == "resolved":
            continue  # words of the head stand between the figures of this table
        assert cell.label
        assert cell.span
        assert cell.label.start < cell.span.start, cell.name


@pytest.mark.parametrize(
    ("name", "cell", "label"),
    [
        ("000", "not_held.natural_person", "1. 本机关不掌握相关政府信息"),
        ("001", "refused_state_secret.total", "1.属于国家秘密"),
        ("003", "carried_forward.total", "四、结转下年度继续办理"),
        ("004", "not_processed_petition.business", "1.信访举报投诉类申请"),
        ("suqian-2023.layout", "not_processed_repeat.total", "2.重复申请"),
    ],
)
def test_the_label_of_a_cell_is_the_printed_one(
    library: Library, name: str, cell: str, label: str
) -> None:
    report = library[name].report
    span = next(c.label for c in report.cells if c.name == f"applications.{cell}")
    assert span
    assert report.text[span.start : span.end] == label


@pytest.mark.parametrize("name", COMPLETE)
def test_six_sections_in_order(library: Library, name: str) -> None:
    sections = library[name].report.sections
    assert [section.number for section in sections] == [1, 2, 3, 4, 5, 6]
    starts = [section.span.start for section in sections]
    assert starts == sorted(starts)
    assert all(section.text for section in sections if section.number in (1, 5, 6))


@pytest.mark.parametrize("name", ["000", "002", "003", "004"])
def test_sections_without_prose_are_empty_once_the_table_is_left_out(
    library: Library, name: str
) -> None:
    texts = {section.number: section.text for section in library[name].report.sections}
    assert [texts[number] for number in (2, 3, 4)] == ["", "", ""]


def test_prose_beside_a_table_stays_prose(library: Library) -> None:
    texts = {section.number: section.text for section in library["001"].report.sections}
    assert texts[2] == "2024年区司法局更新规范性文件0条，其他公开文件14条。"
    assert texts[4].startswith("2024年度，我局无因政府信息公开工作被申请行政复议")
    assert "结果维持" not in texts[4]
    assert texts[6].endswith("2025年1月10日")


def test_the_narrative_of_000_contradicts_its_table(library: Library) -> None:
    (finding,) = library["000"].report.findings
    assert finding.rule == "narrative_received"
    assert finding.severity in ("warning", "error")
    assert finding.cells == ("applications.new_received.total",)
    assert (finding.expected, finding.found) == ("1", "0")
    assert "受理依申请公开政府信息0条" in finding.message


@pytest.mark.parametrize("name", FIVE[1:])
def test_nothing_is_found_where_nothing_is_wrong(library: Library, name: str) -> None:
    assert library[name].report.findings == ()


@pytest.mark.parametrize("name", ["suqian-2023.layout", "suqian-2023.plain"])
def test_a_layout_that_took_some_working_out_is_no_reproach(library: Library, name: str) -> None:
    assert [f for f in library[name].report.findings if f.severity != "info"] == []


@pytest.mark.parametrize("name", ["suqian-2023.layout", "suqian-2023.plain"])
def test_sums_used_to_read_cells_are_on_record(library: Library, name: str) -> None:
    report = library[name].report
    resolved = {cell.name for cell in report.cells if cell.status == "resolved"}
    recorded = {cell for finding in report.findings for cell in finding.cells}
    assert resolved <= recorded


@pytest.mark.parametrize("name", PINGTAN)
def test_run_on_text_gives_no_wrong_value(library: Library, name: str) -> None:
    published = library[name]
    truth = published.truth["cells"]
    report = published.report
    wrong = {
        cell.name: (cell.value, truth.get(cell.name))
        for cell in report.cells
        if cell.value is not None and cell.value != truth.get(cell.name)
    }
    assert wrong == {}


def test_cells_of_run_on_text_without_a_value_are_named_by_a_finding(library: Library) -> None:
    report = library["pingtan-2024"].report
    assert len(report.cells) == 200
    named = {
        cell
        for finding in report.findings
        if finding.severity in ("warning", "error")
        for cell in finding.cells
    }
    assert {cell.name for cell in report.cells if cell.value is None} <= named


def test_what_is_printed_is_not_called_absent(library: Library) -> None:
    """All 200 figures stand in the run-on text: a cell not read there is in doubt, not absent."""
    report = library["pingtan-2024"].report
    absent = [cell.name for cell in report.cells if cell.status == "absent"]
    assert absent == []
