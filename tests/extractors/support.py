"""Small documents whose every number is different, and what must hold of any reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise

from extractors.model import Cell, Report, Span
from extractors.report import read_document
from schema.form import edition
from schema.rules import rules
from tests.reading import read_one

EDITION = edition("2021")
DOUBTS = {"doubtful_reading", "unread_number", "resolved_by_sums", "absent_rows"}
"""Rules whose findings tell that a plain table was not read plainly."""
VALUE_STATUSES = ("read", "resolved", "corrected")
Rows = dict[str, list[str]]

_PROACTIVE_HEADS = {
    "rules": ("第二十条第（一）项", "信息内容\t本年制发件数\t本年废止件数\t现行有效件数"),
    "licences": ("第二十条第（五）项", "信息内容\t本年处理决定数量"),
    "penalties": ("第二十条第（六）项", "信息内容\t本年处理决定数量"),
    "fees": ("第二十条第（八）项", "信息内容\t本年收费金额（单位：万元）"),
}
_APPLICATION_HEAD = """\
（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\t申请人情况\t总计
\t自然人\t法人或其他组织
\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他"""
_REVIEW_HEAD = """\
行政复议\t行政诉讼
结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t复议后起诉
结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计"""


@cache
def _numbers() -> dict[str, int]:
    values: dict[str, int] = {}
    bases = {"proactive": 500, "applications": 1000, "review": 5000}
    for table, base in bases.items():
        for place, (_, _, names) in enumerate(_rows(table), 1):
            values |= {name: base + 10 * place + n for n, name in enumerate(names, 1)}
    return values


@cache
def _rows(table: str) -> list[tuple[str, str, list[str]]]:
    """Code, label and names of the cells of each row."""
    return [
        (
            row.row,
            row.number + row.label,
            [f"{table}.{row.row}.{c.column}" for c in EDITION.columns_of(table, row.row)],
        )
        for row in EDITION.rows_of(table)
    ]


def numbered() -> dict[str, int]:
    """A different number for each cell: 1011 is the first of row one, 5023 in section four."""
    return dict(_numbers())


def rows_of(table: str, values: Mapping[str, object] | None = None) -> Rows:
    """Label and printed values of each row, by code; blanks are empty texts."""
    given = _numbers() if values is None else values
    return {
        code: [label, *(str(given[name]) for name in names)] for code, label, names in _rows(table)
    }


def application_table(rows: Rows | Iterable[list[str]], sep: str = "\t") -> str:
    """Section three with one row a line."""
    lines = rows.values() if isinstance(rows, dict) else rows
    return "\n".join([_APPLICATION_HEAD, *(sep.join(line) for line in lines)])


def proactive_table(rows: Rows, sep: str = "\t") -> str:
    """Section two with one row a line."""
    lines: list[str] = []
    for code, row in rows.items():
        lines += [*_PROACTIVE_HEADS.get(code, ()), sep.join(row)]
    return "\n".join(lines)


def review_table(values: Iterable[str], sep: str = "\t") -> str:
    """Section four: one line of figures under its head."""
    return f"{_REVIEW_HEAD}\n{sep.join(values)}"


def review_values(values: Mapping[str, object] | None = None) -> list[str]:
    """The fifteen figures of section four."""
    return [value for row in rows_of("review", values).values() for value in row[1:]]


def document(
    *,
    title: str = "西工区司法局2024年政府信息公开工作年度报告",
    overview: str = "我局依法公开信息。",
    proactive: str | None = None,
    applications: str | None = None,
    review: str | None = None,
    remarks: str = "无。",
) -> str:
    """A report with six sections; tables not given print the numbered values."""
    return "\n".join(
        [
            title,
            "一、总体情况",
            overview,
            "二、主动公开政府信息情况",
            proactive_table(rows_of("proactive")) if proactive is None else proactive,
            "三、收到和处理政府信息公开申请情况",
            application_table(rows_of("applications")) if applications is None else applications,
            "四、政府信息公开行政复议、行政诉讼情况",
            review_table(review_values()) if review is None else review,
            "五、存在的主要问题及改进情况",
            "解读形式偏少。",
            "六、其他需要报告的事项",
            remarks,
            "",
        ]
    )


def read(text: str) -> Report:
    """The report in a text; anything else fails the test."""
    result = read_one(text.encode())
    assert isinstance(result, Report), result
    return result


def read_all(text: str) -> list[Report]:
    """All reports in a text; anything else fails the test."""
    result = read_document(text.encode())
    assert isinstance(result, list), result
    return result


def cells_of(text: str) -> dict[str, Cell]:
    """Cells by name."""
    return {cell.name: cell for cell in read(text).cells}


def values_of(report: Report) -> dict[str, int | float | None]:
    """Values by name."""
    return {cell.name: cell.value for cell in report.cells}


def flagged(report: Report) -> set[str]:
    """Cells that a warning or an error names."""
    grave = [finding for finding in report.findings if finding.severity in ("warning", "error")]
    return {cell for finding in grave for cell in finding.cells}


def wrong_values(
    report: Report, truth: Mapping[str, int | float | None]
) -> dict[str, tuple[object, object]]:
    """Values that differ from what is printed, each as (read, printed)."""
    return {
        cell.name: (cell.value, truth[cell.name])
        for cell in report.cells
        if cell.value is not None and cell.value != truth[cell.name]
    }


def faults(report: Report) -> list[str]:
    """What must hold of every report but does not hold of this one."""
    names = [cell.name for cell in report.cells]
    known = [cell.name for cell in report.form.cells] if report.form else []
    found = []
    if names != known:
        found.append("the cells are not those of the form, in its order")
    for cell in report.cells:
        if (cell.value is not None) != (cell.status in VALUE_STATUSES):
            found.append(f"{cell.name}: status {cell.status} with value {cell.value}")
        if cell.status in VALUE_STATUSES and cell.span is None:
            found.append(f"{cell.name}: a value from nowhere")
        if cell.span and report.text[cell.span.start : cell.span.end] != cell.raw:
            found.append(f"{cell.name}: raw is not what stands at its span")
    spans = sorted(c.span for c in report.cells if c.span and c.status in VALUE_STATUSES)
    if any(a.end > b.start for a, b in pairwise(spans)):
        found.append("a number was used for two cells")
    found += indicator_faults(report)
    known += [one.name for one in report.indicators]
    for finding in report.findings:
        if not set(finding.cells) <= set(known):
            found.append(f"{finding.rule} names cells that do not exist")
        for message in (finding.message, finding.message_zh):
            if "\n" in message.strip() or not message:
                found.append(f"{finding.rule}: its message is not one sentence: {message!r}")
        if finding.rule not in rules():
            found.append(f"{finding.rule} is no rule of the registry")
    numbers = [section.number for section in report.sections]
    if numbers != sorted(set(numbers)):
        found.append(f"sections out of order: {numbers}")
    if any(not 0 <= s.span.start <= s.span.end <= len(report.text) for s in report.sections):
        found.append("a section outside the text")
    return found


def indicator_faults(report: Report) -> list[str]:
    """What must hold of indicators, whatever is printed."""
    found = []
    names = [one.name for one in report.indicators]
    if len(names) != len(set(names)):
        found.append("two indicators have one name")
    spans = []
    for one in report.indicators:
        if (one.value is not None) != (one.status in VALUE_STATUSES):
            found.append(f"{one.name}: status {one.status} with value {one.value}")
        if one.span and report.text[one.span.start : one.span.end] != one.raw:
            found.append(f"{one.name}: raw is not what stands at its span")
        if one.label_span is None or not one.label:
            found.append(f"{one.name}: a row without a label")
        elif not _is_printed(report.text, one.label, one.label_span):
            found.append(f"{one.name}: its label is not what stands at its span")
        if one.value is not None:
            spans.append(one.span or (-1, -1))
        if one.cumulative is not None:
            spans.append(one.cumulative_span or (-1, -1))
    if any(a[1] > b[0] for a, b in pairwise(sorted(spans))):
        found.append("a number was used for two indicators")
    return found


def _is_printed(text: str, label: str, span: Span) -> bool:
    """Whether a label begins and ends as the stretch of text does, page numbers left out."""
    words = "".join(text[span.start : span.end].replace("|", "").split())
    return words[0] == label[0] and words[-1] in label and len(words) * 2 > len(label)
