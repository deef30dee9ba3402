-- The table of section three is not that of another body in the same year in every figure;
-- body_pair says which tables are compared.
select
    r.report_id,
    [] as cells,
    printf('section three is the same as that of %s in every figure', min(o.agency_name))
        as message,
    printf('第三部分与%s的报告完全相同', min(o.agency_name)) as message_zh,
    null as expected,
    min_by(o.source_uri, o.agency_name) as found
from body_pair p
join judged_report r on r.place = p.place
join judged_report o on o.place = p.other
where p.kind = 'table'
group by r.report_id
