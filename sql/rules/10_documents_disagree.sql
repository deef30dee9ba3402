-- Documents of one report, as a page and the file attached to it, that print different values:
-- a finding of each of the two. Those that their sources still hold are compared, each with the
-- current one, so that the effort grows with their number only; cell by cell only where a digest
-- of all figures that are not zero tells that there is something to find.
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
filled as (
    select report_id, cell || ' ' || value as figure
    from fact_proactive_disclosure semi join concerned using (report_id)
    where value <> 0
    union all
    select report_id, cell || ' ' || count as figure
    from fact_application semi join concerned using (report_id)
    where count <> 0
    union all
    select report_id, cell || ' ' || count as figure
    from fact_review_litigation semi join concerned using (report_id)
    where count <> 0
    union all
    select report_id, cell || ' ' || value as figure
    from fact_indicator semi join concerned using (report_id)
    where value <> 0
),
digest as (
    select report_id, sum(hash(figure)) as figures
    from filled
    group by report_id
),
suspect as (
    select pair.*
    from pair
    left join digest o using (report_id)
    left join digest c on c.report_id = pair.current_id
    where o.figures is distinct from c.figures
),
differing as (
    select s.*, o.cell, o.value as value, c.value as current_value
    from suspect s
    join fact_proactive_disclosure o on o.report_id = s.report_id
    join fact_proactive_disclosure c on c.report_id = s.current_id and c.cell = o.cell
    where o.value <> c.value
    union all
    select s.*, o.cell, o.count as value, c.count as current_value
    from suspect s
    join fact_application o on o.report_id = s.report_id
    join fact_application c on c.report_id = s.current_id and c.cell = o.cell
    where o.count <> c.count
    union all
    select s.*, o.cell, o.count as value, c.count as current_value
    from suspect s
    join fact_review_litigation o on o.report_id = s.report_id
    join fact_review_litigation c on c.report_id = s.current_id and c.cell = o.cell
    where o.count <> c.count
    union all
    select s.*, o.cell, o.value as value, c.value as current_value
    from suspect s
    join fact_indicator o on o.report_id = s.report_id
    join fact_indicator c on c.report_id = s.current_id and c.cell = o.cell
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
