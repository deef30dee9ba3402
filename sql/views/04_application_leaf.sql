-- Section three of current reports without any total: leaf outcomes by leaf applicant types.
-- Every application handled is in one row only, so counts may be added up in any direction.
-- Received, carried in and carried forward are not outcomes and are not here.
-- A report that printed only its totals has nulls here: see application_outcome.
-- A blank is null, not zero.
-- @column report_id: one reading of one document as a report; stable
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column cell: path of the cell in the form: table.row.column
-- @column outcome: row of section three: how an application ended
-- @column applicant_type: column of section three: who applied
-- @column position: place of the cell in the order of the form
-- @column row_label: label of the row as the form prints it
-- @column column_label: label of the column as the form prints it
-- @column count: printed count; null unless status is a reading; unit: 件
-- @column status: how the cell was read
select
    report_id, agency_id, agency_name, year, cell, outcome, applicant_type, position,
    row_label, column_label, count, status
from application_cell
where row_role = 'leaf' and column_role = 'leaf'
