"""Layouts: every value is printed in its row and in order, and blanks only where they show."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import pytest

from . import KINDS, LAYOUTS, Options, leave_out, random_truth, render, with_extra_row
from .build import build
from .printed import assert_printed
from .style import Pen, random_style
from .truth import Size

SIZES: tuple[Size, ...] = ("small", "medium", "large", "zero")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES)
def test_every_row_prints_its_values_in_order(layout: str, size: Size, kind: str) -> None:
    for seed in range(2):
        rng = Random(seed)
        truth = random_truth(rng, size=size, consistent=seed % 2 == 0, edition=kind)
        if seed and truth.cells:
            truth = with_extra_row(truth, rng)
        options = Options(labels_typo=0.1, moved=0.2, repeat_head=seed == 0)
        assert_printed(truth, layout, render(truth, layout, rng, options=options))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_dashes_and_blanks_are_printed_where_they_can_be_seen(layout: str) -> None:
    truth = random_truth(Random(6), size="small")
    slashed = leave_out(truth, Random(7), slashes=1.0)
    mark = slashed.marks["review.reconsideration.total"]
    assert render(slashed, layout, Random(8)).count(mark) >= len(slashed.cells)
    blank = leave_out(truth, Random(7), blanks=1.0)
    if LAYOUTS[layout].blanks:
        render(blank, layout, Random(8))
    else:
        with pytest.raises(ValueError, match="blank"):
            render(blank, layout, Random(8))
        render(blank, layout, Random(8), options=Options(drop_blanks=True))


@pytest.mark.parametrize("blank", ["", "&nbsp;"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_blank_cell_prints_no_digit(layout: str, blank: str) -> None:
    truth = leave_out(random_truth(Random(6)), Random(7), blanks=1.0)
    for seed in range(5):
        pen = Pen(Random(seed), replace(random_style(Random(seed)), blank=blank), Options())
        for table in build(truth, pen).values():
            lines = "\n".join(LAYOUTS[layout].table(table, pen))
            assert not re.search(r"\d", re.sub(r"(?m)\d[.、．]|^\d+\t", "", lines))
            assert not blank or lines.count(blank) == sum(
                n.startswith(table.name) for n in truth.cells
            )


def columns(line: str) -> int:
    return line.count("\t") + 1


def test_a_browser_copies_a_merged_cell_once() -> None:
    lines = render(random_truth(Random(9)), "html_text", Random(9)).split("\n")
    assert sum("不予公开" in line for line in lines) == 1
    rows = [line for line in lines if re.match(r"\d\D+\t", line)]
    assert {columns(line) for line in rows} == {8}


def test_sections_or_the_whole_text_stand_on_one_line() -> None:
    """The title may have a line of its own."""
    shapes = set()
    for seed in range(40):
        text = render(random_truth(Random(seed)), "run_together", Random(seed)).strip()
        lines = [line for line in text.split("\n") if line]
        shapes.add(len(lines))
        assert max(len(line) for line in lines) > 500
    assert min(shapes) == 1
    assert max(shapes) >= 7


@pytest.mark.parametrize("shape", ["alone", "behind"])
def test_lone_pipes_are_of_two_shapes(shape: str) -> None:
    texts = [render(random_truth(Random(seed)), "lone_pipes", Random(seed)) for seed in range(20)]
    behind = [text for text in texts if "自然人 |\n" in text]
    alone = [text for text in texts if "自然人\n|\n" in text]
    assert len(behind) + len(alone) == len(texts)
    assert {"alone": alone, "behind": behind}[shape]


_HEADS = re.compile(r"商\s*业|申\s*请\s*人\s*情\s*况")
_NAMED = re.compile(r"自然人[:： =]+\d.*")


def test_a_table_over_two_pages_names_its_columns_again() -> None:
    truth = random_truth(Random(10))
    for name, layout in LAYOUTS.items():
        once = render(truth, name, Random(11))
        twice = render(truth, name, Random(11), options=Options(repeat_head=True))
        heads = [len(_HEADS.findall(_NAMED.sub("", text))) for text in (once, twice)]
        assert heads[1] == heads[0] * (1 if layout.glued else 2), name


@pytest.mark.parametrize("layout", [name for name, kind in LAYOUTS.items() if kind.pages])
def test_page_numbers_stand_on_lines_of_their_own(layout: str) -> None:
    shapes = "|".join(re.escape(shape).replace(r"\{\}", r"\d") for shape in LAYOUTS[layout].pages)
    truth = random_truth(Random(12), size="zero")
    for seed in range(8):
        text = render(truth, layout, Random(seed), options=Options(page_numbers=True))
        table = text[text.index("二、") : text.rindex("五、")]
        numbers = re.findall(rf"^(?:{shapes})$", table, re.MULTILINE)
        assert len([number for number in numbers if "0" not in number]) == 1
