-- The prose of sections one and five is not that of another body in the same year, numbers and
-- the bodies' names aside; from 200 characters on, and three quarters in sentences that both have.
select
    r.report_id,
    [] as cells,
    printf('%d %% of the prose of sections one and five is that of %s, numbers aside',
        max(p.share), max_by(o.agency_name, (p.share, o.agency_name))) as message,
    printf('第一、第五部分文字与%s的报告相同的占%d%%（不计数字）',
        max_by(o.agency_name, (p.share, o.agency_name)), max(p.share)) as message_zh,
    null as expected,
    max_by(o.source_uri, (p.share, o.agency_name)) as found
from body_pair p
join judged_report r on r.place = p.place
join judged_report o on o.place = p.other
where p.kind = 'prose'
group by r.report_id
