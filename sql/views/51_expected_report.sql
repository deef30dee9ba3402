-- Who was expected to report, and who has by which day: one row per body with a deadline and year.
-- A body is expected on a year if it reported on that year or on an earlier one and if its function
-- and division still existed; so nobody is expected before the database first heard of it, and
-- bodies that never reported are missing: no list of all bodies is in the data. as_of is the day of
-- the last retrieval: what happened since is not known. overdue says that the database has no
-- report, not that there is none. A page's stated day counts from 1 December of the year reported
-- on to the end of the next one: others are of templates, or of pages that moved. Where only the
-- first retrieval is known and it was after the deadline, nobody knows whether the report was late.
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as last printed
-- @column function: code of what the body is responsible for
-- @column level: level of the division or of the body's
-- @column region_code: code of the division
-- @column province_code: code of the province
-- @column province: name of the province
-- @column prefecture_code: code of the prefecture
-- @column prefecture: name of the prefecture
-- @column county_code: code of the county
-- @column county: name of the county
-- @column year: year reported on
-- @column report_id: the current report on the year; null where there is none
-- @column first_seen: first day on which the report is known to have been public, in China
-- @column seen_by: what first_seen rests on: stated (by the page) or retrieved
-- @column last_day: last day in time
-- @column days_late: days between last_day and first_seen or, where overdue, as_of; null if unknown
-- @column status: reported in time, reported late, reported (day not known), not yet, or overdue
-- @column as_of: day of the last retrieval
with clock as (
    select (max(retrieved_at) + interval 8 hours)::date as as_of
    from retrieval
),
seen as (
    select
        r.agency_id, r.year,
        min(r.published_on) filter (
            where r.published_on between make_date(r.year, 12, 1) and make_date(r.year + 1, 12, 31)
        ) as stated,
        (min(a.first_retrieved_at) + interval 8 hours)::date as retrieved
    from report r
    left join report_address a using (report_id)
    where r.agency_id is not null and r.year is not null
    group by r.agency_id, r.year
),
expected as (
    select
        d.agency_id, d.year, d.last_day, y.agency_name, y.function, y.level, y.region_code,
        y.province_code, y.province, y.prefecture_code, y.prefecture, y.county_code, y.county
    from deadline d
    asof join agency_year y on y.agency_id = d.agency_id and d.year >= y.year
    left join agency_function f on f.function = y.function
    where y.year = d.year
        or d.year between coalesce(f.valid_from, 0) and coalesce(f.valid_to, 9999)
        and (
            y.region_code is null
            or exists (
                from region_name n
                where n.region_code = y.region_code
                    and d.year between coalesce(n.valid_from, 0) and coalesce(n.valid_to, 9999)
            )
        )
),
dated as (
    select
        e.*, c.as_of, s.agency_id is not null as reported,
        least(s.stated, s.retrieved) as first_seen,
        case
            when s.stated <= coalesce(s.retrieved, s.stated) then 'stated'
            when s.retrieved is not null then 'retrieved'
        end as seen_by
    from expected e
    cross join clock c
    left join seen s on s.agency_id = e.agency_id and s.year = e.year
    where s.agency_id is not null or e.year < year(c.as_of)
),
judged as (
    select
        *,
        case
            when not reported and as_of > last_day then 'overdue'
            when not reported then 'not yet'
            when first_seen <= last_day then 'reported in time'
            when seen_by = 'stated' then 'reported late'
            else 'reported (day not known)'
        end as status
    from dated
)
select
    j.agency_id, j.agency_name, j.function, j.level, j.region_code,
    j.province_code, j.province, j.prefecture_code, j.prefecture, j.county_code, j.county,
    j.year, r.report_id, j.first_seen, j.seen_by, j.last_day,
    case j.status
        when 'overdue' then j.as_of - j.last_day
        when 'reported late' then j.first_seen - j.last_day
        when 'reported in time' then 0
    end as days_late,
    j.status, j.as_of
from judged j
left join current_report r on r.agency_id = j.agency_id and r.year = j.year
