"""A panel: the same bodies in three years, whose figures follow from each other.

In a known share of the histories one report contradicts another one; ``Planned.planted`` names
the rule that must notice, ``explained`` others that may. A history depends on its number only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

from schema.form import edition
from tests.generator import Truth, render
from tests.generator.counts import Numbers, applications, magnitude, proactive, review
from tests.generator.names import distinct_agencies
from tests.generator.style import Options

YEARS = (2022, 2023, 2024)
LAYOUTS = ("tab_rows", "cell_per_line", "pipe_rows", "one_space", "space_rows", "html_text")
PLANTS = {
    10: "carry_over",
    20: "documents_in_force",
    30: "table_of_last_year",
    40: "narrative_of_last_year",
    50: "table_of_another",
    60: "narrative_of_another",
    70: "volume_jump",
    80: "fees_of_years",
    90: "other_share",
}
"""Of every hundred histories, those with a contradiction."""
_EXPLAINS = {
    "table_of_last_year": ("carry_over",),
    "table_of_another": ("carry_over", "volume_jump"),
}
_TYPES = tuple(c.column for c in edition("2021").columns_of("applications", "carried_in")[:-1])
_SUBJECTS = (
    *(
        "办公室",
        "法规科",
        "业务科",
        "联络员",
        "信息中心",
        "监察室",
    ),
    *(
        "档案室",
        "服务窗口",
        "宣传科",
    ),
)
_VERBS = (
    *(
        "梳理",
        "更新",
        "公布",
        "解读",
        "核对",
        "归集",
    ),
    *(
        "修订",
        "检查",
        "移交",
        "登记",
        "审核",
        "推送",
    ),
)
_OBJECTS = (
    *(
        "权责清单",
        "办事指南",
        "预算信息",
        "规划文本",
        "惠民政策",
        "采购结果",
    ),
    *(
        "抽检通报",
        "会议纪要",
        "建议答复",
        "项目进展",
        "招考公告",
        "统计月报",
    ),
    *(
        "应急预案",
        "救助名单",
        "环评结论",
        "价格目录",
    ),
)
_MANNERS = (
    *(
        "按季度",
        "逐项",
        "集中",
        "分批",
        "对照目录",
        "依托平台",
    ),
    *(
        "会同部门",
        "结合实际",
        "全面",
    ),
)


@dataclass(frozen=True)
class Planned:
    """A report, the rule it must break, and rules that it may break as well."""

    truth: Truth
    planted: str | None = None
    explained: tuple[str, ...] = ()


def make(folder: Path, reports: int, processes: int) -> Path:
    """Write so many reports and what is planted in them, unless the folder has them.

    Returns the folder of the reports; beside it ``planted.json`` maps a rule to the reports
    that must (``true``) or may (``false``) break it.
    """
    source, ledger = folder / "reports", folder / "planted.json"
    if ledger.exists():
        return source
    numbers = range(-(-reports // len(YEARS)))
    chunks = [(folder, reports, numbers[at : at + 500]) for at in range(0, len(numbers), 500)]
    rows: list[tuple[str, str, bool]] = []
    for year in YEARS:
        (source / str(year)).mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(processes) as pool:
        for found in pool.map(_write, chunks):
            rows += found
    ledger.write_text(json.dumps(rows))
    return source


def _write(chunk: tuple[Path, int, range]) -> list[tuple[str, str, bool]]:
    folder, reports, numbers = chunk
    rows = []
    for number in numbers:
        for place, planned in enumerate(history(number)):
            if number * len(YEARS) + place >= reports:
                break
            name = f"{planned.truth.year}/{number:06}.txt"
            rng = Random(f"text {name}")
            layout = LAYOUTS[(number + place) % len(LAYOUTS)]
            text = render(planned.truth, layout, rng, options=Options())
            (folder / "reports" / name).write_text(text, encoding="utf-8")
            if planned.planted:
                rows.append((name, planned.planted, True))
            rows += [(name, rule, False) for rule in planned.explained]
    return rows


@cache
def _names() -> list[str]:
    return distinct_agencies(33_334)


def history(number: int) -> list[Planned]:
    """The reports of a body, of which one may contradict another."""
    plain = list(_plain(number))
    kind = PLANTS.get(number % 100)
    place = 1 + number // 100 % 2
    beside = PLANTS.get(number % 100 + 1)
    if beside in ("table_of_another", "narrative_of_another"):
        plain[place] = replace(plain[place], planted=beside)  # it is copied by the next body
    if kind is None:
        return plain
    planned = [*plain[:place], Planned(_contradicting(kind, number, place, plain), kind)]
    planned[-1] = replace(planned[-1], explained=_EXPLAINS.get(kind, ()))
    for later in plain[place + 1 :]:
        own = _following(later.truth, planned[-1].truth, kind)
        again = (kind, "volume_jump") if kind != "other_share" else ()
        planned.append(Planned(own, explained=again))
    return planned


def _plain(number: int) -> Iterator[Planned]:
    """Reports that agree with each other."""
    rng = Random(f"panel {number}")
    busy = number % 10 in (0, 9)
    received = magnitude(rng, 150, 400) if busy else magnitude(rng, 0, 300)
    first = proactive(rng, "medium", rules=False)
    if busy:
        first |= {"proactive.fees.amount_wan_yuan": rng.randint(10, 4_000) / 10}
    last: Truth | None = None
    for year in YEARS:
        new = int(received * rng.uniform(0.7, 1.3))
        cells = _section_two(rng, first, last) | _section_three(rng, new, last)
        cells |= review(rng, "small", edition("2021"))
        last = Truth(
            agency=_names()[number],
            year=year,
            edition="2021",
            cells=dict(cells),
            narrative_received=new if rng.random() < 0.75 else None,
            prose=(_paragraph(rng, 10), _paragraph(rng, 5)),
        )
        yield Planned(last)


def _section_two(rng: Random, first: Numbers, last: Truth | None) -> Numbers:
    cells: Numbers = {}
    for name, value in first.items():
        varied = value * rng.uniform(0.8, 1.25)
        cells[name] = round(varied, 4) if name.startswith("proactive.fees") else int(varied)
    if last:
        stem = "proactive.normative_documents."
        held = int(last.cells[f"{stem}in_force"] or 0) + int(cells[f"{stem}issued"])
        cells[f"{stem}repealed"] = min(int(cells[f"{stem}repealed"]), held)
        cells[f"{stem}in_force"] = held - cells[f"{stem}repealed"]
    return cells


def _section_three(rng: Random, received: int, last: Truth | None, more: int = 0) -> Numbers:
    """``more``: applications of natural persons carried in that nobody carried forward."""
    carried = [int((last.cells[f"applications.carried_forward.{t}"] if last else 0) or 0)
               for t in _TYPES]  # fmt: skip
    carried[0] += more
    cells = applications(
        rng, "medium", edition("2021"), received=received, carried=carried if last else None
    )
    return _with_others(cells, 0)  # other outcomes have names


def _with_others(cells: Numbers, share: float) -> Numbers:
    """Section three with so large a share of natural persons' applications ended as 其他."""
    cells = dict(cells)
    handled = int(cells["applications.total_handled.natural_person"])
    wanted = int(handled * share)
    other = "applications.other."
    moved = wanted - int(cells[f"{other}natural_person"])
    for row in ("granted", "not_held", "partially_granted", "needs_creation"):
        name = f"applications.{row}."
        step = moved if moved < 0 else min(moved, int(cells[f"{name}natural_person"]))
        for column in ("natural_person", "total"):
            cells[name + column] -= step
            cells[other + column] += step
        moved -= step
    return cells


