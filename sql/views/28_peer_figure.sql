-- How a figure lies among peers: bodies of the same function, level and like_scope in a year, in
-- the whole country or in one province (within). n is the number of them whose report gives the
-- figure, reports of all; read a median only with its n. Among rates, n_small of the n rest on
-- fewer than 20 applications or cases: their rates scatter widely. pooled is all numerators over
-- all denominators, which small bodies do not disturb.
-- Bodies whose function or level is not known have no peers and are not here.
-- @column within: country or province
-- @column province_code: code of the province; null for the country
-- @column province: name of the province; null for the country
-- @column function: code of what the bodies are responsible for
-- @column level: level of the bodies
-- @column like_scope: scope that the reports have in common
-- @column year: year reported on
-- @column figure: code of the figure: see figure
-- @column kind: count, amount or rate
-- @column reports: number of current reports of the group
-- @column n: number of them that give the figure
-- @column n_small: of the n, rates with a denominator under 20; null for counts and amounts
-- @column minimum: smallest value; unit: see figure
-- @column p10: value that a tenth do not exceed; unit: see figure
-- @column p25: value that a quarter do not exceed; unit: see figure
-- @column median: value in the middle; unit: see figure
-- @column p75: value that three quarters do not exceed; unit: see figure
-- @column p90: value that nine tenths do not exceed; unit: see figure
-- @column maximum: largest value; unit: see figure
-- @column pooled: of rates, sum of numerators / sum of denominators; unit: share, 0 to 1
with grouped as (
    select
        if(grouping(province_code) = 1, 'country', 'province') as within,
        province_code, province, function, level, like_scope, year, figure, kind,
        count(*) as reports,
        count(value) as n,
        count(*) filter (where value is not null and small_denominator) as n_small,
        quantile_cont(value, [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]) as q,
        sum(numerator) filter (where value is not null)
            / nullif(sum(denominator) filter (where value is not null), 0) as pooled
    from report_figure
    where function is not null and level is not null
    group by
        function, level, like_scope, year, figure, kind,
        grouping sets ((), (province_code, province))
)
select
    within, province_code, province, function, level, like_scope, year, figure, kind,
    reports, n, case when kind = 'rate' then n_small end as n_small,
    q[1] as minimum, q[2] as p10, q[3] as p25, q[4] as median, q[5] as p75, q[6] as p90,
    q[7] as maximum, pooled
from grouped
where within = 'country' or province_code is not null
