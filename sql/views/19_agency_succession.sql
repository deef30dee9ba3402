-- Bodies that continue another one: one row per body that alone took over all the work of one
-- other, such as 生态环境局 of 环境保护局. Left out are mergers, splits and work that went to a
-- body which was there before (agency_predecessor has all of these): nothing is added up here.
-- Left out too are pairs that both reported on a year, or the later one first.
-- @column agency_id: body that continues the other
-- @column predecessor_id: agency_id of the body that it continues
-- @column since: year of the reform
-- @column last_year: last year that the predecessor reported on
-- @column first_year: first year that the body itself reported on
with alone as not materialized (
    select r.function, any_value(r.predecessor) as predecessor, r.since
    from function_reform r
    join agency_function f on f.function = r.function and f.valid_from = r.since
    group by r.function, r.since
    having count(*) = 1
),
whole as not materialized (
    select predecessor
    from function_reform
    group by predecessor
    having count(*) = 1
),
link as not materialized (
    select
        p.agency_id, p.predecessor_id, p.since,
        count(*) over (partition by p.agency_id) as befores,
        count(*) over (partition by p.predecessor_id) as afters
    from agency_predecessor p
    join agency a on a.agency_id = p.agency_id
    join agency b on b.agency_id = p.predecessor_id
    join alone o
        on o.function = a.function and o.predecessor = b.function and o.since = p.since
    join whole w on w.predecessor = b.function
)
select
    k.agency_id, k.predecessor_id, k.since,
    max(b.year) as last_year, min(a.year) as first_year
from link k
join current_report a on a.agency_id = k.agency_id
join current_report b on b.agency_id = k.predecessor_id
where k.befores = 1 and k.afters = 1
group by k.agency_id, k.predecessor_id, k.since
having max(b.year) < min(a.year)
