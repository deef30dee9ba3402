-- Reports beside the same body's report for the year before.
-- Left out: bodies that share a name, reports of another division or of another scope than the
-- year before, and years in which the body took over work of another or gave it away, or the
-- year after: reforms reach the counties a year later.
with reform as (
    select agency_id, since from agency_predecessor
    union all
    select predecessor_id, since from agency_predecessor
),
function_change as (
    select function, since from function_reform
    union all
    select predecessor, since from function_reform
)
select
    y.place, y.report_id, y.year, y.edition,
    l.place as last_place, l.report_id as last_id, l.edition as last_edition
from judged_report y
join judged_report l on l.agency_id = y.agency_id and l.year = y.year - 1
where not y.ambiguous and not l.ambiguous
    and (y.region_code = l.region_code) is not false
    and (y.scope = l.scope) is not false
    and not exists (
        from reform c where c.agency_id = y.agency_id and c.since between y.year - 1 and y.year
    )
    and not exists (
        from function_change c
        where c.function = y.function and c.since between y.year - 1 and y.year
    )
