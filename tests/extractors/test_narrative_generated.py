"""Sentences made from tables: with their numbers nothing is found, with another number it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import pytest

from extractors.model import Cell, Finding, Section, Span
from extractors.narrative import check_narrative
from tests.generator import random_truth

TEMPLATES = (
    "2024年，我局共收到政府信息公开申请{N}件，上年结转{K}件，办结{T}件，结转下年度继续办理{O}件。",
    "全年新收政府信息公开申请{N}件，同比增长12.5%；其中，自然人{NP}件、法人或其他组织申请{NO}件。",
    "本机关受理政府信息公开申请{N}件。办理结果为：予以公开{granted}件，部分公开{partial}件，"
    "不予公开{refused}件，无法提供{unable}件，不予处理{unprocessed}件，其他处理{other}件。",
    "共收到政府信息公开申请{N}件（不含上年结转{K}件），本年度共办结{T}件。",
    "收到依申请公开{NK}件（含上年度结转{K}件），已办结{T}件，{O}件结转下年度继续办理。",
    "依申请公开方面，2024 年新收申请 {N} 件，上年结转 {K} 件，答复 {T} 件，结转下年度 {O} 件。",
    "收到政府信息公开申请{N}件，予以公开{granted}件，占办结总数的{pg}%；不予公开{refused}件，占{pr}%。",
    "因政府信息公开工作被申请行政复议{R}件、被提起行政诉讼{L}件。",
    "涉及政府信息公开的行政复议案件共{R}起，行政诉讼案件共{L}起。",
    "制发行政规范性文件{issued}件，废止行政规范性文件{repealed}件，现行有效行政规范性文件{in_force}件。",
    "收到政府信息公开申请{N}件。其中，通过网络提交{c1}件，信函{c2}件，当面提交{c3}件。",
    "2024年1月1日至12月31日，共收到政府信息公开申请{N}件；上年度结转{K}件；结转至下一年度继续办理{O}件。",
)
GROUPS = {
    "granted": r"granted",
    "partial": r"partially_granted",
    "refused": r"refused_\w+",
    "unable": r"not_held|needs_creation|unclear_after_correction",
    "unprocessed": r"not_processed_\w+",
    "other": r"lapsed_\w+|other",
}
COMPARED = re.compile(r"\{(\w+)\}")


def numbers(cells: dict[str, float | None], rng: Random) -> dict[str, float]:
    """What the slots of the templates stand for."""

    def total(pattern: str, column: str = "total") -> int:
        names = re.compile(rf"(?:applications|review|proactive)\.(?:{pattern})\.{column}")
        return int(sum(value or 0 for name, value in cells.items() if names.fullmatch(name)))

    found: dict[str, float] = {group: total(pattern) for group, pattern in GROUPS.items()}
    found |= {
        "N": total("new_received"),
        "K": total("carried_in"),
        "T": total("total_handled"),
        "O": total("carried_forward"),
        "NP": total("new_received", "natural_person"),
        "R": total("reconsideration"),
        "L": total(r"litigation_\w+"),
        "issued": total("normative_documents", "issued"),
        "repealed": total("normative_documents", "repealed"),
        "in_force": total("normative_documents", "in_force"),
    }
    found["NK"] = found["N"] + found["K"]
    found["NO"] = found["N"] - found["NP"]
    handled = max(found["T"], 1)
    found["pg"] = round(100 * found["granted"] / handled, 2)
    found["pr"] = round(100 * found["refused"] / handled, 1)
    found["c1"] = rng.randint(0, int(found["N"]))
    found["c2"] = rng.randint(0, int(found["N"] - found["c1"]))
    found["c3"] = found["N"] - found["c1"] - found["c2"]
    return found


def findings(cells: dict[str, float | None], text: str) -> list[Finding]:
    printed = [
        Cell(name, "blank" if value is None else "read", value, "", Span(0, 1))
        for name, value in cells.items()
    ]
    return check_narrative((Section(1, "", Span(0, len(text)), text),), printed, 2024)


def filled(template: str, values: dict[str, float]) -> str:
    return COMPARED.sub(lambda slot: f"{values[slot[1]]:g}", template)


def reports() -> Iterator[tuple[dict[str, float | None], dict[str, float]]]:
    for seed in range(30):
        rng = Random(f"prose:{seed}")
        truth = random_truth(rng, size=rng.choice(("small", "medium", "large")))
        yield truth.cells, numbers(truth.cells, rng)


@pytest.mark.parametrize("template", TEMPLATES)
def test_prose_that_agrees_with_the_table_is_no_finding(template: str) -> None:
    for cells, values in reports():
        text = filled(template, values)
        assert [one.message for one in findings(cells, text)] == [], text


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_number_that_is_wrong_in_the_prose_is_found(template: str) -> None:
    """Any of its numbers, by much, so that it cannot be another number of the table."""
    missed: list[str] = []
    tried = 0
    for cells, values in reports():
        if min(values["N"], values["T"]) < 5:
            continue
        for slot in COMPARED.findall(template):
            wrong = values | {slot: 3 * values["NK"] + 1007 if slot not in ("pg", "pr") else 71.3}
            text = filled(template, wrong)
            tried += 1
            if not findings(cells, text):
                missed.append(f"{slot}: {text}")
    assert tried > 20
    assert len(missed) <= tried // 20, missed[:5]
