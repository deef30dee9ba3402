"""Which numbers after a label are its cells, and when that cannot be told."""

from __future__ import annotations

from random import Random

import pytest

from extractors.model import Report
from tests.generator import Truth, random_truth
from tests.generator.truth import Size

from .support import (
    EDITION,
    Rows,
    application_table,
    cells_of,
    document,
    flagged,
    numbered,
    proactive_table,
    read,
    review_table,
    review_values,
    rows_of,
    values_of,
    wrong_values,
)

NUMBERS: dict[str, int | float | None] = dict(numbered())
COLUMNS = [column.column for column in EDITION.columns_of("applications", "granted")]
CODE = "refused_third_party"
CELLS = [f"applications.{CODE}.{column}" for column in COLUMNS]
SEPARATORS = ["\t", " | ", "|"]
SIZES: tuple[Size, ...] = ("small", "medium", "large")


def table(change: Rows, sep: str = "\t") -> str:
    return document(applications=application_table(rows_of("applications") | change, sep))


def row(values: list[str], code: str = CODE) -> Rows:
    return {code: [rows_of("applications")[code][0], *values]}


def framed(change: Rows) -> str:
    rows = rows_of("applications") | change
    lines = ["| " + " | ".join(line) + " |" for line in rows.values()]
    head = "| （本列数据的勾稽关系为） | 自然人 | 商业企业 | 科研机构 | 社会公益组织 |"
    return document(applications="\n".join([head + " 法律服务机构 | 其他 | 总计 |", *lines]))


def cell_per_line(change: Rows) -> str:
    rows = rows_of("applications") | change
    lines = ["\n".join(f"\t{cell}" for cell in line) + "\n" for line in rows.values()]
    return document(applications="\n".join(["\t（本列数据的勾稽关系为）\n", *lines]))


def statuses(text: str) -> list[str]:
    cells = cells_of(text)
    return [cells[name].status for name in CELLS]


@pytest.mark.parametrize("blank", [0, 2, 5])
@pytest.mark.parametrize("sep", SEPARATORS)
def test_a_blank_between_separators_keeps_its_place(sep: str, blank: int) -> None:
    values = rows_of("applications")[CODE][1:]
    values[blank] = ""
    report = read(table(row(values), sep))
    assert values_of(report) == NUMBERS | {CELLS[blank]: None}
    cells = {cell.name: cell for cell in report.cells}
    assert cells[CELLS[blank]].status == "blank"
    assert cells[CELLS[blank]].raw == ""


def test_a_blank_behind_a_tab_keeps_its_place_at_the_end_of_a_row_too() -> None:
    values = [*rows_of("applications")[CODE][1:7], ""]
    assert values_of(read(table(row(values)))) == NUMBERS | {CELLS[6]: None}


@pytest.mark.parametrize("sep", [" | ", "|"])
def test_pipes_that_only_end_rows_show_no_place(sep: str) -> None:
    """Some converters drop blank cells and fill their rows up with pipes at the end."""
    values = [*rows_of("applications")[CODE][1:7], ""]
    report = read(table(row(values), sep))
    assert wrong_values(report, NUMBERS) == {}
    assert set(CELLS) <= flagged(report)


def padded(rows: dict[str, list[str]], width: int, *, vertical: bool) -> str:
    """Rows whose blank cells are dropped, filled up with pipes to ``width`` columns."""
    end, joint = (" |\n", " |\n") if vertical else (" ", " | ")
    lines = []
    for cells in rows.values():
        kept = [cell for cell in cells if cell]
        lines.append(joint.join(kept) + end + "|" * (width - len(kept)))
    return "\n".join(lines)


