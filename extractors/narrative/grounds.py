"""Rows of section three that prose counts within their group: 不予公开6件,其中…2件."""

from __future__ import annotations

import re

from extractors.findings import finding
from extractors.model import Finding
from extractors.narrative.facts import Facts
from extractors.narrative.told import Told

_WHY = r"(?:其中|因|属于|涉及|为|系|是|属|保护|危及|\(|、|及|和)*"
_ROWS = {
    "refused": {
        "refused_state_secret": r"国家秘密",
        "refused_third_party": r"第三方合法权益",
        "refused_internal_affairs": r"(?:三类)?内部事务(?:性)?信息",
        "refused_deliberative": r"(?:四类)?过程性信息",
        "refused_enforcement_file": r"行政执法案卷(?:信息)?",
        "refused_administrative_query": r"行政查询事项",
    },
    "unable": {
        "not_held": r"本机关不掌握(?:相关|有关)?(?:政府)?信息",
        "needs_creation": r"没有现成信息(?:,?需要?另行制作)",
        "unclear_after_correction": r"补正后申请内容仍不明确",
    },
    "unprocessed": {
        "not_processed_petition": r"信访举报投诉类(?:申请)?",
        "not_processed_repeat": r"重复申请",
        "not_processed_publication": r"要求提供公开出版物",
        "not_processed_excessive": r"无正当理由大量反复申请",
    },
}
"""How prose calls the rows of a group, in the words of the form."""
_PATTERNS = {
    group: {row: re.compile(f"{_WHY}{words}(?:的|申请|有|共|为)*") for row, words in rows.items()}
    for group, rows in _ROWS.items()
}


def check_grounds(one: Told, facts: Facts) -> list[Finding]:
    """Rows that differ from the table, behind the number of their group, which is as there."""
    findings = []
    for mention in one.mentions:
        rows = _PATTERNS.get(mention.kind)
        if rows is None or mention.quantity.number != facts.group(mention.kind)[1]:
            continue
        left = mention.quantity.number
        for quantity in one.quantities:
            if quantity.at < mention.quantity.end or quantity.unit[0] not in "件宗起":
                continue
            row = next((row for row, words in rows.items() if words.fullmatch(quantity.lead)), None)
            left -= quantity.number
            if row is None or left < 0:
                break
            value = facts.row(row)
            if value is not None and value != quantity.number:
                findings.append(
                    finding(
                        "narrative_outcome",
                        (f"applications.{row}.total",),
                        outcome=quantity.lead.lstrip("(、").removeprefix("其中"),
                        sentence=one.sentence.quote(quantity.end),
                        expected=f"{value:g}",
                        found=f"{quantity.number:g}",
                    )
                )
    return findings
