"""Values that stand apart from the labels of their rows."""

from __future__ import annotations

from itertools import chain

from .support import document, flagged, read, rows_of, values_of

APPLICANTS = (
    "natural_person", "business", "research", "public_interest", "legal_service",
    "other_organisation", "total",
)  # fmt: skip
HEAD = "三、收到和处理政府信息公开申请情况\n申请人情况\n自然人\n法人或其他组织\n"
LABELS = {row: cells[0] for row, cells in rows_of("applications").items()}


def table(**given: list[int]) -> dict[str, list[int]]:
    """Rows that add up; those not given print zeros."""
    return {row: given.get(row, [0] * 7) for row in LABELS}


ROWS = table(
    new_received=[5, 1, 0, 0, 0, 0, 6],
    carried_in=[2, 0, 0, 0, 0, 0, 2],
    granted=[4, 1, 0, 0, 0, 0, 5],
    refused_state_secret=[2, 0, 0, 0, 0, 0, 2],
    total_handled=[6, 1, 0, 0, 0, 0, 7],
    carried_forward=[1, 0, 0, 0, 0, 0, 1],
)


def values(rows: dict[str, list[int]]) -> dict[str, int]:
    return {
        f"applications.{row}.{applicant}": value
        for row, cells in rows.items()
        for applicant, value in zip(APPLICANTS, cells, strict=True)
    }


def lines(*parts: object) -> str:
    return "\n".join(str(part) for part in parts)


def of_applications(text: str) -> tuple[dict[str, int | float | None], set[str]]:
    report = read(document(applications=HEAD + text))
    own = {n: v for n, v in values_of(report).items() if n.startswith("applications.")}
    return own, flagged(report)


def by_row(rows: dict[str, list[int]], behind: int) -> str:
    """Each row's label and values, the last labels behind the values of all."""
    names = list(rows)
    last = len(names) - behind
    parts: list[object] = []
    for name in names[:last]:
        parts += [LABELS[name], *rows[name]]
    parts += chain.from_iterable(rows[name] for name in names[last:])
    return lines(*parts, *(LABELS[name] for name in names[last:]))


def test_labels_behind_the_values_of_several_rows() -> None:
    for behind in (1, 2):
        read_values, doubts = of_applications(by_row(ROWS, behind))
        assert read_values == values(ROWS)
        assert not {name for name in doubts if "carried_forward" in name}


def test_shares_that_do_not_add_up_are_left_open() -> None:
    broken = ROWS | {"carried_forward": [1, 0, 0, 0, 0, 0, 3]}
    read_values, doubts = of_applications(by_row(broken, 1))
    assert read_values["applications.carried_forward.total"] is None
    assert (
        "applications.carried_forward.total" in doubts
        or read_values["applications.total_handled.total"] is None
    )


def test_labels_first_and_then_columns() -> None:
    names = list(ROWS)
    columns = zip(*(ROWS[name] for name in names), strict=True)
    text = lines(*(LABELS[name] for name in names), *chain.from_iterable(columns))
    read_values, _ = of_applications(text)
    assert read_values == values(ROWS)


def test_labels_first_and_then_rows() -> None:
    text = lines(*LABELS.values(), *chain.from_iterable(ROWS.values()))
    read_values, _ = of_applications(text)
    assert read_values == values(ROWS)


def test_values_that_add_up_either_way_are_left_open() -> None:
    square = [[1, 0, 0, 0, 0, 0, 1], [0, 2, 0, 0, 0, 0, 2]]
    rows = table(new_received=square[0], carried_in=square[1])
    names = list(rows)
    numbers = [0] * 7 * len(names)
    numbers[0] = 1  # no row adds up in either order
    read_values, doubts = of_applications(lines(*(LABELS[name] for name in names), *numbers))
    assert read_values["applications.new_received.natural_person"] is None
    assert "applications.carried_forward.total" in doubts


def test_a_value_below_labels_of_which_most_print_none_is_left_open() -> None:
    names = list(rows_of("proactive").values())
    text = lines(*(row[0] for row in names), 7)
    report = read(document(proactive="第二十条第（一）项\n本年制发件数\n" + text))
    assert values_of(report)["proactive.fees.amount_wan_yuan"] is None
    assert "proactive.fees.amount_wan_yuan" in flagged(report)
