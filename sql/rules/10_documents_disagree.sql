-- Documents of one report, as a page and the file attached to it, that print different values:
-- a finding of each of the two. Those that their sources still hold are compared, each with the
-- current one, so that the effort grows with their number only.
with several as (
    select agency_id, year from report
    where agency_id is not null and year is not null
    group by agency_id, year
    having count(*) > 1
),
latest as (
    select source_uri, arg_max(document_id, retrieved_at) as document_id
    from retrieval
    group by source_uri
),
held as (
    select report_id, document_id, source_uri, is_current, agency_id, year
    from report
    semi join several using (agency_id, year)
    semi join latest using (document_id)
),
pair as (
    select
        o.report_id, o.source_uri, c.report_id as current_id, c.source_uri as current_uri
    from held o
    join held c using (agency_id, year)
    where c.is_current and o.document_id <> c.document_id
),
concerned as (
    select report_id from pair
    union
    select current_id from pair
),
printed as (
    select report_id, cell, value from fact_proactive_disclosure semi join concerned using (report_id)
    union all
    select report_id, cell, count from fact_application semi join concerned using (report_id)
    union all
    select report_id, cell, count from fact_review_litigation semi join concerned using (report_id)
    union all
    select report_id, cell, value from fact_indicator semi join concerned using (report_id)
),
differing as (
    select pair.*, o.cell, o.value, c.value as current_value
    from pair
    join printed o using (report_id)
    join printed c on c.report_id = pair.current_id and c.cell = o.cell
    where o.value <> c.value
)
select
    report_id,
    list(cell order by cell) as cells,
    printf('%d cells differ from those of %s', count(*), any_value(current_uri)) as message,
    printf('%d个数据与 %s 所载不一致', count(*), any_value(current_uri)) as message_zh,
    string_agg(format('{:.15g}', current_value), ' ' order by cell) as expected,
    string_agg(format('{:.15g}', value), ' ' order by cell) as found
from differing
group by report_id
union all by name
select
    current_id as report_id,
    list(distinct cell order by cell) as cells,
    printf(
        '%d other documents print other values, the first %s',
        count(distinct source_uri), min(source_uri)
    ) as message,
    printf('另有%d份文件所载数据不同，其一为 %s', count(distinct source_uri), min(source_uri))
        as message_zh,
    null as expected,
    null as found
from differing
group by current_id
