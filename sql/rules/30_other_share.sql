-- Not more than a quarter of the applications handled end as 其他处理, 3.其他. Judged from 20
-- on; the single row 其他处理 of the form of 2019 holds more than that and is not meant.
select
    report_id,
    ['applications.other.total', 'applications.total_handled.total'] as cells,
    printf('%d of %d applications handled end in another way (3.其他)',
        other::bigint, handled::bigint) as message,
    printf('办理结果中“其他处理—其他”%d件，占办结总数%d件的四分之一以上',
        other::bigint, handled::bigint) as message_zh,
    null as expected,
    printf('%.1f %%', 100 * other / handled) as found
from judged_figure
where handled >= 20 and other > handled / 4
