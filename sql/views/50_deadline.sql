-- Days by which bodies have to publish their reports: one row per body and year from 2008 on, as far
-- as the database reaches. Departments publish by 31 January of the next year, governments at
-- county level and above by 31 March, and so do their offices for them; until the report on 2018
-- everybody published by 31 March (条例 of 2007, article 31; of 2019, article 49). Other
-- bodies, as branches and townships, and those whose form or level is not known have no row.
-- @column agency_id: stable identifier of the body
-- @column year: year reported on
-- @column last_day: last day in time
with span as (
    select
        greatest(2008, (select min(year) from report)) as first,
        greatest(
            (select max(year) from report), (select max(year(retrieved_at)) from retrieval)
        ) as last
),
asked as (
    select unnest(generate_series(first, last))::integer as year
    from span
)
select
    a.agency_id, y.year,
    case
        when regexp_matches(a.name, '政府办公[室厅]$') or a.form = 'government' or y.year < 2019
            then make_date(y.year + 1, 3, 31)
        else make_date(y.year + 1, 1, 31)
    end as last_day
from agency a
cross join asked y
where a.form = 'department'
    or (a.form = 'government' and a.level in ('province', 'prefecture', 'county'))
