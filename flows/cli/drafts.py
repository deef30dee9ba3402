"""The report on checked drafts: as text, JSON, a page and a workbook."""

from __future__ import annotations

import html
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flows.check import SEVERITIES, Draft, Told
from flows.cli import show

_FEW = 3
"""Cells that are named one by one; a sum names its own in its sentence."""
_LONGEST = 32_000
"""Characters that a cell of a workbook takes."""
_EDITIONS = {
    "2021": "2021 年版统计表",
    "2019": "2019 年版统计表",
    "2014": "2014 年统计表",
    "local": "地方指标表",
    "prose": "没有统计表",
}


def as_text(draft: Draft, width: int) -> Iterator[str]:
    """Lines on one draft, in Chinese; one line where there is nothing to say."""
    if draft.reason is not None:
        yield f"✗ {draft.name}：未能读取：{draft.reason_zh}"
        return
    if not draft.shown:
        yield f"✓ {draft.name}：未发现问题"
        return
    yield ""
    yield f"■ {draft.name}"
    yield f"  {_who(draft)}；{_counts([draft])}"
    for number, told in enumerate(draft.shown, 1):
        head = f"{number:>3}. 〔{SEVERITIES[told.severity]}〕"
        yield from show.wrapped(told.message_zh, width, head, "     ")
        for note in _notes(told):
            yield from show.wrapped(note, width, "     ", "       ")
    yield ""


def _who(draft: Draft) -> str:
    year = f"{draft.year} 年度" if draft.year else "未写明年度"
    edition = _EDITIONS.get(draft.edition or "", "")
    return "，".join(filter(None, (draft.agency_name or "未写明机关", year, edition)))


def _notes(told: Told) -> Iterator[str]:
    """What stands behind a finding: its cells with what they print, and the rule."""
    if len(told.cells) <= _FEW:
        for cell in told.cells:
            printed = f"填为 {cell.raw}" if cell.raw else "空白"
            yield f"表格：{cell.label}，{printed}"
    yield f"要求：{told.sentence_zh}"


def closing(drafts: Sequence[Draft]) -> str:
    """The last line: how many files, and what was found in them."""
    files = {draft.source_uri for draft in drafts}
    unread = {draft.source_uri for draft in drafts if draft.reason is not None}
    wrong = {draft.source_uri for draft in drafts if draft.shown}
    sound = len(files - unread - wrong)
    parts = [f"共检查 {len(files)} 个文件：{_counts(drafts)}", f"{sound} 个文件未发现问题"]
    if unread:
        parts.append(f"{len(unread)} 个文件未能读取")
    return "；".join(parts) + "。"


def _counts(drafts: Sequence[Draft]) -> str:
    return "，".join(
        f"{word} {sum(draft.count(severity) for draft in drafts)} 处"
        for severity, word in SEVERITIES.items()
    )


def as_records(drafts: Iterable[Draft]) -> list[dict[str, Any]]:
    """Drafts as JSON objects, with the names of the database's columns; all findings."""
    return [
        {
            **draft._asdict(),
            "findings": [
                {**told._asdict(), "cells": [cell._asdict() for cell in told.cells]}
                for told in draft.findings
            ],
        }
        for draft in drafts
    ]


_STYLE = """
body{font:16px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:60rem;
margin:2rem auto;padding:0 1rem;color:#1c1c1c}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:2rem 0 .2rem;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid #ccc;padding:.3rem .5rem;text-align:left;vertical-align:top;
overflow-wrap:anywhere}
td.n{text-align:right;white-space:nowrap}.who{color:#555;margin:0}
ol{padding-left:1.6rem}li{margin:.6rem 0}.note{color:#555;font-size:.9rem}
.s{border-radius:.2rem;padding:0 .4rem;margin-right:.4rem;font-size:.85rem;white-space:nowrap}
.error{background:#b3261e;color:#fff}.warning{background:#f5c542}.info{background:#dde3ea}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(drafts: Sequence[Draft]) -> str:
    """A page that needs nothing else and runs nothing."""
    heads = "".join(f"<th>{word}</th>" for word in ("文件", "机关", "年度", *SEVERITIES.values()))
    rows = "".join(_summary_row(draft) for draft in drafts)
    sections = "".join(_section(draft) for draft in drafts if draft.shown)
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>年度报告检查结果</title><style>{_STYLE}</style></head><body>\n"
        f"<h1>政府信息公开工作年度报告检查结果</h1>\n<p>{html.escape(closing(drafts))}</p>\n"
        f"<table><thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody></table>\n"
        f"{sections}</body></html>\n"
    )


def _summary_row(draft: Draft) -> str:
    name = html.escape(draft.name)
    if draft.reason is not None:
        reason = html.escape(f"未能读取：{draft.reason_zh}")
        return f'<tr><td>{name}</td><td colspan="5">{reason}</td></tr>\n'
    agency, year = html.escape(draft.agency_name or ""), draft.year or ""
    numbers = "".join(f'<td class="n">{draft.count(one)}</td>' for one in SEVERITIES)
    return f'<tr><td>{name}</td><td>{agency}</td><td class="n">{year}</td>{numbers}</tr>\n'


def _section(draft: Draft) -> str:
    items = "".join(
        f'<li><span class="s {told.severity}">{SEVERITIES[told.severity]}</span>'
        f"{html.escape(told.message_zh)}"
        + "".join(f'<div class="note">{html.escape(note)}</div>' for note in _notes(told))
        + "</li>\n"
        for told in draft.shown
    )
    return (
        f"<section><h2>{html.escape(draft.name)}</h2>"
        f'<p class="who">{html.escape(_who(draft))}</p>\n<ol>\n{items}</ol></section>\n'
    )


_SUMMARY = (("文件", 50), ("机关", 28), ("年度", 8), *((w, 8) for w in SEVERITIES.values()))
_FINDINGS = (
    ("文件", 40), ("机关", 24), ("年度", 8), ("程度", 8), ("说明", 80), ("表格位置", 50),
    ("应为", 16), ("填为", 16), ("要求", 50), ("规则", 30),
)  # fmt: skip


def as_workbook(drafts: Sequence[Draft]) -> bytes:
    """A workbook with a sheet of files and one of findings."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        files = [
            [draft.name, draft.agency_name, draft.year, *map(draft.count, SEVERITIES)]
            if draft.reason is None
            else [draft.name, f"未能读取：{draft.reason_zh}"]
            for draft in drafts
        ]
        _sheet(book, "汇总", _SUMMARY, files)
        found = [_finding_row(draft, told) for draft in drafts for told in draft.shown]
        _sheet(book, "问题", _FINDINGS, found)
    return buffer.getvalue()


def _finding_row(draft: Draft, told: Told) -> list[Any]:
    cells = "；".join(cell.label for cell in told.cells)
    return [
        draft.name, draft.agency_name, draft.year, SEVERITIES[told.severity], told.message_zh,
        cells, told.expected, told.found, told.sentence_zh, told.rule,
    ]  # fmt: skip


def _sheet(
    book: Any, name: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Any]]
) -> None:
    """A sheet with a head that stays; texts are texts, whatever they begin with."""
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for place, (title, width) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, head)
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, place, value, body)
            elif value is not None:
                sheet.write_string(number, place, value[:_LONGEST], body)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
