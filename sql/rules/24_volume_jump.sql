-- Applications received do not change fivefold from one year to the next; judged where the
-- larger number is 50 or more. All editions of the form count them alike.
select
    p.report_id,
    ['applications.new_received.total'] as cells,
    printf('%d applications were received, %d in the year before',
        f.received::bigint, l.received::bigint) as message,
    printf('本年新收申请%d件，上年%d件', f.received::bigint, l.received::bigint) as message_zh,
    l.received::bigint::varchar as expected,
    f.received::bigint::varchar as found
from year_pair p
join judged_figure f on f.report_id = p.report_id
join judged_figure l on l.report_id = p.last_id
where greatest(f.received, l.received) >= 50
    and greatest(f.received, l.received) >= 5 * least(f.received, l.received)
