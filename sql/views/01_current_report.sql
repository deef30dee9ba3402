-- Reports that views compare: the current version of each agency and year.
-- A report whose agency or year cannot be told is not among them: reported_cell has its cells
-- and coverage counts it.
-- @column report_id: one reading of one document as a report; stable
-- @column source_uri: where the document was found
-- @column agency_id: stable identifier of the body, never null here
-- @column agency_name: the body's name as printed
-- @column year: year reported on, never null here
-- @column edition: edition of the form that is printed
select report_id, source_uri, agency_id, agency_name, year, edition
from report
where is_current and agency_id is not null and year is not null
