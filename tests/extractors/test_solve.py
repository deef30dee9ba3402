"""The exact search: it keeps every reading that some solution has, and no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.tables import solve as module
from extractors.tables.solve import Equation, Reading, Term, solve

ANY = settings(max_examples=120, derandomize=True, deadline=None, database=None)
DOMAINS = st.lists(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=4),
    min_size=2,
    max_size=4,
)


def by_trial(domains: Sequence[Sequence[Reading]], equations: Sequence[Equation]) -> list[set[int]]:
    """The same by trying every combination."""
    seen: list[set[int]] = [set() for _ in domains]
    for choice in product(*(range(len(domain)) for domain in domains)):
        sums = (
            sum(domains[t.row][choice[t.row]][t.place] * t.weight for t in equation)
            for equation in equations
        )
        if not any(sums):
            for row, index in enumerate(choice):
                seen[row].add(index)
    return seen


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[list[Reading]], list[Equation]]:
    domains: list[list[Reading]] = [list(domain) for domain in draw(DOMAINS)]
    equations = []
    for _ in range(draw(st.integers(1, 3))):
        weights = st.sampled_from([-1, 0, 1])
        terms = [
            Term(row, draw(st.integers(0, 1)), weight)
            for row in range(len(domains))
            if (weight := draw(weights))
        ]
        if terms:
            equations.append(tuple(terms))
    return domains, equations


@ANY
@given(problems())
def test_the_search_finds_what_trying_everything_finds(
    problem: tuple[list[list[Reading]], list[Equation]],
) -> None:
    domains, equations = problem
    if equations:
        tried = by_trial(domains, equations)
        assert solve(domains, equations) == (tried if any(tried) else [])


def balance() -> Iterator[Term]:
    """The first two rows add to the last two."""
    yield from (Term(0, 0, 1), Term(1, 0, 1), Term(2, 0, -1), Term(3, 0, -1))


def test_one_reading_is_left_where_the_sums_decide() -> None:
    domains = [[(5,), (50,)], [(1,)], [(6,)], [(0,)]]
    assert solve(domains, [tuple(balance())]) == [{0}, {0}, {0}, {0}]


def test_several_readings_stay_where_the_sums_allow_them() -> None:
    domains = [[(5,), (6,)], [(1,), (0,)], [(6,)], [(0,)]]
    assert solve(domains, [tuple(balance())]) == [{0, 1}, {0, 1}, {0}, {0}]


def test_nothing_is_left_where_no_reading_meets_the_sums() -> None:
    domains = [[(5,), (50,)], [(1,)], [(7,)], [(0,)]]
    assert solve(domains, [tuple(balance())]) == []


def test_a_search_without_end_keeps_all_that_is_not_excluded() -> None:
    """A choice is never made because time was up."""
    steps = module.MAX_STEPS
    module.MAX_STEPS = 1
    try:
        domains = [[(5,), (6,), (90,)], [(1,), (0,)], [(6,)], [(0,)]]
        assert solve(domains, [tuple(balance())]) == [{0, 1}, {0, 1}, {0}, {0}]
    finally:
        module.MAX_STEPS = steps
