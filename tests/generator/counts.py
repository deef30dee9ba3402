"""Random counts that fill the form so that its sums add up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random

from schema.form import Edition

Numbers = dict[str, int | float]

# How many requests a body receives in a year, from and to, by size.
_RECEIVED = {"zero": (0, 0), "small": (0, 12), "medium": (10, 400), "large": (300, 9000)}
_ACTS = {"zero": 0, "small": 60, "medium": 9000, "large": 3_000_000}
_APPLICANTS = (88.0, 7.0, 0.3, 0.4, 2.0, 1.5)
_OUTCOMES = {
    "granted": 30.0,
    "partially_granted": 8.0,
    "refused_third_party": 2.0,
    "refused_internal_affairs": 2.0,
    "refused_administrative_query": 2.0,
    "refused_enforcement_file": 2.0,
    "not_held": 25.0,
    "needs_creation": 4.0,
    "not_processed_petition": 6.0,
    "not_processed_repeat": 3.0,
    "lapsed_no_correction": 3.0,
    "other": 5.0,
}


def magnitude(rng: Random, low: int, high: int) -> int:
    """A whole number between the bounds, each order of magnitude as likely as the next."""
    if high <= low:
        return low
    span = math.pow((high + 1) / (low + 1), rng.random())
    return min(int((low + 1) * span) - 1, high)


def proactive(rng: Random, size: str, *, rules: bool) -> Numbers:
    """Section two: documents, decisions, fees; ``rules``: the body can make them."""
    cells: Numbers = {}
    top = _ACTS[size]
    idle = size == "zero" or (size == "small" and rng.random() < 0.4)
    for row, likely in (("rules", 0.7 if rules else 0.0), ("normative_documents", 0.6)):
        active = not idle and rng.random() < likely
        issued = magnitude(rng, 0, min(top, 200)) if active else 0
        repealed = magnitude(rng, 0, min(top, 500)) if active and rng.random() < 0.5 else 0
        in_force = issued + magnitude(rng, 0, min(top, 900)) if active else 0
        cells[f"proactive.{row}.issued"] = issued
        cells[f"proactive.{row}.repealed"] = repealed
        cells[f"proactive.{row}.in_force"] = in_force
    for row, likely in (("licences", 0.6), ("penalties", 0.5), ("coercions", 0.3)):
        active = not idle and rng.random() < likely
        cells[f"proactive.{row}.decisions"] = magnitude(rng, 1, top) if active else 0
    charged = not idle and rng.random() < 0.4
    cells["proactive.fees.amount_wan_yuan"] = _fee(rng, top) if charged else 0
    return cells


def older_proactive(rng: Random, size: str, *, rules: bool) -> Numbers:
    """Section two of the form of 2019: documents made, items kept and their changes, purchases."""
    cells: Numbers = {}
    top = _ACTS[size]
    idle = size == "zero" or (size == "small" and rng.random() < 0.4)
    for row, likely in (("rules", 0.7 if rules else 0.0), ("normative_documents", 0.6)):
        active = not idle and rng.random() < likely
        made = magnitude(rng, 0, min(top, 200)) if active else 0
        published = made - magnitude(rng, 0, made // 3) if active else 0
        cells[f"proactive.{row}.made"] = made
        cells[f"proactive.{row}.published"] = published
        cells[f"proactive.{row}.public_total"] = published + magnitude(rng, 0, min(top, 900))
        cells[f"proactive.{row}.public_total"] *= active
    for row, likely in (
        ("licences", 0.6),
        ("other_services", 0.4),
        ("penalties", 0.5),
        ("coercions", 0.3),
        ("fees", 0.4),
    ):
        active = not idle and rng.random() < likely
        before = magnitude(rng, 0, min(top, 700)) if active else 0
        cells[f"proactive.{row}.previous_items"] = before
        cells[f"proactive.{row}.change"] = _change(rng, before) if active else 0
        if row != "fees":
            cells[f"proactive.{row}.decisions"] = magnitude(rng, 0, top) if active else 0
    bought = not idle and rng.random() < 0.5
    cells["proactive.procurement.projects"] = magnitude(rng, 1, min(top, 400)) if bought else 0
    cells["proactive.procurement.amount"] = _fee(rng, top) if bought else 0
    return cells


def _change(rng: Random, before: int) -> int:
    """Items added or, never more than there were, taken away."""
    if rng.random() < 0.35:
        return 0
    if rng.random() < 0.5:
        return magnitude(rng, 1, 300)
    return -magnitude(rng, 0, before)


def _fee(rng: Random, top: int) -> int | float:
    """An amount in 万元 with up to six decimals."""
    decimals = rng.randint(0, 6)
    whole = magnitude(rng, 0, min(top, 400_000))
    if decimals == 0:
        return whole
    return round(whole + rng.randint(1, int(10.0**decimals) - 1) / 10.0**decimals, decimals)


def applications(
    rng: Random,
    size: str,
    form: Edition,
    *,
    received: int | None = None,
    carried: Sequence[int] | None = None,
) -> Numbers:
    """Section three: 25 rows by 7 applicant columns.

    ``received`` is the number of new applications, ``carried`` what the year before carried
    forward, by applicant type; what is not given is drawn.
    """
    rows = form.rows_of("applications")
    columns = form.columns_of("applications", "new_received")
    received = magnitude(rng, *_RECEIVED[size]) if received is None else received
    weights = [w * rng.uniform(0.2, 2.0) for w in _APPLICANTS]
    received_by = deal(rng, received, weights)
    outcomes = [row.row for row in rows if row.role == "leaf"]
    favour = [_OUTCOMES.get(row, 0.6) * rng.uniform(0.05, 2.0) for row in outcomes]
    cells: Numbers = {f"applications.{row.row}.{columns[-1].column}": 0 for row in rows}
    for place, (column, new) in enumerate(zip(columns, received_by, strict=False)):
        known = carried[place] if carried else None
        carried_in, carried_forward = _carried(rng, size, new, known)
        handled = new + carried_in - carried_forward
        by_row = dict(zip(outcomes, deal(rng, handled, favour), strict=True)) | {
            "new_received": new,
            "carried_in": carried_in,
            "total_handled": handled,
            "carried_forward": carried_forward,
        }
        for row, count in by_row.items():
            cells[f"applications.{row}.{column.column}"] = count
            cells[f"applications.{row}.total"] += count
    return cells


def _carried(rng: Random, size: str, new: int, known: int | None) -> tuple[int, int]:
    """Requests carried over from the year before, if it is not known, and into the year after."""
    if size == "zero":
        return known or 0, 0
    carried_in = magnitude(rng, 0, new // 8 + 1) if rng.random() < (0.4 if new else 0.03) else 0
    carried_in = carried_in if known is None else known
    open_ = new + carried_in
    carried_forward = magnitude(rng, 0, open_ // 6 + 1) if open_ and rng.random() < 0.4 else 0
    return carried_in, min(carried_forward, open_)


def review(rng: Random, size: str, form: Edition) -> Numbers:
    """Section four: three channels by four results and their total."""
    cells: Numbers = {}
    top = {"zero": 0, "small": 3, "medium": 30, "large": 500}[size]
    for row in form.rows_of("review"):
        columns = form.columns_of("review", row.row)
        leaves = [c.column for c in columns if c.role == "leaf"]
        busy = rng.random() < (0.25 if size == "small" else 0.7)
        cases = magnitude(rng, 0, top) if busy else 0
        weights = [w * rng.uniform(0.1, 2.0) for w in (10.0, 1.5, 4.0, 2.0)]
        dealt = deal(rng, cases, weights)
        for column, count in zip(leaves, dealt, strict=True):
            cells[f"review.{row.row}.{column}"] = count
        cells[f"review.{row.row}.total"] = cases
    return cells


def deal(rng: Random, count: int, weights: list[float]) -> list[int]:
    """``count`` things dealt into as many heaps as there are weights; many of them by share."""
    share = count / sum(weights) if count > 60 else 0.0
    heaps = [int(share * weight) for weight in weights]
    for heap in rng.choices(range(len(weights)), weights, k=count - sum(heaps)):
        heaps[heap] += 1
    return heaps
