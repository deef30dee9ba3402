"""The generator itself: sums hold, every value is printed in its row, a seed repeats."""

from __future__ import annotations

import re
from random import Random

import pytest

from . import (
    DAMAGES,
    LAYOUTS,
    Options,
    Truth,
    break_identity,
    broken_identities,
    corpus,
    leave_out,
    random_truth,
    render,
)
from .truth import Pattern, Size

SIZES: tuple[Size, ...] = ("small", "medium", "large", "zero")
PATTERNS: tuple[Pattern, ...] = ("scattered", "rows", "zeros", "totals", "parts")


def printed_rows(truth: Truth) -> list[list[str]]:
    """The texts of each row's cells, in the order of the form."""
    rows: dict[str, list[str]] = {}
    for cell in truth.form.cells:
        value = truth.cells[cell.name]
        text = truth.marks[cell.name] if value is None else f"{value:.6f}".rstrip("0").rstrip(".")
        rows.setdefault(cell.row if cell.table != "review" else "review", []).append(text)
    return list(rows.values())


@pytest.mark.parametrize("size", SIZES)
def test_sums_add_up(size: Size) -> None:
    rng = Random(1)
    for _ in range(20):
        truth = random_truth(rng, size=size)
        assert len(truth.cells) == len(truth.form.cells)
        assert broken_identities(truth) == []
        assert all(value is not None and value >= 0 for value in truth.cells.values())
        if size == "zero":
            assert not any(truth.cells.values())


def test_fees_have_up_to_six_decimals() -> None:
    rng = Random(2)
    fees = [random_truth(rng).cells["proactive.fees.amount_wan_yuan"] for _ in range(300)]
    decimals = {len(str(fee).partition(".")[2]) for fee in fees if isinstance(fee, float)}
    assert {1, 2, 3, 4, 5, 6} == decimals


def test_a_broken_identity_is_one_changed_cell() -> None:
    rng = Random(3)
    for size in SIZES:
        truth = random_truth(rng, size=size)
        broken = break_identity(truth, rng)
        changed = [name for name, value in truth.cells.items() if broken.cells[name] != value]
        assert len(changed) == 1
        assert broken_identities(broken)
    assert broken_identities(random_truth(rng, consistent=False))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_cells_left_out_are_none_with_a_mark(pattern: Pattern) -> None:
    truth = random_truth(Random(4))
    gaps = leave_out(truth, Random(5), blanks=0.5, slashes=0.3, pattern=pattern)
    assert {name for name, value in gaps.cells.items() if value is None} == set(gaps.marks)
    assert set(gaps.marks.values()) <= {"", "/", "-", "—"}
    assert gaps.blank


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", SIZES)
def test_every_row_prints_its_values_in_order(layout: str, size: Size) -> None:
    for seed in range(4):
        rng = Random(seed)
        truth = random_truth(rng, size=size, consistent=seed % 2 == 0)
        text = render(truth, layout, rng, options=Options(labels_typo=0.1, moved=0.2))
        place = text.index("二、")
        for row in printed_rows(truth):
            # In section four heads and values may take turns; nothing else stands inside a row.
            between = r"\D+" if len(row) == 15 else r"[\s|]+"
            values = between.join(rf"{re.escape(value)}(?:\.00)?" for value in row)
            found = re.compile(rf"(?<![\d.]){values}(?![\d.])").search(text, place)
            assert found, (layout, row)
            place = found.end()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_dashes_and_blanks_are_printed_where_they_can_be_seen(layout: str) -> None:
    truth = random_truth(Random(6), size="small")
    slashed = leave_out(truth, Random(7), slashes=1.0)
    mark = slashed.marks["review.reconsideration.total"]
    assert render(slashed, layout, Random(8)).count(mark) >= len(slashed.cells)
    blank = leave_out(truth, Random(7), blanks=1.0)
    if not LAYOUTS[layout].blanks:
        with pytest.raises(ValueError, match="blank"):
            render(blank, layout, Random(8))
        return
    text = render(blank, layout, Random(8))
    tables = text[text.index("信息内容") : text.index("五、")]
    assert not re.search(r"^[\s|]*0|[|\t]\s*\d+\s*(?:[|\t\n])", tables)


def test_the_prose_states_the_count_of_the_truth() -> None:
    for name, text, truth, layout in corpus(64, seed=9):
        joined = re.sub(r"\s", "", text)
        assert truth.agency in joined, name
        assert f"{truth.year}年" in joined, name
        if truth.narrative_received and layout != "pdf_lines":
            assert re.search(rf"(申请|信息){truth.narrative_received}件", joined), name


def test_a_seed_repeats_and_a_report_does_not_depend_on_its_neighbours() -> None:
    first, longer = list(corpus(16, seed=10)), list(corpus(24, seed=10))
    assert first == longer[:16]
    assert first != list(corpus(16, seed=11))
    assert {layout for *_, layout in first} == set(LAYOUTS)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_changes_the_text(damage: str) -> None:
    for name, text, _, _ in corpus(16, seed=12):
        damaged = DAMAGES[damage](text, Random(13))
        assert damaged != text, name
        assert damaged == DAMAGES[damage](text, Random(13))
        assert len(damaged) <= len(text)