@pytest.mark.parametrize("vertical", [True, False])
def test_rows_filled_up_with_pipes(vertical: bool) -> None:
    """A row that prints all values is read; of others only what their sum tells."""
    rows = {code: [label, *"0000000"] for code, (label, *_) in rows_of("applications").items()}
    rows["granted"][1:] = ["3", "", "", "", "", "", "3"]
    rows["not_held"][1:] = ["4", "1", "0", "0", "2", "0", "7"]
    rows["new_received"][1:] = rows["total_handled"][1:] = ["7", "1", "0", "0", "2", "0", "10"]
    report = read(document(applications=padded(rows, 10, vertical=vertical)))
    values = values_of(report)
    assert [values[f"applications.not_held.{column}"] for column in COLUMNS] == [
        4,
        1,
        0,
        0,
        2,
        0,
        7,
    ]
    assert [values[f"applications.granted.{column}"] for column in COLUMNS] == [None] * 6 + [3]
    assert {f"applications.granted.{column}" for column in COLUMNS} <= flagged(report)


@pytest.mark.parametrize("build", [framed, cell_per_line])
@pytest.mark.parametrize("blanks", [(0,), (3,), (6,), (1, 2, 3, 4, 5), (0, 1, 2, 3, 4, 5)])
def test_blanks_keep_their_places_in_other_layouts(build: object, blanks: tuple[int, ...]) -> None:
    assert callable(build)
    values = rows_of("applications")[CODE][1:]
    for blank in blanks:
        values[blank] = ""
    report = read(build(row(values)))
    assert values_of(report) == NUMBERS | {CELLS[blank]: None for blank in blanks}


@pytest.mark.parametrize("sep", SEPARATORS)
def test_a_row_of_blanks_is_blank(sep: str) -> None:
    text = table(row([""] * 7), sep)
    assert statuses(text) == ["blank"] * 7
    assert values_of(read(text)) == NUMBERS | dict.fromkeys(CELLS)


@pytest.mark.parametrize("mark", ["/", "-", "—"])
@pytest.mark.parametrize("sep", [*SEPARATORS, " "])
def test_marks_for_not_applicable_hold_their_place(sep: str, mark: str) -> None:
    values = rows_of("applications")[CODE][1:]
    values[2] = values[4] = mark
    report = read(table(row(values), sep))
    assert values_of(report) == NUMBERS | {CELLS[2]: None, CELLS[4]: None}
    cells = {cell.name: cell for cell in report.cells}
    assert (cells[CELLS[2]].status, cells[CELLS[2]].raw) == ("not_applicable", mark)


@pytest.mark.parametrize("sep", SEPARATORS)
def test_trimmed_blanks_at_the_end_of_lines_are_blank(sep: str) -> None:
    """Where other rows show the columns, blanks that lines lost at their end are blanks."""
    values = rows_of("applications")[CODE][1:4]
    report = read(table(row([*values, "", "", "", ""]), sep).replace(f"{sep}\n", "\n"))
    assert wrong_values(report, NUMBERS) == {}
    assert {name for name in CELLS if values_of(report)[name] is None} >= set(CELLS[3:])


@pytest.mark.parametrize("lost", [0, 3, 6])
@pytest.mark.parametrize("sep", ["\t", " | ", " ", "    "])
def test_a_row_one_number_short_is_never_shifted(sep: str, lost: int) -> None:
    """Without a blank to show the gap nobody can say which of seven cells is missing."""
    values = rows_of("applications")[CODE][1:]
    del values[lost]
    report = read(table(row(values), sep))
    assert wrong_values(report, NUMBERS) == {}
    null = {name for name in CELLS if values_of(report)[name] is None}
    assert null <= flagged(report), "what is missing is named"


@pytest.mark.parametrize("lost", range(7))
def test_a_cell_per_line_short_by_one_is_never_shifted(lost: int) -> None:
    values = rows_of("applications")[CODE][1:]
    del values[lost]
    report = read(cell_per_line(row(values)))
    assert wrong_values(report, NUMBERS) == {}
    assert set(CELLS) <= flagged(report)


