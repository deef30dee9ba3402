"""The corpus: it repeats by seed, mixes layouts and kinds, and its prose states the truth."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest

from . import DAMAGES, KINDS, LAYOUTS, corpus


def test_the_prose_states_the_count_of_the_truth() -> None:
    for name, text, truth, layout in corpus(120, seed=9):
        joined = re.sub(r"\s", "", text)
        assert truth.agency in joined, name
        assert f"{truth.year}年" in joined, name
        if truth.narrative_received and layout != "pdf_lines":
            count = truth.narrative_received
            assert re.search(rf"(申[请請]|信息){count}件", joined), name


def test_a_seed_repeats_and_a_report_does_not_depend_on_its_neighbours() -> None:
    twice = 2 * len(LAYOUTS)
    first, longer = list(corpus(twice, seed=10)), list(corpus(twice + 6, seed=10))
    assert first == longer[:twice]
    assert first != list(corpus(twice, seed=11))
    assert [layout for *_, layout in first] == list(LAYOUTS) * 2


def test_kinds_are_mixed_by_weight() -> None:
    kinds = Counter(truth.kind for _, _, truth, _ in corpus(600, seed=12))
    assert set(kinds) == set(KINDS)
    total = sum(kind.weight for kind in KINDS.values())
    for name, kind in KINDS.items():
        assert kinds[name] == pytest.approx(600 * kind.weight / total, rel=0.5)


def test_layouts_and_kinds_can_be_chosen() -> None:
    chosen = list(corpus(12, seed=13, layouts=["aligned", "one_space"], editions=["2014", "prose"]))
    assert {layout for *_, layout in chosen} == {"aligned", "one_space"}
    assert {truth.kind for _, _, truth, _ in chosen} == {"2014", "prose"}


def test_blanks_are_dropped_on_request_only() -> None:
    blank = [name for name, kind in LAYOUTS.items() if not kind.blanks]
    asked = list(corpus(20, seed=14, layouts=blank, editions=["2021"], drop_blanks=1.0))
    assert any(truth.blank for _, _, truth, _ in asked)
    assert not any(truth.blank for _, _, truth, _ in corpus(60, seed=14, layouts=blank))


def test_damage_changes_the_text_of_every_layout() -> None:
    for name, text, _, _ in corpus(len(LAYOUTS) * 3, seed=15):
        for kind, damage in DAMAGES.items():
            damaged = damage(text, Random(kind))
            assert damaged != text, (name, kind)
            assert damaged == damage(text, Random(kind))
            assert len(damaged) <= len(text) or kind == "duplicate_line"
