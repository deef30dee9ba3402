"""Whose requests a report counts, where its text says so."""

from __future__ import annotations

import re

_BEGINNING = 1_500
"""Characters in which a report says how it was put together."""
_COMPILED = re.compile(
    r"(?:综合|汇总|根据|依据)(?P<whose>[^。;；]{2,80}?)"
    r"(?:年度报告|年报|统计数据|数据|材料|信息公开情况|工作情况)[^。;；]{0,15}?(?:编制|汇总|综合|形成|撰写|编写|整理)"
)
_COVERS = re.compile(
    r"(?:统计范围|数据范围|统计口径|所列数据|报告数据|统计数据)[^。;；]{0,20}?(?:包括|包含|涵盖|覆盖|含|为|涉及)"
    r"(?P<whose>[^。;；]{2,60})"
)
_ALL_LEVELS = re.compile(r"全[省市县区州旗盟]各级|各级行政机关|各级政府及")
_BELOW = re.compile(
    r"各(?:乡镇|镇街|镇乡|街镇|乡\(|乡、|镇、|镇\(|街道|县|区|市县|县市|市、|旗|州|苏木)|乡镇(?:人民)?政府|街道办事处和"
)
_DEPARTMENTS = re.compile(
    r"(?:各|所属|组成|工作|职能|直属|有关|相关)(?:工作|组成|政府|职能|有关|相关|行政|级)?部门|[市县区省州旗]直|各单位|各委办局|委办局"
)
_ONLY_OWN = re.compile(
    r"(?:仅|只)(?:为|是|含|包括|统计|反映)?(?:本机关|本单位|本级|本局|本部门|本委|本厅|本办|机关本级)"
)


_DATE = re.compile(r"\d{4}年\d")
_GOVERNS = ("government", "township", "subdistrict", "zone")
"""Forms of bodies that have departments, or others below them."""


def scope_of(text: str, form: str | None) -> str | None:
    """``own``, ``with_departments`` or ``region``; null where the text does not say.

    A region's report counts the requests of the governments below it too, one with departments
    only those of the government's own departments. The units of a department are its own.
    """
    beginning = "".join(text[:_BEGINNING].split())
    for pattern in (_COVERS, _COMPILED):
        for match in pattern.finditer(beginning):
            whose = match["whose"]
            if _ONLY_OWN.search(match[0]):
                return "own"
            if form not in _GOVERNS or _DATE.search(whose):
                continue
            if _BELOW.search(whose) or _ALL_LEVELS.search(whose):
                return "region"
            if _DEPARTMENTS.search(whose):
                return "with_departments"
    return None
