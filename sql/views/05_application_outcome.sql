-- Outcomes of current reports by the printed 总计 column: one row per report and leaf outcome.
-- Covers reports that filled only their totals. count is as printed: a blank is null.
-- counted is what report_headline adds up: a 总计 printed blank or as / counts as zero where
-- all six applicant types of its row are read as zero, and nowhere else.
-- @column report_id: one reading of one document as a report; stable
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column outcome: row of section three: how an application ended
-- @column outcome_group: granted, partially_granted, refused, unable, not_processed, other_handling
-- @column position: place of the cell in the order of the form
-- @column row_label: label of the row as the form prints it
-- @column count: count printed in the 总计 column; null unless status is a reading; unit: 件
-- @column status: how the 总计 cell was read
-- @column counted: count, with a blank as zero where its row is read as zero; unit: 件
with outcome as (
    select
        report_id, outcome,
        any_value(agency_id) as agency_id,
        any_value(agency_name) as agency_name,
        any_value(year) as year,
        any_value(row_label) as row_label,
        any_value(position) filter (where column_role = 'total') as position,
        any_value(count) filter (where column_role = 'total') as count,
        any_value(status) filter (where column_role = 'total') as status,
        count(*) filter (where column_role = 'leaf' and count = 0) as zero_types
    from application_cell
    where row_role = 'leaf'
    group by report_id, outcome
)
select
    report_id, agency_id, agency_name, year, outcome,
    case
        when outcome in ('granted', 'partially_granted') then outcome
        when starts_with(outcome, 'refused_') then 'refused'
        when outcome in ('not_held', 'needs_creation', 'unclear_after_correction') then 'unable'
        when starts_with(outcome, 'not_processed_') then 'not_processed'
        when starts_with(outcome, 'lapsed_') then 'other_handling'
        when outcome in ('other', 'other_handling') then 'other_handling'
    end as outcome_group,
    position, row_label, count, status,
    case
        when status in ('blank', 'not_applicable') and zero_types = 6 then 0
        else count
    end as counted
from outcome
where status is not null
