"""A printed cell becomes a value and a status. Nothing printed is altered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.model import Cell, Number, Span, Status
from extractors.tables.tokens import Kind, Token
from schema.form import FormCell
from schema.messages import Words, words

_PRINTED = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([^\d.,]*)")
_COUNTED = frozenset(("件", "条", "项", "个", "次"))
_BLANK, _NOT_APPLICABLE = Kind.BLANK, Kind.NOT_APPLICABLE
_new = tuple.__new__
"""Makes a named tuple in half the time of a call of its class: a report has 200 cells."""
_MAX_DIGITS = 15
"""A double holds integers of fifteen digits exactly; no report prints a longer one."""


def read_cells(
    group: Sequence[FormCell],
    tokens: Sequence[Token | None],
    text: str,
    folded: str,
    heads: Sequence[Span],
    missing: tuple[Status, str | None],
) -> tuple[list[Cell], list[tuple[FormCell, Cell, Words]]]:
    """The cells that ``tokens`` print, and those whose value is doubtful, with the reason.

    A doubtful value comes back as ``conflict``, without a value. ``missing`` is the status
    and the print of cells for which there is no token.
    """
    cells: list[Cell] = []
    doubts: list[tuple[FormCell, Cell, Words]] = []
    status: Status
    for spec, token, head in zip(group, tokens, heads, strict=True):
        if token is None:
            status, printed = missing
            cells.append(Cell(spec.name, status, None, printed, None, head))
            continue
        kind, start, end, _, _ = token
        raw = text[start:end]
        if kind is _BLANK:
            cells.append(Cell(spec.name, "blank", None, "", Span(start, start), head))
            continue
        span = _new(Span, (start, end))
        if kind is _NOT_APPLICABLE:
            cells.append(Cell(spec.name, "not_applicable", None, raw, span, head))
            continue
        value, unit, doubt = parse_value(folded[start:end], spec.unit, spec.other_units)
        status = "conflict" if value is None else "read"
        cell = _new(Cell, (spec.name, status, value, raw, span, head, unit))
        cells.append(cell)
        if doubt:
            doubts.append((spec, cell, doubt))
    return cells, doubts


@lru_cache(maxsize=8192)
def parse_value(
    printed: str, unit: str, other_units: str = ""
) -> tuple[Number | None, str | None, Words | None]:
    """The number printed for a cell counted in ``unit``, another unit where one is printed,
    and why the value is doubtful where it is null."""
    if not printed.isdecimal():
        printed = "".join(printed.split())  # a stray space inside a run of digits
    plain = printed.isdecimal() and (printed[0] != "0" or printed == "0")
    if plain and len(printed) <= _MAX_DIGITS:
        return int(printed), None, None
    match = _PRINTED.fullmatch(printed)
    if match is None:
        return None, None, words("doubt.not_a_number", printed=printed)
    sign, digits, fraction, beside = match.groups()
    if beside[:1] == "(" and beside[-1] == ")":
        beside = beside[1:-1]
    digits = digits.replace(",", "")
    counted = unit in _COUNTED
    other = beside if beside in other_units.split() else None
    if beside not in ("", unit, other) and not (counted and beside in _COUNTED):
        return None, None, words("doubt.unit", printed=printed, beside=beside, unit=unit)
    if len(digits) > 1 and digits[0] == "0":
        return None, None, words("doubt.leading_zero", printed=printed)
    if len(digits) + len(fraction or "") > _MAX_DIGITS:
        return None, None, words("doubt.too_long", printed=printed)
    if fraction is None or (counted and not fraction.strip(".0")):
        return int(sign + digits), other, None
    if counted:
        return None, None, words("doubt.not_whole", printed=printed)
    return float(sign + digits + fraction), other, None
