"""What prose states of a table's numbers: sentences that contradict it, and others that must not.

The sentences are written as officials write them; the table is that of ``VALUES``.
"""

from __future__ import annotations

import pytest

from extractors.model import Cell, Finding, Section, Span
from extractors.narrative import check_narrative

from .support import EDITION

VALUES: dict[str, float] = dict.fromkeys((cell.name for cell in EDITION.cells), 0)
APPLICATIONS = {
    "new_received": (17, 3),
    "carried_in": (3, 0),
    "granted": (7, 1),
    "partially_granted": (2, 0),
    "refused_state_secret": (1, 0),
    "refused_third_party": (1, 1),
    "not_held": (2, 1),
    "needs_creation": (1, 0),
    "not_processed_repeat": (1, 0),
    "other": (1, 0),
    "total_handled": (16, 3),
    "carried_forward": (4, 0),
}
for row, (persons, firms) in APPLICATIONS.items():
    VALUES[f"applications.{row}.natural_person"] = persons
    VALUES[f"applications.{row}.business"] = firms
    VALUES[f"applications.{row}.total"] = persons + firms
for channel, (upheld, corrected, pending) in {
    "reconsideration": (3, 1, 1),
    "litigation_direct": (2, 0, 0),
}.items():
    VALUES[f"review.{channel}.upheld"] = upheld
    VALUES[f"review.{channel}.corrected"] = corrected
    VALUES[f"review.{channel}.pending"] = pending
    VALUES[f"review.{channel}.total"] = upheld + corrected + pending
VALUES |= {
    "proactive.normative_documents.issued": 4,
    "proactive.normative_documents.repealed": 1,
    "proactive.normative_documents.in_force": 30,
    "proactive.licences.decisions": 389,
    "proactive.penalties.decisions": 120,
    "proactive.fees.amount_wan_yuan": 125000,
}


def findings(text: str, section: int = 1, **change: float | None) -> list[Finding]:
    values = VALUES | {name.replace("__", "."): value for name, value in change.items()}
    cells = [
        Cell(name, "blank", None, "", Span(0, 0))
        if value is None
        else Cell(name, "read", value, str(value), Span(0, 1))
        for name, value in values.items()
    ]
    return check_narrative((Section(section, "", Span(0, len(text)), text),), cells, 2024)


