-- Fees do not change by a factor of some ten thousand, which is 元 printed for 万元.
-- Judged where both years have fees, from three thousandfold to thirty thousandfold; the finding
-- is on the report with the larger amount, once also where it differs from both its neighbours.
with differing as (
    select
        p.report_id, p.last_id, p.year, f.fees, l.fees as last_fees
    from year_pair p
    join judged_figure f on f.report_id = p.report_id
    join judged_figure l on l.report_id = p.last_id
    where f.fees > 0 and l.fees > 0 and abs(log10(f.fees / l.fees)) between 3.5 and 4.5
),
suspect as (
    select report_id, fees, year - 1 as other_year, last_fees as other_fees
    from differing
    where fees > last_fees
    union all
    select last_id, last_fees, year, fees
    from differing
    where fees < last_fees
)
select
    report_id,
    ['proactive.fees.amount_wan_yuan'] as cells,
    printf('fees of %s 万元, but of %s in %d: they may be in 元', format('{:.15g}', any_value(fees)),
        format('{:.15g}', min_by(other_fees, other_year)), min(other_year)) as message,
    printf('行政事业性收费%s万元，而%d年度为%s万元，相差约一万倍，疑将“元”误作“万元”',
        format('{:.15g}', any_value(fees)), min(other_year),
        format('{:.15g}', min_by(other_fees, other_year))) as message_zh,
    format('{:.15g}', min_by(other_fees, other_year)) as expected,
    format('{:.15g}', any_value(fees)) as found
from suspect
group by report_id
