-- Identities of the form (勾稽关系) that the printed figures break, all versions of reports.
-- An identity of form_identity is judged where each of its cells has a value in reported_cell,
-- whatever the report's edition, so that hybrid forms are judged by the rows that they print.
-- No blank is counted as zero here.
-- @stored
-- @column report_id: one reading of one document as a report; stable
-- @column agency_name: the body's name as printed; null where it cannot be told
-- @column year: year reported on; null where it cannot be told
-- @column identity: name of the identity in form_identity
-- @column residual: sum of weight x value, zero where the identity holds; unit: 件
-- @column operands: number of cells in the identity
-- @column missing: number of operands without a value; zero in every row of this view
with whole as (
    select identity, list((cell, weight) order by cell) as terms
    from form_identity
    group by edition, identity
),
identity as (  -- editions share most of them
    select identity, terms, len(terms) as operands, (row_number() over ())::smallint as number
    from (select distinct identity, terms from whole)
),
term as (
    select number, t[1] as cell, t[2] as weight
    from (select number, unnest(terms) as t from identity)
),
printed as (
    select report_id, cell, value from fact_proactive_disclosure where value is not null
    union all
    select report_id, cell, count from fact_application where count is not null
    union all
    select report_id, cell, count from fact_review_litigation where count is not null
),
evaluated as (
    select
        r.rowid as place, t.number,  -- shorter than the identifier
        round(sum(t.weight * p.value), 6) as residual,
        count(*) as valued
    from printed p
    join report r using (report_id)
    join term t using (cell)
    group by r.rowid, t.number
)
select distinct
    r.report_id, r.agency_name, r.year, i.identity, e.residual, i.operands,
    i.operands - e.valued as missing
from evaluated e
join identity i using (number)
join report r on r.rowid = e.place
where i.operands = e.valued and e.residual <> 0
