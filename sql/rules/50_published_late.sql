-- Departments publish by 31 January, governments at county level and above by 31 March: see the
-- view deadline.
-- Judged where the page states its day and the kind and level of the body are known; a government's office
-- publishes the government's report. Of several documents of a report the first day counts. What
-- is dated later than the year of publication is a page that moved to another site.
with published as (
    select agency_id, year, min(published_on) as published_on
    from report
    group by agency_id, year
),
due as (
    select r.report_id, r.year, p.published_on, d.last_day
    from judged_report r
    join published p using (agency_id, year)
    join deadline d using (agency_id, year)
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
