-- Applications carried over from year to year: one row per agency and year. carried_in should be
-- what the report of the year before carried forward; difference is null where that report or
-- either figure is missing, never zero. A difference may come from a body that was reorganised in
-- between (agency_predecessor), or from a report of another scope: see same_scope.
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column received: applications newly received; unit: 件
-- @column carried_in: applications carried in, as this report prints it; unit: 件
-- @column previous_carried_forward: what the year before carried forward; unit: 件
-- @column difference: carried_in less previous_carried_forward; unit: 件
-- @column same_scope: whether both reports are of one like_scope; null without a year before
-- @column carried_forward: applications carried forward to the next year (numerator); unit: 件
-- @column due: received and carried in together (denominator); unit: 件
-- @column n: number of applications that the share rests on (due); unit: 件
-- @column backlog_share: carried_forward / due; unit: share, 0 to 1
-- @column small_denominator: true where n is under 20; null where n is null
with figures as (
    select
        f.report_id, f.agency_id, f.year,
        max(f.count) filter (where f.outcome = 'new_received') as received,
        max(f.count) filter (where f.outcome = 'carried_in') as carried_in,
        max(f.count) filter (where f.outcome = 'carried_forward') as carried_forward
    from fact_application f
    where f.applicant_type = 'total'
    group by f.report_id, f.agency_id, f.year
),
of_year as (
    select
        y.agency_id, y.agency_name, y.year, y.like_scope,
        f.received, f.carried_in, f.carried_forward
    from agency_year y
    left join figures f using (report_id, agency_id, year)
),
before as (
    select agency_id, year + 1 as year, like_scope, carried_forward
    from of_year
)
select
    c.agency_id, c.agency_name, c.year, c.received, c.carried_in,
    p.carried_forward as previous_carried_forward,
    c.carried_in - p.carried_forward as difference,
    c.like_scope = p.like_scope as same_scope,
    c.carried_forward,
    c.received + c.carried_in as due, due as n,
    c.carried_forward / nullif(due, 0) as backlog_share,
    due < 20 as small_denominator
from of_year c
left join before p using (agency_id, year)
