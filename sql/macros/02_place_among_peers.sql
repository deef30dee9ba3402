-- Where a body's figures lie among those of its peers in a year, itself among them: one row per
-- figure. n is the number of peers whose report gives the figure; rank and percentile are null
-- where it is under 5. A rate whose own denominator is under 20 is marked small_denominator: its
-- place says little.
-- @parameter body_id: agency_id of the body
-- @parameter in_year: year reported on
-- @parameter same_province: true for peers of its own province only; false unless given
-- @column figure: code of the figure
-- @column label: what the figure is, in Chinese
-- @column kind: count, amount or rate
-- @column value: the body's own value; unit: see figure
-- @column numerator: of a rate, the body's count above the line; unit: 件
-- @column denominator: of a rate, the body's count below the line; unit: 件
-- @column small_denominator: true where the denominator is under 20
-- @column p25: value that a quarter of the peers do not exceed
-- @column median: value in the middle of the peers
-- @column p75: value that three quarters of the peers do not exceed
-- @column n: number of peers with a value, on which all of these rest
-- @column rank: 1 for the largest value; equal values share a rank
-- @column percentile: share of the other peers below, those equal as a half; unit: share, 0 to 1
(body_id, in_year, same_province := false) as table
with own as (
    from report_figure
    where agency_id = body_id and year = in_year
),
around as (
    select
        o.figure,
        quantile_cont(p.value, [0.25, 0.5, 0.75]) as q,
        count(p.value) as n,
        count(*) filter (where p.value > o.value) as above,
        count(*) filter (where p.value < o.value) as below,
        count(*) filter (where p.value = o.value) - 1 as equal
    from own o
    left join report_figure p
        on p.figure = o.figure and p.function = o.function and p.level = o.level
        and p.like_scope = o.like_scope and p.year = in_year
        and (not same_province or p.province_code = o.province_code)
    group by o.figure
)
select
    o.figure, f.label, o.kind, o.value, o.numerator, o.denominator, o.small_denominator,
    a.q[1] as p25, a.q[2] as median, a.q[3] as p75, a.n,
    case when o.value is not null and a.n >= 5 then a.above + 1 end as rank,
    case when o.value is not null and a.n >= 5 then (a.below + a.equal / 2) / (a.n - 1) end
        as percentile
from own o
join around a using (figure)
join figure f using (figure)
order by f.position