FIRES = [
    # handled, closed, answered: 19
    ("2024年收到政府信息公开申请20件，办结18件。", "narrative_handled", "18"),
    ("全年新收政府信息公开申请20件，上年结转3件，本年度共办结21件。", "narrative_handled", "21"),
    ("本机关全年共办结政府信息公开申请25件。", "narrative_handled", "25"),
    ("共收到政府信息公开申请20件，已按期答复14件。", "narrative_handled", "14"),
    ("全年办理政府信息公开申请30件。", "narrative_handled", "30"),
    ("收到政府信息公开申请20件。连同上年结转的3件，本年度共办结20件。", "narrative_handled", "20"),
    ("2024年1月1日至12月31日，收到政府信息公开申请20件，办结18件。", "narrative_handled", "18"),
    # carried in: 3, carried forward: 4
    ("新收到政府信息公开申请20件，上年结转5件。", "narrative_carried", "5"),
    ("共受理政府信息公开申请23件（含上年度结转2件）。", "narrative_carried", "2"),
    ("本年度新收政府信息公开申请20件、2023年度结转1件。", "narrative_carried", "1"),
    ("收到政府信息公开申请20件，办结19件，结转下年度继续办理1件。", "narrative_carried", "1"),
    ("收到政府信息公开申请20件，顺延至下一年度办理6件。", "narrative_carried", "6"),
    ("2024年，我局共收到政府信息公开申请20件，均已按期办结。", "narrative_carried", "0"),
    ("共收到政府信息公开申请23件，全部依法办结，无一逾期。", "narrative_carried", "0"),
    ("收到政府信息公开申请20件，办结19件，另有2件结转下年度办理。", "narrative_carried", "2"),
    ("共受理申请23件，5件为上年结转，收到政府信息公开申请20件。", "narrative_carried", "5"),
    ("收到政府信息公开申请20件，其中8件予以公开，5件不予公开。", "narrative_outcome", "5"),
    # outcomes: 8, 2, 3, 4, 1, 1
    (
        "收到政府信息公开申请20件，其中予以公开8件，部分公开3件，不予公开3件。",
        "narrative_outcome",
        "3",
    ),
    ("收到政府信息公开申请20件：予以公开7件、部分公开2件、无法提供4件。", "narrative_outcome", "7"),
    (
        "共收到政府信息公开申请23件。予以公开8件；不予公开5件；无法提供4件；不予处理1件。",
        "narrative_outcome",
        "5",
    ),
    (
        "受理政府信息公开申请20件，决定予以公开8件，无法提供6件（本机关不掌握相关信息）。",
        "narrative_outcome",
        "6",
    ),
    (
        "收到政府信息公开申请20件，予以公开及部分公开9件，不予公开3件，其他处理1件。",
        "narrative_outcome",
        "9",
    ),
    (
        "收到政府信息公开申请20件，予以公开8件，作其他处理（含申请人主动撤回申请）2件。",
        "narrative_outcome",
        "2",
    ),
    (
        "按结果分，予以公开9件，部分公开2件，不予公开2件，无法提供4件，不予处理1件，其他处理1件。",
        "narrative_outcome",
        "9",
    ),
    ("收到政府信息公开申请20件，不予公开的有6件。", "narrative_outcome", "6"),
    # percentages of 19, 20, 23
    ("收到政府信息公开申请20件，予以公开8件，占45%。", "narrative_percentage", "45"),
    ("收到政府信息公开申请20件，予以公开8件，占办结总数的43.1%。", "narrative_percentage", "43.1"),
    (
        "收到政府信息公开申请20件，自然人申请17件，占申请总量的75.5%。",
        "narrative_percentage",
        "75.5",
    ),
    (
        "收到政府信息公开申请20件，不予公开3件，占比18.75%，予以公开8件。",
        "narrative_percentage",
        "18.75",
    ),
    # channels: 20 or 23
    ("收到政府信息公开申请20件，其中网络申请12件、信函申请9件。", "narrative_channels", "21"),
    (
        "共收到政府信息公开申请20件，通过网络提交10件，信函5件，当面申请2件。",
        "narrative_channels",
        "17",
    ),
    (
        "收到政府信息公开申请23件，其中：电子邮件3件，邮寄11件，网上申请10件。",
        "narrative_channels",
        "24",
    ),
    # applicants: 17 + 3 received, 3 + 0 carried in, 16 + 3 handled
    ("收到政府信息公开申请20件，其中自然人申请18件。", "narrative_applicants", "18"),
    (
        "收到政府信息公开申请20件，其中，自然人17件，法人或其他组织申请2件。",
        "narrative_applicants",
        "2",
    ),
    ("2024年共收到政府信息公开申请20件，20件申请均为自然人申请。", "narrative_applicants", None),
    # review 5, litigation 2
    ("因政府信息公开工作被申请行政复议4件。", "narrative_review", "4"),
    ("2024年，我局因政府信息公开被提起行政诉讼6起。", "narrative_review", "6"),
    ("涉及政府信息公开的行政复议案件7件。", "narrative_review", "7"),
    ("信息公开类行政复议5件，诉讼3件。", "narrative_review", "3"),
    ("2024年未发生因政府信息公开工作被提起行政诉讼情况。", "narrative_review", "0"),
    ("没有因政府信息公开申请引起的行政复议。", "narrative_review", "0"),
    ("我局无因政府信息公开工作被申请行政复议、提起行政诉讼办件。", "narrative_review", "0"),
    ("本年度未收到有关政府信息公开行政复议的申请。", "narrative_review", "0"),
    ("我局政府信息公开工作进展顺利，全年无行政复议、行政诉讼案件。", "narrative_review", "0"),
    ("因政府信息公开工作被申请行政复议5件，均被维持。", "narrative_review", "0"),
    ("政府信息公开行政复议5件，行政诉讼2件，均获维持。", "narrative_review", "0"),
    # section two: 4 issued, 1 repealed, 30 in force, 120 penalties
    ("2024年我局制发行政规范性文件6件。", "narrative_documents", "6"),
    ("本年度出台行政规范性文件3件，废止行政规范性文件1件。", "narrative_documents", "3"),
    ("截至2024年底，现行有效行政规范性文件共28件。", "narrative_documents", "28"),
    ("2024年度，我局未出台行政规范性文件。", "narrative_documents", "0"),
    ("全年作出行政处罚决定118件。", "narrative_documents", "118"),
    ("全年行政事业性收费125000元。", "fees_unit", "125000"),
    ("行政事业性收费12.5万元。", "fees_unit", "125000"),
    ("行政事业性收费金额共计125,000元，已全部上缴。", "fees_unit", "125000"),
]

