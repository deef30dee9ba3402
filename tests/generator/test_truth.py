"""Truths: their sums hold, break and are left out as asked."""

from __future__ import annotations

from random import Random

import pytest

from . import (
    KINDS,
    Truth,
    break_identity,
    broken_identities,
    leave_out,
    random_truth,
    render,
    with_extra_row,
)
from .indicators import FORMS, sums
from .truth import Pattern, Size

SIZES: tuple[Size, ...] = ("small", "medium", "large", "zero")
PATTERNS: tuple[Pattern, ...] = ("scattered", "rows", "zeros", "totals", "parts")
TABLED = [name for name, kind in KINDS.items() if kind.parts]
AMOUNT = "proactive.procurement.amount"


@pytest.mark.parametrize("kind", TABLED)
@pytest.mark.parametrize("size", SIZES)
def test_sums_add_up(size: Size, kind: str) -> None:
    rng = Random(1)
    for _ in range(20):
        truth = random_truth(rng, size=size, edition=kind)
        assert set(truth.cells) == set(truth.form.cell)
        assert (truth.edition, truth.form.edition) == (KINDS[kind].edition,) * 2
        assert broken_identities(truth) == []
        negative = [name for name, value in truth.cells.items() if (value or 0) < 0]
        assert all(name.endswith(".change") for name in negative)
        if size == "zero":
            assert not any(truth.cells.values())


def test_a_hybrid_takes_its_tables_from_two_editions() -> None:
    single = random_truth(Random(2), edition="hybrid_other_handling").cells
    assert "applications.other_handling.total" in single
    assert "proactive.rules.in_force" in single
    assert "applications.other.total" not in single
    older = random_truth(Random(2), edition="hybrid_section_two").cells
    assert "proactive.licences.change" in older
    assert "applications.lapsed_no_fee.total" in older


def test_fees_have_up_to_six_decimals() -> None:
    rng = Random(2)
    fees = [random_truth(rng).cells["proactive.fees.amount_wan_yuan"] for _ in range(300)]
    decimals = {len(str(fee).partition(".")[2]) for fee in fees if isinstance(fee, float)}
    assert {1, 2, 3, 4, 5, 6} == decimals


def test_no_more_items_are_taken_away_than_there_were() -> None:
    rng = Random(14)
    signs = set()
    for _ in range(60):
        cells = random_truth(rng, edition="2019").cells
        for row in ("licences", "other_services", "penalties", "coercions", "fees"):
            change = cells[f"proactive.{row}.change"] or 0
            assert (cells[f"proactive.{row}.previous_items"] or 0) + change >= 0
            signs.add((change > 0) - (change < 0))
    assert signs == {-1, 0, 1}


def test_an_amount_keeps_the_unit_that_stands_in_its_cell() -> None:
    rng = Random(15)
    truths = [random_truth(rng, edition="2019") for _ in range(200)]
    assert {truth.units.get(AMOUNT) for truth in truths} == {None, "元", "万元"}
    for truth in truths:
        unit = truth.units.get(AMOUNT, "")
        lines = render(truth, "tab_rows", rng).split("\n")
        printed = next(line for line in lines if line.startswith("政府集中采购\t")).split("\t")[2]
        assert printed in (f"{truth.cells[AMOUNT]}{unit}", f"0.00{unit}")
        head = next(line for line in lines if "采购项目数量" in line)
        assert unit != "元" or "万元" not in head


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


def wrong_sums(truth: Truth) -> list[str]:
    """Totals of indicators that their parts do not add up to."""
    columns = [[i.value or 0 for i in truth.indicators]]
    if FORMS[truth.statistics].cumulates:
        columns.append([i.cumulative or 0 for i in truth.indicators])
    return [
        truth.indicators[at].label
        for values in columns
        for at, parts in sums(FORMS[truth.statistics])
        if values[at] != sum(values[part] for part in parts)
    ]


@pytest.mark.parametrize("kind", ["2014", "local"])
@pytest.mark.parametrize("size", SIZES)
def test_indicators_add_up_and_never_exceed_their_cumulative_value(size: Size, kind: str) -> None:
    rng = Random(16)
    tables = set()
    for _ in range(20):
        truth = random_truth(rng, size=size, edition=kind)
        tables.add(truth.statistics)
        assert truth.cells == {}
        assert wrong_sums(truth) == []
        for indicator in truth.indicators:
            assert (indicator.cumulative is None) == (kind == "2014")
            assert indicator.value is not None
            assert 0 <= indicator.value <= (indicator.cumulative or indicator.value)
    assert tables == ({"national"} if kind == "2014" else {"fujian", "shanghai"})
    assert wrong_sums(random_truth(rng, size=size, edition=kind, consistent=False))


def test_the_national_table_has_nine_chapters() -> None:
    lines = FORMS["national"].lines
    chapters = [line.number[0] for line in lines if line.depth == 0]
    assert "".join(chapters) == "一二三四五六七八九"
    assert len(FORMS["national"].counted) == 58
    published = {line.source: line for line in lines}["published"]
    assert published.label == "主动公开规范性文件数"


def test_indicators_left_out_have_a_mark() -> None:
    truth = random_truth(Random(17), edition="local")
    gaps = leave_out(truth, Random(18), blanks=0.3, slashes=0.3)
    marks = {i.mark for i in gaps.indicators if i.value is None}
    assert marks == {"", "/"}
    assert gaps.blank
    assert not any(i.mark for i in gaps.indicators if i.value is not None)


def test_a_report_without_tables_has_no_cells() -> None:
    truth = random_truth(Random(19), edition="prose")
    assert (truth.cells, truth.indicators, truth.form.cells) == ({}, (), ())
    assert broken_identities(truth) == []


def test_an_extra_row_has_three_values() -> None:
    truth = with_extra_row(random_truth(Random(20)), Random(21))
    [(label, values)] = truth.extra_rows
    assert label.endswith("文件")
    assert len(values) == 3
