-- Departments publish by 31 January, governments at county level and above by 31 March (until the
-- report for 2018 everybody by 31 March).
-- Judged where the page states its day and the kind and level of the body are known; a government's office
-- publishes the government's report. Of several documents of a report the first day counts. What
-- is dated later than the year of publication is a page that moved to another site.
with published as (
    select agency_id, year, min(published_on) as published_on
    from report
    group by agency_id, year
),
due as (
    select
        r.report_id, r.year, p.published_on,
        case
            when regexp_matches(r.agency_name, '政府办公[室厅]$') or r.form = 'government'
                or r.year < 2019
                then make_date(r.year + 1, 3, 31)
            else make_date(r.year + 1, 1, 31)
        end as last_day
    from judged_report r
    join published p using (agency_id, year)
    where r.form = 'department'
        or (r.form = 'government' and r.level in ('province', 'prefecture', 'county'))
)
select
    report_id,
    [] as cells,
    printf('published on %s, after %s', published_on::varchar, last_day::varchar) as message,
    printf('%s发布，晚于规定的%s', published_on::varchar, last_day::varchar) as message_zh,
    last_day::varchar as expected,
    published_on::varchar as found
from due
where published_on > last_day and year(published_on) = year + 1