SILENT = [
    # agreement, in many words
    "2024年收到政府信息公开申请20件，办结19件，结转下年度继续办理4件。",
    "共收到政府信息公开申请20件，上年结转3件，答复19件，结转下年度4件。",
    "共办理政府信息公开申请23件（含上年结转3件）。",
    "收到政府信息公开申请20件，已答复18件，其他处理1件。",
    "收到申请20件，予以公开8件、部分公开2件、不予公开3件、无法提供4件、不予处理1件、其他处理1件。",
    "收到政府信息公开申请20件，予以公开8件，占办理总数的42.1%，占申请量的40%。",
    "收到政府信息公开申请20件，予以公开8件，占34.8%，部分公开2件，约占10%。",
    "收到政府信息公开申请20件，其中网络申请11件，信函申请7件，当面申请2件。",
    "收到政府信息公开申请20件，其中自然人申请17件，法人或其他组织申请3件。",
    "收到政府信息公开申请23件，其中自然人申请20件，法人和其他组织申请3件。",
    "因政府信息公开工作被申请行政复议5件，其中维持3件、纠正1件、尚未审结1件；行政诉讼2件，均维持。",
    "制发行政规范性文件4件，废止行政规范性文件1件，现行有效行政规范性文件30件。",
    "收到政府信息公开申请20件，8件予以公开，2件部分公开，3件不予公开，另有4件结转下年度。",
    "收到政府信息公开申请20件，3件经协调后予以公开。",
    # another year
    "2023年收到政府信息公开申请9件，办结9件，予以公开7件，占77.8%。",
    "收到政府信息公开申请20件，较上年减少5件，上年办结24件，予以公开10件，不予公开2件。",
    "收到政府信息公开申请20件。去年收到申请25件，予以公开10件，部分公开1件。",
    "收到政府信息公开申请20件，累计办结300件。",
    "收到政府信息公开申请20件，第四季度办结6件。",
    # another body or a part of the whole
    "收到政府信息公开申请20件，其中市公安局办结6件。",
    "收到申请20件，其中市公安局收到政府信息公开申请6件，予以公开3件，部分公开1件。",
    "收到政府信息公开申请20件，自然人申请17件，予以公开6件。",
    "收到政府信息公开申请20件，网络申请12件，予以公开5件；信函申请8件，予以公开3件。",
    "收到政府信息公开申请20件（市政府12件、市教育局8件）。",
    "收到政府信息公开申请20件，主要通过网络12件、信函5件等渠道提交。",
    "收到政府信息公开申请20件，网络申请12件，信函申请5件。",
    # another matter
    "12345便民服务平台办理投诉咨询6件，办结6件，办结率100%。",
    "收到政府信息公开申请20件，满意率达到100%。",
    "全年承办人大建议6件，答复6件，予以公开5件。",
    "办理行政复议案件389件，审结350件，上年结转20件。",
    "收到行政复议申请56件，受理51件，均维持。",
    "作为复议机构，办理因政府信息公开引起的行政复议案件88件。",
    "全年办理行政许可56件，办结56件。",
    "办理行政许可事项2,300件，作出行政处罚120起。",
    "主动公开政府信息1136条，其中规范性文件6件。",
    "各部门制发行政规范性文件60件。",
    "全市现行有效行政规范性文件297件。",
    "对上年度制发行政规范性文件9件开展后评估。",
    "审查镇街制定的规范性文件12件。",
    "以市政府名义制发行政规范性文件2件。",
    "累计制发行政规范性文件97件。",
    "开展合法性审查，审查行政规范性文件9件。",
    "2023年制发行政规范性文件9件。",
    "收取信息处理费125000元。",
    "行政事业性收费30元。",
    # denials of something else
    "未发生因政府信息公开工作被申请行政复议被纠正的情况。",
    "没有政府信息公开行政诉讼败诉案件。",
    "未发生政府信息公开工作责任追究情况。",
    "上年未发生因政府信息公开工作被提起行政诉讼情况。",
    "加强行政复议、行政诉讼应诉能力建设。",
    "已审结的政府信息公开行政复议案件均维持。",
    "因政府信息公开被申请行政复议5件，其中3件均维持。",
    # a part of a part
    "收到政府信息公开申请20件，其中市自然资源局12件，予以公开5件。",
    "收到政府信息公开申请20件，予以公开8件，其中自然人7件，占87.5%。",
    "收到政府信息公开申请20件，予以公开8件，其中网络申请3件、信函申请2件、当面申请1件。",
    "收到政府信息公开申请20件，按期答复15件、延期答复4件。",
    "收到政府信息公开申请20件，不予公开3件，其中涉及第三方2件，占66.7%。",
    "市政府本级收到政府信息公开申请12件，办结10件。",
    "各部门收到政府信息公开申请15件。",
    "收到政府信息公开申请20件，予以公开8件，其他处理1件。",
    # approximate words
    "收到政府信息公开申请20件，办结近15件，予以公开约5件。",
    "收到政府信息公开申请20余件，办结率100%。",
    "收到政府信息公开申请20件，截至报告发布均已办结。",
    "收到政府信息公开申请20件，均已办结或结转。",
    "收到政府信息公开申请20件，均已按期办结。另有4件结转下年度，结转下年度继续办理4件。",
]


@pytest.mark.parametrize(("text", "rule", "found"), FIRES)
def test_a_contradiction_is_found(text: str, rule: str, found: str | None) -> None:
    said, *_ = [one for one in findings(text) if one.rule == rule and one.found == found]
    assert said.severity == "warning"
    assert said.cells or rule == "narrative_percentage"
    assert "“" in said.message
    assert "“" in said.message_zh
    assert {one.rule for one in findings(text)} == {rule}, "and nothing else"


@pytest.mark.parametrize("text", SILENT)
def test_what_agrees_or_tells_of_something_else_is_no_finding(text: str) -> None:
    assert [one.message for one in findings(text)] == []
