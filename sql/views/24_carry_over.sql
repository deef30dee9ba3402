-- Applications carried over from year to year: one row per agency and year. carried_in should be
-- what the report of the year before carried forward; difference is null where that report or
-- either figure is missing, never zero. A difference may come from a body that was reorganised in
-- between (agency_predecessor), or from a report of another scope: see same_scope. Where the body
-- continues another one (agency_succession), its first report follows the last of that one, and
-- predecessor_id says so.
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column received: applications newly received; unit: 件
-- @column carried_in: applications carried in, as this report prints it; unit: 件
-- @column predecessor_id: body whose report was the year before, where it is not the body itself
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
        f.received, f.carried_in, f.carried_forward,
        lag(y.year) over body = y.year - 1 as follows,
        if(follows, lag(y.like_scope) over body, null) as scope_before,
        if(follows, lag(f.carried_forward) over body, null) as forward_before
    from agency_year y
    left join figures f using (report_id, agency_id, year)
    window body as (partition by y.agency_id order by y.year)
),
before as (
    select s.agency_id, s.last_year + 1 as year, s.predecessor_id, y.like_scope, f.count
    from agency_succession s
    join agency_year y on y.agency_id = s.predecessor_id and y.year = s.last_year
    left join fact_application f
        on f.report_id = y.report_id and f.agency_id = y.agency_id and f.year = y.year
        and f.outcome = 'carried_forward' and f.applicant_type = 'total'
)
select
    c.agency_id, c.agency_name, c.year, c.received, c.carried_in, p.predecessor_id,
    coalesce(c.forward_before, p.count) as previous_carried_forward,
    c.carried_in - previous_carried_forward as difference,
    c.like_scope = coalesce(c.scope_before, p.like_scope) as same_scope,
    c.carried_forward,
    c.received + c.carried_in as due, due as n,
    c.carried_forward / nullif(due, 0) as backlog_share,
    due < 20 as small_denominator
from of_year c
left join before p using (agency_id, year)
