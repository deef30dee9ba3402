"""The head of a table against the form: the order of its columns and the unit it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations

from extractors.findings import finding
from extractors.model import Cell, Finding
from extractors.tables.labels import label_key
from schema.form import Edition
from schema.messages import Words, words

_UNIT = re.compile(
    r"(?:单位[:为]?(?:[件条项个][、,/]?)*|[(](?=[百千万亿]{0,2}元[)]))([百千万亿]{0,2}元)"
)


def check_head(
    edition: Edition, table: str, text: str, labels: str, cells: tuple[Cell, ...]
) -> tuple[tuple[Cell, ...], list[Finding]]:
    """Cells whose head contradicts the form lose their value, with a finding.

    ``text`` is the table in compact text and what stands right above it, ``labels`` its label
    text. In section two values are given to columns in the order of the form; where the head
    has another, that would be wrong.
    """
    doubtful: dict[str, Words] = {}
    for columns, permuted in _column_sets(edition) if table == "proactive" else ():
        if permuted.search(labels):
            differs = words("differs.order", columns="、".join(columns))
            specs = (edition.cell[cell.name] for cell in cells)
            doubtful |= {s.name: differs for s in specs if s.column_label in columns}
    unit = _UNIT.search(text)
    if unit:
        for spec in (edition.cell[cell.name] for cell in cells):
            if spec.unit.endswith("元") and unit[1] not in (spec.unit, spec.other_units):
                doubtful[spec.name] = words("differs.unit", printed=unit[1], unit=spec.unit)
    if not doubtful:
        return cells, []
    opened = tuple(cell.opened() if cell.name in doubtful else cell for cell in cells)
    return opened, _findings(doubtful, cells)


@cache
def _column_sets(edition: Edition) -> tuple[tuple[list[str], re.Pattern[str]], ...]:
    """Labels of neighbouring columns, and a pattern of two of them in the wrong order.

    Heads of several blocks of rows follow each other, but not without a row between.
    """
    sets: dict[str, list[str]] = {}
    for column in edition.columns:
        if column.table == "proactive":
            sets.setdefault(column.rows, []).append(column.label)
    found = []
    for labels in sets.values():
        pairs = [later + first for first, later in combinations(map(label_key, labels), 2)]
        if pairs:
            found.append((labels, re.compile("|".join(pairs))))
    return tuple(found)


def _findings(doubtful: Mapping[str, Words], cells: Iterable[Cell]) -> list[Finding]:
    raws = {cell.name: cell.raw or "" for cell in cells}
    findings = []
    for differs in {said.text("en"): said for said in doubtful.values()}.values():
        names = [name for name in raws if doubtful.get(name) == differs]
        printed = " ".join(raws[name] for name in names)
        findings.append(finding("head_differs.doubtful", names, differs=differs, found=printed))
    return findings
