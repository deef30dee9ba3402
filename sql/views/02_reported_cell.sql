-- One row per report and printed cell: sections two, three and four (forms since 2019),
-- all versions alike, also reports whose agency or year cannot be told.
-- Cells of the form that the document lacks are rows with status absent.
-- A blank is null, not zero. Indicator tables before 2019 are in fact_indicator.
-- @column report_id: one reading of one document as a report; stable
-- @column source_uri: where the document was found
-- @column is_current: true for the version that views compare
-- @column agency_name: the body's name as printed; null where it cannot be told
-- @column year: year reported on; null where it cannot be told
-- @column edition: edition of the form that is printed
-- @column cell: path of the cell in the form: table.row.column
-- @column value: printed value; null unless status is a reading; unit: see form_cell
-- @column raw: text of the cell as printed
-- @column status: how the cell was read; read, resolved and corrected carry a value
-- @column source_start: start of raw in the document's decoded text; unit: character
-- @column source_end: end of raw in the document's decoded text; unit: character
-- @column source_page: page on which the cell is printed
-- @column source_box: left, top, right and bottom of what is printed; unit: point
-- @column source_table: table of the document that holds the cell
-- @column source_row: row of that table, or of the sheet
-- @column source_column: column of that table, or of the sheet
-- @column label_start: start of the row's printed label; unit: character
-- @column label_end: end of the row's printed label; unit: character
with fact as (
    select
        report_id, cell, value, raw, status,
        source_start, source_end,
        source_page, source_box, source_table, source_row, source_column, label_start, label_end
    from fact_proactive_disclosure
    union all by name
    select
        report_id, cell, count::double as value, raw, status,
        source_start, source_end,
        source_page, source_box, source_table, source_row, source_column, label_start, label_end
    from fact_application
    union all by name
    select
        report_id, cell, count::double as value, raw, status,
        source_start, source_end,
        source_page, source_box, source_table, source_row, source_column, label_start, label_end
    from fact_review_litigation
)
select
    r.report_id, r.source_uri, r.is_current, r.agency_name, r.year, r.edition,
    f.cell, f.value, f.raw, f.status,
    f.source_start, f.source_end,
    f.source_page, f.source_box, f.source_table, f.source_row, f.source_column,
    f.label_start, f.label_end
from report r
join fact f using (report_id)
