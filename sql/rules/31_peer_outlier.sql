-- A figure does not lie far above those of the bodies of the same function and level. (Below them
-- lie many bodies that just do little.)
-- Figures are compared as logarithms, because bodies differ by orders of magnitude. Judged among
-- 30 or more bodies that print more than zero, half of which differ; far is a robust z (median
-- and median absolute deviation) above 5, a factor of ten at least, and from 50 on.
with figure as (
    unpivot (
        select report_id, year, function, level, received, licences, penalties, coercions, fees
        from judged_figure
        where function is not null and level is not null
    )
    on received, licences, penalties, coercions, fees into name measure value value
),
logarithm as (
    select *, ln(value) as size from figure where value > 0
),
peer as (
    select
        year, function, level, measure,
        count(*) as n, median(size) as middle, mad(size) as spread
    from logarithm
    group by all
    having count(*) >= 30 and mad(size) > 0
),
label (measure, cell, label) as (values
    ('received', 'applications.new_received.total', '新收申请'),
    ('licences', 'proactive.licences.decisions', '行政许可'),
    ('penalties', 'proactive.penalties.decisions', '行政处罚'),
    ('coercions', 'proactive.coercions.decisions', '行政强制'),
    ('fees', 'proactive.fees.amount_wan_yuan', '行政事业性收费'))
select
    f.report_id,
    list(label.cell order by label.cell) as cells,
    string_agg(printf('%s %s, the median of %d peers is %s', label.label,
        format('{:.15g}', f.value), p.n, format('{:.3g}', exp(p.middle))),
        '; ' order by label.cell) as message,
    string_agg(printf('%s%s，%d个同类机构的中位数为%s', label.label,
        format('{:.15g}', f.value), p.n, format('{:.3g}', exp(p.middle))),
        '；' order by label.cell) as message_zh,
    string_agg(format('{:.3g}', exp(p.middle)), ' ' order by label.cell) as expected,
    string_agg(format('{:.15g}', f.value), ' ' order by label.cell) as found
from logarithm f
join peer p using (year, function, level, measure)
join label using (measure)
where f.size - p.middle > 5 * 1.4826 * p.spread
    and f.size - p.middle >= ln(10)
    and f.value >= 50
group by f.report_id
