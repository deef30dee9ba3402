"""A printed cell becomes a value and a status. Nothing printed is altered."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.model import Cell, Number, Span, Status
from extractors.tokens import Kind, Token
from schema.form import FormCell

_PRINTED = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([^\d.,]*)")
_COUNTED = frozenset(("件", "条", "项", "个", "次"))
_MAX_DIGITS = 15
"""A double holds integers of fifteen digits exactly; no report prints a longer one."""


def read_cell(
    spec: FormCell, token: Token, text: str, folded: str, label: Span
) -> tuple[Cell, str | None]:
    """The cell printed by ``token``, and why its value is doubtful if it is.

    A doubtful value comes back as ``conflict``, without a value.
    """
    kind, start, end, _, _ = token
    raw = text[start:end]
    if kind is Kind.BLANK:
        return Cell(spec.name, "blank", None, "", Span(start, start), label), None
    if kind is Kind.NOT_APPLICABLE:
        return Cell(spec.name, "not_applicable", None, raw, Span(start, end), label), None
    value, unit, doubt = parse_value(folded[start:end], spec.unit, spec.other_units)
    status: Status = "conflict" if value is None else "read"
    return Cell(spec.name, status, value, raw, Span(start, end), label, unit), doubt


@lru_cache(maxsize=8192)
def parse_value(
    printed: str, unit: str, other_units: str = ""
) -> tuple[Number | None, str | None, str | None]:
    """The number printed for a cell counted in ``unit``, another unit where one is printed,
    and why the value is doubtful where it is null."""
    if not printed.isdecimal():
        printed = "".join(printed.split())  # a stray space inside a run of digits
    plain = printed.isdecimal() and (printed[0] != "0" or printed == "0")
    if plain and len(printed) <= _MAX_DIGITS:
        return int(printed), None, None
    match = _PRINTED.fullmatch(printed)
    if match is None:
        return None, None, f"{printed} is not a number"
    sign, digits, fraction, beside = match.groups()
    digits = digits.replace(",", "")
    counted = unit in _COUNTED
    other = beside if beside in other_units.split() else None
    if beside not in ("", unit, other) and not (counted and beside in _COUNTED):
        return None, None, f"{printed} is printed in {beside}, the form asks for {unit}"
    if len(digits) > 1 and digits[0] == "0":
        return None, None, f"{printed} begins with a zero: several values may have run together"
    if len(digits) + len(fraction or "") > _MAX_DIGITS:
        return None, None, f"{printed} has too many digits for one value"
    if fraction is None or (counted and not fraction.strip(".0")):
        return int(sign + digits), other, None
    if counted:
        return None, None, f"{printed} is not a whole number"
    return float(sign + digits + fraction), other, None
