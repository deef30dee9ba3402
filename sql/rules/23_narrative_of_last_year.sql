-- The prose of sections one and five is not that of the year before with other numbers.
-- Judged from 200 characters on; near means that three quarters of both texts stand in sentences
-- that both have (see prose_sentence). Formulas that a body repeats every year stay below that.
with shared as (
    select p.report_id, p.year, p.place, p.last_place, sum(s.size) as size
    from year_pair p
    join prose_sentence s on s.place = p.place
    join prose_sentence l on l.place = p.last_place and l.print = s.print
    group by all
)
select
    s.report_id,
    [] as cells,
    printf('%d %% of the prose of sections one and five is that of %d, numbers aside',
        (100 * s.size / greatest(t.size, l.size))::integer, s.year - 1) as message,
    printf('第一、第五部分文字与%d年度报告相同的占%d%%（不计数字）',
        s.year - 1, (100 * s.size / greatest(t.size, l.size))::integer) as message_zh,
    null as expected,
    null as found
from shared s
join prose_size t on t.place = s.place
join prose_size l on l.place = s.last_place
where s.size >= 0.75 * greatest(t.size, l.size)
