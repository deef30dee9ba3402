"""Tables drawn with characters, and what converters put around the cells of others."""

from __future__ import annotations

import pytest

from extractors.document import UNKNOWN
from extractors.layouts.drawn import undrawn

from .support import (
    DOUBTS,
    application_table,
    document,
    flagged,
    numbered,
    proactive_table,
    read,
    review_table,
    review_values,
    rows_of,
    values_of,
)

BOX = str.maketrans("|+-", "│┼─")


def drawn(table: str, *, wrap: int = 0, around_each: bool = True) -> str:
    """A table of tabs with lines around its rows; labels are wrapped after so many characters."""
    rows = [line.split("\t") for line in table.split("\n")]
    columns = max(map(len, rows))
    rows = [[*row, *[""] * (columns - len(row))] for row in rows]
    widths = [max(len(row[place]) for row in rows) + 2 for place in range(columns)]
    if wrap:
        widths[0] = wrap + 2
    border = "+" + "+".join("-" * width for width in widths) + "+"
    lines = [border]
    for number, row in enumerate(rows):
        label, *values = row
        first = label[:wrap] if wrap else label
        lines.append(_line([first, *values], widths))
        while wrap and (label := label[wrap:]):
            lines.append(_line([label[:wrap], *[""] * len(values)], widths))
        if around_each or number in (0, len(rows) - 1):
            lines.append(border)
    return "\n".join(lines)


def _line(cells: list[str], widths: list[int]) -> str:
    return "|" + "|".join(f" {c}".ljust(w) for c, w in zip(cells, widths, strict=True)) + "|"


def in_full(*, wrap: int = 0, around_each: bool = True) -> str:
    def make(table: str) -> str:
        return drawn(table, wrap=wrap, around_each=around_each)

    return document(
        proactive=make(proactive_table(rows_of("proactive"))),
        applications=make(application_table(rows_of("applications"))),
        review=drawn(review_table(review_values())),
    )


@pytest.mark.parametrize("wrap", [0, 7, 12])
@pytest.mark.parametrize("box", [False, True])
def test_lines_around_each_row_are_no_content(wrap: int, box: bool) -> None:
    text = in_full(wrap=wrap)
    report = read(text.translate(BOX) if box else text)
    assert values_of(report) == numbered()
    assert not {finding.rule for finding in report.findings} & DOUBTS


def test_lines_above_and_below_a_table_leave_its_rows() -> None:
    assert values_of(read(in_full(around_each=False))) == numbered()


def test_every_character_keeps_its_place() -> None:
    text = in_full(wrap=7)
    assert [*map(len, undrawn(text).split("\n"))] == [*map(len, text.split("\n"))]


def test_a_rule_of_markdown_and_a_sum_draw_nothing() -> None:
    text = "| a | b |\n|---|---|\n| 1 | 2 |\n8-3+5=10\n--\n"
    assert undrawn(text) == text


def test_a_number_that_goes_on_in_its_cell_cannot_be_told() -> None:
    border = "+----------+------+"
    rows = [
        "| 行政许可 | 10   |",
        "|          | 2    |",
        border,
        "| 行政处罚 | 7    |",
        border,
        border,
    ]
    shown = undrawn("\n".join([border, *rows, border])).split("\n")
    assert shown[1].split("|")[1:3] == [" 行政许可 ", " 10   "]
    assert shown[2].split() == [UNKNOWN]
    assert shown[4].split("|")[2].strip() == "7"
    tables = proactive_table(rows_of("proactive"))
    printed = rows_of("proactive")["licences"][1]
    torn = drawn(tables).replace(f" {printed} ", f" {printed[:2]}  ", 1)
    line = next(line for line in torn.split("\n") if "行政许可" in line)
    below = line.replace("行政许可", "    ").replace(printed[:2], printed[2:].ljust(2))
    report = read(document(proactive=torn.replace(line, f"{line}\n{below}")))
    assert values_of(report)["proactive.licences.decisions"] is None
    assert "proactive.licences.decisions" in flagged(report)
