-- What decides which of several reports on one agency and year is current: one row per report that
-- shares its agency and year with another. The first that counts is standing, then values, then
-- legibility, then last_retrieved_at; of reports alike in all of them the identifiers decide.
-- @column report_id: one reading of one document as a report; stable
-- @column agency_id: stable identifier of the body
-- @column year: year reported on
-- @column version: place in the order of first retrieval, 1 for the first
-- @column place: place in the order of what counts, 1 for the current one
-- @column standing: 2: an address still gives it; 1: it did until it vanished; 0: none gives it
-- @column values: number of cells and indicators with a value
-- @column legibility: 2: read from text; 1: some pages recognised from images; 0: all of them
-- @column first_retrieved_at: when its document was first retrieved; unit: UTC
-- @column last_retrieved_at: when an address last began to give its document; unit: UTC
with several as (
    select agency_id, year
    from report
    where agency_id is not null and year is not null
    group by agency_id, year
    having count(*) > 1
),
content as (
    select report_id, count(value) as filled
    from (
        select report_id, agency_id, year, value from fact_proactive_disclosure
        semi join several using (agency_id, year)
        union all
        select report_id, agency_id, year, count from fact_application
        semi join several using (agency_id, year)
        union all
        select report_id, agency_id, year, count from fact_review_litigation
        semi join several using (agency_id, year)
        union all
        select report_id, agency_id, year, value from fact_indicator
        semi join several using (agency_id, year)
    )
    group by report_id
),
judged as (
    select
        r.report_id, r.document_id, r.agency_id, r.year,
        h.standing, coalesce(c.filled, 0) as "values",
        case
            when r.method = 'ocr' then 0 when r.method like '%+ocr' then 1 else 2
        end as legibility,
        h.first_retrieved_at, h.last_retrieved_at
    from report r
    semi join several using (agency_id, year)
    join report_standing h using (report_id)
    left join content c using (report_id)
)
select
    report_id, agency_id, year,
    row_number() over (
        partition by agency_id, year
        order by first_retrieved_at, "values", document_id, report_id
    )::integer as version,
    row_number() over (
        partition by agency_id, year
        order by
            standing desc, "values" desc, legibility desc, last_retrieved_at desc,
            document_id desc, report_id desc
    )::integer as place,
    standing, "values", legibility, first_retrieved_at, last_retrieved_at
from judged
