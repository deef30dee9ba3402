-- Each version of a report beside the one before it, on the same agency and year: one row per pair.
-- @column report_id: report of the later version
-- @column previous_report_id: report of the version before
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column version: the later version
select
    r.report_id, p.report_id as previous_report_id,
    r.agency_id, r.agency_name, r.year, r.version
from report r
join report p on p.agency_id = r.agency_id and p.year = r.year and p.version = r.version - 1
