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
with identity as (
    select edition, identity, count(*) as operands
    from form_identity
    group by edition, identity
),
evaluated as (
    select
        c.report_id, t.edition, t.identity,
        any_value(c.agency_name) as agency_name,
        any_value(c.year) as year,
        round(sum(t.weight * c.value), 6) as residual,
        count(c.value) as valued
    from reported_cell c
    join form_identity t using (cell)
    group by c.report_id, t.edition, t.identity
)
select distinct
    e.report_id, e.agency_name, e.year, identity, e.residual, i.operands,
    i.operands - e.valued as missing
from evaluated e
join identity i using (edition, identity)
where i.operands = e.valued and e.residual <> 0
