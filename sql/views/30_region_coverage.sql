-- How many of the expected bodies reported: one row per province, prefecture or county, year,
-- function and level of the bodies. What is expected is not known for certain, so two counts
-- stand beside reported. known: bodies of the region that the database knows from any year, if
-- their function and division existed in that year; it misses bodies that never reported.
-- divisions: divisions of the bodies' level in the region in that year, each of which would have
-- one body where it has this function at all; it is too high where some do without.
-- Bodies whose function, level or region is not certain are in none of the counts.
-- @column region_level: province, prefecture or county
-- @column region_code: code of the region
-- @column region: name of the region in that year
-- @column year: year reported on
-- @column function: code of what the bodies are responsible for
-- @column level: level of the bodies
-- @column reported: bodies with a current report on the year
-- @column known: bodies expected because the database knows them from any year
-- @column divisions: divisions of that level in the region, in that year
-- @column share_of_known: reported / known; unit: share, 0 to 1
with body as (
    select
        a.agency_id, a.function, a.level, y.year, r.agency_id is not null as reported,
        g.province_code, g.province, g.prefecture_code, g.prefecture, g.county_code, g.county
    from agency a
    cross join (select distinct year from report where year is not null) y
    left join agency_year r on r.agency_id = a.agency_id and r.year = y.year
    left join agency_function f on f.function = a.function
    join region_year g
        on g.region_code = coalesce(r.region_code, a.region_code) and g.year = y.year
    where a.function is not null and a.level is not null
        and (
            r.agency_id is not null
            or g.existed and y.year between coalesce(f.valid_from, 0) and coalesce(f.valid_to, 9999)
        )
),
counted as (
    select
        case
            when province_code is not null then 'province'
            when prefecture_code is not null then 'prefecture'
            else 'county'
        end as region_level,
        coalesce(province_code, prefecture_code, county_code) as region_code,
        coalesce(province, prefecture, county) as region,
        year, function, level,
        count(*) filter (where reported) as reported,
        count(*) as known
    from body
    group by
        year, function, level,
        grouping sets ((province_code, province), (prefecture_code, prefecture), (county_code, county))
),
division as (
    select
        coalesce(province_code, prefecture_code, county_code) as region_code,
        level, year, count(*) as divisions
    from region_year
    where existed
    group by level, year, grouping sets ((province_code), (prefecture_code), (county_code))
)
select
    c.region_level, c.region_code, c.region, c.year, c.function, c.level,
    c.reported, c.known, coalesce(d.divisions, 0) as divisions,
    c.reported / c.known as share_of_known
from counted c
left join division d using (region_code, level, year)
where c.region_code is not null