def _contradicting(kind: str, number: int, place: int, plain: list[Planned]) -> Truth:
    """The report of a year as it is planted."""
    truth, last = plain[place].truth, plain[place - 1].truth
    rng = Random(f"planted {number}")
    three = {name: v for name, v in truth.cells.items() if name.startswith("applications.")}
    stock, fees = "proactive.normative_documents.in_force", "proactive.fees.amount_wan_yuan"
    if kind in ("narrative_of_last_year", "narrative_of_another"):
        model = last if kind == "narrative_of_last_year" else _neighbour(number, place)
        return replace(truth, prose=model.prose)
    if kind == "documents_in_force":
        return _changed(truth, {stock: int(truth.cells[stock] or 0) + rng.randint(1, 40)})
    if kind == "fees_of_years":
        return _changed(truth, {fees: round(float(truth.cells[fees] or 0) * 10_000)})
    if kind in ("table_of_last_year", "table_of_another"):
        model = last if kind == "table_of_last_year" else _neighbour(number, place)
        return _changed(truth, {name: model.cells[name] for name in three})
    received = int(truth.cells["applications.new_received.total"] or 0)
    if kind == "carry_over":
        return _changed(truth, _section_three(rng, received, last, more=rng.randint(1, 30)))
    if kind == "volume_jump":
        return _changed(truth, _section_three(rng, received * 12, last))
    return _changed(truth, _with_others({n: v or 0 for n, v in three.items()}, 0.6))


def _neighbour(number: int, place: int) -> Truth:
    return list(_plain(number - 1))[place].truth


def _changed(truth: Truth, cells: Mapping[str, int | float | None]) -> Truth:
    received = cells.get("applications.new_received.total")
    stated = truth.narrative_received
    if received is not None and stated is not None:
        stated = int(received)
    return replace(truth, cells={**truth.cells, **cells}, narrative_received=stated)


def _following(truth: Truth, last: Truth, kind: str) -> Truth:
    """The report of the year after what was planted, which it follows from."""
    rng = Random(f"after {truth.agency} {kind}")
    two = {n: v or 0 for n, v in truth.cells.items() if n.startswith("proactive.")}
    received = int(truth.cells["applications.new_received.total"] or 0)
    cells = _section_two(rng, two, last) | _section_three(rng, received, last)
    return _changed(truth, cells)


def _paragraph(rng: Random, sentences: int) -> str:
    """Prose that hardly any two reports share."""
    return "".join(_sentence(rng) for _ in range(sentences))


def _sentence(rng: Random) -> str:
    def clause() -> str:
        manner, verb, thing = rng.choice(_MANNERS), rng.choice(_VERBS), rng.choice(_OBJECTS)
        return f"{manner}{verb}{thing}{rng.randint(2, 900)}项"

    return f"{rng.choice(_SUBJECTS)}{clause()}，{clause()}，{clause()}。"
