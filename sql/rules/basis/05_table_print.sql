-- What tells whether two reports print the same table: one row per report and table.
-- print is a digest of all its values that are not zero: a blank is as good as a zero. (A hash of
-- two columns will not do: in pairs of equal values the values cancel each other out.)
-- bits says how much the table tells: log2(1 + n) added up over its own figures, sums left out.
-- Two bodies, or one body in two years, hardly print the same table by chance if it is large;
-- if it is small they do: of 20,000 independent tables of section three, 6,667 a year, one in
-- seventy coincides with another of its year at 5 bits, and none from 6 on. Tables with a cell
-- that could not be read are left out.
with cells as (
    select
        report_id, 'applications' as "table", outcome as "row", applicant_type = 'total' as summed,
        cell, count::double as value, outcome not in ('total_handled', 'new_received') as own
    from fact_application
    where count > 0
    union all
    select report_id, 'proactive', item, false, cell, value, measure <> 'in_force'
    from fact_proactive_disclosure
    where value > 0
),
unread as (
    select distinct report_id, 'applications' as "table"
    from fact_application where status = 'conflict'
    union all
    select distinct report_id, 'proactive'
    from fact_proactive_disclosure where status = 'conflict'
)
select
    r.place, r.report_id, r.year, c."table",
    bit_xor(hash(c.cell || ' ' || c.value)) as print,
    count(*) as filled,
    greatest(
        coalesce(sum(log2(1 + c.value)) filter (where c.own and not c.summed), 0),
        coalesce(sum(log2(1 + c.value)) filter (where c.own and c.summed), 0)
    ) as bits
from judged_report r
join cells c using (report_id)
anti join unread u on u.report_id = c.report_id and u."table" = c."table"
group by all
