"""The published database describes itself and has what the contract names."""

from __future__ import annotations

from flows.warehouse import read_macros, read_views
from schema.tables import TABLES

from .conftest import Published

CONTRACT = {
    "document": "document_id source_uri media_type bytes retrieved_at status reason",
    "report": "report_id document_id source_uri agency_id agency_name year edition title"
    " is_current",
    "agency": "agency_id name function level region_code",
    "region": "region_code name level parent_code",
    "fact_application": "report_id agency_id year outcome applicant_type count is_total status",
    "fact_proactive_disclosure": "report_id agency_id year item measure value unit status",
    "fact_review_litigation": "report_id agency_id year channel result count is_total status",
    "fact_indicator": "report_id agency_id year label code unit value cumulative status",
    "finding": "report_id rule severity cells message expected found",
    "reported_cell": "report_id source_uri is_current agency_name year edition cell value raw"
    " status source_start source_end",
}
REGIONS = {"region_coverage", "region_figure"}
CHANGES = {"version_change", "version_finding", "version_pair", "version_standing"}
SUCCESSIONS = {"agency_succession", "succession_change"}
RELATIONS = """
    SELECT table_name AS name, comment FROM duckdb_tables()
    UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal
"""


def test_relations_and_columns_of_the_contract(published: Published) -> None:
    rows = published.ask(
        f"SELECT table_name || '.' || column_name FROM duckdb_columns()"
        f" WHERE table_name IN (SELECT name FROM ({RELATIONS}))"
    )
    promised = {f"{name}.{column}" for name, text in CONTRACT.items() for column in text.split()}
    assert promised - {name for (name,) in rows} == set()
    views = published.ask("SELECT view_name FROM duckdb_views() WHERE NOT internal")
    assert {name for (name,) in views} & set(CONTRACT) == {"reported_cell"}


def test_every_table_and_view_has_a_comment(published: Published) -> None:
    rows = published.ask(RELATIONS)
    assert len(rows) == len(TABLES) + len(list(read_views()))
    short = {name: comment for name, comment in rows if len((comment or "").strip()) < 10}
    assert short == {}


def test_every_column_has_a_comment(published: Published) -> None:
    rows = published.ask(
        "SELECT table_name || '.' || column_name, comment FROM duckdb_columns()"
        f" WHERE table_name IN (SELECT name FROM ({RELATIONS}))",
    )
    assert len(rows) > 250
    assert [name for name, comment in rows if not (comment or "").strip()] == []
    assert len({name for name, _ in rows}) == len(rows)


def test_counts_and_amounts_state_their_unit(published: Published) -> None:
    rows = published.ask(
        "SELECT table_name, comment FROM duckdb_columns()"
        " WHERE column_name = 'count' AND data_type IN ('BIGINT', 'INTEGER', 'HUGEINT')",
    )
    assert {name for name, _ in rows} >= {"fact_application", "fact_review_litigation"}
    assert [name for name, comment in rows if "unit: 件" not in comment] == []
    units = published.ask("SELECT item, unit FROM fact_proactive_disclosure GROUP BY ALL")
    assert dict(units) == {
        "rules": "件",
        "normative_documents": "件",
        "licences": "件",
        "penalties": "件",
        "coercions": "件",
        "fees": "万元",
    }


def test_the_form_travels_with_the_data(published: Published) -> None:
    assert published.ask("SELECT count(*) FROM form_cell WHERE edition = '2021'") == [(200,)]
    identities = "SELECT count(DISTINCT identity) FROM form_identity WHERE edition = '2021'"
    assert published.ask(identities) == [(42,)]
    without = published.ask(
        "SELECT cell FROM reported_cell c ANTI JOIN form_cell f"
        " ON f.cell = c.cell AND f.edition = c.edition",
    )
    assert without == []
    assert published.ask("SELECT * FROM broken_identity") == []


def test_every_view_answers(published: Published) -> None:
    views = [view.name for view in read_views()]
    counts = {name: published.ask(f'SELECT count(*) FROM "{name}"')[0][0] for name in views}
    assert counts["current_report"] == counts["report_headline"] == 5
    assert counts["reported_cell"] == 1000
    assert counts["agency_side_by_side"] == 5
    empty = {name for name, count in counts.items() if count == 0}
    assert "broken_identity" in empty
    assert (
        empty <= {"broken_identity", "region_year", "peer_figure"} | REGIONS | CHANGES | SUCCESSIONS
    )


def test_every_macro_has_a_comment(published: Published) -> None:
    rows = published.ask(
        "SELECT function_name, parameters, comment FROM duckdb_functions()"
        " WHERE function_type = 'table_macro' AND NOT internal"
    )
    declared = {macro.name: macro for macro in read_macros()}
    assert {name: parameters for name, parameters, _ in rows} == {
        name: list(macro.parameters) for name, macro in declared.items()
    }
    for name, _, comment in rows:
        assert comment.startswith(declared[name].comment)
        for column, text in declared[name].columns.items():
            assert f"{column}: {text}" in comment
