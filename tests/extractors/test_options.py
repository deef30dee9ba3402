"""Every way to cut a run of digits, and no cut that nobody prints."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.tables import options as module
from extractors.tables.options import (
    Block,
    Options,
    Reading,
    lost_options,
    run_options,
    surplus_options,
)
from extractors.tables.tokens import Kind, Token

from .clock import in_time

ANY = settings(max_examples=60, derandomize=True, deadline=None, database=None)


def tokens_of(text: str) -> list[Token]:
    """A value token for each word of a text."""
    tokens, position = [], 0
    for word in text.split(" "):
        tokens.append(Token(Kind.VALUE, position, position + len(word), 0, 0))
        position += len(word) + 1
    return tokens


def cuts(text: str, blocks: list[Block]) -> list[Reading]:
    options = run_options(text, tokens_of(text), blocks)
    return options.readings if options else []


def by_trial(digits: str, blocks: list[Block]) -> set[Reading]:
    """The same by trying every cut."""
    width = sum(size for size, _ in blocks)
    found: set[Reading] = set()
    for places in combinations(range(1, len(digits)), width - 1):
        ends = (0, *places, len(digits))
        parts = [digits[a:b] for a, b in pairwise(ends)]
        if any(len(part) > 1 and part[0] == "0" for part in parts):
            continue
        values = [int(part) for part in parts]
        start = 0
        for size, summed in blocks:
            block = values[start : start + size]
            start += size
            if summed and sum(block[:-1]) != block[-1]:
                break
        else:
            found.add(tuple(values))
    return found


@pytest.mark.parametrize(
    ("digits", "blocks", "readings"),
    [
        ("107105", [(3, False)], {(10, 7, 105), (107, 10, 5), (10, 710, 5), (1, 0, 7105)}),
        ("396442278", [(3, False)], {(396, 442, 278)}),
        ("000", [(3, False)], {(0, 0, 0)}),
        ("491000050", [(7, True)], {(49, 1, 0, 0, 0, 0, 50)}),
        ("0000000", [(7, True)], {(0,) * 7}),
        ("2131700000", [(5, True), (5, True)], {(2, 1, 3, 1, 7, 0, 0, 0, 0, 0)}),
    ],
)
def test_true_splits_are_among_the_readings(
    digits: str, blocks: list[Block], readings: set[Reading]
) -> None:
    found = set(cuts(digits, blocks))
    assert found == by_trial(digits, blocks)
    assert len(found & readings) >= 1


@ANY
@given(st.lists(st.integers(0, 130), min_size=3, max_size=3))
def test_cuts_without_sums_are_those_that_trying_finds(values: list[int]) -> None:
    digits = "".join(map(str, values))
    found = cuts(digits, [(3, False)])
    assert set(found) == by_trial(digits, [(3, False)])
    assert len(found) == len(set(found))
    assert tuple(values) in found


@ANY
@given(st.lists(st.integers(0, 25), min_size=4, max_size=6))
def test_cuts_with_a_sum_are_those_that_trying_finds(parts: list[int]) -> None:
    values = (*parts, sum(parts))
    digits = "".join(map(str, values))
    blocks = [(len(values), True)]
    found = cuts(digits, blocks)
    assert set(found) == by_trial(digits, blocks)
    assert values in found


@ANY
@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=3))
def test_cuts_into_several_blocks_are_those_that_trying_finds(groups: list[list[int]]) -> None:
    values = tuple(value for group in groups for value in (*group, sum(group)))
    digits = "".join(map(str, values))
    blocks = [(3, True)] * len(groups)
    found = cuts(digits, blocks)
    assert set(found) == by_trial(digits, blocks)
    assert values in found


@pytest.mark.parametrize("text", ["49 100 0050", "491000050", "49 1 0 0 0 0 50"])
def test_stray_spaces_stand_anywhere_in_a_run(text: str) -> None:
    options = run_options(text, tokens_of(text), [(7, True)])
    assert options
    assert (49, 1, 0, 0, 0, 0, 50) in options.readings


def test_the_tokens_of_a_reading_are_its_digits_in_the_source() -> None:
    text = "49 1000 050"
    options = run_options(text, tokens_of(text), [(7, True)])
    assert options
    index = options.readings.index((49, 1, 0, 0, 0, 0, 50))
    cells = options.cells(index)
    assert [text[cell.start : cell.end] for cell in cells] == ["49", "1", "0", "0", "0", "0", "50"]
    assert [cell.start for cell in cells] == [0, 3, 4, 5, 6, 8, 9]


def test_a_number_broken_by_a_space_keeps_its_digits() -> None:
    text = "200 000121"
    options = run_options(text, tokens_of(text), [(7, True)])
    readings = options.readings if options else []
    assert set(readings) == by_trial("200000121", [(7, True)])


@pytest.mark.parametrize("blocks", [[(7, True)], [(5, True)] * 3, [(3, False)]])
@pytest.mark.parametrize("unit", ["1", "1234567890"])
@pytest.mark.parametrize("length", [60, 120, 20_000])
def test_a_run_longer_than_any_row_is_left_alone_at_once(
    length: int, unit: str, blocks: list[Block]
) -> None:
    digits = (unit * length)[:length]
    found: list[Options | None] = []
    assert in_time(0.4, lambda: found.append(run_options(digits, tokens_of(digits), blocks)))
    readings = found[0].readings if found[0] else []
    assert len(readings) <= module.MAX_READINGS


def test_a_run_that_no_cut_fits_has_no_options() -> None:
    assert run_options("12", tokens_of("12"), [(7, True)]) is None
    assert run_options("", [Token(Kind.VALUE, 0, 0, 0, 0)], [(3, False)]) is None
    assert run_options("1~2", tokens_of("1~2"), [(3, False)]) is None


def test_only_a_change_is_negative() -> None:
    options = run_options("35-1913", tokens_of("35-1913"), [(3, False)])
    assert options
    assert all(value is None or value >= 0 for one in options.readings for value in one)


@pytest.mark.parametrize(
    ("run", "width", "expected"),
    [
        ("35-1913", 3, {(35, -1, 913), (35, -19, 13), (35, -191, 3), (35, None, 1913)}),
        ("7+81", 2, {(7, 81)}),
        ("691.4", 2, {(6, 91.4), (69, 1.4)}),
        ("1251000元", 2, {(1, 251000), (12, 51000), (125, 1000)}),
        ("0/0", 3, {(0, None, 0)}),
        ("110,252", 2, {(1, 10252)}),
    ],
)
def test_signs_strokes_and_decimals_bound_the_cells(
    run: str, width: int, expected: set[Reading]
) -> None:
    options = run_options(run, tokens_of(run), [(width, False)], signed=1)
    assert options
    assert expected <= set(options.readings)
    assert all(len(reading) == width for reading in options.readings)
    for index in range(len(options.readings)):
        cells = options.cells(index)
        assert "".join(run[cell.start : cell.end] for cell in cells) == run


def test_a_run_whose_sum_is_broken_keeps_all_its_cuts() -> None:
    options = run_options("1039", tokens_of("1039"), [(3, True)])
    assert options
    assert not options.by_sums
    assert set(options.readings) == {(1, 0, 39), (10, 3, 9)}


def test_a_number_too_many_is_a_piece_of_one_beside_it() -> None:
    text = "1 2 3 4"
    options = surplus_options(text, tokens_of(text), 3, {0: 4})
    assert options
    assert set(options.readings) == {(12, 3, 4), (1, 23, 4), (1, 2, 34)}
    assert surplus_options("1 2 3 4 5 6", tokens_of("1 2 3 4 5 6"), 3, {0: 6}) is None


def test_a_number_alone_on_its_line_may_be_left_out() -> None:
    text = "1 2 3 4"
    tokens = [*tokens_of(text)[:3], tokens_of(text)[3]._replace(line=1)]
    options = surplus_options("1\t2\t3\n4", tokens, 3, {0: 3, 1: 1})
    assert options
    assert set(options.readings) == {(1, 2, 3), (1, 2, 34)}, "or the rest of the number above"


def test_numbers_with_a_wide_gap_are_not_joined() -> None:
    text = "1 2 3 4"
    assert surplus_options("1\t2\t3\t4", tokens_of(text), 3, {0: 4}) is None


def test_numbers_too_few_leave_blanks_open() -> None:
    text = "7 8"
    options = lost_options(text, tokens_of(text), 3)
    assert options
    assert set(options.readings) == {(7, 8, None), (7, None, 8), (None, 7, 8)}
    assert lost_options(text, tokens_of(text), 9) is None
    assert lost_options("", [], 7) is None


def test_what_is_no_whole_number_has_no_value_among_the_options() -> None:
    text = "1 2.5 /"
    tokens = tokens_of(text)
    tokens[2] = tokens[2]._replace(kind=Kind.NOT_APPLICABLE)
    assert Options(text, [tuple(tokens)]).readings == [(1, None, None)]


def test_there_is_a_limit_to_what_is_tried() -> None:
    assert 1_000 <= module.MAX_READINGS <= 100_000
