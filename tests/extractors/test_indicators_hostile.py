"""Indicator tables out of generated reports, damaged ones, and texts made to take time."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from extractors.compact import compact
from extractors.fold import fold
from extractors.indicators.head import may_hold_heads
from extractors.indicators.reading import read_indicators
from extractors.model import Indicator, Report
from tests.generator import DAMAGES, LAYOUTS, Truth, corpus
from tests.reading import read_one

from .clock import in_time
from .early import NATIONAL, NATIONAL_HEAD, early_document
from .support import faults, flagged

EARLY = ("2014", "local")
SIZES = [
    pytest.param((90, 71), id="90"),
    pytest.param((360, 72), id="360", marks=pytest.mark.slow),
]
SEPARATED = set(LAYOUTS) - {"run_together", "broken_lines"}
Numbers = tuple[int | float | None, int | float | None]
Case = tuple[str, str, Truth, Report, str]


def plain(label: str) -> str:
    """A label in half width, as two printings of it may differ."""
    return fold(label).replace(" ", "")


def printed(truth: Truth) -> dict[tuple[str, int], Numbers]:
    """Numbers by label, and by how often the label was printed before."""
    seen: Counter[str] = Counter()
    numbers = {}
    for one in truth.indicators:
        key = plain(one.label)
        numbers[key, seen[key]] = (one.value, one.cumulative)
        seen[key] += 1
    return numbers


def found(report: Report) -> dict[tuple[str, int], Indicator]:
    seen: Counter[str] = Counter()
    rows = {}
    for one in report.indicators:
        key = plain(one.label)
        rows[key, seen[key]] = one
        seen[key] += 1
    return rows


@pytest.fixture(scope="module", params=SIZES)
def cases(request: pytest.FixtureRequest) -> list[Case]:
    """Generated reports before 2019 as they are read."""
    read = []
    for name, text, truth, layout in corpus(*request.param, editions=EARLY, drop_blanks=0.3):
        report = read_one(text.encode())
        assert isinstance(report, Report), name
        read.append((name, text, truth, report, layout))
    return read


def test_the_edition_is_told_and_no_cell_is_made(cases: list[Case]) -> None:
    told = {name: (report.edition, report.cells) for name, _, _, report, _ in cases}
    assert told == {name: (truth.edition, ()) for name, _, truth, _, _ in cases}


def test_no_generated_number_is_wrong_without_a_warning(cases: list[Case]) -> None:
    wrong = {}
    for name, _, truth, report, _ in cases:
        numbers, warned = printed(truth), flagged(report)
        for key, one in found(report).items():
            pair = numbers.get(key, (None, None))
            read = (one.value, one.cumulative)
            if one.name not in warned and any(
                left not in (None, right) for left, right in zip(read, pair, strict=True)
            ):
                wrong[name, one.name] = (read, pair)
    assert wrong == {}


def test_separated_tables_are_read_whole(cases: list[Case]) -> None:
    lacking = {
        (name, key): (numbers, found(report).get(key))
        for name, _, truth, report, layout in cases
        if layout in SEPARATED
        for key, numbers in printed(truth).items()
        if key not in found(report)
        or (found(report)[key].value, found(report)[key].cumulative) != numbers
    }
    assert lacking == {}


def test_nearly_all_numbers_are_read_where_nothing_separates_them(cases: list[Case]) -> None:
    wanted = [
        found(report).get(key)
        for _, _, truth, report, layout in cases
        if layout not in SEPARATED
        for key, numbers in printed(truth).items()
        if numbers[0] is not None
    ]
    right = sum(one is not None and one.value is not None for one in wanted)
    assert right > 0.85 * len(wanted)


def test_what_must_hold_holds(cases: list[Case]) -> None:
    assert {name: faults(report) for name, _, _, report, _ in cases if faults(report)} == {}


@pytest.mark.parametrize("damage", ["cut_end", "drop_cell", "drop_line", "duplicate_line"])
def test_no_damage_that_shows_makes_a_wrong_number(cases: list[Case], damage: str) -> None:
    silent = {}
    for name, text, truth, _, layout in cases:
        report = read_one(DAMAGES[damage](text, Random(name)).encode())
        if not isinstance(report, Report) or layout not in SEPARATED:
            continue
        numbers, warned = printed(truth), flagged(report)
        for key, one in found(report).items():
            if key in numbers and one.name not in warned:
                wrong = one.value not in (None, numbers[key][0])
                if wrong and one.cumulative not in (None, numbers[key][1]):
                    silent[name, one.name] = (one.value, numbers[key])
        assert faults(report) == [], name
    assert silent == {}


def test_a_text_without_such_a_table_is_told_by_its_words() -> None:
    assert not may_hold_heads("主动公开政府信息情况第二十条第一项信息内容本年制发件数" * 50)
    assert may_hold_heads("统计指标单位统计数")


HEAD = "\n".join([" ".join(NATIONAL_HEAD), *(" ".join(row) for row in NATIONAL[:4])]) + "\n"
LONG = 60_000
HOSTILE = {
    "digits": "收到申请数 件 " + "1" * LONG,
    "digits in a word": "收到申请数件" + "12" * LONG + "其中",
    "numbers": "收到申请数 件 " + "1 " * LONG,
    "runs": "收到申请数件12" * (LONG // 8),
    "numbered runs": "1.收到申请数件123" * (LONG // 10),
    "heads": "统计指标 单位 统计数\n" * (LONG // 10),
    "words of heads": "指标单位" * LONG,
    "columns": "统计指标单位" + "本年度" * LONG,
    "open brackets": "(1" * LONG + " 件 5",
    "parts of parts": "其中：1.收到申请数 件 1\n" * (LONG // 12),
    "one label": "公开 " * LONG + " 件 5",
    "one label with digits": "公5开 " * LONG + " 件 5",
    "units": "条 件 次 " * (LONG // 3),
    "chapters": "一、" * LONG + " 件 5",
    "pipes": "|" * LONG + " 件 5",
    "strokes": "收到申请数 件 " + "-/" * LONG,
    "totals": "申请总数件1213其中：1.当面申请数件1213" * (LONG // 20),
    "labels": "".join(f"甲{number}乙丁数 件 1\n" for number in range(LONG // 12)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_stays_in_bounds(name: str) -> None:
    text = early_document(HEAD + HOSTILE[name])
    flat = compact(fold(text))
    assert in_time(20, lambda: read_indicators(text, flat))


@pytest.mark.parametrize("seed", range(60))
def test_scrambled_tables_never_break_the_reader(seed: int) -> None:
    """Pieces of tables in any order: whatever is read, values, spans and names stay in order."""
    rng = Random(f"scrambled:{seed}")
    words = [cell for row in [NATIONAL_HEAD, *NATIONAL] for cell in row]
    words += [
        "历年累计",
        "2018年度",
        "其中：",
        "1.",
        "（2）",
        "注：",
        "。",
        "3",
        "0",
        "12,345",
        "-",
    ]
    gaps = ["", "", " ", "\n", " | ", "\t", "\n|\n"]
    pieces = [rng.choice(words) + rng.choice(gaps) for _ in range(rng.randint(5, 200))]
    report = read_one(early_document(HEAD + "".join(pieces)).encode())
    assert isinstance(report, Report)
    assert faults(report) == []
