-- Figures of a region: reports of one function, level and like_scope added up, one row per
-- province, prefecture or county, year and figure. Reports of different scope are never added:
-- they are rows of their own, and so are levels, as a city's report may contain its counties'.
-- Rows of like_scope own may be added over functions. total is the sum of those n reports that
-- give the figure, so read it with n, reports and the coverage beside it: it grows as more
-- bodies report. A rate is all numerators over all denominators of the n reports.
-- @column region_level: province, prefecture or county
-- @column region_code: code of the region
-- @column region: name of the region in that year
-- @column year: year reported on
-- @column function: code of what the bodies are responsible for
-- @column level: level of the bodies
-- @column like_scope: scope that the reports have in common
-- @column figure: code of the figure: see figure
-- @column kind: count, amount or rate
-- @column reports: number of current reports added up
-- @column n: number of them that give the figure
-- @column total: sum of counts or amounts; null for rates and where n is zero; unit: see figure
-- @column numerator: of a rate, sum of numerators; unit: 件
-- @column denominator: of a rate, sum of denominators; unit: 件
-- @column rate: numerator / denominator; unit: share, 0 to 1
-- @column small_denominator: true where the denominator is under 20; null for counts
-- @column reported: bodies of any scope with a current report: see region_coverage
-- @column known: bodies expected because the database knows them from any year
-- @column divisions: divisions of that level in the region, in that year
with given as (
    select
        *,
        value is not null or numerator is not null and denominator is not null as is_given
    from report_figure
    where function is not null and level is not null
),
added as (
    select
        case
            when province_code is not null then 'province'
            when prefecture_code is not null then 'prefecture'
            else 'county'
        end as region_level,
        coalesce(province_code, prefecture_code, county_code) as region_code,
        year, function, level, like_scope, figure, kind,
        count(*) as reports,
        count(*) filter (where is_given) as n,
        case kind
            when 'count' then sum(value) filter (where kind = 'count')
            when 'amount' then sum(value order by value) filter (where kind = 'amount')
        end as total,
        sum(numerator) filter (where is_given)::bigint as numerator,
        sum(denominator) filter (where is_given)::bigint as denominator
    from given
    group by
        year, function, level, like_scope, figure, kind,
        grouping sets ((province_code), (prefecture_code), (county_code))
)
select
    a.region_level, a.region_code, c.region, a.year, a.function, a.level, a.like_scope,
    a.figure, a.kind, a.reports, a.n, a.total, a.numerator, a.denominator,
    a.numerator / nullif(a.denominator, 0) as rate,
    a.denominator < 20 as small_denominator,
    c.reported, c.known, c.divisions
from added a
left join region_coverage c using (region_level, region_code, year, function, level)
where a.region_code is not null
