-- Fees do not change by a factor of some ten thousand, which is 元 printed for 万元.
-- Judged where both years have fees, from three thousandfold to thirty thousandfold.
select
    p.report_id,
    ['proactive.fees.amount_wan_yuan'] as cells,
    printf('fees of %s 万元 after %s 万元 in the year before: %s of the two may be in 元',
        format('{:.15g}', f.fees), format('{:.15g}', l.fees),
        case when f.fees > l.fees then 'the first' else 'the second' end) as message,
    printf('行政事业性收费%s万元，上年%s万元，相差约一万倍，%s的单位疑为元',
        format('{:.15g}', f.fees), format('{:.15g}', l.fees),
        case when f.fees > l.fees then '本年' else '上年' end) as message_zh,
    format('{:.15g}', l.fees) as expected,
    format('{:.15g}', f.fees) as found
from year_pair p
join judged_figure f on f.report_id = p.report_id
join judged_figure l on l.report_id = p.last_id
where f.fees > 0 and l.fees > 0 and abs(log10(f.fees / l.fees)) between 3.5 and 4.5
