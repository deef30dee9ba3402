-- A table is not the same as the year before in every figure.
-- Judged where the table tells enough (bits of table_print): section three from 8 bits on,
-- some ten applications with four outcomes, which hardly repeat by chance;
-- section two, whose figures change less, from 20 bits in three figures that are not sums. Reports
-- of two editions of the form are not compared.
select
    p.report_id,
    [] as cells,
    printf('%s is the same as in the report for %d in every figure',
        string_agg(case t."table" when 'proactive' then 'section two' else 'section three' end,
            ', ' order by t."table" desc),
        any_value(p.year) - 1) as message,
    printf('%s与%d年度报告完全相同',
        string_agg(case t."table" when 'proactive' then '第二部分' else '第三部分' end,
            '、' order by t."table" desc),
        any_value(p.year) - 1) as message_zh,
    null as expected,
    null as found
from year_pair p
join table_print t on t.place = p.place
join table_print l on l.place = p.last_place and l."table" = t."table" and l.print = t.print
where p.edition = p.last_edition
    and case t."table"
        when 'applications' then t.bits >= 8
        else t.bits >= 20 and t.filled >= 3
    end
group by p.report_id
