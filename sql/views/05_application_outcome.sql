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
with form as (
    select distinct on (e.edition, c.row)
        e.edition, c.row as outcome, c.position, c.row_label, c.row_role
    from form_edition e
    cross join form_cell c
    where c."table" = 'applications' and c.column_role = 'total'
    order by e.edition, c.row, c.edition = e.edition desc, c.edition desc
),
printed as not materialized (
    select report_id, agency_id, year, outcome, count, status
    from fact_application
    where applicant_type = 'total'
        and outcome not in ('new_received', 'carried_in', 'total_handled', 'carried_forward')
),
zeros as (
    select p.report_id, p.agency_id, p.year, p.outcome
    from printed p
    join fact_application f using (report_id, agency_id, year, outcome)
    where p.status in ('blank', 'not_applicable') and p.count is null
    group by all
    having count(*) filter (where f.applicant_type <> 'total' and f.count = 0) = 6
),
itemised as (
    select o.report_id, o.agency_id, o.year, o.outcome
    from printed o
    join printed i using (report_id, agency_id, year)
    where o.outcome = 'other_handling' and i.count is not null
        and i.outcome in ('lapsed_no_correction', 'lapsed_no_fee', 'other')
    group by all
)
select
    r.report_id, r.agency_id, r.agency_name, r.year, p.outcome,
    case
        when p.outcome in ('granted', 'partially_granted') then p.outcome
        when starts_with(p.outcome, 'refused_') then 'refused'
        when p.outcome in ('not_held', 'needs_creation', 'unclear_after_correction') then 'unable'
        when starts_with(p.outcome, 'not_processed_') then 'not_processed'
        when starts_with(p.outcome, 'lapsed_') then 'other_handling'
        when p.outcome in ('other', 'other_handling') then 'other_handling'
    end as outcome_group,
    f.position, f.row_label, p.count, p.status,
    case when z.report_id is not null then 0 else p.count end as counted
from current_report r
join printed p using (report_id, agency_id, year)
join form f on f.edition = r.edition and f.outcome = p.outcome
left join zeros z
    on z.report_id = r.report_id and z.agency_id = r.agency_id and z.year = r.year
    and z.outcome = p.outcome
left join itemised i
    on i.report_id = r.report_id and i.agency_id = r.agency_id and i.year = r.year
    and i.outcome = p.outcome
where f.row_role = 'leaf' and i.report_id is null
