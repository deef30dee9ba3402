"""Findings of one report: the form's identities, and the narrative against the table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.model import Cell, Finding, Number, Section
from schema.form import Edition

_VALUED = frozenset(("read", "resolved", "corrected"))
_TOLERANCE = 1e-6


def check_cells(edition: Edition, cells: Sequence[Cell]) -> list[Finding]:
    """Identities that the printed values break, and printed values that are no counts.

    An identity is evaluated only when each of its cells carries a value: what is blank or
    missing is not zero.
    """
    values = {cell.name: cell.value for cell in cells if cell.status in _VALUED}
    findings = [_not_a_count(edition, cell) for cell in cells if _is_negative(edition, cell)]
    for name, terms in edition.identities.items():
        if all(cell in values for cell, _ in terms):
            finding = _broken(edition, name, terms, values)
            if finding:
                findings.append(finding)
    return findings


def evaluate(edition: Edition, cells: Sequence[Cell], name: str) -> list[tuple[str, bool | None]]:
    """Identities that a cell takes part in: whether each holds, null where it lacks operands."""
    values = {cell.name: cell.value for cell in cells if cell.status in _VALUED}
    verdicts: list[tuple[str, bool | None]] = []
    for identity, terms in edition.identities.items():
        if name in (cell for cell, _ in terms):
            complete = all(cell in values for cell, _ in terms)
            holds = complete and _broken(edition, identity, terms, values) is None
            verdicts.append((identity, holds if complete else None))
    return verdicts


def _is_negative(edition: Edition, cell: Cell) -> bool:
    spec = edition.cell[cell.name]
    return cell.value is not None and cell.value < 0 and spec.column != "change"


def _not_a_count(edition: Edition, cell: Cell) -> Finding:
    spec = edition.cell[cell.name]
    return Finding(
        "negative_count",
        "error",
        f"{spec.row_label} {spec.column_label} prints {cell.raw}, a count is not negative",
        (cell.name,),
        expected="0 or more",
        found=cell.raw,
    )


def _broken(
    edition: Edition,
    name: str,
    terms: Sequence[tuple[str, int]],
    values: Mapping[str, Number | None],
) -> Finding | None:
    left = [cell for cell, weight in terms if weight > 0]
    right = [cell for cell, weight in terms if weight < 0]
    expected = sum(values[cell] or 0 for cell in left)
    found = sum(values[cell] or 0 for cell in right)
    if abs(expected - found) <= _TOLERANCE:
        return None
    by_column = len({edition.cell[cell].row for cell, _ in terms}) == 1
    sides = (" + ".join(_side(edition, cells, values, by_column)) for cells in (left, right))
    return Finding(
        name,
        "error",
        f"{_title(edition, terms)}: {' is not '.join(sides)}"
        f" ({expected} against {found}, difference {found - expected:+})",
        tuple(cell for cell, _ in terms),
        expected=str(expected),
        found=str(found),
    )


def _title(edition: Edition, terms: Sequence[tuple[str, int]]) -> str:
    """What the cells of an identity share: their row, or their column."""
    specs = [edition.cell[cell] for cell, _ in terms]
    if len({spec.row for spec in specs}) == 1:
        return specs[0].row_label
    return f"column {specs[0].column_label}"


def _side(
    edition: Edition, cells: Sequence[str], values: Mapping[str, Number | None], by_column: bool
) -> list[str]:
    """Printed operands with their labels; zeros are left out of long sums."""
    shown = [cell for cell in cells if values[cell]] if len(cells) > 4 else cells
    specs = [edition.cell[cell] for cell in shown]
    return [
        f"{spec.column_label if by_column else spec.row_label} {values[spec.name]}"
        for spec in specs
    ] or ["0"]


# How the narrative states the number of applications received in the year. Between the
# verb and 申请 only words of the field may stand, so that sums of money, visits or the
# requests of one channel are not taken for it.
_FIELD_WORDS = (
    r"(?:政府|政务|信息|公开|依|的|有关|相关|公民|群众|社会公众|公众|法人|其他组织|和|或|及|、|"
    r"共|共计|各类|全部|处理|办理|件|各种|新|年度|本年度|任何|书面|关于|办|并|案件|\(|\)|提出|属于)*"
)
_RECEIVED = re.compile(
    r"(?P<none>未|没有|无|尚未)?(?:共|共计|新|累计|总共|合计)*(?:收到|受理|接收|接到|收办|新收)"
    rf"(?:过|了|到)?{_FIELD_WORDS}(?:申请|依申请公开)"
    r"(?P<after>(?:政府|信息|公开|案件|事项|数量|总数|办件|表|公开的|共|共计|总计|合计|为|是|:|有|约)*)"
    r"(?P<count>\d+)?(?P<unit>件|条|份|宗|次|例|起|个|项)?"
)
_NOT_APPLICATIONS = re.compile(r"行政|复议|诉讼|费|人|书|函|的")
_NEW, _CARRIED = "applications.new_received.total", "applications.carried_in.total"


def check_narrative(sections: Sequence[Section], cells: Sequence[Cell]) -> list[Finding]:
    """The count of new applications stated in prose against section three.

    A stated count may include what was carried over from the year before.
    """
    values = {cell.name: cell.value for cell in cells if cell.status in _VALUED}
    received, carried = values.get(_NEW), values.get(_CARRIED)
    if received is None:
        return []
    for section in sections:
        if section.number not in (1, 3):
            continue
        compact = re.sub(r"\s+", "", section.text)
        for match in _RECEIVED.finditer(compact):
            stated = _stated_count(match, compact)
            if stated is None or stated in (received, received + (carried or 0)):
                continue
            return [_contradiction(match, compact, stated, received)]
    return []


def _stated_count(match: re.Match[str], text: str) -> int | None:
    if match["none"]:
        ends_clause = not match["count"] and not _NOT_APPLICATIONS.match(text, match.end())
        return 0 if ends_clause else None
    return int(match["count"]) if match["count"] and match["unit"] else None


def _contradiction(match: re.Match[str], text: str, stated: int, received: Number) -> Finding:
    start = max(text.rfind(mark, 0, match.start()) for mark in "。;\n") + 1
    end = min((p for p in (text.find(m, match.end()) for m in "。;") if p >= 0), default=len(text))
    return Finding(
        "narrative_received",
        "error" if match["none"] else "warning",
        f"the narrative states {stated} new applications, the table prints {received}:"
        f" “{text[start:end][:120]}”",
        (_NEW,),
        expected=str(received),
        found=str(stated),
    )
