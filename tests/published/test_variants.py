"""The five texts with other numbers, another body and another year in them are read as well."""

from __future__ import annotations

import re
from random import Random

import pytest

from extractors.model import Report
from tests.generator import Truth, broken_identities, random_truth
from tests.generator.truth import Size
from tests.reading import read_one

from .conftest import Library

FIVE = ("000", "001", "002", "003", "004")
SEEDS = range(10)
SIZES: tuple[Size, ...] = ("large", "small", "medium", "large", "zero")
AGENCIES = (
    "洛阳市涧西区财政局",
    "清江浦区人民政府",
    "泗洪县卫生健康委员会",
    "延边朝鲜族自治州林业和草原局",
    "双河镇人民政府",
    "宿迁市公安局",
    "红旗街道办事处",
    "河南省自然资源厅",
    "乌兰察布市集宁区人力资源和社会保障局",
    "淮安经济技术开发区管委会",
)
# Prose that states counts of requests would contradict other numbers in the table.
COUNTED = re.compile(r"[^。\n]*(?:受理依申请|新收到|收到和处理|共收到|未收到)[^。]*。")


def printed(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def with_numbers(original: Report, truth: Truth) -> str:
    """The text with each cell's number replaced where it stands, from the last to the first."""
    text = original.text
    spans = sorted(((c.span, c.name) for c in original.cells if c.span), reverse=True)
    assert len(spans) == len(original.cells) == 200
    for span, name in spans:
        value = truth.cells[name]
        assert value is not None
        text = text[: span.start] + printed(value) + text[span.end :]
    return text


def with_identity(original: Report, text: str, agency: str, year: int) -> str:
    """The text with another body and other years, all moved alike."""
    name, was = original.identity.agency_name, original.identity.year
    assert name
    assert was == 2024
    text = text.replace(name, agency)
    moved = year - was
    return re.sub(r"20\d\d(?=\s*年|〕|\])", lambda m: str(int(m[0]) + moved), text)


def variant(original: Report, name: str, seed: int) -> tuple[str, Truth]:
    rng = Random(f"{name}:{seed}")
    truth = random_truth(rng, size=SIZES[seed % len(SIZES)])
    agency, year = AGENCIES[seed], 2021 + seed % 5
    text = with_identity(original, with_numbers(original, truth), agency, year)
    two = text.index("二、主动公开政府信息情况\n")
    three = text.index("申请情况\n", two) + 5
    four = text.index("一、本年新收", three)
    text = "".join(
        (
            COUNTED.sub("", text[:two]),
            text[two:three],
            COUNTED.sub("", text[three:four]),
            text[four:],
        )
    )
    return text, Truth(agency, year, "2021", truth.cells, None)


MENDS = {"one_cell_explains", "cells_swapped"}


def rules_of(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def of_prose(rule: str) -> bool:
    """Whether a rule holds prose against tables: here it is that of the original."""
    return rule.startswith("narrative_")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", FIVE)
def test_other_numbers_bodies_and_years_are_read_as_well(
    library: Library, name: str, seed: int
) -> None:
    text, truth = variant(library[name].report, name, seed)
    report = read_one(text.encode())
    assert isinstance(report, Report)
    assert {cell.name: cell.value for cell in report.cells} == truth.cells
    assert {cell.status for cell in report.cells} == {"read"}
    assert (report.identity.agency_name, report.identity.year) == (truth.agency, truth.year)
    assert report.edition == "2021"
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]
    assert [rule for rule in rules_of(report) if not of_prose(rule)] == []
    for cell in report.cells:
        assert cell.span
        assert text[cell.span.start : cell.span.end] == cell.raw


@pytest.mark.parametrize("name", FIVE)
def test_sums_that_break_in_a_variant_are_found(library: Library, name: str) -> None:
    for seed in range(3):
        truth = random_truth(Random(f"broken:{name}:{seed}"), consistent=False)
        text = with_numbers(library[name].report, truth)
        report = read_one(text.encode())
        assert isinstance(report, Report)
        assert {cell.name: cell.value for cell in report.cells} == truth.cells
        rules = [rule for rule in rules_of(report) if "." in rule]
        assert rules == broken_identities(truth)
        assert rules
        assert {rule for rule in rules_of(report) if not of_prose(rule)} - set(rules) <= MENDS


@pytest.mark.parametrize("name", FIVE)
def test_numbers_as_they_may_be_written_are_read(library: Library, name: str) -> None:
    """Thousands separators, full width and units in the cells."""
    original = library[name].report
    truth = random_truth(Random(f"written:{name}"), size="large")
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    for style in ("thousands", "wide", "unit"):
        text = original.text
        for cell in sorted(original.cells, key=lambda c: c.span or (0, 0), reverse=True):
            value = truth.cells[cell.name]
            assert value is not None
            assert cell.span
            whole, point, rest = printed(value).partition(".")
            unit = "万元" if cell.name.endswith("wan_yuan") else "件"
            raw = {
                "thousands": f"{int(whole):,}{point}{rest}",
                "wide": printed(value).translate(wide),
                "unit": printed(value) + unit,
            }[style]
            text = text[: cell.span.start] + raw + text[cell.span.end :]
        report = read_one(text.encode())
        assert isinstance(report, Report)
        assert {cell.name: cell.value for cell in report.cells} == truth.cells, style


def test_there_are_fifty_variants() -> None:
    assert len(FIVE) * len(SEEDS) >= 40
    assert len(set(AGENCIES)) == len(SEEDS)
