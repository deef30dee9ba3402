"""Every stored table, declared once as an ordered list of columns.

Polars schemas, DuckDB tables, parquet metadata and the data dictionary are projections of
this module (see ``schema.projections``).
"""

from __future__ import annotations

from dataclasses import dataclass

from schema.fields import FIELDS, VALUE_STATUSES, Field


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition that every row must meet, as an SQL expression over its columns."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Table:
    """A stored table. Columns are names of ``FIELDS``; ``*name`` marks one never null.

    A column ``alias=field`` is stored as ``alias`` and described by ``field``.
    """

    name: str
    description: str
    layout: str
    key: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def columns(self) -> dict[str, Field]:
        """Fields by stored column name, in order."""
        pairs = (entry.lstrip("*").split("=") for entry in self.layout.split())
        return {pair[0]: FIELDS[pair[-1]] for pair in pairs}

    @property
    def required(self) -> tuple[str, ...]:
        """Columns that are never null."""
        return tuple(e[1:].split("=")[0] for e in self.layout.split() if e.startswith("*"))


_PLACE = "source_page source_box source_table source_row source_column"
_PROVENANCE = f"*status raw source_start source_end {_PLACE} label_start label_end"
_READINGS = ", ".join(f"'{status}'" for status in VALUE_STATUSES)


def _value_rules(column: str) -> tuple[Rule, ...]:
    return (
        Rule("value_only_where_read", f"({column} IS NOT NULL) = (status IN ({_READINGS}))"),
        Rule("reading_has_source", f"status NOT IN ({_READINGS}) OR source_start IS NOT NULL"),
        Rule("span_in_order", "source_start IS NULL OR source_start <= source_end"),
    )


TABLES: tuple[Table, ...] = (
    Table(
        "document",
        "One row per retrieved file, by content.",
        "*document_id *source_uri *media_type encoding *bytes *retrieved_at"
        " *status=document_status reason needs *extractor_version",
        key=("document_id",),
        rules=(Rule("reason_where_set_aside", "(status = 'set_aside') = (reason IS NOT NULL)"),),
    ),
    Table(
        "retrieval",
        "One row each time a source gave other content than the time before.",
        "*source_uri *document_id *retrieved_at gone_at",
    ),
    Table(
        "report",
        "One row per agency, year and version.",
        "*report_id *document_id *source_uri agency_id agency_name region_code scope year"
        " *edition title"
        " period_start period_end method part published_on publisher index_number credit_code"
        " *version *is_current",
        key=("report_id",),
    ),
    Table(
        "agency",
        "One row per body that reported. Where its region is not certain, region_code is null"
        " and region_candidates has what it may be.",
        "*agency_id *name function form level region_code region_candidates",
        key=("agency_id",),
    ),
    Table(
        "agency_evidence",
        "Signs by which the region of a report's body was told, one row each.",
        "*report_id agency_id *kind=evidence_kind *text=evidence_text *regions"
        " source_start source_end",
    ),
    Table(
        "agency_predecessor",
        "Bodies whose work another took over when the administration was reorganised:"
        " one row per pair, of bodies that both reported.",
        "*agency_id *predecessor_id *since",
        key=("agency_id", "predecessor_id"),
    ),
    Table(
        "agency_function",
        "What bodies are responsible for, with the years in which there were such bodies.",
        "*function *label valid_from valid_to",
        key=("function",),
    ),
    Table(
        "function_reform",
        "Functions that took over others when the administration was reorganised.",
        "*function *predecessor *since",
        key=("function", "predecessor"),
    ),
    Table(
        "region",
        "One row per division code, with the name and parent that it had last.",
        "*region_code *name *level parent_code valid_from valid_to successor_code",
        key=("region_code",),
    ),
    Table(
        "region_name",
        "Names and parents of the divisions, with the years in which they were so: codes are"
        " used again and names change.",
        "*region_code *name *level parent_code valid_from valid_to",
    ),
    Table(
        "fact_application",
        "Section three: one row per report, outcome and applicant type. Totals are marked"
        " is_total; the view application_leaf leaves them out.",
        "*report_id agency_id year *cell *outcome *applicant_type count *is_total " + _PROVENANCE,
        key=("report_id", "cell"),
        rules=_value_rules("count"),
    ),
    Table(
        "fact_proactive_disclosure",
        "Section two: one row per report, item and measure.",
        "*report_id agency_id year *cell *item *measure value *unit " + _PROVENANCE,
        key=("report_id", "cell"),
        rules=_value_rules("value"),
    ),
    Table(
        "fact_review_litigation",
        "Section four: one row per report, channel and result. Totals are marked is_total.",
        "*report_id agency_id year *cell *channel *result count *is_total " + _PROVENANCE,
        key=("report_id", "cell"),
        rules=_value_rules("count"),
    ),
    Table(
        "fact_indicator",
        "Indicator tables before 2019: one row per report and printed indicator. Codes are"
        " explained in form_indicator.",
        "*report_id agency_id year position=print_position cell=indicator_name"
        f" number=label_number *label code unit value cumulative {_PROVENANCE}"
        " cumulative_start cumulative_end",
        rules=_value_rules("value"),
    ),
    Table(
        "extra_row",
        "Printed rows that the national form lacks, such as 其他主动公开文件: one row per value.",
        "*report_id agency_id year *table *label *position=value_position value " + _PROVENANCE,
        rules=_value_rules("value"),
    ),
    Table(
        "finding",
        "One row per broken rule or doubtful reading.",
        "*report_id *rule *severity *cells *message message_zh expected found",
    ),
    Table(
        "rule",
        "Every rule that a finding may name.",
        "*rule *severity *compared *sentence=rule_sentence *sentence_zh=rule_sentence_zh"
        " *source=rule_source",
        key=("rule",),
    ),
    Table(
        "correction",
        "Reviewed human corrections that are in force.",
        "*document_id *cell old_value *old_status=status new_value *reason=correction_reason"
        " *corrected_on",
        key=("document_id", "cell"),
    ),
    Table(
        "narrative",
        "One row per report and section: the prose as printed.",
        "*report_id *section title *text *source_start *source_end",
        key=("report_id", "section"),
    ),
    Table(
        "quarantine",
        "Rows refused at the boundary, with the rule that they break.",
        "*document_id *table_name *rule *row_json",
    ),
    Table(
        "form_edition",
        "Editions of the national form.",
        "*edition basis report_years description",
        key=("edition",),
    ),
    Table(
        "form_cell",
        "Cells of the form by edition, with printed labels, unit and article of the 条例.",
        "*edition *cell *table *section *row *column *position *row_label *row_role"
        " *column_label *column_role *unit article *is_total",
        key=("edition", "cell"),
    ),
    Table(
        "form_indicator",
        "Harmonised codes of the indicators before 2019, with the label of the national form"
        " of 2014 where it has one.",
        "*code *position *label *unit total_code relation",
        key=("code",),
    ),
    Table(
        "form_identity",
        "Identities of the form (勾稽关系): the weighted cells of each add to zero.",
        "*edition *identity *cell *weight",
        key=("edition", "identity", "cell"),
    ),
)

TABLE = {table.name: table for table in TABLES}
