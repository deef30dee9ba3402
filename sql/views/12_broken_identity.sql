-- Identities of the form (勾稽关系) that the printed figures break, all versions of reports.
-- An identity of form_identity is judged where each of its cells has a value in reported_cell,
-- whatever the report's edition, so that hybrid forms are judged by the rows that they print.
-- No blank is counted as zero here.
-- @column report_id: one reading of one document as a report; stable
-- @column agency_name: the body's name as printed; null where it cannot be told
-- @column year: year reported on; null where it cannot be told
-- @column identity: name of the identity in form_identity
-- @column residual: sum of weight x value, zero where the identity holds; unit: 件
-- @column operands: number of cells in the identity
-- @column missing: number of operands without a value; zero in every row of this view
with term as (
    select
        cell, weight, identity,
        dense_rank() over (order by edition, identity)::smallint as number
    from form_identity
),
identity as (
    select number, identity, count(*) as operands
    from term
    group by number, identity
),
evaluated as (
    select
        c.report_id, t.number,
        round(sum(t.weight * c.value), 6) as residual,
        count(*) as valued
    from reported_cell c
    join term t using (cell)
    where c.value is not null
    group by c.report_id, t.number
)
select distinct
    e.report_id, r.agency_name, r.year, i.identity, e.residual, i.operands,
    i.operands - e.valued as missing
from evaluated e
join identity i using (number)
join report r using (report_id)
where i.operands = e.valued and e.residual <> 0
