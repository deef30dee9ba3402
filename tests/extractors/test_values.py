"""A printed cell becomes a value and a status; nothing printed is altered."""

from __future__ import annotations

import pytest

from extractors.model import Cell, Span, Status
from extractors.tables.tokens import Kind, Token
from extractors.tables.values import parse_value, read_cells
from schema.form import FormCell

from .support import EDITION

COUNT = EDITION.cell["applications.granted.total"]
FEE = EDITION.cell["proactive.fees.amount_wan_yuan"]
LABEL = Span(0, 2)


def only_cell(spec: FormCell, token: Token, text: str, folded: str) -> tuple[Cell, str | None]:
    """The cell that a token prints, and why its value is doubtful."""
    (cell,), doubts = read_cells([spec], [token], text, folded, [LABEL], ("blank", ""))
    return cell, doubts[0][2].text("en") if doubts else None


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0", 0),
        ("218", 218),
        ("1,234", 1234),
        ("12,345,678", 12_345_678),
        ("+81", 81),
        ("-417", -417),
        ("5件", 5),
        ("6条", 6),
        ("3项", 3),
        ("2个", 2),
        ("7次", 7),
        ("5.0", 5),
        ("0.00", 0),
        ("1,234件", 1234),
        ("999999999999999", 999_999_999_999_999),
    ],
)
def test_counts_are_whole_numbers(printed: str, value: int) -> None:
    parsed, unit, doubt = parse_value(printed, "件")
    assert (parsed, unit, doubt) == (value, None, None)
    assert type(parsed) is int


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("59237.2449", 59237.2449),
        ("18651.06", 18651.06),
        ("0.000001", 0.000001),
        ("0.00", 0.0),
        ("1,234.5", 1234.5),
        ("12.5万元", 12.5),
        ("0万元", 0),
        ("3", 3),
    ],
)
def test_amounts_may_have_decimals(printed: str, value: float) -> None:
    assert parse_value(printed, "万元") == (value, None, None)


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [("251000元", 251000, "元"), ("12.5万元", 12.5, None), ("82.5", 82.5, None)],
)
def test_a_unit_that_the_form_admits_is_kept_beside_the_value(
    printed: str, value: float, unit: str | None
) -> None:
    assert parse_value(printed, "万元", "元") == (value, unit, None)


def test_a_unit_that_the_form_does_not_admit_is_doubtful() -> None:
    value, unit, doubt = parse_value("5%", "万元", "元")
    assert (value, unit) == (None, None)
    assert doubt
    assert doubt.text("en") == "5% is printed in %, the form asks for 万元"
    assert doubt.text("zh") == "“5%”的单位是%，规定单位是万元"


@pytest.mark.parametrize(
    ("printed", "unit", "words"),
    [
        ("3.5", "件", "not a whole number"),
        ("000", "件", "begins with a zero"),
        ("007", "件", "begins with a zero"),
        ("00.5", "万元", "begins with a zero"),
        ("1234567890123456", "件", "too many digits"),
        ("1.234567890123456", "万元", "too many digits"),
        ("5%", "件", "printed in %"),
        ("5万元", "件", "printed in 万元"),
        ("251000元", "万元", "printed in 元"),
        ("5件", "万元", "printed in 件"),
        ("", "件", "not a number"),
        ("一", "件", "not a number"),
        ("1.2.3", "万元", ""),
        ("--5", "件", "not a number"),
    ],
)
def test_doubtful_numbers_have_no_value_and_a_reason(printed: str, unit: str, words: str) -> None:
    value, beside, doubt = parse_value(printed, unit)
    assert value is None
    assert beside is None
    assert doubt
    assert printed in doubt.text("en")
    assert words in doubt.text("en")


@pytest.mark.parametrize("printed", ["1,23", "12,34,567", "1,,234", "1234,567", "1,"])
def test_separators_out_of_place_are_doubtful(printed: str) -> None:
    value, _, doubt = parse_value(printed, "件")
    assert value is None
    assert doubt


@pytest.mark.parametrize(
    ("kind", "source", "status", "value", "raw"),
    [
        (Kind.VALUE, "１，２３４", "read", 1234, "１，２３４"),
        (Kind.VALUE, "0", "read", 0, "0"),
        (Kind.VALUE, "000", "conflict", None, "000"),
        (Kind.NOT_APPLICABLE, "—", "not_applicable", None, "—"),
        (Kind.BLANK, "  ", "blank", None, None),
    ],
)
def test_status_and_raw_of_a_cell(
    kind: Kind, source: str, status: Status, value: int | None, raw: str | None
) -> None:
    text = f"规章{source}"
    folded = text.replace("１，２３４", "1,234")
    token = Token(kind, 2, len(text), 0, 1)
    cell, doubt = only_cell(COUNT, token, text, folded)
    assert (cell.name, cell.status, cell.value) == (COUNT.name, status, value)
    assert cell.label == LABEL
    assert (doubt is not None) == (status == "conflict")
    if raw is not None:
        assert cell.raw == raw
        assert cell.span == Span(2, len(text))


def test_a_blank_is_not_zero() -> None:
    cell, doubt = only_cell(COUNT, Token(Kind.BLANK, 2, 5, 0, 1), "规章   ", "规章   ")
    assert (cell.status, cell.value, cell.raw, doubt) == ("blank", None, "", None)


def test_a_fee_in_yuan_keeps_its_print_and_loses_its_value() -> None:
    text = "收费251000元"
    cell, doubt = only_cell(FEE, Token(Kind.VALUE, 2, len(text), 0, 1), text, text)
    assert (cell.status, cell.value, cell.raw) == ("conflict", None, "251000元")
    assert doubt == "251000元 is printed in 元, the form asks for 万元"