@pytest.mark.parametrize("lost", range(3))
def test_a_row_of_three_one_number_short_is_never_shifted(lost: int) -> None:
    rows = rows_of("proactive")
    del rows["normative_documents"][lost + 1]
    lines = [f"\t{cell}" for line in rows.values() for cell in [*line, ""]]
    text = "\n".join("" if line == "\t" else line for line in lines)
    report = read(document(proactive=f"\t第二十条第（一）项\n\n{text}"))
    names = [f"proactive.normative_documents.{c}" for c in ("issued", "repealed", "in_force")]
    assert wrong_values(report, NUMBERS) == {}
    assert set(names) <= flagged(report)


@pytest.mark.parametrize("sep", [*SEPARATORS, " "])
def test_a_row_with_a_number_too_many_is_in_doubt(sep: str) -> None:
    values = [*rows_of("applications")[CODE][1:], "8"]
    report = read(table(row(values), sep))
    assert {cell.status for cell in report.cells if cell.name in CELLS} == {"conflict"}
    (finding,) = [f for f in report.findings if f.rule == "doubtful_reading"]
    assert finding.cells == tuple(CELLS)
    assert finding.severity == "warning"
    assert finding.found == " ".join(values)
    assert "8 values" in finding.message
    assert "7 cells" in finding.message


def test_a_doubtful_row_keeps_what_it_prints() -> None:
    values = [*rows_of("applications")[CODE][1:], "8"]
    cells = cells_of(table(row(values)))
    assert cells[CELLS[0]].raw == " ".join(values)
    assert cells[CELLS[0]].label is not None


@pytest.mark.parametrize("at", [1, 4, 6])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_values_wrapped_to_the_next_line_belong_to_their_row(gap: str, at: int) -> None:
    values = rows_of("applications")[CODE][1:]
    wrapped = " ".join(values[:at]) + gap + " ".join(values[at:])
    assert values_of(read(table(row([wrapped]), " "))) == NUMBERS


@pytest.mark.parametrize("page", ["- 4 -", "— 5 —", "第 3 页"])
def test_a_page_number_within_a_table_is_no_value(page: str) -> None:
    values = rows_of("applications")[CODE][1:]
    assert values_of(read(table(row([" ".join(values) + f"\n{page}"]), " "))) == NUMBERS


def test_only_totals_may_be_filled() -> None:
    rows = {code: [r[0], *[""] * 6, r[-1]] for code, r in rows_of("applications").items()}
    expected = {
        name: value if not name.startswith("applications.") or name.endswith(".total") else None
        for name, value in NUMBERS.items()
    }
    assert values_of(read(document(applications=application_table(rows)))) == expected


def test_only_totals_in_a_row_without_separators_are_in_doubt() -> None:
    """One number and no blanks: it is the total, or the natural persons; nobody can tell."""
    rows = {code: [r[0], r[-1]] for code, r in rows_of("applications").items()}
    report = read(document(applications=application_table(rows, " ")))
    assert wrong_values(report, NUMBERS) == {}
    assert {c.name for c in report.cells if c.name.startswith("applications.")} <= flagged(report)


def test_blanks_that_allow_several_readings_are_in_doubt() -> None:
    """All rows lost leading and trailing blanks alike: no row shows where columns stand."""
    rows = {code: [r[0], "", *r[2:6], ""] for code, r in rows_of("applications").items()}
    report = read(document(applications=application_table(rows, " | ")))
    assert wrong_values(report, NUMBERS) == {}
    assert {c.name for c in report.cells if c.name.startswith("applications.")} <= flagged(report)


@pytest.mark.parametrize("count", [1, 13, 14, 16, 30])
def test_a_line_of_figures_must_be_complete(count: int) -> None:
    values = (review_values() * 2)[:count]
    report = read(document(review=review_table(values)))
    names = {cell.name for cell in report.cells if cell.name.startswith("review.")}
    assert wrong_values(report, NUMBERS) == {}
    assert names <= flagged(report)


@pytest.mark.parametrize("sep", ["\t", "\n\t", " ", " | ", "\n"])
def test_a_line_of_figures_is_read_in_any_layout(sep: str) -> None:
    report = read(document(review=review_table(review_values(), sep)))
    assert values_of(report) == NUMBERS


