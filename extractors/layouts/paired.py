"""Rows that repeat the name of the column before each value: 自然人:3, 商业企业:0."""

from __future__ import annotations

import re

_APPLICANTS = (
    "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计",
)  # fmt: skip
_RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_GAP = r"[\s:=,;、|\"'{}]*+"
_COUNT = r"((?:\d{1,3}(?:,\d{3})++|\d++)(?:\.\d++)?+|[/-])(?:件)?+"
_ROW = re.compile(r"(?:[:=]\s*+)?" + _GAP.join(f"{name}{_GAP}{_COUNT}" for name in _APPLICANTS))
_LINE = re.compile(_GAP.join(f"{name}[:= ]{_GAP}{_COUNT}" for name in _RESULTS))
_BLOCK = re.compile(
    rf"(?:本年[^\s:=,;]{{2,5}}量?|本年增/减|现行有效件数|对外公开总数量|上一年项目数量|处理决定数量"
    rf"|采购项目数量|采购总金额)[:= ]{_GAP}([-+]?\d[\d.]*+)"
)
"""A pair of section two; that of the fees keeps its name, which tells the form and the unit."""
_BLOCK_LINE = re.compile(r"^[^\n]{2,24}[:=][^\n]*$", re.M)
_BULLET = re.compile(r"^[-*·•](?= +(?:[1-9][.、]|[^\s\d-]))", re.M)
_MARKS = str.maketrans(":=,;、|\"'{}", " " * 10)
_FEWEST = 5


def without_pairs(folded: str) -> str:
    """``folded``, of the same length, in which each value of such a row has a tab before it
    and no name; section four, whose names tell the order of its columns, keeps them."""
    if folded.count(_APPLICANTS[1]) < _FEWEST or folded.count(_APPLICANTS[0]) < _FEWEST:
        return folded
    rows = len(_ROW.findall(folded))
    if rows < _FEWEST:
        return folded
    folded = _BULLET.sub(" ", _ROW.sub(_values_alone, folded))
    folded = _LINE.sub(lambda match: match[0].translate(_MARKS), folded)
    return _BLOCK_LINE.sub(_block_line, folded)


def _block_line(line: re.Match[str]) -> str:
    """A line of section two without names and marks; other lines as they are."""
    alone, pairs = _BLOCK.subn(_values_alone, line[0])
    return alone.translate(_MARKS) if pairs else line[0]


def _values_alone(match: re.Match[str]) -> str:
    """The values of a row, each behind a tab."""
    printed = [" "] * len(match[0])
    start = match.start()
    for left, right in match.regs[1:]:
        printed[left - start - 1] = "\t"
        printed[left - start : right - start] = match.string[left:right]
    return "".join(printed)
