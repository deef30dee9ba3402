"""Reports as frames: types as declared, whatever the batch, and values where they belong."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from extractors.frames import TABLES, Read, to_frames
from extractors.model import SetAside
from extractors.report import read_document
from schema.identifiers import agency_id, document_id, report_id
from schema.projections import polars_schema
from schema.tables import TABLE

from .support import application_table, document, numbered, rows_of

NOW = datetime(2025, 3, 1, 12, 0)
PERIOD = "统计期为2024年1月1日至2024年12月31日。未收到政府信息公开申请。"
OLD = """\
西工区司法局2018年政府信息公开工作年度报告
一、概述
某某。
二、主动公开政府信息情况
某某。
三、依申请公开政府信息情况
某某。
政府信息公开情况统计表
统计指标 单位 统计数
一、主动公开情况 条 5
"""


def document_of(text: str, name: str = "reports/a.txt") -> Read:
    data = text.encode()
    return Read(document_id(data), name, len(data), NOW, "0.1.0", read_document(data))


def batches() -> dict[str, list[Read]]:
    one = document_of(document(overview=PERIOD))
    two = document_of(document(title="硚口区司法局2023年政府信息公开工作年度报告"))
    noise = document_of("某局召开会议。")
    old = document_of(OLD)
    nobody = document_of(document(title="工作报告"))
    return {
        "empty": [],
        "set aside only": [noise],
        "an early form only": [old],
        "one report": [one],
        "no agency": [nobody],
        "mixed": [noise, one, old, two, nobody],
    }


BATCHES = batches()


@pytest.mark.parametrize("name", BATCHES)
def test_types_are_those_declared(name: str) -> None:
    frames = to_frames(BATCHES[name])
    assert set(frames) == set(TABLES)
    for table, frame in frames.items():
        assert dict(frame.schema) == polars_schema(TABLE[table]), table


@pytest.mark.parametrize("name", BATCHES)
def test_columns_that_are_never_null_are_not_null(name: str) -> None:
    for table, frame in to_frames(BATCHES[name]).items():
        for column in TABLE[table].required:
            assert frame[column].null_count() == 0, (table, column)


@pytest.mark.parametrize("name", BATCHES)
def test_keys_are_unique(name: str) -> None:
    for table, frame in to_frames(BATCHES[name]).items():
        key = list(TABLE[table].key)
        if key:
            assert frame.select(key).is_duplicated().sum() == 0, table


@pytest.mark.parametrize("name", BATCHES)
def test_a_report_with_tables_gives_a_row_per_cell(name: str) -> None:
    frames = to_frames(BATCHES[name])
    results = [read.result for read in BATCHES[name]]
    reports = [r for result in results if not isinstance(result, SetAside) for r in result]
    tabled = sum(bool(report.cells) for report in reports)
    assert frames["document"].height == len(results)
    assert frames["report"].height == len(reports)
    assert frames["fact_application"].height == 175 * tabled
    assert frames["fact_proactive_disclosure"].height == 10 * tabled
    assert frames["fact_review_litigation"].height == 15 * tabled


def test_the_early_form_is_what_its_name_says() -> None:
    (read,) = BATCHES["an early form only"]
    assert not isinstance(read.result, SetAside)
    (report,) = read.result
    assert (report.edition, report.cells) == ("2014", ())


def test_an_indicator_carries_its_numbers_and_where_they_stand() -> None:
    table = "指标名称 计量单位 2018年度 历年累计\n其中：1.当面申请数 条 7 61\n地方特色事项 件 / 3\n"
    read = document_of(OLD[: OLD.index("统计指标")] + table)
    assert not isinstance(read.result, SetAside)
    (report,) = read.result
    facts = to_frames([read])["fact_indicator"]
    first, second = facts.rows(named=True)
    text = report.text
    assert first["report_id"] == second["report_id"] == report_id(read.document_id)
    assert (first["agency_id"], first["year"]) == (agency_id("410303|||justice|body"), 2018)
    assert (first["position"], first["number"], first["label"]) == (1, "1.", "当面申请数")
    assert (first["code"], first["cell"]) == ("received.in_person", "indicators.received.in_person")
    assert (first["unit"], first["value"], first["cumulative"]) == ("条", 7, 61)
    assert text[first["source_start"] : first["source_end"]] == first["raw"] == "7"
    assert text[first["label_start"] : first["label_end"]] == "当面申请数"
    assert text[first["cumulative_start"] : first["cumulative_end"]] == "61"
    assert (second["position"], second["code"], second["status"]) == (2, None, "not_applicable")
    assert (second["value"], second["cumulative"], second["raw"]) == (None, 3, "/")
    assert second["cell"] == "indicators.地方特色事项"


@pytest.mark.parametrize("table", ["fact_application", "fact_proactive_disclosure"])
def test_values_stand_in_the_row_of_their_cell(table: str) -> None:
    frames = to_frames(BATCHES["mixed"])
    column = "count" if table == "fact_application" else "value"
    ids = {read.document_id: report_id(read.document_id) for read in BATCHES["mixed"]}
    for read in (BATCHES["mixed"][1], BATCHES["mixed"][3], BATCHES["mixed"][4]):
        facts = frames[table].filter(pl.col("report_id") == ids[read.document_id])
        values = dict(facts.select("cell", column).iter_rows())
        prefix = "applications." if column == "count" else "proactive."
        assert values == {n: v for n, v in numbered().items() if n.startswith(prefix)}


def test_a_fact_carries_its_place_in_form_and_source() -> None:
    (read,) = BATCHES["one report"]
    assert not isinstance(read.result, SetAside)
    (report,) = read.result
    facts = to_frames([read])["fact_application"]
    row = facts.row(by_predicate=pl.col("cell") == "applications.not_held.total", named=True)
    text = report.text
    assert row["report_id"] == report_id(read.document_id)
    assert row["agency_id"] == agency_id("410303|||justice|body")
    assert (row["year"], row["count"], row["status"]) == (2024, 1137, "read")
    assert (row["outcome"], row["applicant_type"], row["is_total"]) == ("not_held", "total", True)
    assert text[row["source_start"] : row["source_end"]] == row["raw"] == "1137"
    assert text[row["label_start"] : row["label_end"]] == "1.本机关不掌握相关政府信息"


def test_the_review_table_has_channel_and_result() -> None:
    facts = to_frames(BATCHES["one report"])["fact_review_litigation"]
    keys = facts.select("channel", "result", "count").rows()
    assert keys[0] == ("reconsideration", "upheld", 5011)
    assert keys[14] == ("litigation_after_reconsideration", "total", 5035)
    totals = facts.filter("is_total")["result"].to_list()
    assert totals == ["total", "total", "total"]


def test_a_report_row_says_who_when_and_which_edition() -> None:
    (row,) = to_frames(BATCHES["one report"])["report"].to_dicts()
    (read,) = BATCHES["one report"]
    assert row == {
        "report_id": report_id(read.document_id),
        "document_id": read.document_id,
        "source_uri": "reports/a.txt",
        "agency_id": agency_id("410303|||justice|body"),
        "agency_name": "西工区司法局",
        "region_code": "410303",
        "scope": None,
        "year": 2024,
        "edition": "2021",
        "title": "西工区司法局2024年政府信息公开工作年度报告",
        "period_start": date(2024, 1, 1),
        "period_end": date(2024, 12, 31),
        "method": "text",
        "part": None,
        "published_on": None,
        "publisher": None,
        "index_number": None,
        "credit_code": None,
        "version": 1,
        "is_current": False,
    }


def test_an_agency_not_stated_is_null_in_every_table() -> None:
    frames = to_frames(BATCHES["no agency"])
    (row,) = frames["report"].to_dicts()
    assert (row["agency_id"], row["agency_name"], row["year"]) == (None, None, None)
    facts = frames["fact_application"]
    assert facts["agency_id"].null_count() == facts["year"].null_count() == 175
    assert {"agency_not_stated", "year_not_stated"} <= set(frames["finding"]["rule"])


def test_a_document_set_aside_has_its_reason() -> None:
    (row,) = to_frames(BATCHES["set aside only"])["document"].to_dicts()
    assert row["status"] == "set_aside"
    assert "not a 政府信息公开工作年度报告" in row["reason"]
    assert row["bytes"] == len("某局召开会议。".encode())
    (row,) = to_frames(BATCHES["one report"])["document"].to_dicts()
    assert (row["status"], row["reason"], row["encoding"]) == ("extracted", None, "utf-8")
    assert row["retrieved_at"] == NOW


def test_a_file_in_another_format_keeps_its_kind() -> None:
    data = b"%PDF-1.7"
    read = Read(document_id(data), "reports/a.txt", 8, NOW, "0.1.0", read_document(data))
    assert isinstance(read.result, SetAside)
    (row,) = to_frames([read])["document"].to_dicts()
    assert (row["media_type"], row["encoding"]) == ("application/pdf", None)


def test_findings_and_narrative_keep_their_words() -> None:
    frames = to_frames(BATCHES["one report"])
    finding = frames["finding"].row(by_predicate=pl.col("rule") == "narrative_received", named=True)
    assert finding["cells"] == ["applications.new_received.total"]
    assert (finding["expected"], finding["found"]) == ("1017", "0")
    narrative = frames["narrative"]
    assert narrative["section"].to_list() == [1, 2, 3, 4, 5, 6]
    assert narrative["text"][0] == PERIOD
    assert narrative["title"][4] == "五、存在的主要问题及改进情况"


def test_null_cells_stay_null_and_blank_is_not_zero() -> None:
    rows = rows_of("applications")
    rows["granted"][2] = ""
    rows["other"][3] = "/"
    read = document_of(document(applications=application_table(rows)))
    facts = to_frames([read])["fact_application"]
    states = {
        row["cell"]: (row["count"], row["status"])
        for row in facts.to_dicts()
        if row["status"] != "read"
    }
    assert states == {
        "applications.granted.business": (None, "blank"),
        "applications.other.research": (None, "not_applicable"),
    }


@pytest.mark.parametrize(
    ("printed", "value", "unit"), [("82.5", 82.5, "万元"), ("251000元", 251000.0, "元")]
)
def test_a_value_goes_with_the_unit_that_is_printed(printed: str, value: float, unit: str) -> None:
    proactive = (
        "第二十条第（一）项\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n"
        "规章\t1\t2\t3\n规范性文件\t4\t5\t6\n"
        f"第二十条第（九）项\n信息内容\t采购项目数量\t采购总金额\n政府集中采购\t81\t{printed}"
    )
    facts = to_frames([document_of(document(proactive=proactive))])["fact_proactive_disclosure"]
    rows = {(r["item"], r["measure"]): (r["value"], r["unit"]) for r in facts.to_dicts()}
    assert rows["procurement", "amount"] == (value, unit)
    assert rows["procurement", "projects"] == (81.0, "项")
    assert rows["rules", "public_total"] == (3.0, "件")
    assert rows["licences", "decisions"] == (None, "件")


def test_times_are_kept_without_a_zone() -> None:
    data = document().encode()
    aware = datetime(2025, 3, 1, 12, 0, tzinfo=UTC).replace(tzinfo=None)
    read = Read(document_id(data), "reports/a.txt", 1, aware, "0.1.0", read_document(data))
    assert to_frames([read])["document"]["retrieved_at"].to_list() == [datetime(2025, 3, 1, 12)]