@pytest.mark.parametrize("blank", [0, 4, 5, 7, 9, 14])
def test_a_blank_in_a_line_of_figures_keeps_its_place(blank: int) -> None:
    values = review_values()
    values[blank] = ""
    names = [cell.name for cell in EDITION.cells if cell.table == "review"]
    report = read(document(review=review_table(values)))
    assert wrong_values(report, NUMBERS) == {}
    assert values_of(report)[names[blank]] is None
    lost = {name for name in names if values_of(report)[name] is None} - {names[blank]}
    assert lost <= flagged(report)


def printed(value: float | None) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") if value else "0"


def consistent(seed: int) -> Truth:
    """A report whose sums hold, with a printed text for each cell."""
    return random_truth(Random(f"rows:{seed}"), size=SIZES[seed % 3])


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("lost", range(7))
def test_a_number_lost_from_a_row_whose_sums_hold_is_not_made_up(lost: int, seed: int) -> None:
    """The sums may settle where the gap is; they must not move a number into another cell."""
    truth = consistent(seed)
    texts = {name: printed(value) for name, value in truth.cells.items()}
    for code, row in list(rows_of("applications", texts).items())[seed::2]:
        short = row[: lost + 1] + row[lost + 2 :]
        rows = rows_of("applications", texts) | {code: short}
        report = read(
            document(
                proactive=proactive_table(rows_of("proactive", texts)),
                applications=application_table(rows, " "),
                review=review_table(review_values(texts)),
            )
        )
        assert wrong_values(report, truth.cells) == {}, code


@pytest.mark.parametrize("lost", range(15))
def test_a_figure_lost_from_a_line_whose_sums_hold_is_not_made_up(lost: int) -> None:
    truth = consistent(lost)
    texts = {name: printed(value) for name, value in truth.cells.items()}
    figures = review_values(texts)
    del figures[lost]
    text = document(
        proactive=proactive_table(rows_of("proactive", texts)),
        applications=application_table(rows_of("applications", texts)),
        review=review_table(figures, " " if lost % 2 else "\n"),
    )
    report = read(text)
    assert wrong_values(report, truth.cells) == {}
    null = {name for name, value in values_of(report).items() if value is None}
    assert null <= flagged(report)


def test_a_line_that_is_only_like_the_label_above_is_another_row() -> None:
    rows = rows_of("proactive")
    label, *_ = rows["normative_documents"]
    rows["normative_documents"] = [f"{label}\t\t\t\n党内{label}", "216", "442", "7"]
    report = read(document(proactive=proactive_table(rows)))
    values = values_of(report)
    assert {values[name] for name in values if "normative_documents" in name} == {None}
    assert [row.label for row in report.extra_rows] == [f"党内{label}"]


@pytest.mark.parametrize("printed", ["④", "约40", "四十", "见附件", "不详"])
def test_words_in_the_place_of_a_value_are_no_blank(printed: str) -> None:
    rows = rows_of("proactive")
    rows["licences"] = [rows["licences"][0], printed, "", ""]
    report = read(document(proactive=proactive_table(rows)))
    name = "proactive.licences.decisions"
    assert {cell.name: cell.status for cell in report.cells}[name] == "conflict"
    assert name in flagged(report)


@pytest.mark.parametrize("printed", ["件", "　", "、"])
def test_a_unit_beside_a_blank_is_no_value(printed: str) -> None:
    rows = rows_of("proactive")
    rows["licences"] = [rows["licences"][0], "", printed, ""]
    report = read(document(proactive=proactive_table(rows)))
    assert cells_of_row(report) == ["blank"]


def cells_of_row(report: Report) -> list[str]:
    return [cell.status for cell in report.cells if cell.name == "proactive.licences.decisions"]


def test_two_numbers_in_one_cell_are_not_joined_where_no_sum_tells() -> None:
    rows = rows_of("proactive")
    rows["licences"][1:] = ["7 0"]
    report = read(document(proactive=proactive_table(rows)))
    assert cells_of_row(report) == ["conflict"]
    assert "proactive.licences.decisions" in flagged(report)
