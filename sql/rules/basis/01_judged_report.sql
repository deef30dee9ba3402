-- Current reports whose body and year are known, with what is known of the body.
-- ambiguous: the body may be one of several that share its name, so that its reports of two
-- years need not be of one body, or the year itself is in doubt. place: a number that is shorter
-- than the identifier.
with doubtful as (
    select distinct report_id
    from finding
    where rule in ('titles_differ', 'year_differs_from_period')
)
select
    row_number() over (order by r.report_id)::integer as place,
    r.report_id, r.source_uri, r.agency_id, r.agency_name, r.year, r.edition, r.scope,
    coalesce(r.region_code, a.region_code) as region_code,
    a.function, a.form, a.level,
    d.report_id is not null
        or (r.region_code is null and coalesce(len(a.region_candidates), 0) > 1) as ambiguous
from report r
left join agency a using (agency_id)
left join doubtful d using (report_id)
where r.is_current and r.agency_id is not null and r.year is not null
