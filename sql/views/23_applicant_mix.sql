-- Who applied: one row per agency, year, row of section three (new_received and total_handled)
-- and applicant type. share is of the printed 总计 of the row; it is null where either is null or
-- the 总计 is zero. adds_up says whether the six types add up to the 总计; null where one of the
-- seven has no value. No blank is counted as zero. Forms before 2019 print no applicants.
-- @column report_id: one reading of one document as a report; stable
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column outcome: new_received (who applied) or total_handled (whose applications were handled)
-- @column applicant_type: column of section three: who applied
-- @column label: label of the column as the form prints it
-- @column numerator: applications of this type; unit: 件
-- @column denominator: applications of all types, the printed 总计; unit: 件
-- @column n: number of applications that the share rests on (the denominator); unit: 件
-- @column share: numerator / denominator; unit: share, 0 to 1
-- @column small_denominator: true where n is under 20; null where n is null
-- @column adds_up: whether the six types add up to the 总计; null where one has no value
with label as (
    select "column" as applicant_type, min(column_label) as label, min(position) as position
    from form_cell
    where "table" = 'applications' and row = 'new_received' and column_role = 'leaf'
        and edition = '2021'
    group by "column"
),
printed as (
    select
        report_id, agency_id, year, outcome, applicant_type, count,
        max(count) filter (where applicant_type = 'total') over line as total,
        case when count(count) filter (where applicant_type <> 'total') over line = 6
            then sum(count) filter (where applicant_type <> 'total') over line
        end as parts
    from fact_application
    where outcome in ('new_received', 'total_handled')
    window line as (partition by report_id, agency_id, year, outcome)
)
select
    r.report_id, r.agency_id, r.agency_name, r.year,
    p.outcome, p.applicant_type, l.label,
    p.count as numerator, p.total as denominator, p.total as n,
    p.count / nullif(p.total, 0) as share,
    p.total < 20 as small_denominator,
    p.parts = p.total as adds_up
from current_report r
join printed p using (report_id, agency_id, year)
join label l using (applicant_type)
