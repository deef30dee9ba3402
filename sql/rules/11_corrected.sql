-- Cells whose value was replaced after a human review.
select
    r.report_id,
    list(c.cell order by c.cell) as cells,
    printf('%d values were corrected after review: %s', count(*),
        string_agg(c.reason, '; ' order by c.cell)) as message,
    printf('%d个数据经人工复核后更正：%s', count(*), string_agg(c.reason, '；' order by c.cell))
        as message_zh,
    string_agg(coalesce(format('{:.15g}', c.new_value), 'null'), ' ' order by c.cell) as expected,
    string_agg(coalesce(format('{:.15g}', c.old_value), 'null'), ' ' order by c.cell) as found
from correction c
join report r using (document_id)
group by r.report_id
