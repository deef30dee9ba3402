-- How many of the bodies that were expected have reported, and in time: one row per province,
-- prefecture or county, year, function and level of the bodies, as of the day of the last
-- retrieval. Who is expected, and what the states mean, is said at expected_report. Bodies whose
-- region is not certain are in none of the rows.
-- @column region_level: province, prefecture or county
-- @column region_code: code of the region
-- @column region: name of the region
-- @column year: year reported on
-- @column function: code of what the bodies are responsible for
-- @column level: level of the bodies
-- @column expected: bodies that were expected; the next five add up to it
-- @column in_time: bodies that reported in time
-- @column late: bodies whose page states a day after the deadline
-- @column day_not_known: bodies that reported, nobody knows when
-- @column not_yet: bodies without a report whose deadline has not passed
-- @column overdue: bodies without a report whose deadline has passed
-- @column reported_share: (in_time + late + day_not_known) / expected; unit: share, 0 to 1
with placed as (
    select
        case
            when province_code is not null then 'province'
            when prefecture_code is not null then 'prefecture'
            else 'county'
        end as region_level,
        coalesce(province_code, prefecture_code, county_code) as region_code,
        coalesce(province, prefecture, county) as region,
        year, function, level,
        count(*) as expected,
        count(*) filter (where status = 'reported in time') as in_time,
        count(*) filter (where status = 'reported late') as late,
        count(*) filter (where status = 'reported (day not known)') as day_not_known,
        count(*) filter (where status = 'not yet') as not_yet,
        count(*) filter (where status = 'overdue') as overdue
    from expected_report
    group by
        year, function, level,
        grouping sets ((province_code, province), (prefecture_code, prefecture), (county_code, county))
)
select *, 1 - (not_yet + overdue) / expected as reported_share
from placed
where region_code is not null
