-- One row per agency and year (current version): the figures that a reader asks for first.
-- Single figures are the printed 总计 cells, null unless read. A group (refused, unable,
-- not_processed, other_handling) is the sum of its rows in the 总计 column, null unless every
-- row of the group has a value. Only inside a group a blank 总计 counts as zero, and only where
-- all six applicant types of its row are read as zero (application_outcome.counted).
-- other_handling is the one row that the form of 2019 prints, or the sum of the three rows of
-- the form of 2021. litigation adds the two printed totals, with no blank as zero.
-- A report without statistical tables has nulls, not zeros.
-- @stored
-- @column report_id: one reading of one document as a report; stable
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column edition: edition of the form that is printed
-- @column received: applications newly received; unit: 件
-- @column carried_in: applications carried in from the year before; unit: 件
-- @column handled: applications handled (total_handled); unit: 件
-- @column granted: granted in full; unit: 件
-- @column partially_granted: granted in part; unit: 件
-- @column refused: refused on one of eight grounds; unit: 件
-- @column unable: not held, needs creation, or unclear after correction; unit: 件
-- @column not_processed: not processed on one of five grounds; unit: 件
-- @column other_handling: lapsed or handled in another way; unit: 件
-- @column carried_forward: carried forward to the next year; unit: 件
-- @column reviews: reconsideration cases; unit: 件
-- @column litigation: litigation cases, both branches; unit: 件
-- @column cells_without_value: cells of section three without a value; null without such cells
-- @column findings_error: findings of severity error on the report
-- @column findings_warning: findings of severity warning on the report
with total as (
    select
        *,
        case
            when starts_with(outcome, 'refused_') then 'refused'
            when outcome in ('not_held', 'needs_creation', 'unclear_after_correction')
                then 'unable'
            when starts_with(outcome, 'not_processed_') then 'not_processed'
            when outcome in ('lapsed_no_correction', 'lapsed_no_fee', 'other') then 'itemised'
            else outcome
        end as part
    from fact_application
    where applicant_type = 'total'
),
printed as (
    select
        report_id, agency_id, year,
        max(count) filter (where part = 'new_received') as received,
        max(count) filter (where part = 'carried_in') as carried_in,
        max(count) filter (where part = 'total_handled') as handled,
        max(count) filter (where part = 'granted') as granted,
        max(count) filter (where part = 'partially_granted') as partially_granted,
        max(count) filter (where part = 'carried_forward') as carried_forward,
        max(count) filter (where part = 'other_handling') as single_row,
        sum(count) filter (where part = 'refused') as refused,
        sum(count) filter (where part = 'unable') as unable,
        sum(count) filter (where part = 'not_processed') as not_processed,
        sum(count) filter (where part = 'itemised') as itemised,
        count(count) filter (where part = 'refused') as refused_rows,
        count(count) filter (where part = 'unable') as unable_rows,
        count(count) filter (where part = 'not_processed') as not_processed_rows,
        count(count) filter (where part = 'itemised') as itemised_rows
    from total
    group by report_id, agency_id, year
),
zero as (
    select
        report_id, agency_id, year,
        count(*) filter (where outcome_group = 'refused') as refused_rows,
        count(*) filter (where outcome_group = 'unable') as unable_rows,
        count(*) filter (where outcome_group = 'not_processed') as not_processed_rows,
        count(*) filter (where outcome_group = 'other_handling' and outcome <> 'other_handling')
            as itemised_rows,
        max(counted) filter (where outcome = 'other_handling') as single_row
    from application_outcome
    where count is null and counted = 0
    group by report_id, agency_id, year
),
groups as (
    select
        p.*,
        p.refused_rows + coalesce(z.refused_rows, 0) = 8 as refused_whole,
        p.unable_rows + coalesce(z.unable_rows, 0) = 3 as unable_whole,
        p.not_processed_rows + coalesce(z.not_processed_rows, 0) = 5 as not_processed_whole,
        p.itemised_rows + coalesce(z.itemised_rows, 0) = 3 as itemised_whole,
        coalesce(p.single_row, z.single_row) as other_handling
    from printed p
    left join zero z
        on z.report_id = p.report_id and z.agency_id = p.agency_id and z.year = p.year
),
open as (
    select report_id, agency_id, year, count(*) as cells
    from fact_application
    where count is null
    group by report_id, agency_id, year
),
issues as (
    select
        report_id,
        count(*) filter (where severity = 'error') as findings_error,
        count(*) filter (where severity = 'warning') as findings_warning
    from finding
    group by report_id
)
select
    r.report_id, r.agency_id, r.agency_name, r.year, r.edition,
    g.received, g.carried_in, g.handled, g.granted, g.partially_granted,
    case when g.refused_whole then coalesce(g.refused, 0) end::bigint as refused,
    case when g.unable_whole then coalesce(g.unable, 0) end::bigint as unable,
    case when g.not_processed_whole then coalesce(g.not_processed, 0) end::bigint
        as not_processed,
    case when g.itemised_whole then coalesce(g.itemised, 0) else g.other_handling end::bigint
        as other_handling,
    g.carried_forward,
    v.total as reviews, l.total as litigation,
    case when g.report_id is not null then coalesce(o.cells, 0) end as cells_without_value,
    coalesce(i.findings_error, 0) as findings_error,
    coalesce(i.findings_warning, 0) as findings_warning
from current_report r
left join groups g
    on g.report_id = r.report_id and g.agency_id = r.agency_id and g.year = r.year
left join open o
    on o.report_id = r.report_id and o.agency_id = r.agency_id and o.year = r.year
left join review_litigation_result v
    on v.report_id = r.report_id and v.agency_id = r.agency_id and v.year = r.year
    and v.channel = 'reconsideration'
left join review_litigation_result l
    on l.report_id = r.report_id and l.agency_id = r.agency_id and l.year = r.year
    and l.channel = 'litigation'
left join issues i on i.report_id = r.report_id
