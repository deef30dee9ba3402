-- One row per agency and year (current version): the figures that a reader asks for first.
-- Single figures are the printed 总计 cells, null unless read. A group (refused, unable,
-- not_processed, other_handling) is the sum of its rows in the 总计 column, null unless every
-- row of the group has a value. Only inside a group a blank 总计 counts as zero, and only where
-- all six applicant types of its row are read as zero (application_outcome.counted).
-- other_handling is the one row that the form of 2019 prints, or the sum of the three rows of
-- the form of 2021. litigation adds the two printed totals, with no blank as zero.
-- A report without statistical tables has nulls, not zeros.
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
with printed as (
    select
        report_id,
        max(count) filter (where cell = 'applications.new_received.total') as received,
        max(count) filter (where cell = 'applications.carried_in.total') as carried_in,
        max(count) filter (where cell = 'applications.total_handled.total') as handled,
        max(count) filter (where cell = 'applications.granted.total') as granted,
        max(count) filter (where cell = 'applications.partially_granted.total')
            as partially_granted,
        max(count) filter (where cell = 'applications.carried_forward.total') as carried_forward,
        count(*) filter (where count is null) as cells_without_value
    from fact_application
    group by report_id
),
grouped as (
    select
        report_id, outcome_group,
        count(counted) as valued,
        sum(counted)::bigint as total,
        max(counted) filter (where outcome = 'other_handling') as single_row
    from application_outcome
    group by report_id, outcome_group
),
groups as (
    select
        report_id,
        max(total) filter (where outcome_group = 'refused' and valued = 8) as refused,
        max(total) filter (where outcome_group = 'unable' and valued = 3) as unable,
        max(total) filter (where outcome_group = 'not_processed' and valued = 5) as not_processed,
        max(coalesce(single_row, case when valued = 3 then total end))
            filter (where outcome_group = 'other_handling') as other_handling
    from grouped
    group by report_id
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
    p.received, p.carried_in, p.handled, p.granted, p.partially_granted,
    g.refused, g.unable, g.not_processed, g.other_handling, p.carried_forward,
    v.total as reviews, l.total as litigation, p.cells_without_value,
    coalesce(i.findings_error, 0) as findings_error,
    coalesce(i.findings_warning, 0) as findings_warning
from current_report r
left join printed p on p.report_id = r.report_id
left join groups g on g.report_id = r.report_id
left join review_litigation_result v
    on v.report_id = r.report_id and v.channel = 'reconsideration'
left join review_litigation_result l
    on l.report_id = r.report_id and l.channel = 'litigation'
left join issues i on i.report_id = r.report_id
