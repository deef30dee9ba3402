-- What the database holds, per year and edition: current reports, also those whose agency or
-- year cannot be told (year null). The five kinds of cells add up to all cells of sections two
-- to four; indicator tables before 2019 are counted apart.
-- @column year: year reported on; null where it cannot be told
-- @column edition: edition of the form that is printed
-- @column reports: number of current reports
-- @column agencies: number of bodies that could be told
-- @column cells_read: cells with a value: read, resolved or corrected
-- @column cells_blank: cells printed empty
-- @column cells_not_applicable: cells printed as / or a dash
-- @column cells_absent: cells of the form that the document lacks
-- @column cells_conflict: cells left with several readings
-- @column indicators_read: indicators with a value, in editions before 2019
-- @column findings_error: findings of severity error
-- @column findings_warning: findings of severity warning
-- @column findings_info: findings of severity info
with cells as (
    select
        report_id,
        count(*) filter (where status in ('read', 'resolved', 'corrected')) as has_value,
        count(*) filter (where status = 'blank') as blank,
        count(*) filter (where status = 'not_applicable') as not_applicable,
        count(*) filter (where status = 'absent') as absent,
        count(*) filter (where status = 'conflict') as conflict
    from reported_cell
    where is_current
    group by report_id
),
indicators as (
    select report_id, count(value) as has_value
    from fact_indicator
    group by report_id
),
issues as (
    select
        report_id,
        count(*) filter (where severity = 'error') as error,
        count(*) filter (where severity = 'warning') as warning,
        count(*) filter (where severity = 'info') as info
    from finding
    group by report_id
)
select
    r.year, r.edition,
    count(*) as reports,
    count(distinct r.agency_id) as agencies,
    coalesce(sum(c.has_value), 0)::bigint as cells_read,
    coalesce(sum(c.blank), 0)::bigint as cells_blank,
    coalesce(sum(c.not_applicable), 0)::bigint as cells_not_applicable,
    coalesce(sum(c.absent), 0)::bigint as cells_absent,
    coalesce(sum(c.conflict), 0)::bigint as cells_conflict,
    coalesce(sum(n.has_value), 0)::bigint as indicators_read,
    coalesce(sum(i.error), 0)::bigint as findings_error,
    coalesce(sum(i.warning), 0)::bigint as findings_warning,
    coalesce(sum(i.info), 0)::bigint as findings_info
from report r
left join cells c using (report_id)
left join indicators n using (report_id)
left join issues i using (report_id)
where r.is_current
group by r.year, r.edition
