-- Who had been expected and who had reported by a day, against the legal deadlines: the rows of
-- expected_report as they stood on that day, which is not after the last retrieval. A report that
-- was seen later had not been seen yet.
-- @parameter day: a date
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as last printed
-- @column function: code of what the body is responsible for
-- @column level: level of the division or of the body's
-- @column region_code: code of the division
-- @column province: name of the province
-- @column prefecture: name of the prefecture
-- @column county: name of the county
-- @column year: year reported on
-- @column first_seen: first day on which the report is known to have been public, if by then
-- @column seen_by: what first_seen rests on: stated (by the page) or retrieved
-- @column last_day: last day in time
-- @column days_late: days between last_day and first_seen or, where overdue, the day asked for
-- @column status: reported in time, reported late, reported (day not known), not yet, or overdue
(day) as table
with stood as (
    select *, first_seen is not null and first_seen <= day as seen
    from expected_report
)
select
    agency_id, agency_name, function, level, region_code, province, prefecture, county, year,
    case when seen then first_seen end as first_seen,
    case when seen then seen_by end as seen_by,
    last_day,
    case when seen then days_late when day > last_day then day::date - last_day end as days_late,
    case when seen then status when day > last_day then 'overdue' else 'not yet' end as status
from stood
where seen or year < year(day::date)
