"""Every column that a table may have, declared once: type, unit, description, bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DType = Literal[
    "string", "int32", "int64", "float64", "bool", "timestamp", "date", "strings", "floats"
]

STATUSES = ("read", "blank", "not_applicable", "absent", "resolved", "conflict", "corrected")
VALUE_STATUSES = ("read", "resolved", "corrected")
EDITIONS = ("2021", "2019", "2014", "local", "prose")
SEVERITIES = ("error", "warning", "info")
LEVELS = ("national", "province", "prefecture", "county", "township")
FORMS = (
    "department",
    "government",
    "subdistrict",
    "township",
    "branch",
    "outpost",
    "zone",
    "other",
)
SCOPES = ("own", "with_departments", "region")
COMPARED = ("form", "text", "past", "peers", "others", "calendar", "source")
EVIDENCE = (
    "name",
    "credit_code",
    "host",
    "area_code",
    "postcode",
    "address",
    "document_number",
    "platform",
    "superior",
    "town",
)


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, type, meaning, unit, allowed values and smallest value."""

    name: str
    dtype: DType
    description: str
    unit: str = ""
    allowed: tuple[str, ...] = ()
    minimum: int | None = None


_ALL = (
    # identity of documents and reports
    Field("document_id", "string", "sha256 of the file's bytes, in hexadecimal"),
    Field("source_uri", "string", "where the document was found: absolute path or address"),
    Field("media_type", "string", "kind of file, told by its first bytes"),
    Field("encoding", "string", "character encoding of the text; null where it is not text"),
    Field("bytes", "int64", "size of the file", unit="byte", minimum=0),
    Field("retrieved_at", "timestamp", "when the run that brought it began", unit="UTC"),
    Field(
        "gone_at",
        "timestamp",
        "since when the page of this address is known to have vanished; null while it is there",
        unit="UTC",
    ),
    Field(
        "document_status",
        "string",
        "extracted: read as a report; set_aside: not a report, or unreadable (see reason)",
        allowed=("extracted", "set_aside"),
    ),
    Field("reason", "string", "why a document was set aside, in one sentence"),
    Field("needs", "string", "what would have to be installed to read a document set aside"),
    Field("extractor_version", "string", "version of ogi that read the document"),
    Field("report_id", "string", "one reading of one document as a report; stable"),
    Field("agency_id", "string", "stable identifier of the body; null where none is stated"),
    Field("agency_name", "string", "the body's name as printed (white space removed)"),
    Field("year", "int32", "year reported on", unit="year", minimum=1900),
    Field("edition", "string", "edition of the form that is printed", allowed=EDITIONS),
    Field("title", "string", "title of the report as printed (white space removed)"),
    Field("period_start", "date", "first day of the stated reporting period"),
    Field("period_end", "date", "last day of the stated reporting period"),
    Field("method", "string", "how the text was read: text, html, pdf, docx, xlsx, ocr and others"),
    Field("part", "string", "sheet or part of the document that holds the report"),
    Field("published_on", "date", "day of publication, as the document's metadata states it"),
    Field("publisher", "string", "who published it, as the document's metadata states it"),
    Field("index_number", "string", "索引号 of the publisher's catalogue, from the metadata"),
    Field("credit_code", "string", "统一社会信用代码 of the publisher, from the metadata"),
    Field("version", "int32", "1 for the first reading of this agency and year", minimum=1),
    Field(
        "is_current",
        "bool",
        "true for the version that views compare: the fullest one",
    ),
    # agencies and regions
    Field("name", "string", "name of the body or division"),
    Field("function", "string", "code of what the body is responsible for: see agency_function"),
    Field("form", "string", "kind of body by its place in the administration", allowed=FORMS),
    Field("level", "string", "level of the division or of the body's", allowed=LEVELS),
    Field("region_code", "string", "division code: six digits, nine for townships"),
    Field("region_candidates", "strings", "codes of the divisions that it may be of, if several"),
    Field("parent_code", "string", "code of the division one level up"),
    Field("successor_code", "string", "code of the division that took its place"),
    Field("valid_from", "int32", "first year in which it was so; null: before any known", "year"),
    Field("valid_to", "int32", "last year in which it was so; null: it still is", "year"),
    Field("predecessor_id", "string", "agency_id of the body whose work it took over"),
    Field("predecessor", "string", "code of the function whose work it took over"),
    Field("since", "int32", "year of the change", "year"),
    Field("scope", "string", "whose requests the report counts", allowed=SCOPES),
    Field("evidence_kind", "string", "sign by which the region was told", allowed=EVIDENCE),
    Field("evidence_text", "string", "words or code of the sign as printed"),
    Field("regions", "strings", "codes of the divisions that the sign points to"),
    # cells
    Field("cell", "string", "path of the cell in the form: table.row.column"),
    Field("outcome", "string", "row of section three: how an application came in or ended"),
    Field("applicant_type", "string", "column of section three: who applied, or total"),
    Field("item", "string", "row of section two: kind of information"),
    Field("measure", "string", "column of section two: what is counted"),
    Field("channel", "string", "review or litigation channel of section four"),
    Field("result", "string", "result of review or litigation, or total"),
    Field("count", "int64", "printed count; null unless status is a reading", unit="件"),
    Field("value", "float64", "printed value; null unless status is a reading"),
    Field("cumulative", "float64", "printed cumulative value (历年累计)"),
    Field("unit", "string", "unit of the value"),
    Field("is_total", "bool", "true where the form defines the cell as a sum of others"),
    Field("status", "string", "how the cell was read", allowed=STATUSES),
    Field("raw", "string", "text of the cell as printed"),
    Field("source_start", "int32", "start of raw in the decoded text", "character", minimum=0),
    Field("source_end", "int32", "end of raw in the decoded text", "character", minimum=0),
    Field("source_page", "int32", "page on which the cell is printed", minimum=1),
    Field(
        "source_box",
        "floats",
        "left, top, right and bottom of what is printed, from the top left of the page",
        unit="point",
    ),
    Field("source_table", "int32", "table of the document that holds the cell", minimum=1),
    Field("source_row", "int32", "row of that table, or of the sheet", minimum=1),
    Field("source_column", "int32", "column of that table, or of the sheet", minimum=1),
    Field("label_start", "int32", "start of the row's printed label", "character", minimum=0),
    Field("label_end", "int32", "end of the row's printed label", "character", minimum=0),
    Field("label", "string", "label as printed or as the form has it"),
    Field("code", "string", "harmonised code where the meaning is the same"),
    Field("indicator_name", "string", "name in findings: indicators.CODE, else indicators.LABEL"),
    Field("print_position", "int32", "place among the indicators of the report", minimum=1),
    Field("value_position", "int32", "place among the values of the row", minimum=1),
    Field("label_number", "string", "number printed before the label"),
    Field("cumulative_start", "int32", "start of the cumulative value", "character", minimum=0),
    Field("cumulative_end", "int32", "end of the cumulative value", "character", minimum=0),
    Field("total_code", "string", "code of the indicator that it is a part of"),
    Field(
        "relation",
        "string",
        "sum: all parts printed add up to total_code; within: it does not exceed total_code",
        allowed=("sum", "within"),
    ),
    # findings and quarantine
    Field("rule", "string", "rule that was broken"),
    Field("severity", "string", "how grave it is", allowed=SEVERITIES),
    Field("cells", "strings", "names of the cells concerned"),
    Field("message", "string", "what was found, in one sentence"),
    Field("message_zh", "string", "the same sentence in Chinese"),
    Field("rule_sentence", "string", "what the rule asks for, in English"),
    Field("rule_sentence_zh", "string", "what the rule asks for, in Chinese"),
    Field("rule_source", "string", "notice, article or convention that the rule rests on"),
    Field("compared", "string", "what a report is compared with", allowed=COMPARED),
    # corrections
    Field("old_value", "float64", "value that was read, which the correction replaces"),
    Field("new_value", "float64", "value after review; null: there is none"),
    Field("correction_reason", "string", "why the value was corrected"),
    Field("corrected_on", "date", "day of the review"),
    Field("expected", "string", "what the rule expects"),
    Field("found", "string", "what is printed"),
    Field("table_name", "string", "table that the row was meant for"),
    Field("row_json", "string", "the rejected row as JSON"),
    # narrative
    Field("section", "int32", "number of the section, one to six", minimum=1),
    Field("text", "string", "narrative of the section as printed, tables left out"),
    # the form itself
    Field("basis", "string", "notice that prescribes the edition"),
    Field("report_years", "string", "usual report years"),
    Field("description", "string", "what sets the edition apart"),
    Field("table", "string", "table of the form", allowed=("proactive", "applications", "review")),
    Field("row", "string", "code of the row"),
    Field("column", "string", "code of the column"),
    Field("position", "int32", "place in the order of the form", minimum=1),
    Field("row_label", "string", "label of the row as the form prints it"),
    Field("row_role", "string", "inflow, leaf, total or outflow"),
    Field("column_label", "string", "label of the column as the form prints it"),
    Field("column_role", "string", "leaf or total"),
    Field("article", "string", "article of the 条例 that the row rests on"),
    Field("identity", "string", "name of an identity: its weighted cells add to zero"),
    Field("weight", "int32", "weight of the cell in the identity"),
)

FIELDS = {field.name: field for field in _ALL}
