"""The 42 identities of edition 2021 (勾稽关系): what they add, and what they can tell."""

from __future__ import annotations

from fractions import Fraction

from schema import form

EDITION = form.edition("2021")
CELLS = [cell.name for cell in EDITION.cells]
APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other_organisation",
    "total",
)
FLOWS = ("new_received", "carried_in", "total_handled", "carried_forward")
CHANNELS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


def application_rows() -> list[str]:
    return [row.row for row in EDITION.rows_of("applications")]


def expected() -> dict[str, dict[str, int]]:
    """The identities as the notice states them, built from the codes alone."""
    identities: dict[str, dict[str, int]] = {}
    for column in APPLICANTS:
        identities[f"applications.balance.{column}"] = {
            f"applications.new_received.{column}": 1,
            f"applications.carried_in.{column}": 1,
            f"applications.total_handled.{column}": -1,
            f"applications.carried_forward.{column}": -1,
        }
        outcomes = {
            f"applications.{row}.{column}": 1 for row in application_rows() if row not in FLOWS
        }
        identities[f"applications.outcomes.{column}"] = {
            **outcomes,
            f"applications.total_handled.{column}": -1,
        }
    for row in application_rows():
        parts = {f"applications.{row}.{column}": 1 for column in APPLICANTS[:-1]}
        identities[f"applications.applicants.{row}"] = {**parts, f"applications.{row}.total": -1}
    for channel in CHANNELS:
        identities[f"review.results.{channel}"] = {
            f"review.{channel}.upheld": 1,
            f"review.{channel}.corrected": 1,
            f"review.{channel}.other": 1,
            f"review.{channel}.pending": 1,
            f"review.{channel}.total": -1,
        }
    return identities


def rank(rows: list[list[Fraction]]) -> int:
    """Rank of a matrix, by elimination without rounding."""
    rows = [list(row) for row in rows]
    found = 0
    for column in range(len(rows[0])):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for other in range(found + 1, len(rows)):
            factor = rows[other][column] / rows[found][column]
            if factor:
                pairs = zip(rows[other], rows[found], strict=True)
                rows[other] = [value - factor * top for value, top in pairs]
        found += 1
    return found


def matrix(names: list[str]) -> list[list[Fraction]]:
    terms = [dict(EDITION.identities[name]) for name in names]
    return [[Fraction(weights.get(cell, 0)) for cell in CELLS] for weights in terms]


def test_the_identities_are_those_of_the_notice() -> None:
    declared = {name: dict(terms) for name, terms in EDITION.identities.items()}
    assert sorted(map(sorted, declared.values())) == sorted(map(sorted, expected().values()))
    by_cells = {frozenset(terms.items()) for terms in declared.values()}
    assert by_cells == {frozenset(terms.items()) for terms in expected().values()}
    assert len(declared) == 42


def test_identities_are_named_for_what_they_add() -> None:
    names = set(EDITION.identities)
    assert {name for name in names if name.startswith("applications.balance.")} == {
        f"applications.balance.{column}" for column in APPLICANTS
    }
    assert {name for name in names if name.startswith("applications.outcomes.")} == {
        f"applications.outcomes.{column}" for column in APPLICANTS
    }
    assert {name for name in names if name.startswith("applications.applicants.")} == {
        f"applications.applicants.{row}" for row in application_rows()
    }
    assert sum(name.startswith("review.") for name in names) == 3


def test_identities_name_cells_that_exist_and_each_once() -> None:
    for name, terms in EDITION.identities.items():
        cells = [cell for cell, _ in terms]
        assert set(cells) <= set(CELLS), name
        assert len(cells) == len(set(cells)), name
        assert {weight for _, weight in terms} == {1, -1}, name


def test_forty_identities_are_independent() -> None:
    names = list(EDITION.identities)
    assert rank(matrix(names)) == 40
    assert rank(matrix([name for name in names if name.startswith("review.")])) == 3
    assert rank(matrix([name for name in names if name.startswith("applications.")])) == 37


def test_each_application_cell_has_its_own_pattern_of_identities() -> None:
    patterns: dict[str, set[str]] = {cell: set() for cell in CELLS}
    for name, terms in EDITION.identities.items():
        for cell, _ in terms:
            patterns[cell].add(name)
    applications = [cell for cell in CELLS if cell.startswith("applications.")]
    assert len(applications) == 175
    assert len({frozenset(patterns[cell]) for cell in applications}) == 175
    assert all(patterns[cell] for cell in applications)
    assert not any(patterns[cell] for cell in CELLS if cell.startswith("proactive."))


def test_the_rank_finds_dependent_rows() -> None:
    one, two = Fraction(1), Fraction(2)
    assert rank([[one, two], [two, two * two]]) == 1
    assert rank([[one, two], [two, one]]) == 2


def test_the_edition_of_2019_has_two_rows_less_and_the_same_sums() -> None:
    older = form.edition("2019")
    outcomes = dict(older.identities["applications.outcomes.total"])
    assert len(older.identities) == 7 + 7 + 23 + 3
    assert outcomes["applications.other_handling.total"] == 1
    assert "applications.other.total" not in outcomes
    assert len(outcomes) == 20
    shared = set(older.identities) & set(EDITION.identities)
    same = {name for name in shared if older.identities[name] == EDITION.identities[name]}
    assert shared - same == {f"applications.outcomes.{column}" for column in APPLICANTS}
    for terms in older.identities.values():
        assert {cell for cell, _ in terms} <= set(older.cell)
